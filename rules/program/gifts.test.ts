import { checkFaults, faultsOf, giving, joining, least, points, withRule } from '../testing/programs.ts';
import { expect } from 'chai';

const program = {
  rewards: [{ id: 'coffee', name: 'قهوه', points: 100 }],
  draws: [{ id: 'nowruz', name: 'نوروز' }],
};
const given = (give: unknown, rule: object = {}, words: object = {}) =>
  withRule({ give, ...rule }, { ...program, ...words });
const card = (gives: unknown) =>
  withRule({}, { ...program, stampCards: [{ id: 's', name: 'کارت', stamps: 9, gives }] });
const reward = { reward: 'coffee' };
const voucher = (words: object) => given({ voucher: { name: 'یلدا', ...words } });

describe('gifts in a program', () => {
  const good: readonly [string, unknown][] = [
    ['a reward', given(reward)],
    ['a reward that ends', given({ ...reward, expires: { after: { months: 3 } } })],
    ['vouchers', given([{ voucher: { name: 'یک', amount: 1 } }, { voucher: { name: 'دو', percent: 100 } }])],
    ['a gift card beside points', given([{ giftCard: 1 }, points])],
    ['tickets', given([{ ticket: 'nowruz' }, { ticket: 'nowruz' }])],
    ['gifts of a full card', card([reward, { giftCard: 50_000 }, { unit: 'points', fixed: 1 }])],
    ['gifts of joining', { ...least, ...program, rules: [{ ...joining, give: reward }] }],
    ['a group where the first wins', given(reward, { group: 'g' }, { groups: { g: { take: 'first' } } })],
  ];
  for (const [what, input] of good) {
    it(`may be ${what}`, () => {
      expect(faultsOf(input)).to.deep.equal([]);
    });
  }

  checkFaults([
    ['no such reward', giving(reward), 'rules[0].give.reward', 'add it to rewards'],
    ['no such reward in a list', giving([points, reward]), 'rules[0].give[1].reward', 'add it to rewards'],
    ['no such draw', giving({ ticket: 'nowruz' }), 'rules[0].give.ticket', 'add it to draws'],
    ['no such reward of a card', card({ reward: 'tea' }), 'stampCards[0].gives.reward', 'add it to rewards'],
    [
      'a draw twice',
      given(reward, {}, { draws: [...program.draws, ...program.draws] }),
      'draws[1].id',
      'twice',
    ],
    ['a voucher of nothing', voucher({}), 'rules[0].give.voucher', 'one of amount or percent'],
    [
      'a voucher of two',
      voucher({ amount: 1, percent: 1 }),
      'rules[0].give.voucher',
      'one of amount or percent',
    ],
    ['a voucher above all', voucher({ percent: 100.01 }), 'rules[0].give.voucher.percent', 'at most 100'],
    ['a voucher of no rial', voucher({ amount: 0 }), 'rules[0].give.voucher.amount', 'more than 0'],
    ['an empty gift card', given({ giftCard: 0 }), 'rules[0].give.giftCard', 'more than 0'],
    [
      'a gift that fades',
      given({ ...reward, expires: { steps: [{ after: { days: 1 }, lose: 50 }] } }),
      'rules[0].give.expires',
      'with after or on',
    ],
    [
      'a gift that lives as long as she is active',
      given({ ...reward, expires: { inactive: { days: 1 }, acts: ['purchase'] } }),
      'rules[0].give.expires',
      'with after or on',
    ],
    [
      'an expiry of the rule',
      given(reward, { expires: { after: { days: 1 } } }),
      'rules[0].expires',
      'write expires within it',
    ],
    [
      'a limit of its amount',
      given(reward, { limits: [{ amount: 1 }] }),
      'rules[0].limits[0].amount',
      'limit their times',
    ],
    [
      'that it waits',
      given(reward, { pending: { for: { days: 1 } } }),
      'rules[0].pending',
      'nothing that it gives can wait',
    ],
    [
      'a comparison with points',
      given(reward, { group: 'g' }, { groups: { g: { take: 'highest' } } }),
      'rules[0].group',
      'gifts cannot be compared',
    ],
    [
      'its multiplication',
      {
        ...given(reward),
        rules: [
          { id: 'a', name: 'یک', on: 'purchase', give: reward },
          { id: 'b', name: 'دو', on: 'purchase', give: { multiply: 2, rules: ['a'] } },
        ],
      },
      'rules[1].give.rules[0]',
      'that gives something',
    ],
  ]);
});

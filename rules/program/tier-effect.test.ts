import { expect } from 'chai';
import { checkProgram } from '../program.ts';
import { checkFaults, giving, joining, least, withRule } from '../testing/programs.ts';

const tiers = {
  steps: [
    { id: 'silver', name: 'نقره‌ای' },
    { id: 'gold', name: 'طلایی', from: 100 },
  ],
};
const putting = (give: unknown, words: object = {}) => withRule({ give, ...words }, { tiers });
const gold = { tier: 'gold' };

describe('faults of tiers that are given', () => {
  checkFaults([
    ['one that there is not', putting({ tier: 'vip' }), 'rules[0].give.tier', 'the ladder has silver, gold'],
    ['one of no ladder', giving(gold), 'rules[0].give.tier', 'the program has none; add "tiers"'],
    [
      'one that there is not, of several things',
      putting([{ unit: 'points', fixed: 1 }, { tier: 'vip' }]),
      'rules[0].give[1].tier',
      'is no tier',
    ],
    ['two at once', putting([gold, { tier: 'silver' }]), 'rules[0].give', 'write the higher one'],
    [
      'one that fades',
      putting({ ...gold, expires: { inactive: { days: 9 }, acts: ['purchase'] } }),
      'rules[0].give.expires',
      'a tier is whole until it ends',
    ],
    ['an expiry of the rule', putting(gold, { expires: 'never' }), 'rules[0].expires', 'nothing of a tier'],
    [
      'a limit of its amount',
      putting(gold, { limits: [{ amount: 1 }] }),
      'rules[0].limits[0].amount',
      'tiers are',
    ],
    [
      'a wait',
      putting(gold, { pending: { for: { days: 1 }, to: 'instant' } }),
      'rules[0].pending',
      'nothing that it gives can wait',
    ],
    [
      'a comparison',
      withRule({ give: gold, group: 'g' }, { tiers, groups: { g: { take: 'highest' } } }),
      'rules[0].group',
      'tiers cannot be compared',
    ],
    [
      'one of a full card',
      withRule({}, { tiers, stampCards: [{ id: 's', name: 'کارت', stamps: 9, gives: gold }] }),
      'stampCards[0].gives',
      'no tier',
    ],
  ]);

  it('are none for any trigger, for good or for a time', () => {
    for (const give of [
      gold,
      { ...gold, expires: { after: { months: 3 } } },
      { ...gold, expires: { on: ['12-29'] } },
    ]) {
      const program = { ...least, tiers, rules: [{ ...joining, give }] };
      expect(checkProgram(program)).to.have.property('ok', true);
    }
  });
});

import { expect } from 'chai';
import { checkProgram } from '../program.ts';
import { checkFaults, giving, joining, least, points, withRule } from '../testing/programs.ts';
import { messageRoom } from './message-faults.ts';

const sending = (message: unknown, more: object = {}) => giving({ message, ...more });
const gift = (message: string) => giving([{ giftCard: 50_000 }, { message }]);
const room = messageRoom('کافه');
const card = { id: 's', name: 'کارت', stamps: 9, gives: { message: 'سلام' } };

describe('faults of messages', () => {
  checkFaults([
    ['no text', sending(''), 'rules[0].give.message', 'must not be empty'],
    ['blanks alone', sending(' \n '), 'rules[0].give.message', 'must not be empty'],
    ['one language of two', sending({ fa: 'سلام' }), 'rules[0].give.message.en', 'is missing'],
    [
      'no such placeholder',
      sending('سلام {nmae}'),
      'rules[0].give.message',
      'has no {nmae} to fill in: it may',
    ],
    ['an empty one', sending('سلام {}'), 'rules[0].give.message', 'has no {} to fill in'],
    ['an open brace', sending('سلام {name'), 'rules[0].give.message', 'a brace that stands alone'],
    ['a brace within another', sending('{{name}}'), 'rules[0].give.message', 'a brace that stands alone'],
    ['a mark that turns the line', sending('سلام\u202e'), 'rules[0].give.message', 'invisible control'],
    ['how to stop', sending('تخفیف!\nلغو۱۱'), 'rules[0].give.message', 'it is added by itself'],
    ['of the second language', sending({ fa: 'سلام', en: '{x}' }), 'rules[0].give.message.en', 'has no {x}'],
    ['another kind', sending('سلام', { kind: 'spam' }), 'rules[0].give.kind', '"promotional" or "service"'],
    ['two of them', giving([{ message: 'a' }, { message: 'b' }]), 'rules[0].give', 'write them as one'],
    [
      'points of none',
      sending('{points}'),
      'rules[0].give.message',
      'the rule gives no points; leave it out',
    ],
    ['credit of none', sending('{credit}'), 'rules[0].give.message', 'the rule gives no credit'],
    ['a gift of none', sending('{given}'), 'rules[0].give.message', 'neither points nor credit'],
    [
      'a code of none',
      giving([points, { message: '{code}' }]),
      'rules[0].give[1].message',
      'no reward, voucher',
    ],
    ['a thing of none', sending('{gift}'), 'rules[0].give.message', 'no reward, voucher'],
    ['an end of nothing', sending('{until}'), 'rules[0].give.message', 'nothing that could end'],
    ['a tier of none', sending('{tier}'), 'rules[0].give.message', 'the program has no tiers'],
    [
      'the amount of no purchase',
      { ...least, rules: [{ ...joining, give: { message: '{amount}' } }] },
      'rules[0].give.message',
      'there is no purchase',
    ],
    ['one letter too many', sending('س'.repeat(room + 1)), 'rules[0].give.message', 'make it 1 shorter'],
    [
      'too many with the longest name',
      sending(`${'س'.repeat(room - 23)}{name}`),
      'rules[0].give.message',
      `may become ${room + 1} letters with the longest names`,
    ],
    [
      'too many in the second text',
      sending({ fa: 'س', en: 'a'.repeat(room + 9) }),
      'rules[0].give.message.en',
      'make it 9',
    ],
    ['an expiry', withRule({ give: { message: 'س' }, expires: 'never' }), 'rules[0].expires', 'does not end'],
    [
      'a limit of its amount',
      withRule({ give: { message: 'س' }, limits: [{ amount: 1 }] }),
      'rules[0].limits[0].amount',
      'one by one: limit their times',
    ],
    [
      'a comparison',
      withRule({ give: { message: 'س' }, group: 'g' }, { groups: { g: { take: 'highest' } } }),
      'rules[0].group',
      'messages cannot be compared',
    ],
    ['one of a full card', withRule({}, { stampCards: [card] }), 'stampCards[0].gives', 'no message'],
  ]);

  const fine: readonly (readonly [what: string, program: unknown])[] = [
    ['as many letters as there is room', sending('س'.repeat(room))],
    ['as many with the longest name', sending(`${'س'.repeat(room - 24)}{name}`)],
    ['all that a rule with everything knows', gift('{name|دوست} {gift} {code} {until} {club}')],
    ['a text for each language', sending({ fa: 'سلام {name}', en: 'Hello {name|friend}' })],
  ];
  for (const [what, program] of fine) {
    it(`${what} is no fault`, () => {
      expect(checkProgram(program)).to.have.property('ok', true);
    });
  }

  it('has less room below a longer name of the club, as far as that is shown', () => {
    expect(messageRoom('ک'.repeat(32))).to.equal(messageRoom('') - 32);
    expect(messageRoom('ک'.repeat(60))).to.equal(messageRoom('ک'.repeat(32)));
  });
});

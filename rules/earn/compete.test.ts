import { expect } from 'chai';
import { amountsOf, decideEach, programOf, ruleOf, keptTallies } from '../testing/decisions.ts';
import { awardOf, credit, decide, fixed, multiplier, never } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

describe('rules that compete', () => {
  const inGroup = (id: string, amount: number, words: Words = {}) =>
    fixed(id, amount, { group: 'g', ...words });
  const three = [inGroup('a', 5), inGroup('b', 9), inGroup('c', 9)];
  const table: readonly [
    what: string,
    take: string,
    rules: readonly Words[],
    given: Record<string, number>,
  ][] = [
    ['all are taken', 'all', three, { a: 5, b: 9, c: 9 }],
    ['the highest, of equals the first', 'highest', three, { a: 0, b: 9, c: 0 }],
    ['the first', 'first', three, { a: 5, b: 0, c: 0 }],
    ['the first that holds', 'first', [inGroup('a', 5, never), inGroup('b', 9)], { a: 0, b: 9 }],
    ['none where none holds', 'highest', [inGroup('a', 5, never), inGroup('b', 9, never)], { a: 0, b: 0 }],
    [
      'others are left alone',
      'highest',
      [inGroup('a', 5), inGroup('b', 9), fixed('c', 1)],
      { a: 0, b: 9, c: 1 },
    ],
    [
      'the highest by what its limits leave',
      'highest',
      [inGroup('a', 5), inGroup('b', 9, { limits: [{ amount: 4 }] })],
      { a: 5, b: 0 },
    ],
    [
      'before any multiplier',
      'highest',
      [inGroup('a', 5), multiplier('twice', 2), inGroup('b', 9)],
      { a: 0, twice: 0, b: 9 },
    ],
  ];
  for (const [what, take, rules, given] of table) {
    it(`${take}: ${what}`, () => {
      expect(amountsOf(decide(rules, { program: { groups: { g: { take } } } }))).to.deep.equal(given);
    });
  }

  it('tell to whom they lost, and what they wanted', () => {
    const { awards } = decide(three, { program: { groups: { g: { take: 'highest' } } } });
    expect(awardOf('a', awards)?.why).to.deep.equal({ kind: 'lost', to: 'b', wanted: 5 });
    expect(awardOf('c', awards)?.why).to.deep.equal({ kind: 'lost', to: 'b', wanted: 9 });
  });

  it('compare exactly, not by what they are rounded to', () => {
    const rules = [credit('a', 0.01, { group: 'g' }), credit('b', 0.02, { group: 'g', rounding: 'down' })];
    const situation = { program: { groups: { g: { take: 'highest' } } }, purchase: { amount: 100 } };
    expect(decide(rules, situation).awards.map(({ why }) => why.kind)).to.deep.equal([
      'lost',
      'rounded-away',
    ]);
  });

  it('leave the turn to the next where their budget is used up', () => {
    const rules = [inGroup('a', 5, { limits: [{ of: 'rule', amount: 7 }] }), inGroup('b', 1)];
    const program = programOf(rules, { groups: { g: { take: 'first' } } });
    expect(decideEach(program, [{}, {}, {}]).map(amountsOf)).to.deep.equal([
      { a: 5, b: 0 },
      { a: 2, b: 0 },
      { a: 0, b: 1 },
    ]);
  });

  it('carry nothing on where they lose', () => {
    const give = { unit: 'points', give: 1, per: 50, carry: true };
    const rules = [fixed('f', 9, { group: 'g' }), ruleOf({ give, group: 'g' })];
    const decision = decide(rules, {
      program: { groups: { g: { take: 'highest' } } },
      purchase: { amount: 130 },
    });
    expect(keptTallies(decision).map(({ subject }) => subject)).to.deep.equal(['purchases']);
  });
});

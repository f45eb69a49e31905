import { expect } from 'chai';
import { decideOccasion, decidePurchase } from './decide.ts';
import type { TallyChange } from './facts.ts';
import {
  amountsOf,
  memberOf,
  noon,
  onTheDay,
  onlyAward,
  programOf,
  purchaseOf,
  ruleOf,
  tehran,
  keptTallies,
} from '../testing/decisions.ts';
import { credit, decide, fixed, multiplier, never } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

describe('a decision', () => {
  it('has an award for every rule of the trigger, in the order of the program', () => {
    const joining = ruleOf({ id: 'j', on: 'joining', give: { unit: 'points', fixed: 1 } });
    const { awards } = decide([fixed('b', 1), joining, fixed('a', 2, never), fixed('c', 3)]);
    expect(awards.map(({ rule, amount }) => [rule, amount])).to.deep.equal([
      ['b', 1],
      ['a', 0],
      ['c', 3],
    ]);
  });

  it('gives nothing where there are no rules', () => {
    expect(decide([]).awards).to.deep.equal([]);
  });

  it('explains what gave, and what did not', () => {
    const { awards } = decide([ruleOf(), fixed('north', 5, { when: { shops: ['north'] }, name: 'شمال' })]);
    expect(awards).to.deep.equal([
      {
        ...{ rule: 'r', name: 'قانون', unit: 'points', amount: 10, expiresAt: null },
        why: { kind: 'per-amount', base: 1_000_000, per: 100_000, give: 1, unit: 'points', cut: 0 },
      },
      {
        ...{ rule: 'north', name: 'شمال', unit: 'points', amount: 0, expiresAt: null },
        why: { kind: 'shop', needs: ['north'], was: 'main' },
      },
    ]);
  });

  for (const trigger of ['joining', 'birthday'] as const) {
    it(`on ${trigger} goes by the rules of ${trigger} alone`, () => {
      const rules = (['joining', 'birthday', 'purchase'] as const).map((on) => fixed(on, 5, { on }));
      const decision = decideOccasion(programOf(rules), trigger, onTheDay(memberOf()));
      expect(amountsOf(decision)).to.deep.equal({ [trigger]: 5 });
      expect(keptTallies(decision)).to.deep.equal([]);
    });
  }

  it('counts what the rules counts, though the program counts nothing of it', () => {
    const give = { unit: 'points', give: 1, per: 1000, of: { products: { groups: ['delivery'] } } };
    const purchase = { amount: 5000, lines: [{ group: 'delivery', quantity: 1, amount: 5000 }] };
    expect(amountsOf(decide([ruleOf({ give }), fixed('f', 1)], { purchase }))).to.deep.equal({ r: 5, f: 0 });
  });
});

describe('a balance rounded up', () => {
  const roundUp = (id: string, words: Words = {}) =>
    ruleOf({ id, give: { unit: 'points', roundUpTo: 10 }, ...words });
  const table: readonly [
    what: string,
    rules: readonly Words[],
    points: number,
    given: Record<string, number>,
  ][] = [
    ['from below', [roundUp('u')], 3, { u: 7 }],
    ['from one below', [roundUp('u')], 9, { u: 1 }],
    ['that is round', [roundUp('u')], 20, { u: 0 }],
    ['that is empty', [roundUp('u')], 0, { u: 0 }],
    ['after what went before', [fixed('a', 5), roundUp('u'), fixed('b', 1)], 3, { a: 5, u: 2, b: 1 }],
    ['not with what is of another unit', [credit('c', 1), roundUp('u')], 3, { c: 10_000, u: 7 }],
    ['after what limits left', [fixed('a', 5, { limits: [{ amount: 4 }] }), roundUp('u')], 3, { a: 4, u: 3 }],
    ['within its limits', [roundUp('u', { limits: [{ amount: 2 }] }), roundUp('v')], 3, { u: 2, v: 5 }],
    ['whatever multiplies', [roundUp('u'), multiplier('m', 2)], 3, { u: 7, m: 0 }],
  ];
  for (const [what, rules, points, given] of table) {
    it(what, () => {
      const member = { balances: { points, credit: 0 } };
      expect(amountsOf(decide(rules, { member }))).to.deep.equal(given);
    });
  }

  it('tells from where to where', () => {
    const whyAt = (points: number) =>
      decide([roundUp('u')], { member: { balances: { points, credit: 0 } } }).awards[0]?.why;
    expect(whyAt(3)).to.deep.equal({ kind: 'round-up', balance: 3, to: 10, unit: 'points' });
    expect(whyAt(30)).to.deep.equal({ kind: 'round-already', balance: 30, to: 10, unit: 'points' });
  });

  it('needs something counted where there is a purchase, and nothing where there is none', () => {
    const member = memberOf({ balances: { points: 3, credit: 0 } });
    const program = programOf([roundUp('p'), roundUp('b', { on: 'birthday' })]);
    const purchase = purchaseOf({ amount: 5, payments: [{ kind: 'points', amount: 5 }] });
    expect(decidePurchase(program, { purchase, member }).awards[0]?.why).to.deep.equal({
      kind: 'base-empty',
    });
    expect(amountsOf(decideOccasion(program, 'birthday', onTheDay(member)))).to.deep.equal({ b: 7 });
  });
});

describe('when what is given expires', () => {
  const expires = { points: { after: { days: 10 } }, credit: { on: ['12-29'] } };
  const table: readonly [what: string, rule: Words, until: number | null][] = [
    ["by the program's word for points", fixed('r', 1), tehran('1404/11/01 00:00')],
    ["by the program's word for credit", credit('r', 1), tehran('1405/01/01 00:00')],
    [
      "by the rule's own word",
      fixed('r', 1, { expires: { after: { hours: 1 }, to: 'instant' } }),
      noon + 3_600_000,
    ],
    ['never, if the rule says so', fixed('r', 1, { expires: 'never' }), null],
    ['not at all where nothing is given', fixed('r', 1, never), null],
  ];
  for (const [what, rule, until] of table) {
    it(what, () => {
      expect(onlyAward(decide([rule], { program: { expires } })).expiresAt).to.equal(until);
    });
  }

  it('never, where nobody says otherwise', () => {
    expect(onlyAward(decide([fixed('r', 1)])).expiresAt).to.equal(null);
  });
});

describe('the counts that a decision asks to be kept', () => {
  const purchases: TallyChange = {
    ...{ of: 'member', subject: 'purchases', period: 'ever', times: 1, amount: 1_000_000 },
    ...{ carried: 0, lastAt: noon },
  };
  const often = { subject: 'rule:r', times: 1, amount: 0, carried: 0, lastAt: noon };
  const gave = { ...often, subject: 'rule:r/points', amount: 10 };
  const carry = { unit: 'points', give: 1, per: 300_000, carry: true };

  const table: readonly [what: string, rule: Words, kept: readonly object[]][] = [
    ['none of a rule without limits', fixed('r', 10), []],
    ['none for one purchase', fixed('r', 10, { limits: [{ of: 'purchase', amount: 99 }] }), []],
    ['none of what gave nothing', fixed('r', 10, { limits: [{ times: 1 }], ...never }), []],
    ['of a limit', fixed('r', 10, { limits: [{ times: 9 }] }), [{ ...often, of: 'member', period: 'ever' }]],
    [
      'of how often and of how much, each period once',
      fixed('r', 10, {
        limits: [
          { each: 'day', times: 9 },
          { each: 'day', times: 99 },
          { each: 'day', amount: 99 },
          { each: 'day', amount: 88 },
          { of: 'rule', each: 'month', amount: 99 },
        ],
      }),
      [
        { ...often, of: 'member', period: 'day:2026-01-10' },
        { ...gave, of: 'member', period: 'day:2026-01-10' },
        { ...gave, of: 'all', period: 'month:2025-12-22' },
      ],
    ],
    [
      'of a cooldown',
      fixed('r', 10, { cooldown: { days: 1 } }),
      [{ ...often, of: 'member', period: 'ever' }],
    ],
    [
      'of what is carried',
      ruleOf({ give: carry }),
      [{ ...gave, of: 'member', period: 'ever', amount: 3, carried: 100_000 }],
    ],
    [
      'of what is carried though nothing is given',
      ruleOf({ give: { ...carry, per: 2_000_000 }, limits: [{ each: 'day', times: 9 }] }),
      [{ ...gave, of: 'member', period: 'ever', times: 0, amount: 0, carried: 1_000_000, lastAt: null }],
    ],
    [
      'after the cut',
      fixed('r', 10, { limits: [{ amount: 4 }] }),
      [{ ...gave, of: 'member', period: 'ever', amount: 4 }],
    ],
  ];
  for (const [what, rule, kept] of table) {
    it(what, () => {
      expect(keptTallies(decide([rule]))).to.deep.equal([purchases, ...kept]);
    });
  }
});

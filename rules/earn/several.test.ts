import { expect } from 'chai';
import { decideEach, programOf, ruleOf, keptTallies } from '../testing/decisions.ts';
import { decide, fixed, multiplier, never } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

const points = { unit: 'points', fixed: 10 };
const credit = { unit: 'credit', percent: 1 };
const both = (words: Words = {}) => ruleOf({ give: [points, credit], ...words });
/** What is given, in order: `points 10`. */
const given = ({ awards }: ReturnType<typeof decide>) =>
  awards.map(({ unit, amount }) => `${unit} ${amount}`);

describe('a rule that gives several things', () => {
  const table: readonly [what: string, rules: readonly Words[], given: readonly string[]][] = [
    ['gives them in the order it names them', [both()], ['points 10', 'credit 10000']],
    ['the other way round', [ruleOf({ give: [credit, points] })], ['credit 10000', 'points 10']],
    ['of one thing in a list, as without it', [ruleOf({ give: [points] })], ['points 10']],
    ['nothing, said once, where it does not hold', [both(never)], ['points 0']],
    [
      'the one though the other comes to nothing',
      [ruleOf({ give: [{ unit: 'points', give: 1, per: 2_000_000 }, credit] })],
      ['points 0', 'credit 10000'],
    ],
    [
      'multiplied by what comes after it',
      [both(), multiplier('m', 2)],
      ['points 20', 'credit 20000', 'points 0'],
    ],
    [
      'multiplied in one unit',
      [both(), multiplier('m', 2, { give: { unit: 'credit' } })],
      ['points 10', 'credit 20000', 'credit 0'],
    ],
    [
      'and multiplies what is before it, not its own',
      [fixed('a', 1), ruleOf({ give: [points, { multiply: 3 }] })],
      ['points 3', 'points 10', 'points 0'],
    ],
    [
      'limited in the unit that is named',
      [
        both({
          limits: [
            { amount: 4, unit: 'points' },
            { of: 'purchase', amount: 9_000, unit: 'credit' },
          ],
        }),
      ],
      ['points 4', 'credit 9000'],
    ],
  ];
  for (const [what, rules, expected] of table) {
    it(what, () => expect(given(decide(rules))).to.deep.equal(expected));
  }

  it('counts once for its limit of times, whatever it gives', () => {
    const program = programOf([both({ limits: [{ times: 2 }] })]);
    expect(decideEach(program, [{}, {}, {}]).map(given)).to.deep.equal([
      ['points 10', 'credit 10000'],
      ['points 10', 'credit 10000'],
      ['points 0'],
    ]);
    expect(
      decideEach(program, [{}])
        .flatMap(keptTallies)
        .map(({ subject, times }) => [subject, times]),
    ).to.deep.equal([
      ['purchases', 1],
      ['rule:r', 1],
    ]);
  });

  it('rests as a whole', () => {
    const program = programOf([both({ cooldown: { days: 1 } })]);
    expect(decideEach(program, [{}, {}]).map(given)).to.deep.equal([
      ['points 10', 'credit 10000'],
      ['points 0'],
    ]);
  });

  it('counts each amount by itself', () => {
    const limits = [
      { amount: 15, unit: 'points' },
      { amount: 15_000, unit: 'credit' },
    ];
    const purchases = [{}, {}, { amount: 300_000 }];
    expect(decideEach(programOf([both({ limits })]), purchases).map(given)).to.deep.equal([
      ['points 10', 'credit 10000'],
      ['points 5', 'credit 5000'],
      ['points 0', 'credit 0'],
    ]);
  });

  it('carries on in each unit by itself', () => {
    const give = [
      { unit: 'points', give: 1, per: 500_000, carry: true },
      { unit: 'credit', give: 1_000, per: 300_000, carry: true },
    ];
    const decisions = decideEach(programOf([ruleOf({ give })]), [{ amount: 400_000 }, { amount: 200_000 }]);
    expect(decisions.map(given)).to.deep.equal([
      ['points 0', 'credit 1000'],
      ['points 1', 'credit 1000'],
    ]);
  });
});

describe('points by percent', () => {
  const program = { units: { points: { worth: 1_000 } } };
  const table: readonly [what: string, amount: number, give: object, rounding: string, points: number][] = [
    ['of what a point is worth', 1_000_000, { percent: 5 }, 'down', 50],
    ['just under a point', 19_999, { percent: 5 }, 'down', 0],
    ['just a point', 20_000, { percent: 5 }, 'down', 1],
    ['half a point, up', 10_000, { percent: 5 }, 'half-up', 1],
    ['less than half a point', 9_999, { percent: 5 }, 'half-up', 0],
    ['two decimals of a percent', 8_000_000, { percent: 0.01 }, 'half-down', 1],
    ['of the largest amount there is', 1e12, { percent: 99.99 }, 'down', 999_900_000],
    ['of what is counted', 1_000_000, { percent: 5, of: { tax: 'without' } }, 'down', 45],
    [
      'by a table',
      1_000_000,
      {
        table: [
          { from: 0, give: 1 },
          { from: 1_000_000, percent: 3 },
        ],
      },
      'down',
      30,
    ],
    [
      'below the row of a table',
      999_999,
      {
        table: [
          { from: 0, give: 1 },
          { from: 1_000_000, percent: 3 },
        ],
      },
      'down',
      1,
    ],
  ];
  for (const [what, amount, give, rounding, points] of table) {
    it(what, () => {
      const rule = ruleOf({ give: { unit: 'points', ...give }, rounding });
      const { awards } = decide([rule], { program, purchase: { amount, tax: 100_000 } });
      expect(awards[0]?.amount).to.equal(points);
    });
  }

  it('tells what a point is worth', () => {
    const { awards } = decide([ruleOf({ give: { unit: 'points', percent: 5 } })], { program });
    expect(awards[0]?.why).to.deep.equal({ kind: 'percent', base: 1_000_000, percent: 5, worth: 1_000 });
  });

  it('compares points with credit by what they are worth', () => {
    const groups = { g: { take: 'highest' } };
    const rivals = (amount: number) => [
      fixed('p', amount, { group: 'g' }),
      ruleOf({
        id: 'both',
        give: [
          { unit: 'points', fixed: 1 },
          { unit: 'credit', fixed: 9_000 },
        ],
        group: 'g',
      }),
    ];
    const kinds = (amount: number) =>
      decide(rivals(amount), { program: { ...program, groups } }).awards.map(({ why }) => why.kind);
    expect(kinds(10)).to.deep.equal(['fixed', 'lost', 'lost']);
    expect(kinds(9)).to.deep.equal(['lost', 'fixed', 'fixed']);
  });
});

describe('rules that give several things and compete', () => {
  const groups = { g: { take: 'first' } };
  const inGroup = (id: string, give: unknown) => ruleOf({ id, give, group: 'g' });

  it('are taken whole or lost whole', () => {
    const rules = [inGroup('a', [points, credit]), inGroup('b', [{ unit: 'points', fixed: 99 }, credit])];
    const { awards } = decide(rules, { program: { groups } });
    expect(awards.map(({ rule, unit, amount }) => `${rule} ${unit} ${amount}`)).to.deep.equal([
      'a points 10',
      'a credit 10000',
      'b points 0',
      'b credit 0',
    ]);
    expect(awards.map(({ why }) => why).slice(2)).to.deep.equal([
      { kind: 'lost', to: 'a', wanted: 99 },
      { kind: 'lost', to: 'a', wanted: 10_000 },
    ]);
  });

  it('are taken where one of several comes to something', () => {
    const nothing = { unit: 'points', give: 1, per: 2_000_000 };
    const rules = [inGroup('a', [nothing, credit]), inGroup('b', points)];
    expect(given(decide(rules, { program: { groups } }))).to.deep.equal([
      'points 0',
      'credit 10000',
      'points 0',
    ]);
  });

  it('carry nothing on where they lose, by what gave nothing either', () => {
    const carrying = { unit: 'points', give: 1, per: 2_000_000, carry: true };
    const rules = [inGroup('a', points), inGroup('b', [carrying, credit])];
    const decision = decide(rules, { program: { groups } });
    expect(keptTallies(decision).map(({ subject }) => subject)).to.deep.equal(['purchases']);
  });
});

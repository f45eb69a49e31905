import { expect } from 'chai';
import fc from 'fast-check';
import { asWritten, sumWritten } from '../decimals.ts';
import { roundings } from '../program/rounding.ts';
import type { Unit } from '../program/words.ts';
import { noMeasures, reachedBy } from '../tiers/ladder.ts';
import { progressOf } from '../tiers/progress.ts';
import { newcomer } from '../tiers/standing.ts';
import { awardAsWritten } from './as-written.ts';
import { decidePurchase } from './decide.ts';
import { decideEach, memberOf, onlyAward, programOf, purchaseOf, ruleOf } from '../testing/decisions.ts';
import { decide, fixed, multiplier } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

const points = (decimals: number, more: object = {}) => ({ units: { points: { decimals, ...more } } });
const per = (words: object = {}) => ({ unit: 'points', give: 1, per: 10_000, ...words });

describe('points with decimals', () => {
  it('are kept as smallest parts: 12,340 toman at 1 for each 1,000 toman is 1234, which reads 12.34', () => {
    const decision = decide([ruleOf({ give: per() })], { program: points(2), purchase: { amount: 123_400 } });
    const award = onlyAward(decision);
    expect(award.amount).to.equal(1234);
    expect(awardAsWritten(award, 2)).to.deep.include({
      amount: 12.34,
      why: { kind: 'per-amount', base: 123_400, per: 10_000, give: 1, unit: 'points' },
    });
  });

  it('5: 268.28000000000003 points: with decimals, exactly those that are written', () => {
    // As floats the two come to 268.28000000000003.
    const { awards } = decide([fixed('a', 186.52), fixed('b', 81.76)], { program: points(2) });
    expect(awards.reduce((sum, { amount }) => sum + amount, 0)).to.equal(26_828);
    expect(sumWritten(awards.map((award) => awardAsWritten(award, 2).amount))).to.equal(268.28);
    const eightfold = decide([fixed('a', 33.535), multiplier('m', 8)], { program: points(3) });
    expect(eightfold.awards.map(({ amount }) => amount)).to.deep.equal([268_280, 0]);
    const tenths = decide([fixed('a', 0.1), fixed('b', 0.2)], { program: points(1) });
    expect(tenths.awards.reduce((sum, { amount }) => sum + amount, 0)).to.equal(3);
  });

  const table: readonly [what: string, rule: Words, program: Words, amount: number, parts: number][] = [
    ['a fixed gift', { give: { unit: 'points', fixed: 12.5 } }, points(2), 1, 1250],
    ['a part of a step', { give: per() }, points(2), 5_000, 50],
    ['less than the smallest part', { give: per() }, points(2), 99, 0],
    ['the smallest part', { give: per() }, points(2), 100, 1],
    ['cut off below the smallest part', { give: per() }, points(1), 12_399, 12],
    ['half up at the smallest part', { give: per(), rounding: 'half-up' }, points(1), 12_500, 13],
    ['half even at the smallest part', { give: per(), rounding: 'half-even' }, points(1), 12_500, 12],
    ['up at the smallest part', { give: per(), rounding: 'up' }, points(1), 12_001, 13],
    ['full steps alone, where it says so', { give: per({ partStep: false }) }, points(2), 12_340, 100],
    ['a started step', { give: per({ startedStep: true }) }, points(2), 12_340, 200],
    ['a piece', { give: { unit: 'points', perPiece: 0.25 } }, points(2), 1_000, 75],
    ['a row of a table', { give: { unit: 'points', table: [{ from: 0, give: 1.5 }] } }, points(1), 1_000, 15],
    ['a share', { give: { unit: 'points', percent: 5 } }, points(2, { worth: 1_000 }), 12_345, 61],
    [
      'a share in a table',
      { give: { unit: 'points', table: [{ from: 0, percent: 5 }] } },
      points(3, { worth: 1_000 }),
      12_345,
      617,
    ],
    ['rounding a balance up', { give: { unit: 'points', roundUpTo: 2.5 } }, points(1), 1_000, 15],
    ['a limit', { give: per(), limits: [{ of: 'purchase', amount: 0.75 }] }, points(2), 1_000_000, 75],
    ['credit beside them', { give: { unit: 'credit', percent: 10 } }, points(3), 12_345, 1_234],
  ];
  for (const [what, rule, program, amount, parts] of table) {
    it(`${what}: ${parts} parts`, () => {
      const lines = [{ quantity: 3, amount }];
      const member = { balances: { points: 10, credit: 0 } };
      const decision = decide([ruleOf(rule)], { program, member, purchase: { amount, lines } });
      expect(onlyAward(decision).amount).to.equal(parts);
    });
  }

  it('carry on what is left below the smallest part, and tell of the next one', () => {
    const compiled = programOf([ruleOf({ give: per({ carry: true }) })], points(2));
    const [first, second] = decideEach(compiled, [{ amount: 180 }, { amount: 20 }]);
    const shown = [first, second].map((one) => one && awardAsWritten(onlyAward(one), 2));
    expect(shown.map((one) => [one?.amount, one?.why])).to.deep.equal([
      [
        0.01,
        {
          ...{ kind: 'per-amount', base: 180, per: 10_000, give: 1, unit: 'points' },
          carried: { before: 0, after: 80, step: { per: 100, give: 0.01 } },
        },
      ],
      [
        0.01,
        {
          ...{ kind: 'per-amount', base: 20, per: 10_000, give: 1, unit: 'points' },
          carried: { before: 80, after: 0, step: { per: 100, give: 0.01 } },
        },
      ],
    ]);
  });

  it('are worth as much as they are where they compete with credit', () => {
    const rivals = (amount: number) => [
      ruleOf({ id: 'p', group: 'g', give: { unit: 'points', fixed: amount } }),
      ruleOf({ id: 'c', group: 'g', give: { unit: 'credit', fixed: 1_500 } }),
    ];
    const program = { ...points(2, { worth: 1_000 }), groups: { g: { take: 'highest' } } };
    const given = (amount: number) =>
      decide(rivals(amount), { program }).awards.map(({ amount: parts }) => parts);
    expect([given(1.49), given(1.5), given(1.51)]).to.deep.equal([
      [0, 1_500],
      [150, 0],
      [151, 0],
    ]);
  });

  it('tell what was rounded, cut and lost as people write it', () => {
    const rules = [
      ruleOf({ give: per(), rounding: 'half-up', limits: [{ of: 'purchase', amount: 1.2 }] }),
      ruleOf({ id: 'less', give: per({ per: 1_000_000_000 }) }),
    ];
    const { awards } = decide(rules, { program: points(1), purchase: { amount: 12_500 } });
    const [cut, less] = awards.map((award) => awardAsWritten(award, 1));
    expect(cut?.change).to.deep.include({
      rounded: { exact: '1.25', to: 'half-up' },
      cut: { wanted: 1.3, limit: { of: 'purchase', each: 'ever', amount: 1.2 } },
    });
    expect(less?.why).to.deep.equal({ kind: 'rounded-away', exact: '0.00001', unit: 'points' });
  });
});

describe('tiers by points with decimals', () => {
  const steps = [
    { id: 'silver', name: 'نقره‌ای', from: 1.5 },
    { id: 'gold', name: 'طلایی', above: 2.5 },
  ];
  const { ladder } = programOf([], { ...points(1), tiers: { by: 'earned', steps } });

  const table: readonly [earned: number, place: number][] = [
    [14, -1],
    [15, 0],
    [25, 0],
    [26, 1],
  ];
  for (const [earned, place] of table) {
    it(`${asWritten(earned, 1)} points: ${place}`, () => {
      expect(ladder && reachedBy(ladder, { ...noMeasures, earned })).to.equal(place);
    });
  }

  it('tell what is missing as people write it', () => {
    const measures = { ...noMeasures, earned: 12 };
    const { toNext } = progressOf(ladder ?? expect.fail(), newcomer, { now: measures, forReview: measures });
    expect(toNext?.lacks).to.deep.equal([{ by: 'earned', needed: 1.5, has: 1.2, missing: 0.3 }]);
  });

  it('count steps of a sum', () => {
    const sum = { sum: [{ of: 'earned', give: 2, per: 0.5 }] };
    const summed = programOf([], {
      ...points(1),
      tiers: { by: sum, steps: [{ id: 'silver', name: 'نقره‌ای', from: 4 }] },
    });
    const place = (earned: number) => summed.ladder && reachedBy(summed.ladder, { ...noMeasures, earned });
    expect([place(9), place(10)]).to.deep.equal([-1, 0]);
  });
});

/** Says an amount of smallest parts, as a program with decimals or one in smallest parts writes it. */
type Say = (parts: number, unit?: Unit) => number;
type Written = (say: Say) => object;

const unit = fc.constantFrom<Unit>('points', 'credit');
const nat = (max: number) => fc.integer({ min: 1, max });
const gives: fc.Arbitrary<Written> = fc.oneof(
  fc.tuple(unit, nat(5_000)).map(([of, parts]) => (say: Say) => ({ unit: of, fixed: say(parts, of) })),
  fc
    .record({
      of: unit,
      parts: nat(9_000),
      length: fc.integer({ min: 9_000, max: 900_000 }),
      carry: fc.boolean(),
    })
    .map(({ of, parts, length, carry }) => (say: Say) => ({
      ...{ unit: of, give: say(parts, of), per: length, carry, partStep: true },
    })),
  fc.tuple(unit, nat(10_000)).map(([of, share]) => () => ({ unit: of, percent: share / 100 })),
  fc.tuple(unit, nat(999)).map(([of, parts]) => (say: Say) => ({ unit: of, perPiece: say(parts, of) })),
  fc.tuple(unit, nat(999)).map(([of, parts]) => (say: Say) => ({
    unit: of,
    table: [
      { from: 0, give: say(parts, of) },
      { from: 1_000_000, percent: 2.5 },
    ],
  })),
  fc.tuple(unit, nat(999)).map(([of, parts]) => (say: Say) => ({ unit: of, roundUpTo: say(parts, of) })),
  nat(300).map((times) => () => ({ multiply: times / 100 })),
);
const isPlain = (give: object) => !('multiply' in give || 'roundUpTo' in give);

describe('a program with decimals', () => {
  it('decides as one that is written in smallest parts', () => {
    const rule = fc.record({
      give: gives,
      limit: fc.option(nat(50_000), { nil: undefined }),
      rival: fc.boolean(),
      rounding: fc.option(fc.constantFrom(...roundings), { nil: undefined }),
    });
    const situation = fc.record({
      decimals: fc.integer({ min: 1, max: 3 }),
      worth: nat(50),
      once: fc.boolean(),
      rules: fc.array(rule, { minLength: 1, maxLength: 5 }),
      crossing: fc.constantFrom('old', 'new', 'split'),
      threshold: nat(9_000),
      earned: fc.nat(9_000),
      amounts: fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 3 }),
      balance: fc.nat(9_999),
    });
    fc.assert(
      fc.property(
        situation,
        ({ decimals, worth, once, rules, crossing, threshold, earned, amounts, balance }) => {
          const programIn = (places: number, say: Say) =>
            programOf(
              rules.map(({ give, limit, rival, rounding }, index) => {
                const effect = give(say);
                const of: Unit = 'unit' in effect && effect.unit === 'points' ? 'points' : 'credit';
                const isMultiplier = 'multiply' in effect;
                return ruleOf({
                  ...{ id: `r${index}`, give: effect },
                  ...(rival && isPlain(effect) && { group: 'g' }),
                  ...(limit !== undefined &&
                    !isMultiplier && { limits: [{ each: 'day', amount: say(limit, of) }] }),
                  ...(rounding && !once && !isMultiplier && { rounding }),
                });
              }),
              {
                ...points(places, { worth: worth * 10 ** places }),
                groups: { g: { take: 'highest' } },
                rounding: { once: once ? 'purchase' : 'rule', to: 'half-even' },
                tiers: {
                  ...{ by: 'earned', crossing },
                  steps: [{ id: 'gold', name: 'طلایی', from: say(threshold, 'points') }],
                },
              },
            );
          const inParts = programIn(0, (parts) => parts);
          const written = programIn(decimals, (parts, of) =>
            of === 'points' ? asWritten(parts, decimals) : parts,
          );
          const decideAll = (compiled: typeof written) => {
            const measures = { ...noMeasures, earned };
            const ladder = compiled.ladder ?? expect.fail();
            const tier = { ladder, measures, place: reachedBy(ladder, measures) };
            const balances = { points: balance, credit: balance };
            return [
              ...amounts.map((amount) =>
                decidePurchase(compiled, {
                  purchase: purchaseOf({ amount }),
                  member: memberOf({ tier, balances }),
                }),
              ),
              ...decideEach(
                compiled,
                amounts.map((amount) => ({ amount })),
              ),
            ].map(({ awards, tallies }) => ({
              tallies,
              awards: awards.map(({ why, ...award }) => ({ ...award, why: { ...why, worth: 0 } })),
            }));
          };
          expect(withoutNames(decideAll(written))).to.deep.equal(withoutNames(decideAll(inParts)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** As JSON: what was decided, whatever objects it is made of. */
const withoutNames = (decided: unknown): unknown => JSON.parse(JSON.stringify(decided));

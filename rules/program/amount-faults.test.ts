import { checkFaults, giving, withRule } from '../testing/programs.ts';

describe('faults of decimals', () => {
  const points = (decimals: number) => ({ units: { points: { decimals } } });
  const half = { unit: 'points', fixed: 0.5 };
  const tiers = (from: number, by: unknown = 'earned') => ({
    ...points(1),
    tiers: { by, steps: [{ id: 'silver', name: 'نقره‌ای', from }] },
  });
  checkFaults([
    [
      'half a point without decimals',
      giving(half),
      'rules[0].give.fixed',
      '"units": {"points": {"decimals": 2}}',
    ],
    [
      'more decimals than points have',
      withRule({ give: { unit: 'points', fixed: 12.345 } }, points(2)),
      'rules[0].give.fixed',
      'has more decimals than points have here, 2: round it, or give them more: "units": {"points": {"decimals": 3}}',
    ],
    [
      'more decimals than any unit has',
      withRule({ give: { unit: 'points', fixed: 0.0001 } }, points(3)),
      'rules[0].give.fixed',
      'has more than three decimals',
    ],
    [
      'a sum of floats',
      withRule({ give: { unit: 'points', fixed: 0.1 + 0.2 } }, points(1)),
      'rules[0].give.fixed',
      'has more than three decimals',
    ],
    [
      'half a rial of credit',
      withRule({ give: { unit: 'credit', fixed: 0.5 } }, points(2)),
      'rules[0].give.fixed',
      'only points',
    ],
    [
      'a step',
      withRule({ give: { unit: 'points', give: 0.25, per: 100 } }, points(1)),
      'rules[0].give.give',
      'more decimals',
    ],
    [
      'a piece',
      withRule({ give: { unit: 'points', perPiece: 0.25 } }, points(1)),
      'rules[0].give.perPiece',
      'more decimals',
    ],
    [
      'a row',
      withRule(
        {
          give: {
            unit: 'points',
            table: [
              { from: 0, give: 1 },
              { from: 1, give: 0.25 },
            ],
          },
        },
        points(1),
      ),
      'rules[0].give.table[1].give',
      'more decimals',
    ],
    [
      'a round number',
      withRule({ give: { unit: 'points', roundUpTo: 0.25 } }, points(1)),
      'rules[0].give.roundUpTo',
      'more decimals',
    ],
    [
      'one of several gifts',
      withRule(
        {
          give: [
            { unit: 'credit', fixed: 1 },
            { unit: 'points', fixed: 0.25 },
          ],
        },
        points(1),
      ),
      'rules[0].give[1].fixed',
      'more decimals',
    ],
    [
      'a limit of points',
      withRule({ limits: [{ amount: 0.25 }] }, points(1)),
      'rules[0].limits[0].amount',
      'more decimals',
    ],
    [
      'a limit of credit',
      withRule({ give: { unit: 'credit', fixed: 5 }, limits: [{ amount: 2.5 }] }, points(1)),
      'rules[0].limits[0].amount',
      'only points',
    ],
    [
      'a limit of stamps, of a rule that gives points too',
      withRule(
        {
          give: [
            { unit: 'points', fixed: 1 },
            { stamp: 'c', fixed: 1 },
          ],
          limits: [{ unit: 'stamps', amount: 2.5 }],
        },
        {
          ...points(1),
          stampCards: [{ id: 'c', name: 'کارت', stamps: 5, gives: { unit: 'points', fixed: 1 } }],
        },
      ),
      'rules[0].limits[0].amount',
      'only points',
    ],
    [
      'a reward',
      withRule({}, { ...points(1), rewards: [{ id: 'r', name: 'قهوه', points: 0.25 }] }),
      'rewards[0].points',
      'more decimals',
    ],
    [
      'a full card',
      withRule(
        { give: { stamp: 'c', fixed: 1 } },
        {
          ...points(1),
          stampCards: [{ id: 'c', name: 'کارت', stamps: 5, gives: { unit: 'points', fixed: 0.25 } }],
        },
      ),
      'stampCards[0].gives.fixed',
      'more decimals',
    ],
    ['a tier', withRule({}, tiers(0.25)), 'tiers.steps[0].from', 'more decimals'],
    ['a tier by visits', withRule({}, tiers(0.5, 'visits')), 'tiers.steps[0].from', 'only points'],
    [
      'the step of a sum',
      withRule({}, tiers(5, { sum: [{ of: 'earned', per: 0.25 }] })),
      'tiers.by.sum[0].per',
      'more decimals',
    ],
    [
      'more than can be kept',
      withRule({ give: { unit: 'points', fixed: 1_000_000_001 } }, points(3)),
      'rules[0].give.fixed',
      'at most 1000000000 with 3',
    ],
    ['four decimals', withRule({}, points(4)), 'units.points.decimals', 'at most 3'],
    ['decimals of credit', withRule({}, { units: { credit: { decimals: 2 } } }), 'units', 'has no "credit"'],
  ]);
});

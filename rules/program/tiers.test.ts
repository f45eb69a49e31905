import { expect } from 'chai';
import { buying, checkFaults, faultsOf, joining, least, reward, withRule } from '../testing/programs.ts';

const steps = [
  { id: 'bronze', name: 'برنزی' },
  { id: 'silver', name: 'نقره‌ای', from: 100 },
  { id: 'gold', name: 'طلایی', above: 500 },
];
const withTiers = (words: object = {}, program: object = {}) => ({
  ...least,
  ...program,
  tiers: { steps, ...words },
});
const withSteps = (...list: object[]) => withTiers({ steps: list });
const over = { last: { months: 12 } };

describe('tiers of a program', () => {
  for (const [what, program] of [
    ['a ladder in few words', withTiers()],
    [
      'a ladder in all words',
      withTiers({
        by: 'spent',
        over,
        crossing: 'split',
        downgrade: 'one-step',
        review: { each: 'year', atLeast: { months: 3 } },
        grace: { days: 30 },
      }),
    ],
    [
      'several conditions',
      withSteps({
        id: 'vip',
        name: 'v',
        any: [
          { by: 'visits', from: 5 },
          { by: { sum: [{ of: 'spent', per: 1000 }] }, from: 10 },
        ],
        keep: { all: [{ by: 'visits', from: 3 }] },
      }),
    ],
    [
      'rules and rewards by tier',
      {
        ...withTiers({}, { rewards: [{ ...reward, tiers: ['gold'] }] }),
        rules: [
          { ...buying, when: { tiers: ['gold'] } },
          { ...joining, on: 'tier', tiers: ['silver'], again: true },
        ],
      },
    ],
  ] as const) {
    it(`may be ${what}`, () => {
      expect(faultsOf(program)).to.deep.equal([]);
    });
  }

  const [bronze, silver] = steps;
  checkFaults([
    ['no steps', withSteps(), 'tiers.steps', 'must not be empty'],
    ['an id twice', withSteps(bronze ?? {}, { ...silver, id: 'bronze' }), 'tiers.steps[1].id', 'used twice'],
    [
      'thresholds that stay',
      withSteps(silver ?? {}, { id: 'x', name: 'x', above: 99 }),
      'tiers.steps[1]',
      'thresholds must go up',
    ],
    [
      'thresholds that fall',
      withSteps(silver ?? {}, { id: 'x', name: 'x', from: 50 }),
      'tiers.steps[1]',
      'thresholds must go up',
    ],
    [
      'a second tier for everybody',
      withSteps(bronze ?? {}, { id: 'x', name: 'x' }),
      'tiers.steps[1]',
      "only the first tier may be everybody's",
    ],
    [
      'two thresholds',
      withSteps({ id: 'x', name: 'x', from: 1, above: 1 }),
      'tiers.steps[0]',
      'keep one of from, above, all or any',
    ],
    [
      'a need without an end',
      withSteps({ id: 'x', name: 'x', all: [{ by: 'spent' }] }),
      'tiers.steps[0].all[0]',
      'needs one of from or above',
    ],
    ['an unknown measure', withTiers({ by: 'fame' }), 'tiers.by', 'write "earned"'],
    [
      'more to keep than to reach',
      withSteps({ ...silver, keep: { from: 101 } }),
      'tiers.steps[0].keep',
      'more to keep',
    ],
    [
      'a downgrade without a review',
      withTiers({ over, downgrade: 'one-step' }),
      'tiers.review',
      'is needed for a downgrade',
    ],
    [
      'a review without a downgrade',
      withTiers({ over, review: { each: 'year' } }),
      'tiers.review',
      'takes nothing away',
    ],
    [
      'a grace without a downgrade',
      withTiers({ over, grace: { days: 3 } }),
      'tiers.grace',
      'takes nothing away',
    ],
    [
      'a lifetime that is reviewed',
      withTiers({ downgrade: 'one-step', review: { each: 'year' } }),
      'tiers.over',
      'never becomes less',
    ],
    [
      'a split by visits',
      withTiers({ by: 'visits', crossing: 'split' }),
      'tiers.crossing',
      'say "old" or "new"',
    ],
    [
      'a rule on tiers without any',
      { ...least, rules: [{ ...joining, on: 'tier' }] },
      'rules[0].on',
      'add "tiers"',
    ],
    [
      'a condition on tiers without any',
      withRule({ when: { tiers: ['gold'] } }),
      'rules[0].when.tiers[0]',
      'the program has none',
    ],
    [
      'a tier that is not there',
      withRule({ when: { any: [{ tiers: { from: 'vip' } }] } }, withTiers()),
      'rules[0].when.any[0].tiers.from',
      'it has bronze, silver, gold',
    ],
    [
      'ends that cross',
      withRule({ when: { tiers: { from: 'gold', to: 'silver' } } }, withTiers()),
      'rules[0].when.tiers',
      'its ends cross',
    ],
    [
      'a reward for a tier that is not there',
      withTiers({}, { rewards: [{ ...reward, tiers: ['vip'] }] }),
      'rewards[0].tiers[0]',
      'no tier of the ladder',
    ],
  ]);
});

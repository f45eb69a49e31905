import { checkFaults, withRule } from '../testing/programs.ts';

const expiring = (expires: unknown) => withRule({ expires });
const month = { months: 1 };

describe('faults of an expiry', () => {
  checkFaults([
    ['no end at all', expiring({ from: 'earning' }), 'rules[0].expires', 'write "never"'],
    ['two fixed ends', expiring({ after: month, on: ['12-29'] }), 'rules[0].expires.on', 'keep one of them'],
    [
      'a boundary for days of the year alone',
      expiring({ on: ['12-29'], to: 'month' }),
      'rules[0].expires.to',
      'they last to their end',
    ],
    ['another boundary', expiring({ after: month, to: 'decade' }), 'rules[0].expires.to', '"instant"'],
    ['another beginning', expiring({ after: month, from: 'x' }), 'rules[0].expires.from', '"activation"'],
    [
      'inactivity without acts',
      expiring({ inactive: month }),
      'rules[0].expires.acts',
      'is missing: say what keeps it alive',
    ],
    [
      'acts for nothing',
      expiring({ after: month, acts: ['purchase'] }),
      'rules[0].expires.acts',
      'says nothing',
    ],
    ['no acts', expiring({ inactive: month, acts: [] }), 'rules[0].expires.acts', 'must not be empty'],
    [
      'an act twice',
      expiring({ inactive: month, acts: ['purchase', 'purchase'] }),
      'rules[0].expires.acts',
      'names something twice',
    ],
    [
      'an act that there is not',
      expiring({ inactive: month, acts: ['sneezing'] }),
      'rules[0].expires.acts[0]',
      '"purchase"',
    ],
    ['no steps', expiring({ steps: [] }), 'rules[0].expires.steps', 'must not be empty'],
    [
      'a step of nothing',
      expiring({ steps: [{ after: month, lose: 0 }] }),
      'rules[0].expires.steps[0].lose',
      'at least 0.01',
    ],
    [
      'a step of more than all',
      expiring({ steps: [{ after: month, lose: 101 }] }),
      'rules[0].expires.steps[0].lose',
      'at most 100',
    ],
    [
      'steps in the wrong order',
      expiring({
        steps: [
          { after: month, lose: 50 },
          { after: { days: 30 }, lose: 50 },
        ],
      }),
      'rules[0].expires.steps[1].after',
      'in the order of time',
    ],
    [
      'a step after all is lost',
      expiring({
        steps: [
          { after: month, lose: 100 },
          { after: { months: 2 }, lose: 50 },
        ],
      }),
      'rules[0].expires.steps[0].lose',
      'only the last one can be 100',
    ],
  ]);
});

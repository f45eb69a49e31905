import { expect } from 'chai';
import fc from 'fast-check';
import { fadingOf } from './expiry.ts';
import { idleEndOf, stepLoss } from './fading.ts';
import type { LastActs } from './fading.ts';
import type { Era } from './periods.ts';
import { expiry } from './program/expiry.ts';

const tehran: Era = { timeZone: 'Asia/Tehran', calendar: 'persian' };
const gregorian: Era = { timeZone: 'Asia/Tehran', calendar: 'gregorian' };
/** 1404/10/20, 12:00 in Tehran; an hour later it can be spent. */
const earnedAt = Date.parse('2026-01-10T08:30:00.000Z');
const given = { earnedAt, activeAt: earnedAt + 3_600_000 };

const fading = (words: unknown, era = tehran) => fadingOf(expiry.parse(words), given, era);
const iso = (at: number) => new Date(at).toISOString();

describe('stepLoss', () => {
  for (const [remaining, lose, loss] of [
    [100, 50, 50],
    [101, 50, 50],
    [1, 50, 0],
    [2, 50, 1],
    [0, 50, 0],
    [3, 100, 3],
    [9_999, 0.01, 0],
    [10_000, 0.01, 1],
    [19_999, 33.33, 6665],
    // The product has more digits than a number keeps.
    [900_719_925_474_099, 99.99, 900_629_853_481_551],
  ] as const) {
    it(`${lose} percent of ${remaining} is ${loss}`, () => {
      expect(stepLoss(remaining, lose)).to.equal(loss);
    });
  }

  it('is exact and rounded down, at any amount', () => {
    const amounts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 10_000 }), (remaining, hundredths) => {
        const exact = (BigInt(remaining) * BigInt(hundredths)) / 10_000n;
        expect(BigInt(stepLoss(remaining, hundredths / 100))).to.equal(exact);
      }),
    );
  });
});

describe('fadingOf', () => {
  it('is nothing where nothing takes from it on the way', () => {
    for (const words of ['never', { after: { days: 1 } }, { on: ['12-29'] }]) {
      expect(fading(words)).to.equal(undefined);
    }
  });

  const half = [{ after: { months: 6 }, lose: 50 }];
  for (const [words, at, era] of [
    [{ steps: half, to: 'instant' }, '2026-07-11T08:30:00.000Z'],
    [{ steps: half }, '2026-07-11T20:30:00.000Z'],
    [{ steps: half, to: 'month' }, '2026-07-22T20:30:00.000Z'],
    [{ steps: half, to: 'season' }, '2026-09-22T20:30:00.000Z'],
    [{ steps: half, to: 'year' }, '2027-03-20T20:30:00.000Z'],
    [{ steps: half, to: 'instant' }, '2026-07-10T08:30:00.000Z', gregorian],
    [{ steps: half, to: 'month' }, '2026-07-31T20:30:00.000Z', gregorian],
    [{ steps: half, to: 'instant', from: 'earning' }, '2026-07-11T08:30:00.000Z'],
    [{ steps: half, to: 'instant', from: 'activation' }, '2026-07-11T09:30:00.000Z'],
  ] as const) {
    it(`puts the step of ${JSON.stringify(words)} ${era?.calendar ?? 'persian'} at ${at}`, () => {
      expect(fading(words, era)?.steps?.map((step) => iso(step.at))).to.deep.equal([at]);
    });
  }

  it('has steps in the order of time, those of one moment as they are said', () => {
    const steps = [
      { after: { days: 30 }, lose: 10 },
      { after: { months: 1 }, lose: 20 },
    ];
    // From 30 Bahman, Esfand of 29 days: the month is over before the thirty days are.
    const at = Date.parse('2026-02-19T08:30:00.000Z');
    const found = fadingOf(expiry.parse({ steps, to: 'instant' }), { earnedAt: at, activeAt: at }, tehran);
    expect(found?.steps?.map(({ lose }) => lose)).to.deep.equal([20, 10]);
    expect(fading({ steps, to: 'year' })?.steps?.map(({ lose }) => lose)).to.deep.equal([10, 20]);
  });
});

describe('the end of inactivity', () => {
  const words = { inactive: { months: 1 }, acts: ['purchase', 'redemption'] };
  const endOf = (acts: LastActs, said: unknown = words, era = tehran) => {
    const idle = fading(said, era)?.idle;
    return idle && iso(idleEndOf(idle, acts));
  };
  const later = Date.parse('2026-02-01T08:30:00.000Z');

  for (const [what, acts, end, said, era] of [
    ['counts from earning where nothing happened', {}, '2026-02-09T20:30:00.000Z'],
    ['counts from the last act', { purchase: later }, '2026-03-03T20:30:00.000Z'],
    ['counts from the last of several', { purchase: 1, redemption: later }, '2026-03-03T20:30:00.000Z'],
    ['looks at no other act', { visit: later, login: later }, '2026-02-09T20:30:00.000Z'],
    ['is not moved by an act before it was earned', { purchase: earnedAt - 1 }, '2026-02-09T20:30:00.000Z'],
    ['is at the instant', {}, '2026-02-09T08:30:00.000Z', { ...words, to: 'instant' }],
    ['is after the month', {}, '2026-02-19T20:30:00.000Z', { ...words, to: 'month' }],
    ['is after the month', {}, '2026-02-28T20:30:00.000Z', { ...words, to: 'month' }, gregorian],
    [
      'counts from activation',
      {},
      '2026-02-09T09:30:00.000Z',
      { ...words, to: 'instant', from: 'activation' },
    ],
  ] as const) {
    it(`${what}, ${JSON.stringify(said ?? words)}: ${end}`, () => {
      expect(endOf(acts, said, era)).to.equal(end);
    });
  }
});

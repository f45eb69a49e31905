import { expect } from 'chai';
import fc from 'fast-check';
import { stepLoss } from './fading.ts';
import { expiringSoon, leftOf, lossesOf, nextLoss, spendable, takeFrom } from './lots.ts';
import type { Lot } from './lots.ts';

const lot = (parts: Partial<Lot> = {}): Lot => ({
  ...{ id: 1, remaining: 101, earnedAt: 0, expiresAt: null },
  ...parts,
});
const steps = [
  { at: 600, lose: 50 },
  { at: 1200, lose: 100 },
];

describe('a lot that loses its value in steps', () => {
  for (const [now, left] of [
    [599, 101],
    [600, 51],
    [601, 51],
    [1199, 51],
    [1200, 0],
    [9999, 0],
  ] as const) {
    it(`holds ${left} at ${now}`, () => {
      expect(leftOf(lot({ steps }), now)).to.equal(left);
    });
  }

  it('takes each part of what is left then: what was spent is not taken again', () => {
    const spent = lot({ remaining: 11, steps });
    expect(lossesOf(spent, 1200)).to.deep.equal([
      { at: 600, amount: 5, reason: 'depreciated' },
      { at: 1200, amount: 6, reason: 'depreciated' },
    ]);
  });

  it('loses nothing at a step that comes to less than one, and goes on to the next', () => {
    expect(nextLoss(lot({ remaining: 1, steps }))).to.deep.equal({
      ...{ at: 1200, amount: 1, reason: 'depreciated' },
    });
  });

  it('takes two steps of one moment one after the other', () => {
    const twice = lot({
      remaining: 100,
      steps: [
        { at: 600, lose: 50 },
        { at: 600, lose: 50 },
      ],
    });
    expect(lossesOf(twice, 600).map(({ amount }) => amount)).to.deep.equal([50, 25]);
    expect(expiringSoon([twice], 0, 600)).to.deep.equal({ amount: 75, expiresAt: 600 });
  });
});

describe('of several ends of a lot the first one counts', () => {
  for (const [what, parts, losses] of [
    ['a fixed end before a step', { expiresAt: 500, steps }, [[500, 101, 'expired']]],
    ['a fixed end with a step', { expiresAt: 600, steps }, [[600, 101, 'expired']]],
    [
      'a fixed end after a step',
      { expiresAt: 700, steps },
      [
        [600, 50, 'depreciated'],
        [700, 51, 'expired'],
      ],
    ],
    ['inactivity before the fixed end', { expiresAt: 700, idleAt: 699 }, [[699, 101, 'inactive']]],
    ['inactivity with the fixed end', { expiresAt: 700, idleAt: 700 }, [[700, 101, 'expired']]],
    ['inactivity after the fixed end', { expiresAt: 700, idleAt: 701 }, [[700, 101, 'expired']]],
    [
      'inactivity between the steps',
      { idleAt: 700, steps },
      [
        [600, 50, 'depreciated'],
        [700, 51, 'inactive'],
      ],
    ],
    ['nothing of what is empty', { remaining: 0, expiresAt: 700, idleAt: 701, steps }, []],
    ['nothing where there is no end', {}, []],
  ] as const) {
    it(what, () => {
      const found = lossesOf(lot(parts), 10_000).map(({ at, amount, reason }) => [at, amount, reason]);
      expect(found).to.deep.equal(losses);
    });
  }

  for (const [now, left] of [
    [699, 101],
    [700, 0],
    [701, 0],
  ] as const) {
    it(`inactivity that ends it at 700 leaves ${left} at ${now}`, () => {
      expect(leftOf(lot({ idleAt: 700 }), now)).to.equal(left);
    });
  }
});

describe('what is lost next', () => {
  it('is foretold with its moment: a step only with its part', () => {
    const other = lot({ id: 2, remaining: 7, expiresAt: 600 });
    expect(expiringSoon([lot({ steps }), other], 599, 600)).to.deep.equal({ amount: 57, expiresAt: 600 });
    expect(expiringSoon([lot({ steps }), other], 600, 1200)).to.deep.equal({ amount: 51, expiresAt: 1200 });
    expect(expiringSoon([lot({ steps })], 0, 599)).to.equal(undefined);
  });

  it('decides what is spent first, a step as much as an end', () => {
    const stepping = lot({ id: 1, remaining: 10, steps });
    const ending = lot({ id: 2, remaining: 10, expiresAt: 601 });
    const endless = lot({ id: 3, remaining: 10 });
    const idling = lot({ id: 4, remaining: 10, idleAt: 599 });
    const order = (now: number, how: 'oldest' | 'soonest-expiry' = 'soonest-expiry') =>
      takeFrom([endless, ending, stepping, idling], 16, { now, order: how })?.map(({ lotId }) => lotId);
    expect(order(0)).to.deep.equal([4, 1]);
    expect(order(599)).to.deep.equal([1, 2]);
    // After its step it loses nothing until much later.
    expect(order(600)).to.deep.equal([2, 1, 3]);
    expect(order(601)).to.equal(undefined);
    expect(order(0, 'oldest')).to.deep.equal([1, 2]);
  });

  it('never takes what a step has taken already, though nobody has written so', () => {
    const late = lot({ remaining: 10, steps });
    expect(takeFrom([late], 6, { now: 600, order: 'oldest' })).to.equal(undefined);
    expect(takeFrom([late], 5, { now: 600, order: 'oldest' })).to.deep.equal([{ lotId: 1, amount: 5 }]);
  });
});

/** What happens to a lot: some of it is spent, its member does something, or the job runs; each some time later. */
interface Event {
  readonly kind: 'spend' | 'act' | 'job';
  readonly after: number;
  readonly share: number;
}

const anyLot = fc.record({
  amount: fc.integer({ min: 1, max: 1000 }),
  expiresAt: fc.option(fc.integer({ min: 1, max: 3000 })),
  idle: fc.option(fc.integer({ min: 1, max: 1000 })),
  steps: fc.array(
    fc.record({ at: fc.integer({ min: 1, max: 3000 }), lose: fc.integer({ min: 1, max: 100 }) }),
    { maxLength: 4 },
  ),
});
const events: fc.Arbitrary<Event[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('spend' as const, 'act' as const, 'job' as const),
    after: fc.nat(400),
    share: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 20 },
);

/** The bookkeeping of a lot in the server: what is due is written off before anything else happens to it. */
class Kept {
  lot: Lot;
  private readonly idle: number | null;
  private readonly all: readonly { at: number; lose: number }[];
  private steppedAt = -1;
  private lastActAt = 0;

  constructor({
    amount,
    expiresAt,
    idle,
    steps: said,
  }: {
    amount: number;
    expiresAt: number | null;
    idle: number | null;
    steps: readonly { at: number; lose: number }[];
  }) {
    this.idle = idle;
    this.all = [...said].sort((a, b) => a.at - b.at);
    this.lot = lot({ remaining: amount, expiresAt });
    this.look();
  }

  look(): void {
    this.lot = {
      ...this.lot,
      idleAt: this.idle === null ? null : this.lastActAt + this.idle,
      steps: this.all.filter(({ at }) => at > this.steppedAt),
    };
  }

  settle(now: number): number {
    const losses = lossesOf(this.lot, now);
    for (const { at, amount, reason } of losses) {
      if (reason === 'depreciated') this.steppedAt = at;
      this.take(amount);
    }
    return losses.length;
  }

  act(now: number): void {
    this.settle(now);
    this.lastActAt = now;
    this.look();
  }

  take(amount: number): void {
    this.lot = { ...this.lot, remaining: this.lot.remaining - amount };
    this.look();
  }
}

describe('any history of a lot', () => {
  it('never makes it negative, and what can be spent is what the job would leave', () => {
    fc.assert(
      fc.property(anyLot, events, (said, history) => {
        const kept = new Kept(said);
        let now = 0;
        for (const { kind, after, share } of history) {
          now += after;
          const left = spendable([kept.lot], now);
          if (kind === 'job') kept.settle(now);
          else if (kind === 'act') kept.act(now);
          else {
            kept.settle(now);
            expect(kept.lot.remaining).to.equal(left);
            kept.take(Math.floor((left * share) / 100));
          }
          expect(kept.lot.remaining).to.be.within(0, said.amount);
          expect(kept.settle(now)).to.equal(0);
        }
      }),
    );
  });

  it('comes out the same whether the job ran at every moment or never', () => {
    fc.assert(
      fc.property(anyLot, events, (said, history) => {
        const [punctual, late] = [new Kept(said), new Kept(said)];
        let now = 0;
        for (const { kind, after, share } of history) {
          for (const end = now + after; now < end; now += 1) punctual.settle(now);
          punctual.settle(now);
          expect(leftOf(late.lot, now)).to.equal(leftOf(punctual.lot, now));
          if (kind === 'spend') late.settle(now);
          if (kind === 'act') for (const one of [punctual, late]) one.act(now);
          if (kind !== 'spend') continue;
          const amount = Math.floor((leftOf(punctual.lot, now) * share) / 100);
          for (const one of [punctual, late]) one.take(amount);
        }
        expect(leftOf(late.lot, now)).to.equal(leftOf(punctual.lot, now));
      }),
      { numRuns: 60 },
    );
  });

  it('loses by naive counting what it loses here', () => {
    fc.assert(
      fc.property(anyLot, fc.nat(4000), (said, until) => {
        const { lot: whole } = new Kept(said);
        let left = whole.remaining;
        const end = Math.min(said.expiresAt ?? Infinity, said.idle ?? Infinity);
        for (let at = 0; at <= until; at += 1) {
          if (at === end) left = 0;
          for (const step of said.steps) if (step.at === at) left -= stepLoss(left, step.lose);
        }
        expect(leftOf(whole, until)).to.equal(left);
      }),
      { numRuns: 50 },
    );
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { expiringSoon, leftOf, spendable, takeFrom } from './lots.ts';
import type { Lot } from './lots.ts';

const now = 1000;
const lot = (id: number, remaining: number, expiresAt: number | null = null): Lot => ({
  id,
  remaining,
  earnedAt: 0,
  expiresAt,
});

describe('a lot', () => {
  for (const [expiresAt, overdue] of [
    [null, false],
    [now + 1, false],
    [now, true],
    [now - 1, true],
  ] as const) {
    it(`that ends at ${expiresAt} is ${overdue ? 'overdue' : 'open'} at ${now}`, () => {
      expect(leftOf(lot(1, 5, expiresAt), now)).to.equal(overdue ? 0 : 5);
    });
  }
});

describe('takeFrom', () => {
  const table: readonly [what: string, lots: Lot[], amount: number, uses: [number, number][] | undefined][] =
    [
      ['nothing from nothing', [], 0, []],
      ['nothing from something', [lot(1, 5)], 0, []],
      ['something from nothing', [], 1, undefined],
      ['a part', [lot(1, 5)], 3, [[1, 3]]],
      ['all', [lot(1, 5)], 5, [[1, 5]]],
      ['more than there is', [lot(1, 5), lot(2, 5)], 11, undefined],
      [
        'the soonest first',
        [lot(1, 5, 3000), lot(2, 5, 2000), lot(3, 5, 4000)],
        11,
        [
          [2, 5],
          [1, 5],
          [3, 1],
        ],
      ],
      [
        'what never expires last',
        [lot(1, 5), lot(2, 5, 9000)],
        6,
        [
          [2, 5],
          [1, 1],
        ],
      ],
      [
        'the older first among equals',
        [lot(9, 5, 2000), lot(4, 5, 2000)],
        6,
        [
          [4, 5],
          [9, 1],
        ],
      ],
      [
        'the older first among those that never expire',
        [lot(9, 5), lot(4, 5)],
        6,
        [
          [4, 5],
          [9, 1],
        ],
      ],
      ['nothing that is overdue', [lot(1, 5, now), lot(2, 5, now + 1)], 5, [[2, 5]]],
      ['nothing at all where only overdue lots could fill it up', [lot(1, 5, now), lot(2, 5)], 6, undefined],
      ['nothing from what is empty', [lot(1, 0, 2000), lot(2, 5)], 2, [[2, 2]]],
    ];

  for (const [what, lots, amount, uses] of table) {
    it(`takes ${what}`, () => {
      const expected = uses?.map(([lotId, taken]) => ({ lotId, amount: taken }));
      expect(takeFrom(lots, amount, { now, order: 'soonest-expiry' })).to.deep.equal(expected);
    });
  }

  it('takes what was earned first where that is wanted, whatever expires sooner', () => {
    const lots = [
      { ...lot(1, 5, 2000), earnedAt: 30 },
      { ...lot(2, 5), earnedAt: 20 },
      { ...lot(3, 5, now), earnedAt: 10 },
    ];
    expect(takeFrom(lots, 6, { now, order: 'oldest' })).to.deep.equal([
      { lotId: 2, amount: 5 },
      { lotId: 1, amount: 1 },
    ]);
  });

  const anyLots = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 1000 }),
      remaining: fc.nat(100),
      earnedAt: fc.constant(0),
      expiresAt: fc.option(fc.integer({ min: now - 5, max: now + 5 })),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  );

  it('takes exactly the amount or nothing, and everything that can be spent', () => {
    fc.assert(
      fc.property(anyLots, fc.nat(1300), (lots, amount) => {
        const uses = takeFrom(lots, amount, { now, order: 'soonest-expiry' });
        expect(uses !== undefined).to.equal(amount <= spendable(lots, now));
        if (!uses) return;
        expect(uses.reduce((sum, use) => sum + use.amount, 0)).to.equal(amount);
        const byId = new Map(lots.map((one) => [one.id, one]));
        expect(new Set(uses.map(({ lotId }) => lotId)).size).to.equal(uses.length);
        for (const use of uses) {
          const from = byId.get(use.lotId);
          if (!from) throw new Error('it takes from lots it was given');
          expect(use.amount).to.be.within(1, from.remaining);
          expect(leftOf(from, now)).to.equal(from.remaining);
        }
      }),
    );
  });

  it('leaves no lot before another that it takes from', () => {
    fc.assert(
      fc.property(anyLots, fc.nat(1300), (lots, amount) => {
        const uses = takeFrom(lots, amount, { now, order: 'soonest-expiry' });
        if (!uses) return;
        const taken = new Map(uses.map((use) => [use.lotId, use.amount]));
        const ends = ({ expiresAt }: Lot) => expiresAt ?? Number.POSITIVE_INFINITY;
        const open = lots
          .filter((one) => leftOf(one, now) > 0)
          .sort((a, b) => (ends(a) === ends(b) ? a.id - b.id : ends(a) - ends(b)));
        // In the order of spending: whole ones, at most one that is broken into, and none after it.
        const touched = open.filter(({ id }) => taken.has(id));
        expect(touched).to.deep.equal(open.slice(0, touched.length));
        for (const one of touched.slice(0, -1)) expect(taken.get(one.id)).to.equal(one.remaining);
      }),
    );
  });

  it('does not look at the order it is given them in, and changes nothing of them', () => {
    fc.assert(
      fc.property(anyLots, fc.nat(1300), (lots, amount) => {
        const before = structuredClone(lots);
        expect(takeFrom([...lots].reverse(), amount, { now, order: 'soonest-expiry' })).to.deep.equal(
          takeFrom(lots, amount, { now, order: 'soonest-expiry' }),
        );
        expect(lots).to.deep.equal(before);
      }),
    );
  });

  it('counts as spendable the sum of what is left in lots that are not overdue', () => {
    fc.assert(
      fc.property(anyLots, (lots) => {
        const open = lots.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
        expect(spendable(lots, now)).to.equal(open.reduce((sum, { remaining }) => sum + remaining, 0));
      }),
    );
  });
});

describe('expiringSoon', () => {
  const until = now + 100;
  const table: readonly [
    what: string,
    lots: Lot[],
    expected: [amount: number, expiresAt: number] | undefined,
  ][] = [
    ['nothing', [], undefined],
    ['what never expires', [lot(1, 5)], undefined],
    ['what is overdue', [lot(1, 5, now)], undefined],
    ['what is empty', [lot(1, 0, now + 1)], undefined],
    ['what ends later', [lot(1, 5, until + 1)], undefined],
    ['what ends just then', [lot(1, 5, until)], [5, until]],
    ['what ends in the next instant', [lot(1, 5, now + 1)], [5, now + 1]],
    [
      'only the soonest, all of it',
      [lot(1, 5, now + 9), lot(2, 6, now + 5), lot(3, 7, now + 5)],
      [13, now + 5],
    ],
  ];

  for (const [what, lots, expected] of table) {
    it(`names ${expected ? '' : 'nothing for '}${what}`, () => {
      expect(expiringSoon(lots, now, until)).to.deep.equal(
        expected && { amount: expected[0], expiresAt: expected[1] },
      );
    });
  }
});

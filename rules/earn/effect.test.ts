import { expect } from 'chai';
import { isGift, isMessage, isPlacing } from '../program/effect.ts';
import { compileEffect } from './effect.ts';
import type { Offer } from './effect.ts';
import { decimalOf } from './exact.ts';
import { amountSubject, noTally } from './facts.ts';
import type { PurchaseFacts } from './facts.ts';
import { momentOf } from './moment.ts';
import { memberOf, noon, programOf, purchaseOf, ruleOf } from '../testing/decisions.ts';

interface Facts extends Partial<PurchaseFacts> {
  readonly carried?: number;
}

/** What an effect comes to for a purchase. */
function offerOf(give: object, { carried = 0, ...facts }: Facts = {}): Offer {
  const { program, base, era } = programOf([ruleOf({ give })]);
  const effect = program.rules[0]?.give[0];
  if (effect === undefined || 'multiply' in effect || 'roundUpTo' in effect)
    throw new Error('No plain effect');
  if (isGift(effect) || isMessage(effect) || isPlacing(effect)) throw new Error('No plain effect');
  const purchase = purchaseOf(facts);
  return compileEffect(
    'r',
    effect,
    program,
  )({
    moment: momentOf(noon, era),
    member: memberOf({
      tally: (of, subject, period) =>
        of === 'member' && subject === amountSubject('r', 'points') && period === 'ever'
          ? { ...noTally, carried }
          : undefined,
    }),
    purchase,
    base: base(purchase),
  });
}

const given = (offer: Offer) => (offer.kind === 'gives' ? decimalOf(offer.value) : offer.why.kind);
const points = { unit: 'points' };
const credit = { unit: 'credit' };
const lines = [
  { sku: 'milk', quantity: 3, amount: 60 },
  { sku: 'bread', quantity: 1, amount: 40 },
  { group: 'delivery', quantity: 1, amount: 100 },
];

describe('an effect', () => {
  const row = (from: number, give: number) => ({ from, give });
  const table: readonly [what: string, give: object, facts: Facts, is: string][] = [
    ['fixed', { ...points, fixed: 7 }, { amount: 1 }, '7'],
    ['fixed, of nothing counted', { ...points, fixed: 7 }, { amount: 0 }, 'base-empty'],
    ['per amount, below the step', { ...points, give: 2, per: 100 }, { amount: 99 }, 'below-step'],
    ['per amount, at the step', { ...points, give: 2, per: 100 }, { amount: 100 }, '2'],
    ['per amount, before the next step', { ...points, give: 2, per: 100 }, { amount: 199 }, '2'],
    ['per amount, at the next step', { ...points, give: 2, per: 100 }, { amount: 200 }, '4'],
    ['per amount, of nothing counted', { ...points, give: 2, per: 100 }, { amount: 0 }, 'base-empty'],
    ['started step, just begun', { ...points, give: 2, per: 100, startedStep: true }, { amount: 1 }, '2'],
    ['started step, full', { ...points, give: 2, per: 100, startedStep: true }, { amount: 100 }, '2'],
    [
      'started step, the next begun',
      { ...points, give: 2, per: 100, startedStep: true },
      { amount: 101 },
      '4',
    ],
    [
      'started step, of nothing counted',
      { ...points, give: 2, per: 100, startedStep: true },
      { amount: 0 },
      'base-empty',
    ],
    ['part of a step', { ...points, give: 2, per: 100, partStep: true }, { amount: 75 }, '1.5'],
    ['parts of steps', { ...points, give: 2, per: 100, partStep: true }, { amount: 150 }, '3'],
    ['parts of steps, by thirds', { ...points, give: 1, per: 3, partStep: true }, { amount: 100 }, '33.3333'],
    [
      'part of a step, of nothing counted',
      { ...points, give: 2, per: 100, partStep: true },
      { amount: 0 },
      'base-empty',
    ],
    ['percent', { ...credit, percent: 2.5 }, { amount: 1000 }, '25'],
    ['percent, not whole', { ...credit, percent: 2.5 }, { amount: 1001 }, '25.025'],
    ['percent, of nothing counted', { ...credit, percent: 2.5 }, { amount: 0 }, 'base-empty'],
    ['per piece', { ...points, perPiece: 5 }, { amount: 200, lines }, '20'],
    [
      'per piece of some lines',
      { ...points, perPiece: 5, of: { products: { skus: ['milk'] } } },
      { amount: 200, lines },
      '15',
    ],
    ['per piece, without lines', { ...points, perPiece: 5 }, { amount: 200 }, 'no-pieces'],
    [
      'per piece, of none of the lines',
      { ...points, perPiece: 5, of: { products: { skus: ['x'] } } },
      { amount: 200, lines },
      'no-product',
    ],
    [
      'per piece, of nothing paid',
      { ...points, perPiece: 5 },
      { amount: 200, lines, payments: [{ kind: 'points', amount: 200 }] },
      'base-empty',
    ],
    [
      'table, below its first row',
      { ...points, table: [row(100, 5), row(200, 9)] },
      { amount: 99 },
      'below-table',
    ],
    ['table, at its first row', { ...points, table: [row(100, 5), row(200, 9)] }, { amount: 100 }, '5'],
    ['table, before its last row', { ...points, table: [row(100, 5), row(200, 9)] }, { amount: 199 }, '5'],
    ['table, at its last row', { ...points, table: [row(100, 5), row(200, 9)] }, { amount: 200 }, '9'],
    ['table, from nothing on', { ...points, table: [row(0, 5)] }, { amount: 1 }, '5'],
    ['table, of nothing counted', { ...points, table: [row(0, 5)] }, { amount: 0 }, 'base-empty'],
    [
      'table, in percent',
      {
        ...credit,
        table: [
          { from: 100, percent: 1 },
          { from: 200, percent: 2.5 },
        ],
      },
      { amount: 201 },
      '5.025',
    ],
    [
      'of something else',
      { ...points, give: 1, per: 10, of: { products: { groups: ['delivery'] } } },
      { amount: 200, lines },
      '10',
    ],
  ];
  for (const [what, give, facts, is] of table) {
    it(`${what}: ${is}`, () => {
      expect(given(offerOf(give, facts))).to.equal(is);
    });
  }
});

describe('what an effect tells', () => {
  const table: readonly [give: object, facts: Facts, why: object][] = [
    [{ ...points, fixed: 7 }, {}, { kind: 'fixed', amount: 7, unit: 'points' }],
    [
      { ...points, give: 2, per: 100 },
      { amount: 250 },
      { kind: 'per-amount', base: 250, per: 100, give: 2, unit: 'points', cut: 50 },
    ],
    [
      { ...points, give: 2, per: 100, startedStep: true },
      { amount: 250 },
      { kind: 'per-amount', base: 250, per: 100, give: 2, unit: 'points', cut: 0 },
    ],
    [
      { ...points, give: 2, per: 100, partStep: true },
      { amount: 250 },
      { kind: 'per-amount', base: 250, per: 100, give: 2, unit: 'points' },
    ],
    [{ ...points, give: 2, per: 100 }, { amount: 99 }, { kind: 'below-step', per: 100, was: 99 }],
    [{ ...credit, percent: 5 }, { amount: 30 }, { kind: 'percent', base: 30, percent: 5 }],
    [
      { ...credit, perPiece: 5 },
      { amount: 200, lines },
      { kind: 'per-piece', pieces: 4, give: 5, unit: 'credit' },
    ],
    [
      { ...points, table: [{ from: 10, give: 5 }] },
      { amount: 11 },
      { kind: 'table', base: 11, from: 10, give: 5, unit: 'points' },
    ],
    [
      { ...credit, table: [{ from: 10, percent: 5 }] },
      { amount: 11 },
      { kind: 'table-percent', base: 11, from: 10, percent: 5 },
    ],
    [{ ...points, table: [{ from: 10, give: 5 }] }, { amount: 9 }, { kind: 'below-table', from: 10, was: 9 }],
  ];
  for (const [give, facts, why] of table) {
    it(JSON.stringify(why), () => {
      expect(offerOf(give, facts).why).to.deep.equal(why);
    });
  }
});

describe('a remainder that is carried', () => {
  const give = { ...points, give: 2, per: 50, carry: true };
  const table: readonly [before: number, amount: number, is: string, after: number][] = [
    [0, 30, 'below-step', 30],
    [30, 19, 'below-step', 49],
    [30, 20, '2', 0],
    [30, 21, '2', 1],
    [49, 101, '6', 0],
    [0, 50, '2', 0],
    [-30, 20, 'below-step', -10],
    [-30, 30, 'below-step', 0],
    [-30, 79, 'below-step', 49],
    [-30, 80, '2', 0],
    [-130, 80, 'below-step', -50],
    [-50, 150, '4', 0],
  ];
  for (const [before, amount, is, after] of table) {
    it(`${before} and ${amount}: ${is}, ${after} left`, () => {
      const offer = offerOf(give, { amount, carried: before });
      expect(given(offer)).to.equal(is);
      expect(offer.carried).to.equal(after - before);
      const step = { per: 50, give: 2 };
      const carried = is === 'below-step' ? { before, after, step } : { before, after };
      expect(offer.why).to.deep.include({ carried });
    });
  }

  const parts = { ...points, give: 20, per: 50, carry: true, partStep: true };
  const ofParts: readonly [before: number, amount: number, is: string, after: number][] = [
    [0, 4, 'below-step', 4],
    [4, 1, '2', 0],
    [4, 2, '2', 1],
    [0, 49, '18', 4],
    [-10, 12, 'below-step', 2],
    [-10, 15, '2', 0],
  ];
  for (const [before, amount, is, after] of ofParts) {
    it(`of parts of steps, ${before} and ${amount}: ${is}, ${after} left`, () => {
      const offer = offerOf(parts, { amount, carried: before });
      expect(given(offer)).to.equal(is);
      expect(offer.carried).to.equal(after - before);
      expect(offer.why).to.deep.include({ carried: { before, after, step: { per: 5, give: 2 } } });
    });
  }

  it('stays as it is where nothing is counted', () => {
    const offer = offerOf(give, { amount: 0, carried: 30 });
    expect(given(offer)).to.equal('base-empty');
    expect(offer.carried).to.equal(undefined);
  });
});

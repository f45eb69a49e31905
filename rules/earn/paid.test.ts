import { expect } from 'chai';
import fc from 'fast-check';
import { memberOf, programOf, purchaseOf, ruleOf, tehran } from '../testing/decisions.ts';
import { paymentKinds } from '../program/payments.ts';
import type { PaymentKind } from '../program/payments.ts';
import { decidePurchase, decideSettlement } from './decide.ts';
import type { Decision } from './decision.ts';
import type { PurchaseFacts } from './facts.ts';
import { paidAtSale, paidSince } from './paid.ts';

const by = (kind: PaymentKind, amount: number) => ({ kind, amount });
const unpaid = ({ tallies }: Decision) =>
  tallies.flatMap(({ subject, period, amount }) => (subject === 'unpaid' ? [[period, amount]] : []));

describe('what tiers count of what is not paid', () => {
  const program = programOf([ruleOf()]);
  const sold = programOf([ruleOf()], { counts: { of: 'sold' } });
  const table: readonly [
    what: string,
    compiled: typeof program,
    payments: PurchaseFacts['payments'],
    left: number,
  ][] = [
    ['nothing where nobody says how it was paid', program, [], 0],
    ['nothing of what is paid at once', program, [by('cash', 400_000), by('card', 600_000)], 0],
    ['what is on account', program, [by('cash', 400_000), by('on_account', 600_000)], 600_000],
    ['what is by cheque', program, [by('cheque', 1_000_000)], 1_000_000],
    ['nothing of what does not count anyway', program, [by('points', 400_000), by('cash', 600_000)], 0],
    [
      'what is paid with points where all that is sold counts',
      sold,
      [by('points', 400_000), by('cash', 600_000)],
      400_000,
    ],
  ];
  for (const [what, compiled, payments, left] of table) {
    it(what, () => {
      const decision = decidePurchase(compiled, { purchase: purchaseOf({ payments }), member: memberOf() });
      expect(unpaid(decision)).to.deep.equal(
        left === 0
          ? []
          : [
              ['ever', left],
              ['day:2026-01-10', left],
            ],
      );
    });
  }

  it('is counted on the day it is paid in full, as far as it is paid in a way that earns', () => {
    const paidBefore = [by('cash', 400_000), by('on_account', 600_000)];
    const settled = (payments: PurchaseFacts['payments']) =>
      unpaid(
        decideSettlement(program, {
          ...{ at: tehran('1404/11/01 00:00'), member: memberOf() },
          purchase: { ...purchaseOf({ payments }), paidBefore },
        }),
      );
    expect(settled([by('cash', 1), by('card', 599_999)])).to.deep.equal([
      ['ever', -600_000],
      ['day:2026-01-21', -600_000],
    ]);
    expect(settled([by('points', 200_000), by('cash', 400_000)])[0]).to.deep.equal(['ever', -400_000]);
    expect(settled([by('points', 600_000)])).to.deep.equal([]);
  });

  it('comes with what was paid at the sale to what all of it comes to, to the rial', () => {
    const lines = [
      { group: 'bread', quantity: 1, amount: 900_001 },
      { group: 'delivery', quantity: 1, amount: 99_999 },
    ];
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.constantFrom(...paymentKinds), (a, b, kind) => {
        const [now, first] = [Math.min(a, b), Math.max(a, b) - Math.min(a, b)];
        const later = 1_000_000 - now;
        const atSale = purchaseOf({ lines, payments: [by(kind, now), by('on_account', later)] });
        const since = [by('cash', first), by('card', later - first)];
        const whole = program.paid({ ...atSale, payments: [by(kind, now), ...since] }).amount;
        const counted = program.base(atSale).amount;
        const isMade = kind !== 'cheque' && kind !== 'on_account';
        const sum =
          paidAtSale(program, atSale, counted) +
          paidSince(program, { ...atSale, payments: since, paidBefore: atSale.payments });
        expect(sum).to.equal(isMade ? whole : program.paid({ ...atSale, payments: since }).amount);
      }),
    );
  });
});

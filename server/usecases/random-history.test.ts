import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { PaymentKind } from '../../rules/program/payments.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { shopByCode, firstShopCode } from '../store/shops.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { reset } from '../testing/reset.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { quotePurchase } from './quote-purchase.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';
import { settlePurchase } from './settle-purchase.ts';

/** One thing that happens in a random history; which purchase is meant depends on what was there before. */
type Step =
  | {
      readonly kind: 'buy';
      readonly who: number;
      readonly amount: number;
      readonly group: string;
      readonly paid: PaymentKind;
      readonly agoMs: number;
    }
  | { readonly kind: 'undo'; readonly which: number }
  | { readonly kind: 'settle'; readonly which: number; readonly share: number }
  | { readonly kind: 'wait'; readonly hours: number };

const buy = fc.record({
  kind: fc.constant('buy' as const),
  who: fc.nat(1),
  amount: fc.integer({ min: 1, max: 90_000_000 }),
  group: fc.constantFrom('لبنیات', 'میوه', 'delivery', 'دیگر'),
  paid: fc.constantFrom<PaymentKind>('cash', 'card', 'cheque', 'on_account', 'points'),
  agoMs: fc.constantFrom(0, 0, 1000, 26 * 3_600_000),
});
const undo = fc.record({ kind: fc.constant('undo' as const), which: fc.nat(5) });
const settle = fc.record({
  kind: fc.constant('settle' as const),
  which: fc.nat(5),
  share: fc.integer({ min: 1, max: 110 }),
});
const wait = fc.record({
  kind: fc.constant('wait' as const),
  hours: fc.constantFrom(0.1, 5, 24, 24 * 40, 24 * 200),
});
const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: buy },
    { weight: 1, arbitrary: undo },
    { weight: 2, arbitrary: settle },
    { weight: 2, arbitrary: wait },
  ),
  { minLength: 3, maxLength: 14 },
);

/** One of the two members brought the other: what the other buys gives to both, at once or later, and things too. */
const friends = {
  ...{
    code: 'friends',
    name: 'دوستان',
    units: { points: { decimals: 3 } },
    visits: { byPurchase: true, oncePerDay: true },
  },
  draws: [{ id: 'nowruz', name: 'قرعه نوروز' }],
  rules: [
    {
      ...{ id: 'first', name: 'نخستین', on: 'referral', to: 'both', at: 'first-purchase' },
      ...{ give: { unit: 'credit', percent: 5 }, pending: { for: { days: 2 } } },
    },
    {
      ...{ id: 'every', name: 'هر خرید', on: 'referral', to: 'referrer', at: 'every-purchase' },
      give: [{ unit: 'points', give: 1, per: 50_000 }, { ticket: 'nowruz' }],
      limits: [{ times: 3, each: 'week' }],
    },
    { id: 'visit', name: 'مراجعه', on: 'visit', give: { giftCard: 10_000 } },
  ],
};
interface Written {
  readonly units?: { readonly points?: object };
}

/** A shop that comes along, with so many decimals. */
function shopWith(decimals: number, name: string): object {
  const program = JSON.parse(readFileSync(`rules/programs/${name}.json`, 'utf8')) as Written;
  return { ...program, units: { points: { ...program.units?.points, decimals } } };
}

const programs = [shopWith(2, 'clothing'), shopWith(0, 'supermarket'), friends];

describe('any sequence of events', function () {
  this.timeout(120_000);
  let runtime: TestRuntime;
  let shopId: number;
  before(async () => {
    runtime = await createTestRuntime({ program: programs });
    shopId = (await shopByCode(runtime.store, firstShopCode))?.id ?? 0;
  });
  after(() => runtime.close());

  it('leaves every balance, lot and pending amount right, and each quote is what is posted', () =>
    fc.assert(
      fc.asyncProperty(history, async (steps) => {
        await reset(runtime);
        const first = await aMember(runtime);
        const members = [first, await aMember(runtime, { referrerId: first.id })];
        const bought: number[] = [];
        for (const step of steps) {
          if (step.kind === 'buy') bought.push(await buyAsQuoted(step, members[step.who]?.phone ?? ''));
          else await happen(step, bought);
          expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
        }
        for (const member of members) {
          const standing = await readStanding(runtime, runtime.store, member);
          for (const { balances, pending } of [standing, ...standing.others]) {
            const amounts = [balances.points, balances.credit, pending.points, pending.credit];
            for (const amount of amounts) expect(amount).to.be.at.least(0);
          }
        }
      }),
      { numRuns: 25 },
    ));

  async function buyAsQuoted(step: Extract<Step, { kind: 'buy' }>, phone: string): Promise<number> {
    const { amount, group, paid, agoMs } = step;
    const purchase = {
      ...{ phone, amount, shopId, occurredAt: runtime.clock.now() - agoMs },
      lines: [{ quantity: 2, amount, group }],
      payments: [{ kind: paid, amount }],
    };
    const result = await quotePurchase(runtime, runtime.store, purchase);
    const { id, createdAt, gifts, ...made } = await aPurchase(runtime, purchase);
    const posted = { ...made, gifts: gifts.map((gift) => ({ ...gift, code: null, number: null })) };
    expect(createdAt).to.equal(runtime.clock.now());
    expect(result).to.deep.equal({ kind: 'quoted', quote: posted });
    return id;
  }

  async function happen(step: Exclude<Step, { kind: 'buy' }>, bought: readonly number[]): Promise<void> {
    if (step.kind === 'wait') {
      runtime.clock.advance(step.hours * 3_600_000);
      await createScheduler(runtime).runDue();
      return;
    }
    const purchaseId = bought[step.which % Math.max(1, bought.length)];
    if (purchaseId === undefined) return;
    await runtime.store.transaction(async (tx) => {
      if (step.kind === 'undo') {
        await reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' });
        return;
      }
      const row = await tx.one<{ amount: number }>('SELECT amount FROM purchases WHERE id = ?', [purchaseId]);
      const amount = Math.max(1, Math.floor(((row?.amount ?? 0) * step.share) / 100));
      const paidAt = runtime.clock.now();
      await settlePurchase(runtime, tx, { purchaseId, amount, kind: null, paidAt, actor: 'test' });
    });
  }
});

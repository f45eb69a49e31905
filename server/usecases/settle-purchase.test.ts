import { expect } from 'chai';
import fc from 'fast-check';
import { aMember, aPurchase } from '../testing/factories.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { pointsOf, settle, waitingProgram } from '../testing/waiting.ts';
import { pending } from '../scheduler/pending.ts';
import { reversePurchase } from './reverse-purchase.ts';

const onAccount = (amount: number) => ({ kind: 'on_account', amount }) as const;
const cash = (amount: number) => ({ kind: 'cash', amount }) as const;

describe('a purchase that is paid later', function () {
  this.timeout(120_000);

  let runtime: TestRuntime;
  let phone: string;
  shareRuntime((made) => (runtime = made), { program: waitingProgram() });

  beforeEach(async () => {
    ({ phone } = await aMember(runtime));
  });

  const buy = async (...payments: { kind: 'on_account' | 'cheque' | 'cash'; amount: number }[]) =>
    aPurchase(runtime, { phone, amount: payments.reduce((sum, one) => sum + one.amount, 0), payments });
  const pay = (purchaseId: number, amount: number, more: object = {}) =>
    settle(runtime, { purchaseId, amount, ...more });
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );
  const points = () => pointsOf(runtime, phone);

  it('2: an on-account sale awards at sale and again at settlement: it awards once', async () => {
    const { id, earned, pending: waits } = await buy(onAccount(1_000_000));
    expect([earned.points, waits.points]).to.deep.equal([0, 10]);
    expect(await points()).to.deep.equal({ balance: 0, pending: 10 });
    expect(await pay(id, 1_000_000)).to.deep.include({ kind: 'settled' });
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    expect((await pay(id, 1_000_000)).kind).to.equal('too-much');
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    expect(await runtime.count('ledger_entries', "type = 'accrual'")).to.equal(1);
  });

  it('gives at the sale what was paid then', async () => {
    const { earned, pending: waits } = await buy(cash(700_000), onAccount(300_000));
    expect([earned.points, waits.points]).to.deep.equal([7, 3]);
    expect(await points()).to.deep.equal({ balance: 7, pending: 3 });
  });

  it('frees the share of each payment, rounded down, and with the last one all that is left', async () => {
    const { id } = await buy(onAccount(1_000_000));
    const balances: number[] = [];
    for (const amount of [99_999, 1, 333_333, 333_333, 233_333, 1]) {
      await pay(id, amount);
      balances.push((await points()).balance);
    }
    expect(balances).to.deep.equal([0, 1, 4, 7, 9, 10]);
  });

  it('answers what a payment freed, what still waits and what is left to pay', async () => {
    const { id } = await buy(onAccount(500_000));
    await buy(onAccount(200_000));
    const result = await pay(id, 300_000, { kind: 'card' });
    expect(result.kind === 'settled' && result.settled).to.deep.include({
      ...{ purchaseId: id, amount: 300_000, kind: 'card', unpaid: 200_000 },
      programs: [
        {
          ...{ code: 'test-club', name: 'باشگاه آزمون', freed: { points: 3, credit: 0 } },
          ...{ pending: { points: 4, credit: 0 }, balances: { points: 3, credit: 0 } },
          earned: { points: 0, credit: 0 },
        },
      ],
    });
  });

  it('earns nothing for what is paid in a way that earns nothing', async () => {
    const { id } = await buy(onAccount(1_000_000));
    await pay(id, 400_000, { kind: 'points' });
    expect(await points()).to.deep.equal({ balance: 0, pending: 6 });
    await pay(id, 600_000, { kind: 'cash' });
    expect(await points()).to.deep.equal({ balance: 6, pending: 0 });
  });

  it('refuses more than is left, what was undone, what is not there, and what was paid before the sale', async () => {
    const { id } = await buy(cash(500_000), onAccount(500_000));
    expect(await pay(id, 500_001)).to.deep.equal({ kind: 'too-much', unpaid: 500_000 });
    expect(await pay(id, 1, { paidAt: runtime.clock.now() - 1 })).to.include({ kind: 'before-sale' });
    expect(await pay((await buy(cash(5))).id, 1)).to.deep.equal({ kind: 'too-much', unpaid: 0 });
    await undo(id);
    expect(await pay(id, 1)).to.deep.equal({ kind: 'undone' });
    expect(await pay(404, 1)).to.deep.equal({ kind: 'no-purchase' });
    expect(await runtime.count('settlements')).to.equal(0);
  });

  it('gives up what waits, and takes back what was freed, when it is undone', async () => {
    const { id } = await buy(cash(200_000), onAccount(800_000));
    await pay(id, 300_000);
    expect(await points()).to.deep.equal({ balance: 5, pending: 5 });
    const undone = await undo(id);
    expect(undone.kind === 'undone' && undone.taken.points).to.equal(5);
    expect(await points()).to.deep.equal({ balance: 0, pending: 0 });
  });

  it('is freed as of the moment it was paid, however late that is known', async () => {
    const { id } = await buy(onAccount(1_000_000));
    const paidAt = runtime.clock.now() + 5_000;
    runtime.clock.advance(3_600_000);
    await pay(id, 1_000_000, { paidAt });
    expect(
      await runtime.store.one('SELECT occurred_at AS at, pending_id > 0 AS waited FROM ledger_entries'),
    ).to.deep.equal({
      ...{ at: paidAt, waited: 1 },
    });
  });

  it('frees, with any payments, undoings and jobs, exactly what waited', () => {
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('pay' as const), share: fc.integer({ min: 1, max: 130 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('job' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
    );
    return fc.assert(
      fc.asyncProperty(
        fc.nat(700_000),
        fc.integer({ min: 1, max: 900_000 }),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (now, later, steps) => {
          ({ phone } = await aMember(runtime));
          const payments = [...(now > 0 ? [cash(now)] : []), onAccount(later)];
          const { id, earned, pending: waits } = await buy(...payments);
          const all = Math.floor((now + later) / 100_000);
          expect(earned.points + waits.points).to.equal(all);
          let [left, isUndone] = [later, false];
          for (const one of steps) {
            if (one.kind === 'undo') isUndone = (await undo(id)).kind === 'undone' || isUndone;
            else if (one.kind === 'job') {
              const member = await runtime.store.one<{ id: number }>(
                'SELECT id FROM members WHERE phone = ?',
                [phone],
              );
              const work = { memberId: member?.id ?? 0, day: '2026-01-10' };
              await runtime.store.transaction((tx) => pending.apply(runtime, tx, work));
            } else {
              const amount = Math.max(1, Math.floor((left * one.share) / 100));
              const { kind } = await pay(id, amount);
              expect(kind).to.equal(isUndone ? 'undone' : amount > left ? 'too-much' : 'settled');
              if (kind === 'settled') left -= amount;
            }
            const share = Math.floor((waits.points * (later - left)) / later);
            expect(await points()).to.deep.equal(
              isUndone
                ? { balance: 0, pending: 0 }
                : { balance: earned.points + share, pending: waits.points - share },
            );
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

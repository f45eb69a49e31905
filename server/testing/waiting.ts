import assert from 'node:assert/strict';
import { verifyLedger } from '../ledger/verify.ts';
import { memberByPhone } from '../store/members.ts';
import { readStanding } from '../usecases/read-standing.ts';
import { settlePurchase } from '../usecases/settle-purchase.ts';
import type { SettleResult, Settling } from '../usecases/settle-purchase.ts';
import type { TestRuntime } from './test-runtime.ts';
import { testProgram } from './test-program.ts';

/** A club whose purchases give a point for each 100,000 rial, said otherwise by `rule` and `program`. */
export function waitingProgram(rule: object = {}, program: object = {}) {
  const give = { unit: 'points', give: 1, per: 100_000 };
  const rules = [{ id: 'by-amount', name: 'امتیاز خرید', on: 'purchase', give, ...rule }];
  return { ...testProgram, rules, ...program };
}

/** Takes a later payment of a purchase now, of no kind that anybody told, unless told otherwise. */
export function settle(
  runtime: TestRuntime,
  settling: Pick<Settling, 'purchaseId' | 'amount'> & Partial<Settling>,
): Promise<SettleResult> {
  return runtime.store.transaction((tx) =>
    settlePurchase(runtime, tx, { kind: null, paidAt: runtime.clock.now(), actor: 'test', ...settling }),
  );
}

/** What she can spend, and what waits, in points; the ledger is proven on the way. */
export async function pointsOf(runtime: TestRuntime, phone: string) {
  const member = await memberByPhone(runtime.store, phone);
  assert(member, 'she is a member');
  const { balances, pending } = await readStanding(runtime, runtime.store, member);
  const { difference } = await verifyLedger(runtime.store);
  assert.equal(difference, undefined);
  return { balance: balances.points, pending: pending.points };
}

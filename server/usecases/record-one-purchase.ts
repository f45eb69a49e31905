import { failpoint } from '../failpoint.ts';
import type { Runtime } from '../runtime.ts';
import type { NewPurchase } from './purchase.ts';
import { recordPurchases } from './record-purchase.ts';
import type { PurchaseResult } from './record-purchase.ts';

/** Records one purchase durably: when this resolves with `recorded`, it is committed. */
export async function recordOnePurchase(runtime: Runtime, purchase: NewPurchase): Promise<PurchaseResult> {
  const end = runtime.metrics.purchaseSeconds.startTimer();
  const [result] = await runtime.store.transaction((tx) => recordPurchases(runtime, tx, [purchase]));
  failpoint('purchase-before-answer');
  if (!result) throw new Error('a list of one purchase has one result');
  end();
  return result;
}

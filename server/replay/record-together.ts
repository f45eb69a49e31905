import { keyReused } from '../http/api/endpoint.ts';
import { memberUnknown } from '../http/api/members.ts';
import { purchaseBody } from '../http/api/purchase-body.ts';
import type { ProblemFields } from '../http/problem.ts';
import type { NewPurchase } from '../usecases/purchase.ts';
import { recordPurchases } from '../usecases/record-purchase.ts';
import type { PurchaseResult } from '../usecases/record-purchase.ts';
import type { Head, Outcome, PurchaseAct, Was } from './event.ts';
import type { Scene } from './scene.ts';

export interface PurchaseEvent {
  readonly head: Head;
  readonly was?: Was | undefined;
  readonly purchase: PurchaseAct;
}

/** Records purchases in one transaction, each as of its own moment. */
export async function recordTogether(scene: Scene, events: readonly PurchaseEvent[]): Promise<Outcome[]> {
  const { runtime } = scene;
  const results = await runtime.store.transaction(async (tx) => {
    const purchases: NewPurchase[] = [];
    for (const { head, purchase } of events) {
      const { shop, bodyHash, ...asked } = purchase;
      purchases.push({
        ...asked,
        ...{ shopId: await scene.shopId(tx, shop), recordedAt: head.at },
        idempotency: { scope: 'replay', key: head.id, bodyHash },
      });
    }
    return recordPurchases(runtime, tx, purchases);
  });
  return results.flatMap((result, index) => {
    const event = events[index];
    return event ? [outcomeOf(scene, event, result)] : [];
  });
}

function outcomeOf(
  { runtime, purchases, purchaseNames }: Scene,
  { head, was }: PurchaseEvent,
  result: PurchaseResult,
): Outcome {
  switch (result.kind) {
    case 'recorded':
    case 'repeated': {
      const { purchase } = result;
      purchases.set(head.id, purchase.id);
      purchaseNames.set(purchase.id, head.id);
      const { program } = runtime.club;
      const kind = result.kind === 'recorded' ? 'done' : 'repeated';
      return { kind, head, was, purchase, body: () => purchaseBody(purchase, program) };
    }
    case 'key-reused':
      return { kind: 'refused', head, was, problem: keyReused().fields };
    case 'no-member':
      return { kind: 'refused', head, was, problem: memberUnknown().fields };
    case 'receipt-taken':
      return { kind: 'refused', head, was, problem: receiptTaken(purchaseNames.get(result.purchaseId)) };
  }
}

/** By what the history calls the purchase. */
function receiptTaken(purchase = ''): ProblemFields {
  const detail = `This shop's receipt number stands for purchase "${purchase}" already. Nothing was recorded.`;
  return { status: 409, code: 'receipt-taken', detail, extra: { purchase } };
}

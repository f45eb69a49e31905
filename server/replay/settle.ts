import { settledBody } from '../http/api/settlements.ts';
import { settlePurchase } from '../usecases/settle-purchase.ts';
import type { Settling } from '../usecases/settle-purchase.ts';
import type { Act, Head } from './event.ts';
import { remembered } from './remembered.ts';
import { purchaseIdOf } from './undo.ts';

/** A later payment, and of which purchase in the history. */
export interface Payment extends Pick<Settling, 'amount'> {
  readonly purchase: string;
  readonly kind?: Settling['kind'] | undefined;
  /** Now where it is not given. */
  readonly paidAt?: number | undefined;
}

/** What was promised at the sale is paid, or a part of it. */
export function settleAct(head: Head, payment: Payment, actor = 'replay'): Act {
  const { purchase, amount, kind = null, paidAt = head.at } = payment;
  return {
    kind: 'alone',
    run(scene) {
      const { runtime } = scene;
      const purchaseId = purchaseIdOf(scene, purchase);
      return runtime.store.transaction((tx) =>
        remembered(tx, { head, asked: payment }, async () =>
          settledBody(
            await settlePurchase(runtime, tx, { purchaseId, amount, kind, paidAt, actor }),
            runtime.club.program,
          ),
        ),
      );
    },
  };
}

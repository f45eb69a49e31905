import { z } from 'zod';
import { text } from '../http/api/fields.ts';
import { undoneBody } from '../http/api/purchases.ts';
import { Problem } from '../http/problem.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import type { Act, Head } from './event.ts';

/** The body of an undoing, and of which purchase. */
export const undoingOf = z.strictObject({ purchase: text(150), reason: text(200).default('replayed') });

interface Undoing extends z.output<typeof undoingOf> {
  readonly actor?: string;
}

/** A purchase is undone that was logged by mistake. */
export function undoAct(_head: Head, { purchase, reason, actor = 'replay' }: Undoing): Act {
  return {
    kind: 'alone',
    async run({ runtime, purchases }) {
      const purchaseId = purchases.get(purchase);
      if (purchaseId === undefined) throw unknownPurchase(purchase);
      return runtime.store.transaction(async (tx) => {
        const body = undoneBody(
          purchaseId,
          await reversePurchase(runtime, tx, { purchaseId, actor, reason }),
        );
        return { body, repeated: body.alreadyUndone };
      });
    },
  };
}

function unknownPurchase(purchase: string): Problem {
  const detail = `No purchase with the id "${purchase}" was recorded before.`;
  return new Problem({ status: 404, code: 'purchase-unknown', detail });
}

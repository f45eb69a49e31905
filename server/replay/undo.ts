import { z } from 'zod';
import { text } from '../http/api/fields.ts';
import { undoneBody } from '../http/api/purchases.ts';
import { Problem } from '../http/problem.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import type { Act, Head } from './event.ts';
import type { Scene } from './scene.ts';

/** The body of an undoing, and of which purchase. */
export const undoingOf = z.strictObject({ purchase: text(150), reason: text(200).default('replayed') });

interface Undoing extends z.output<typeof undoingOf> {
  readonly actor?: string;
}

/** A purchase is undone that was logged by mistake. */
export function undoAct(_head: Head, { purchase, reason, actor = 'replay' }: Undoing): Act {
  return {
    kind: 'alone',
    run(scene) {
      const { runtime } = scene;
      const purchaseId = purchaseIdOf(scene, purchase);
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

/** In the club, by what the history calls it. Throws a `Problem` where none was recorded under that name. */
export function purchaseIdOf({ purchases }: Scene, purchase: string): number {
  const id = purchases.get(purchase);
  if (id !== undefined) return id;
  const detail = `No purchase with the id "${purchase}" was recorded before.`;
  throw new Problem({ status: 404, code: 'purchase-unknown', detail });
}

import { z } from 'zod';
import { text } from '../http/api/fields.ts';
import { undoneOccasionBody } from '../http/api/occasions.ts';
import { undoneBody } from '../http/api/purchases.ts';
import { Problem } from '../http/problem.ts';
import type { Tx } from '../store/tx.ts';
import { reverseOccasion } from '../usecases/reverse-occasion.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import type { Act, Head } from './event.ts';
import type { Scene } from './scene.ts';

const name = text(150).optional();

/** The body of an undoing, and of what, by its id in the history: a purchase, or an event or visit. */
export const undoingOf = z
  .strictObject({ purchase: name, of: name, reason: text(200).default('replayed') })
  .refine(
    ({ purchase, of }) => (purchase === undefined) !== (of === undefined),
    'needs one of purchase, or of (an event or a visit)',
  );

interface Undoing extends z.output<typeof undoingOf> {
  readonly actor?: string;
}

/** Something is undone that was logged by mistake. */
export function undoAct(_head: Head, { purchase, of = '', reason, actor = 'replay' }: Undoing): Act {
  return {
    kind: 'alone',
    run(scene) {
      const { runtime } = scene;
      return runtime.store.transaction(async (tx) => {
        const body =
          purchase === undefined
            ? await undoOccasion(scene, tx, { actor, reason, name: of })
            : await undoPurchase(scene, tx, { actor, reason, name: purchase });
        return { body, repeated: body.alreadyUndone };
      });
    },
  };
}

interface Named {
  /** As the history calls it. */
  readonly name: string;
  readonly actor: string;
  readonly reason: string;
}

async function undoPurchase(scene: Scene, tx: Tx, { name: called, ...made }: Named) {
  const purchaseId = purchaseIdOf(scene, called);
  return undoneBody(purchaseId, await reversePurchase(scene.runtime, tx, { purchaseId, ...made }));
}

async function undoOccasion({ runtime, occasions }: Scene, tx: Tx, { name: called, ...made }: Named) {
  const found = occasions.get(called);
  if (!found) {
    const detail = `No event or visit with the id "${called}" was recorded before.`;
    throw new Problem({ status: 404, code: 'occasion-unknown', detail });
  }
  const { id: occasionId, kind } = found;
  return undoneOccasionBody(occasionId, await reverseOccasion(runtime, tx, { occasionId, kind, ...made }));
}

/** In the club, by what the history calls it. Throws a `Problem` where none was recorded under that name. */
export function purchaseIdOf({ purchases }: Scene, purchase: string): number {
  const id = purchases.get(purchase);
  if (id !== undefined) return id;
  const detail = `No purchase with the id "${purchase}" was recorded before.`;
  throw new Problem({ status: 404, code: 'purchase-unknown', detail });
}

import { z } from 'zod';
import { text } from '../http/api/fields.ts';
import { memberUnknown } from '../http/api/members.ts';
import { Problem } from '../http/problem.ts';
import type { PendingRow } from '../ledger/pending.ts';
import type { Runtime } from '../runtime.ts';
import { memberByPhone } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { decidePending } from '../usecases/decide-pending.ts';
import { waitingFor } from '../usecases/free-pending.ts';
import { readPending } from '../usecases/read-pending.ts';
import type { PendingItem } from '../usecases/read-pending.ts';
import type { Act, Head } from './event.ts';
import { remembered } from './remembered.ts';
import type { Scene } from './scene.ts';
import { purchaseIdOf } from './undo.ts';

/** What somebody decides about: all that waits to be approved of a member, or the part that this tells. */
export const decided = z.strictObject({
  /** As the history calls it. */
  purchase: text(150).optional(),
  rule: text(64).optional(),
});

export interface Decided extends z.output<typeof decided> {
  readonly unit?: string;
  readonly program?: string;
  readonly earnedAt?: number;
  /** Of a gift that waits in parts: the one that is freed as its purchase is paid, or the other. */
  readonly untilPaid?: boolean;
}

interface Deciding {
  readonly decision: 'approve' | 'decline';
  readonly actor?: string;
}

/** Something that waits for it is approved, or given up. */
export function decideAct(head: Head, asked: Decided, { decision, actor = 'replay' }: Deciding): Act {
  return {
    kind: 'alone',
    run(scene) {
      const { runtime } = scene;
      const isMeant = meant(scene, asked);
      return runtime.store.transaction((tx) =>
        remembered(tx, { head, asked }, async () => {
          const member = await memberByPhone(tx, head.phone);
          if (!member) throw memberUnknown();
          const parts = await partsMeant(tx, member.id, asked);
          const waiting = await readPending(runtime, tx, member.id);
          const items = waiting.filter((item) => item.untilApproved && parts.has(item.id) && isMeant(item));
          if (items.length === 0) throw nothingWaits();
          for (const { id: pendingId } of items) {
            const about = { memberId: member.id, pendingId, decision, reason: 'replayed', actor };
            await decideOne(runtime, tx, about);
          }
          return { decided: items.map(({ rule, unit, amount }) => ({ rule, unit, amount })) };
        }),
      );
    },
  };
}

async function decideOne(
  runtime: Runtime,
  tx: Tx,
  about: Parameters<typeof decidePending>[2],
): Promise<void> {
  const { kind } = await decidePending(runtime, tx, about);
  if (kind !== 'decided') throw nothingWaits();
}

/** Of a gift in parts, the one that tells is kept from the beginning: not whether it is paid by now. */
async function partsMeant(tx: Tx, memberId: number, { untilPaid }: Decided): Promise<Set<number>> {
  const rows = await waitingFor(tx, [memberId]);
  const isMeant = (row: PendingRow) => untilPaid === undefined || (row.untilPaid === 1) === untilPaid;
  return new Set(rows.filter(isMeant).map(({ id }) => id));
}

function meant(scene: Scene, { purchase, rule, unit, program, earnedAt }: Decided) {
  const purchaseId = purchase === undefined ? undefined : purchaseIdOf(scene, purchase);
  return (item: PendingItem): boolean =>
    (purchaseId === undefined || item.purchaseId === purchaseId) &&
    (rule === undefined || item.rule === rule) &&
    (unit === undefined || item.unit === unit) &&
    (program === undefined || item.program === program) &&
    (earnedAt === undefined || item.earnedAt === earnedAt);
}

function nothingWaits(): Problem {
  const detail = 'Nothing of that waits to be approved. Nothing was changed.';
  return new Problem({ status: 404, code: 'nothing-waits', detail });
}

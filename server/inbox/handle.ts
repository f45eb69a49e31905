import type { DeliveryReport } from '../../channels/types.ts';
import { failpoint } from '../failpoint.ts';
import { recordDelivery } from '../outbox/delivery.ts';
import type { Runtime } from '../runtime.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { memberById } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { createSweeper } from '../sweeper.ts';
import type { Sweeper } from '../sweeper.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { answerMessage } from './answer.ts';
import type { InboundBody, InboxRow } from './receive.ts';

const batchSize = 20;
const sweepMs = 1000;
/** After so many failures a message is set aside for a person. */
const attemptsMax = 5;
/** A report can overtake our own note that the message was taken, by as long as that can still be asked about. */
const reportWaitMs = 12 * 3_600_000;
const reportRetryMs = 5000;

export interface InboxWorker extends Sweeper {
  /** Handles what is due until nothing is, or it is told to stop; answers how many rows it took up. */
  drain(stopping?: AbortSignal): Promise<number>;
}

/**
 * Handles what came in: each address one message at a time, oldest first, several addresses side by side.
 * What a message causes and the note that it was handled are one transaction, so it happens once.
 */
export function createInboxWorker(runtime: Runtime): InboxWorker {
  async function drain(stopping?: AbortSignal): Promise<number> {
    let total = 0;
    while (stopping?.aborted !== true) {
      const ids = await dueIds(runtime);
      const taken = await Promise.all(ids.map((id) => handle(runtime, id)));
      const handled = taken.filter(Boolean).length;
      // None: nothing is due, or all of it is in the hands of other processes.
      if (handled === 0) return total;
      total += handled;
    }
    return total;
  }
  return { drain, ...createSweeper(runtime, { bell: 'inbox', everyMs: sweepMs, round: drain }) };
}

async function dueIds({ store, clock }: Runtime): Promise<number[]> {
  const rows = await store.all<{ id: number }>(
    `SELECT id FROM inbox WHERE state = 'received' AND due_at <= ? AND NOT EXISTS (
       SELECT 1 FROM inbox earlier
       WHERE earlier.channel = inbox.channel AND earlier.address = inbox.address AND earlier.state = 'received'
         AND (earlier.received_at < inbox.received_at
           OR (earlier.received_at = inbox.received_at AND earlier.id < inbox.id)))
     ORDER BY received_at, id LIMIT ?`,
    [clock.now(), batchSize],
  );
  return rows.map((row) => row.id);
}

/** Answers whether the message was ours to handle. */
async function handle(runtime: Runtime, id: number): Promise<boolean> {
  try {
    return await runtime.store.transaction((tx) => handleRow(runtime, tx, id));
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    await runtime.store.transaction((tx) => noteFailure(runtime, tx, { id, error }));
    return true;
  }
}

async function handleRow(runtime: Runtime, tx: Tx, id: number): Promise<boolean> {
  const row = await tx.one<InboxRow>(
    `SELECT id, channel, kind, address, text_key AS textKey, body, attempts, received_at AS receivedAt
     FROM inbox WHERE id = ? AND state = 'received'${tx.forUpdateFree}`,
    [id],
  );
  if (!row) return false;
  if (row.kind === 'delivery') {
    await handleReport(runtime, tx, row);
    return true;
  }
  const answered = await answerMessage(runtime, tx, { row, body: JSON.parse(row.body) as InboundBody });
  await finish(tx, row, { state: 'handled', answered, now: runtime.clock.now() });
  tx.afterCommit(() => failpoint('handling-committed'));
  failpoint('handling-before-commit');
  return true;
}

async function handleReport(runtime: Runtime, tx: Tx, row: InboxRow): Promise<void> {
  failpoint('report-before-handling');
  const report = JSON.parse(row.body) as DeliveryReport;
  const now = runtime.clock.now();
  const outcome = await recordDelivery(tx, { ...report, channel: row.channel }, now);
  if (outcome.kind === 'no-message') {
    const ageMs = now - row.receivedAt;
    if (ageMs > reportWaitMs) await finish(tx, row, { state: 'ignored', answered: false, now });
    // Looked at again after as long as it has waited: soon at first, then ever more seldom.
    else
      await tx.run('UPDATE inbox SET due_at = ? WHERE id = ?', [
        now + Math.max(reportRetryMs, ageMs),
        row.id,
      ]);
    return;
  }
  if (report.blocksPromotions) {
    const member = outcome.memberId === null ? undefined : await memberById(tx, outcome.memberId);
    const words = `provider status ${report.code}`;
    const party = { channel: row.channel, address: outcome.address };
    await setPromotions(runtime, tx, { ...party, member, wanted: false, words, inboxId: row.id });
  }
  await finish(tx, row, { state: 'handled', answered: false, now });
  failpoint('report-before-commit');
}

interface Finish {
  readonly state: 'handled' | 'ignored';
  readonly answered: boolean;
  readonly now: number;
}

async function finish(tx: Tx, { id }: InboxRow, { state, answered, now }: Finish): Promise<void> {
  await tx.run('UPDATE inbox SET state = ?, answered = ?, handled_at = ?, error = NULL WHERE id = ?', [
    state,
    answered ? 1 : 0,
    now,
    id,
  ]);
}

/** Our fault, so it is loud; the message waits for another try and, after the last, for a person. */
async function noteFailure(
  { clock, log, metrics }: Runtime,
  tx: Tx,
  { id, error }: { id: number; error: unknown },
): Promise<void> {
  const row = await tx.one<{ attempts: number }>('SELECT attempts FROM inbox WHERE id = ?', [id]);
  const attempts = (row?.attempts ?? 0) + 1;
  const state = attempts >= attemptsMax ? 'failed' : 'received';
  const reason = error instanceof Error ? error.message : String(error);
  // Only while it is still to be handled: another process may have done it meanwhile.
  const noted = await tx.run(
    `UPDATE inbox SET attempts = ?, state = ?, due_at = ?, error = ? WHERE id = ? AND state = 'received'`,
    [attempts, state, clock.now() + 1000 * 2 ** attempts, reason.slice(0, 500), id],
  );
  if (noted === 0) return;
  metrics.errors.inc({ where: 'inbox' });
  log.error({ err: error, inboxId: id, attempts, state }, 'a message could not be handled');
}

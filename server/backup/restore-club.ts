import { attachRuntime } from '../create-runtime.ts';
import type { Substitutes } from '../create-runtime.ts';
import type { Config } from '../config.ts';
import { verifyLedger } from '../ledger/verify.ts';
import type { Verification } from '../ledger/verify.ts';
import { askAfterRestore } from '../outbox/questions.ts';
import type { Runtime } from '../runtime.ts';
import { runWithheld } from '../scheduler/withheld-runs.ts';
import type { WithheldRuns } from '../scheduler/withheld-runs.ts';
import { createStore } from '../store/store.ts';
import { recordAudit } from '../usecases/audit.ts';
import type { BackupHeader } from './format.ts';
import { assertNobodyAtWork, endRestore, restoreRows } from './restore-rows.ts';
import type { ReadThrough } from './restore-rows.ts';

/** What a restore came to. */
export interface RestoredClub extends WithheldRuns {
  readonly header: BackupHeader;
  readonly rows: number;
  /** How many messages are asked about before anything else is sent, by channel. */
  readonly questions: ReadonlyMap<string, number>;
  readonly verification: Verification;
}

export interface RestoreClubOptions {
  readonly file: string;
  readonly substitutes: Substitutes & Required<Pick<Substitutes, 'clock'>>;
  readonly onProgress?: (rows: number) => void;
}

/**
 * Puts a club back from a backup into a fresh database and makes it safe to go on from there: what may have been
 * sent since is asked about first, what the jobs may have said since is not said again. Throws `BackupFault`, and
 * leaves a database that nobody serves until the restore is run again and comes to its end.
 */
export async function restoreClub(config: Config, options: RestoreClubOptions): Promise<RestoredClub> {
  const read = await restoreAllRows(config, options);
  // Reserves its ids only now, above all of the lost database.
  const runtime = await attachRuntime(config, { ...options.substitutes, channels: {} }, { restoring: true });
  try {
    const questions = await openQuestions(runtime, read);
    const withheld = await runWithheld(runtime, read.header.takenAt);
    const verification = await verifyLedger(runtime.store);
    // One that was held up for so long that it had lapsed is heard of again.
    await assertNobodyAtWork(runtime.store, runtime.clock.now());
    await endRestore(runtime.store);
    return { header: read.header, rows: sumOf(read), questions, ...withheld, verification };
  } finally {
    await runtime.store.close();
  }
}

async function restoreAllRows(
  { databaseUrl }: Config,
  { file, substitutes: { clock }, onProgress }: RestoreClubOptions,
): Promise<ReadThrough> {
  const store = createStore({ url: databaseUrl, now: () => clock.now() });
  try {
    return await restoreRows(store, { file, now: clock.now(), ...(onProgress && { onProgress }) });
  } finally {
    await store.close();
  }
}

function openQuestions({ store, clock }: Runtime, read: ReadThrough): Promise<Map<string, number>> {
  const { takenAt } = read.header;
  const now = clock.now();
  return store.transaction(async (tx) => {
    const questions = await askAfterRestore(tx, { takenAt, now });
    await recordAudit(tx, {
      ...{ actor: 'cli', action: 'database.restore', subject: 'database', at: now },
      detail: { takenAt: new Date(takenAt).toISOString(), rows: sumOf(read) },
    });
    return questions;
  });
}

function sumOf({ end }: ReadThrough): number {
  return Object.values(end.rows).reduce((sum, count) => sum + count, 0);
}

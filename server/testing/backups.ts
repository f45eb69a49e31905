import assert from 'node:assert/strict';
import { join } from 'node:path';
import { restoreClub } from '../backup/restore-club.ts';
import type { RestoredClub } from '../backup/restore-club.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { Store } from '../store/store.ts';
import { testSecret } from './test-runtime.ts';
import type { TestRuntime } from './test-runtime.ts';

/** Backs up what a runtime has at its present moment; answers the file. */
export async function aBackup(runtime: TestRuntime): Promise<string> {
  const file = join(runtime.dir, `backup-${runtime.clock.now()}.jsonl.gz`);
  await takeBackup(runtime.store, { file, now: runtime.clock.now() });
  return file;
}

export interface RestoreWish {
  readonly file: string;
  /** Where to; it must be fresh. */
  readonly databaseUrl: string;
  /** Whose program and clock there are. */
  readonly of: Pick<TestRuntime, 'dir' | 'clock'>;
  readonly onProgress?: () => void;
}

/** Restores as the operator's command does. */
export function restoreInto({ file, databaseUrl, of, onProgress }: RestoreWish): Promise<RestoredClub> {
  const loaded = loadConfig({
    ...{ DATA_DIR: of.dir, PROGRAM_FILE: join(of.dir, 'program.json'), DATABASE_URL: databaseUrl },
    ...{ CHANNEL_SECRET: testSecret, SESSION_SECRET: 'test-session-secret-of-32-letters' },
  });
  assert(loaded.ok, JSON.stringify(loaded.ok || loaded.faults));
  const log = createLog({ level: 'fatal', secrets: [], destination: { write: () => undefined } });
  return restoreClub(loaded.config, {
    ...{ file, substitutes: { clock: of.clock, log } },
    ...(onProgress && { onProgress }),
  });
}

/** All rows of some tables, to be compared with those of another database. */
export async function rowsOf(store: Store, tables: readonly string[]): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const name of tables) all[name] = await store.all(`SELECT * FROM ${name} ORDER BY 1, 2`);
  return all;
}

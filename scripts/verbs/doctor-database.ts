import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { Config } from '../../server/config.ts';
import { inspectStore } from '../../server/store/inspect.ts';
import { schemaVersion } from '../../server/store/migrate.ts';
import { createStore } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { size } from './doctor-machine.ts';
import { bad, fine, look } from './finding.ts';
import type { Finding } from './finding.ts';
import { databaseFile } from './open.ts';

interface DatabaseFindings {
  readonly findings: readonly Finding[];
  /** Whether the rest can be looked at. */
  readonly usable: boolean;
}

/** Whether the database is there, can be written, is whole, and has the schema of this version. */
export async function looksAtDatabase(config: Config): Promise<DatabaseFindings> {
  const file = databaseFile(config);
  if (!existsSync(file)) {
    const cure =
      'Start the server or run ./scripts/vafa migrate; or mend DATABASE_URL if you have one elsewhere.';
    return { findings: [look('database', `${file} is not there yet`, cure)], usable: false };
  }
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return await examine(config, file);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const cure = `Let the account that runs Vafa own ${file} and its folder; if it does, restore a backup.`;
    return { findings: [bad('database', `cannot be used: ${what}`, cure)], usable: false };
  }
}

async function examine({ databaseUrl }: Config, file: string): Promise<DatabaseFindings> {
  const store = createStore({ url: databaseUrl, now: () => Date.now() });
  try {
    const schema = await looksAtSchema(store);
    const usable = schema.mark === 'fine';
    const opened = fine('database', `${file}, ${size(statSync(file).size)}`);
    return { findings: [opened, schema, ...(await looksAtHealth(store))], usable };
  } finally {
    await store.close();
  }
}

async function looksAtSchema(store: Store): Promise<Finding> {
  const { database, code } = await schemaVersion(store);
  const what = `schema ${database}, this version of Vafa has ${code}`;
  if (database === code) return fine('schema', what);
  if (database < code) return bad('schema', what, 'Run ./scripts/vafa migrate, or start the server.');
  return bad('schema', what, 'Use the newer version of Vafa that last served it.');
}

const full = 2;

async function looksAtHealth(store: Store): Promise<Finding[]> {
  const { journalMode, synchronous, damage } = await inspectStore(store);
  const whole =
    damage === undefined
      ? fine('database', 'the file is whole')
      : bad('database', `the file is damaged: ${damage}`, 'Stop the server and restore the last backup.');
  const mode = `journal ${journalMode}, synchronous ${synchronous === full ? 'full' : synchronous}`;
  const safe = journalMode === 'wal' && synchronous >= full;
  const cure = 'Put the file on a local disk: file systems over a network cannot keep it safe.';
  return [whole, safe ? fine('database', mode) : bad('database', mode, cure)];
}

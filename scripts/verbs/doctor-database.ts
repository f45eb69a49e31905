import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { Config } from '../../server/config.ts';
import { bad, fine, look } from '../../server/finding.ts';
import type { Finding } from '../../server/finding.ts';
import { lookAtRedis } from '../../server/queue/judge-redis.ts';
import { findDamage, inspectStore } from '../../server/store/inspect.ts';
import { inspectSchema } from '../../server/store/inspect-schema.ts';
import { createStore } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { size } from './doctor-machine.ts';
import { databaseFile } from './open.ts';

interface DatabaseFindings {
  readonly findings: readonly Finding[];
  /** Whether the rest can be looked at. */
  readonly usable: boolean;
}

/** Whether the database is there, can be written, is whole, and has the schema of this version. */
export async function looksAtDatabase(config: Config): Promise<DatabaseFindings> {
  const file = databaseFile(config);
  if (file === undefined) return withStore(config, (store) => examine(store, config));
  if (!existsSync(file)) {
    const cure =
      'Start the server or run ./scripts/vafa migrate; or mend DATABASE_URL if you have one elsewhere.';
    return { findings: [look('database', `${file} is not there yet`, cure)], usable: false };
  }
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return await withStore(config, (store) => examineFile(store, config, file));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const cure = `Let the account that runs Vafa own ${file} and its folder; if it does, restore a backup.`;
    return { findings: [bad('database', `cannot be used: ${what}`, cure)], usable: false };
  }
}

/** Whether Redis is there and set up for a queue, where one is used. */
export async function looksAtRedis({ redisUrl }: Config): Promise<Finding[]> {
  return redisUrl === undefined ? [] : lookAtRedis(redisUrl);
}

async function withStore<T>({ databaseUrl }: Config, work: (store: Store) => Promise<T>): Promise<T> {
  const store = createStore({ url: databaseUrl, now: () => Date.now() });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function examine(store: Store, { databaseUrl }: Config): Promise<DatabaseFindings> {
  const findings = await inspectStore(store, databaseUrl);
  if (findings.some(({ mark }) => mark === 'bad')) return { findings, usable: false };
  const schema = await inspectSchema(store);
  return { findings: [...findings, schema], usable: schema.mark === 'fine' };
}

async function examineFile(store: Store, config: Config, file: string): Promise<DatabaseFindings> {
  const damage = await findDamage(store);
  const whole =
    damage === undefined
      ? fine('database', `${file}, ${size(statSync(file).size)}, the file is whole`)
      : bad('database', `the file is damaged: ${damage}`, 'Stop the server and restore the last backup.');
  const { findings, usable } = await examine(store, config);
  return { findings: [whole, ...findings], usable };
}

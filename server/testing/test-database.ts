import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { migrate } from '../store/migrate.ts';
import { migrations } from '../store/migrations/index.ts';
import { createStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { emptyTables } from './empty-tables.ts';

/** A database of a test's own. */
export interface TestDatabase {
  /** What a server needs to be told of it. */
  readonly env: Readonly<Record<string, string>> & { readonly DATABASE_URL: string };
  /** Takes it away, once nobody uses it any more. */
  remove(): Promise<void>;
}

/** What tests run on: a MySQL server where `DATABASE_URL` names one, else files. */
const server = process.env['DATABASE_URL']?.startsWith('mysql:') ? process.env['DATABASE_URL'] : undefined;

/**
 * A file with its tables, in a folder that goes away again; or, where `DATABASE_URL` names a MySQL server, a
 * database on it, which may have its tables. Neither has a
 * row but those of the schema. `./scripts/test` runs all tests once so and once so.
 */
export async function takeTestDatabase(): Promise<TestDatabase> {
  if (server !== undefined) return takeFromServer(server);
  const database = makeFile();
  copyFileSync(await (template ??= makeTemplate()), fileOf(database));
  return database;
}

/** A file with all tables, made once: its copies are there at once. */
let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const made = makeFile();
  process.once('exit', () => {
    rmSync(dirname(fileOf(made)), { recursive: true, force: true });
  });
  await withStore(made.env.DATABASE_URL, async (store) => {
    await migrate(store);
  });
  return fileOf(made);
}

function fileOf({ env }: TestDatabase): string {
  return env.DATABASE_URL.slice('sqlite:'.length);
}

/** As `takeTestDatabase`, with nothing in it at all. */
export function makeTestDatabase(): Promise<TestDatabase> {
  return server === undefined ? Promise.resolve(makeFile()) : makeOnServer(server);
}

function makeFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'vafa-database-'));
  return {
    env: { DATABASE_URL: `sqlite:${join(folder, 'vafa.sqlite')}` },
    remove() {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** Making a database and its tables takes a server longer than most tests last: they are used again. */
const idle: string[] = [];

async function takeFromServer(serverUrl: string): Promise<TestDatabase> {
  const url = idle.pop() ?? (await createDatabase(serverUrl));
  return {
    env: environmentOf(url),
    async remove() {
      if (await emptied(url)) idle.push(url);
      else await dropDatabase(serverUrl, url);
    },
  };
}

async function makeOnServer(serverUrl: string): Promise<TestDatabase> {
  const url = await createDatabase(serverUrl);
  return { env: environmentOf(url), remove: () => dropDatabase(serverUrl, url) };
}

function dropDatabase(serverUrl: string, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  return withStore(serverUrl, (store) => store.schema((tx) => tx.execute(`DROP DATABASE ${name}`)));
}

/** Takes out what a test wrote. False where it took tables or steps away, to see what becomes of that. */
async function emptied(url: string): Promise<boolean> {
  let isIntact = false;
  await withStore(url, async (store) => {
    isIntact = (await store.tables()).sort().join() === ownTables && (await stepsOf(store)) === ownSteps;
    if (isIntact) await emptyTables(store, keptTables);
  });
  return isIntact;
}

// A server has an order of its own.
const ownTables = ['schema_migrations', ...migrations.flatMap(({ creates }) => creates?.table ?? [])]
  .sort()
  .join();
const ownSteps = migrations.map(({ number }) => number).join();

async function stepsOf(store: Store): Promise<string> {
  const steps = await store.all<{ number: number; ended: number }>(
    'SELECT number, ended FROM schema_migrations ORDER BY number',
  );
  return steps.map(({ number, ended }) => (ended === 1 ? number : 'begun')).join();
}

function environmentOf(url: string): TestDatabase['env'] {
  const redisUrl = process.env['REDIS_URL'];
  return { DATABASE_URL: url, ...(redisUrl !== undefined && { REDIS_URL: redisUrl }) };
}

async function createDatabase(serverUrl: string): Promise<string> {
  const url = new URL(serverUrl);
  // Not counted: a loader may have this very file in memory twice.
  const name = `${url.pathname.slice(1)}_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await withStore(serverUrl, (store) => store.schema((tx) => tx.execute(`CREATE DATABASE ${name}`)));
  url.pathname = `/${name}`;
  return url.href;
}

const keptTables = new Set(['schema_migrations', 'id_blocks']);

async function withStore(url: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = createStore({ url, now: () => 0 });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

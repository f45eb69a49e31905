import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../store/migrate.ts';
import { createStore } from '../store/store.ts';
import type { Store, StoreOptions } from '../store/store.ts';
import { makeTestDatabase, takeTestDatabase } from './test-database.ts';

/** A database of a test's own, with as many stores on it as the test wants. */
export interface TemporaryDatabase {
  readonly url: string;
  /** Another store on it, as another process would have it. */
  open(options?: Partial<StoreOptions>): Store;
  /** Closes all its stores and removes it. */
  remove(): Promise<void>;
}

/** As `TemporaryDatabase`, surely a SQLite file, for what only files have. */
export interface TemporaryFile extends TemporaryDatabase {
  readonly folder: string;
  readonly filename: string;
}

/** An instant that tests start from: 2025-11-10, 12:00 in Tehran. */
export const testNow = Date.parse('2025-11-10T08:30:00Z');

/** An empty one. */
export async function createTemporaryDatabase(): Promise<TemporaryDatabase> {
  const made = await makeTestDatabase();
  return opener(made.env.DATABASE_URL, () => made.remove());
}

export function createTemporaryFile(): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), 'vafa-store-'));
  const filename = join(folder, 'vafa.sqlite');
  const remove = () => {
    rmSync(folder, { recursive: true });
  };
  return { ...opener(`sqlite:${filename}`, remove), folder, filename };
}

function opener(url: string, remove: () => Promise<void> | void): TemporaryDatabase {
  const stores: Store[] = [];
  return {
    url,
    open(options) {
      const store = createStore({ url, now: () => testNow, ...options });
      stores.push(store);
      return store;
    },
    async remove() {
      for (const store of stores) await store.close();
      await remove();
    },
  };
}

/** A migrated store on a database of its own. */
export async function createTemporaryStore(): Promise<TemporaryDatabase & { readonly store: Store }> {
  const taken = await takeTestDatabase();
  return migrated(opener(taken.env.DATABASE_URL, () => taken.remove()));
}

/** A migrated store on a file of its own. */
export function createTemporaryFileStore(): Promise<TemporaryFile & { readonly store: Store }> {
  return migrated(createTemporaryFile());
}

async function migrated<T extends TemporaryDatabase>(database: T): Promise<T & { readonly store: Store }> {
  const store = database.open();
  await migrate(store);
  return { ...database, store };
}

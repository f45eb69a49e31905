import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../store/migrate.ts';
import { createStore } from '../store/store.ts';
import type { Store, StoreOptions } from '../store/store.ts';

/** A database file of a test's own, with as many stores on it as the test wants. */
export interface TemporaryDatabase {
  readonly folder: string;
  readonly filename: string;
  /** Another store on the file, as another process would have it. */
  open(options?: Partial<StoreOptions>): Store;
  /** Closes all its stores and removes the file. */
  remove(): Promise<void>;
}

/** An instant that tests start from: 2025-11-10, 12:00 in Tehran. */
export const testNow = Date.parse('2025-11-10T08:30:00Z');

export function createTemporaryDatabase(): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'vafa-store-'));
  const filename = join(folder, 'vafa.sqlite');
  const stores: Store[] = [];
  return {
    folder,
    filename,
    open(options) {
      const store = createStore({ url: `sqlite:${filename}`, now: () => testNow, ...options });
      stores.push(store);
      return store;
    },
    async remove() {
      for (const store of stores) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A migrated store on a file of its own. */
export async function createTemporaryStore(): Promise<TemporaryDatabase & { readonly store: Store }> {
  const database = createTemporaryDatabase();
  const store = database.open();
  await migrate(store);
  return { ...database, store };
}

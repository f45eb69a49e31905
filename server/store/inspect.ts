import type { Store } from './store.ts';

/** How a database file is. */
export interface StoreHealth {
  /** `wal`, with which readers and the writer do not stand in each other's way. */
  readonly journalMode: string;
  /** 2 is FULL: what was committed survives a power cut. */
  readonly synchronous: number;
  /** The first damage found in the file; absent when there is none. */
  readonly damage?: string;
}

/** Reads the whole file once, so it takes time with its size. Writes nothing. */
export async function inspectStore(store: Store): Promise<StoreHealth> {
  const pragma = async (name: string) => {
    const row = await store.one<Readonly<Record<string, string | number>>>(`PRAGMA ${name}`);
    return Object.values(row ?? {})[0];
  };
  const damage = String(await pragma('quick_check(1)'));
  return {
    journalMode: String(await pragma('journal_mode')),
    synchronous: Number(await pragma('synchronous')),
    ...(damage !== 'ok' && { damage }),
  };
}

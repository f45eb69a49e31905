import type { Finding } from '../finding.ts';
import { StoreUnavailable } from './errors.ts';
import { inspectMysql } from './inspect-mysql.ts';
import { inspectSqlite } from './inspect-sqlite.ts';
import type { Store } from './store.ts';
import { unreachable } from './unreachable.ts';

/**
 * Whether the database keeps what is committed, and keeps it as it was given: what a server looks at before it
 * serves, and the doctor at any time. `url` is the one the store was made with; nothing secret of it is told.
 * Quick, and writes nothing. A MySQL server that does not let us in is a finding; whatever else keeps the database
 * from answering throws `StoreUnavailable`.
 */
export async function inspectStore(store: Store, url: string): Promise<Finding[]> {
  if (store.dialect === 'sqlite') return inspectSqlite(store);
  try {
    return await inspectMysql(store, () => Date.now());
  } catch (error) {
    const finding = error instanceof StoreUnavailable ? unreachable(error, url) : undefined;
    if (!finding) throw error;
    return [finding];
  }
}

/** The first damage in a database file; takes time with its size. A server looks after its own by itself. */
export async function findDamage(store: Store): Promise<string | undefined> {
  if (store.dialect !== 'sqlite') return undefined;
  const row = await store.one<Readonly<Record<string, string>>>('PRAGMA quick_check(1)');
  const said = Object.values(row ?? {})[0];
  return said === 'ok' ? undefined : (said ?? 'it could not be checked');
}

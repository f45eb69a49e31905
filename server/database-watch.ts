import type { Log } from './log.ts';
import { StoreUnavailable } from './store/errors.ts';
import type { Store } from './store/store.ts';

/** Without a failure for so long it counts as back: on a full disk reads go on between the writes that fail. */
const calmMs = 10_000;

/**
 * The store, which says once that the database is away and once that it answers again, whoever found out. Those
 * who try on meanwhile say theirs with `levelOf`.
 */
export function watchDatabase(store: Store, log: Log, afterMs = calmMs): Store {
  let failed: { readonly firstAt: number; lastAt: number } | undefined;

  function noteFailure(error: unknown): void {
    if (!isAway(error)) return;
    const now = performance.now();
    if (!failed)
      log.error(
        { err: error },
        'the database does not answer, or cannot be written: what needs it waits or is refused',
      );
    failed = { firstAt: failed?.firstAt ?? now, lastAt: now };
  }

  function noteSuccess(): void {
    if (!failed || performance.now() - failed.lastAt < afterMs) return;
    const seconds = Math.round((failed.lastAt - failed.firstAt) / 1000);
    failed = undefined;
    log.info({ seconds }, 'the database answers again');
  }

  async function watched<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      noteSuccess();
      return result;
    } catch (error) {
      noteFailure(error);
      throw error;
    }
  }

  return {
    ...store,
    all: (sql, values) => watched(store.all(sql, values)),
    one: (sql, values) => watched(store.one(sql, values)),
    transaction: (work) => watched(store.transaction(work)),
  };
}

/** `level`, but for a database that is away, which has been said already. */
export function levelOf<L extends 'warn' | 'error'>(error: unknown, level: L): L | 'debug' {
  return isAway(error) ? 'debug' : level;
}

/** Also what might have helped at once, such as a lock or another connection, and has not for seconds. */
function isAway(error: unknown): boolean {
  return error instanceof StoreUnavailable;
}

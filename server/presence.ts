import { randomUUID } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { atMost, partingMaxMs } from './at-most.ts';
import { levelOf } from './database-watch.ts';
import type { Runtime } from './runtime.ts';
import { roleNames } from './settings.ts';
import type { Role } from './settings.ts';
import { assertRestored } from './store/migrate.ts';
import type { Reader } from './store/tx.ts';

/** Says in the database that this process is at work on it. */
export interface Presence {
  /** Throws `UnfinishedRestore` where a restore has begun: one of the two always sees the other. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a process counts as being at work after its last sign of life. */
export const presenceMs = 20_000;
const beatMs = 5000;
const prefix = 'process:';

/** One for each server process, and none for tools: a restore may not take the database away under a server. */
export function createPresence(
  { store, clock, log, config }: Pick<Runtime, 'store' | 'clock' | 'log' | 'config'>,
  everyMs = beatMs,
): Presence {
  const name = `${prefix}${randomUUID()}`;
  // Nobody takes a process's sign of life over, so the token's place says what it is there for.
  const token = [...config.roles].join();
  const stopping = new AbortController();
  let living: Promise<void> | undefined;

  const beat = () =>
    store.transaction((tx) =>
      tx.upsert('leases', ['name'], [{ name, token, until_at: clock.now() + presenceMs }]),
    );

  async function live(): Promise<void> {
    for (;;) {
      await rest(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await beat().catch((error: unknown) =>
        log[levelOf(error, 'warn')]({ err: error }, 'a sign of life could not be written'),
      );
    }
  }

  /** Those that were killed have left theirs behind. */
  const sweep = () =>
    store.transaction((tx) =>
      tx.run(`DELETE FROM leases WHERE name LIKE '${prefix}%' AND until_at <= ?`, [clock.now()]),
    );

  const signOff = () => store.transaction((tx) => tx.run('DELETE FROM leases WHERE name = ?', [name]));

  return {
    async start() {
      await sweep();
      await beat();
      await assertRestored(store);
      living = live();
    },
    async stop() {
      stopping.abort();
      // A sign of life that is still being written, or is not struck out, lapses by itself.
      if (living) await atMost(partingMaxMs, living);
      try {
        if (!(await atMost(partingMaxMs, signOff()))) throw new Error('the database does not answer');
      } catch (error) {
        log.warn({ err: error }, 'this process could not be signed off: it lapses by itself');
      }
    },
  };
}

export interface AtWork {
  readonly processes: number;
  /** When something was last heard of one of them. */
  readonly heardAt: number;
  /** When the last of them has lapsed, if nothing more is heard. */
  readonly untilAt: number;
}

/** Server processes that are at work on a database; nothing where there are none. */
export async function processesAtWork(reader: Reader, now: number): Promise<AtWork | undefined> {
  const row = await reader.one<{ processes: number; untilAt: number | null }>(
    `SELECT COUNT(*) AS processes, MAX(until_at) AS untilAt FROM leases
     WHERE name LIKE '${prefix}%' AND until_at > ?`,
    [now],
  );
  if (typeof row?.untilAt !== 'number') return undefined;
  return { processes: row.processes, heardAt: row.untilAt - presenceMs, untilAt: row.untilAt };
}

/** What each server process that is at work on a database does, a list of roles for each. */
export async function rolesAtWork(reader: Reader, now: number): Promise<readonly (readonly Role[])[]> {
  const rows = await reader.all<{ token: string }>(
    `SELECT token FROM leases WHERE name LIKE '${prefix}%' AND until_at > ? ORDER BY name`,
    [now],
  );
  return rows.map(({ token }) => {
    const found = token.split(',');
    return roleNames.filter((role) => found.includes(role));
  });
}

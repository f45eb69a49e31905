import { levelOf } from '../database-watch.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';

/** Members looked at in one go, and how often: a few milliseconds of the database's time each. */
const pageSize = 250;
const everyMs = 5000;

export interface BalanceWatch {
  start(): void;
  /** Resolves when no look is under way any more. */
  stop(): Promise<void>;
  /** Looks at the next members; answers whether a round over all of them has ended with these. */
  look(): Promise<boolean>;
}

/**
 * Goes round all members, a few at a time, and tells the metrics of how many the balance is not the sum of the
 * entries and of the open lots, or whose pending amount is not what still waits. It never mends anything: `vafa verify` names the row.
 */
export function createBalanceWatch(runtime: Runtime): BalanceWatch {
  const { store, metrics, clock, log } = runtime;
  const imbalanced = new Set<number>();
  let after = 0;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<unknown> | undefined;

  async function look(): Promise<boolean> {
    const ids = await nextMembers(store, after);
    const wrong = new Set(await imbalancedAmong(store, ids));
    for (const memberId of ids) {
      if (!wrong.has(memberId)) imbalanced.delete(memberId);
      else if (!imbalanced.has(memberId)) {
        imbalanced.add(memberId);
        log.error(
          { memberId },
          'the balance of a member is not the sum of her entries and lots: `vafa verify`',
        );
      }
    }
    metrics.ledgerImbalancedMembers.set(imbalanced.size);
    const ended = ids.length < pageSize;
    if (ended) metrics.ledgerRoundEndedSeconds.set(clock.now() / 1000);
    after = ended ? 0 : (ids.at(-1) ?? 0);
    return ended;
  }

  function tick(): void {
    current ??= look()
      .catch((error: unknown) =>
        log[levelOf(error, 'warn')]({ err: error }, 'the balances could not be looked at'),
      )
      .finally(() => {
        current = undefined;
      });
  }

  return {
    look,
    start() {
      timer = setInterval(tick, everyMs);
    },
    async stop() {
      clearInterval(timer);
      await current;
    },
  };
}

async function nextMembers(store: Reader, after: number): Promise<number[]> {
  const sql = `SELECT id FROM members WHERE id > ? ORDER BY id LIMIT ${pageSize}`;
  return (await store.all<{ id: number }>(sql, [after])).map(({ id }) => id);
}

/** One statement, so that all sums are of one instant while others write. */
async function imbalancedAmong(store: Reader, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const sumOf = (amount: string, table: string) =>
    `(SELECT COALESCE(SUM(${amount}), 0) FROM ${table} WHERE ${table}.member_id = accounts.member_id
       AND ${table}.program_id = accounts.program_id AND ${table}.unit = accounts.unit)`;
  const rows = await store.all<{ memberId: number }>(
    `SELECT DISTINCT member_id AS memberId FROM accounts WHERE member_id IN (${marks(ids)})
       AND (balance <> ${sumOf('amount', 'ledger_entries')} OR balance <> ${sumOf('remaining', 'lots')}
         OR pending <> ${sumOf('remaining', 'pending')})`,
    ids,
  );
  return rows.map(({ memberId }) => memberId);
}

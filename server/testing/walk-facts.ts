import type { Store } from '../store/store.ts';
import type { Stage } from './walk-stage.ts';

/** What came of it all, without what differs from run to run: ids, times, tokens, hashes, attempts. */
export type Facts = Readonly<Record<string, readonly string[]>>;

/** What each table says in the words of the business. */
const queries: Readonly<Record<string, string>> = {
  members: 'SELECT phone, language, birth_calendar, chain_seq FROM members',
  addresses: 'SELECT channel, address, member_id IS NOT NULL AS linked, dead_at, simulated FROM addresses',
  consents: 'SELECT channel, address, kind, granted, words FROM consents',
  entries: `SELECT phone, seq, unit, type, amount, reason, rule, once_key IS NOT NULL AS once
    FROM ledger_entries
    JOIN members ON members.id = ledger_entries.member_id`,
  accounts: `SELECT phone, unit, balance, pending, lifetime, owed FROM accounts
    JOIN members ON members.id = accounts.member_id`,
  lots: 'SELECT phone, unit, amount, remaining FROM lots JOIN members ON members.id = lots.member_id',
  purchases: `SELECT phone, amount, receipt_no, channel, undone_at IS NOT NULL AS undone FROM purchases
    JOIN members ON members.id = purchases.member_id`,
  inbox: 'SELECT channel, kind, address, body, state, answered, reply, attempts, error FROM inbox',
  outbox: `SELECT channel, address, template, class, body, state, once_key IS NOT NULL AS once_only
    FROM outbox`,
  conversations: 'SELECT channel, address, step FROM conversations',
  keys: 'SELECT COUNT(*) AS count FROM idempotency_keys',
  undoings: `SELECT action FROM audit WHERE action = 'purchase.undo'`,
  runs: 'SELECT job, state, done, failed FROM job_runs',
};

/** Everything that can be seen of a stage, in the database and at the providers. */
export async function factsOf({ store, sms, chat }: Stage): Promise<Facts> {
  const kept: [string, string[]][] = [];
  for (const [name, sql] of Object.entries(queries)) kept.push([name, await rowsOf(store, sql)]);
  return {
    ...Object.fromEntries(kept),
    tables: await store.tables(),
    'SMS at the provider': sms.messages.map(({ receptor, text }) => `${receptor}: ${text}`).sort(),
    'messages at the bot': chat.sent.map(({ chatId, text }) => `${chatId}: ${text}`).sort(),
  };
}

async function rowsOf(store: Store, sql: string): Promise<string[]> {
  return (await store.all<object>(sql)).map((row) => JSON.stringify(row)).sort();
}

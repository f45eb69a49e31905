import { expect } from 'chai';
import { columnsOf } from '../../testing/columns.ts';
import { rejection } from '../../testing/rejection.ts';
import { createTemporaryStore } from '../../testing/temporary-store.ts';
import { UniqueViolation } from '../errors.ts';
import type { Row } from '../tx.ts';

/** What happens once because the database refuses the second row, whatever the code above it believes. */
const guards: readonly [what: string, table: string, same: Row][] = [
  ['a member a number', 'members', { phone: '+989120000001' }],
  ['an address a channel', 'addresses', { channel: 'sms', address: '+989120000001' }],
  ["a provider's message", 'inbox', { channel: 'sms', provider_id: 'k-1' }],
  ['a message that is sent once', 'outbox', { once_key: 'birthday:1' }],
  ['an entry a place in the chain', 'ledger_entries', { member_id: 1, seq: 1 }],
  ['what may happen once to a member', 'ledger_entries', { member_id: 1, once_key: 'joining:0' }],
  ['a lot an accrual', 'lots', { entry_id: 1 }],
  ['a use of a lot an entry', 'lot_uses', { entry_id: 1, lot_id: 1 }],
  ['an account a unit', 'accounts', { member_id: 1, program_id: 1, unit: 'points' }],
  ["a shop's receipt", 'purchases', { shop_id: 1, receipt_key: 'R-1' }],
  ['an idempotency key a caller', 'idempotency_keys', { scope: 'key:1', idempotency_key: 'k' }],
  ['a job a day', 'job_runs', { job: 'birthdays', period: '2026-01-10' }],
  ['a conversation an address', 'conversations', { channel: 'ussd', address: '+989120000001' }],
  ['a tier a program', 'member_tiers', { member_id: 1, program_id: 1 }],
  ['a version of a program', 'program_versions', { program_id: 1, version: 1 }],
  ['a shop a code', 'shops', { code: 'main-street' }],
  ['a login', 'staff', { login: 'sara' }],
  ['an invitation a member', 'invitations', { member_id: 1 }],
  ['a code of an invitation', 'invitations', { code: '12345678' }],
  ['an API key', 'api_keys', { hash: 'h' }],
];

describe('the database lets through once', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;

  before(async () => {
    database = await createTemporaryStore();
  });

  after(() => database.remove());

  /** A row with something in every column, different for each `number`. */
  async function rowOf(table: string, number: number): Promise<Row> {
    return Object.fromEntries((await columnsOf(database.store, table)).map((name) => [name, number]));
  }

  for (const [index, [what, table, same]] of guards.entries()) {
    it(what, async () => {
      const write = (row: Row) => database.store.transaction((tx) => tx.insert(table, [row]));
      const rows = [];
      for (const offset of [1, 2]) rows.push({ ...(await rowOf(table, 10 + 2 * index + offset)), ...same });
      const [first, second] = rows;
      if (!first || !second) throw new Error('there are two');
      await write(first);
      const error = await rejection(write(second));
      expect(error).to.be.instanceOf(UniqueViolation);
    });
  }

  it('what has no such key as often as it comes', async () => {
    const free: readonly [table: string, none: Row][] = [
      ['outbox', { once_key: null }],
      ['ledger_entries', { member_id: 2, once_key: null }],
      ['purchases', { shop_id: 2, receipt_key: null }],
    ];
    for (const [table, none] of free) {
      for (const number of [91, 92]) {
        const row = { ...(await rowOf(table, number)), ...none };
        await database.store.transaction((tx) => tx.insert(table, [row]));
      }
    }
  });
});

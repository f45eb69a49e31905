import { expect } from 'chai';
import type { Store } from '../store/store.ts';
import type { Value } from '../store/tx.ts';
import { aPending, aPosting, clearLedger, insertMembers, ledgerAt } from '../testing/postings.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { entryHash } from './chain.ts';
import type { Entry } from './entry.ts';
import { move, post } from './post.ts';
import { entryColumns } from './rows.ts';
import { verifyLedger } from './verify.ts';

const memberIds = [1, 2, 3];

/**
 * For every member in both units: earned twice, spent from both lots, one taken back, one expired; of two amounts
 * that waited one is freed in part and one is cancelled in part.
 */
async function fill(store: Store): Promise<void> {
  await insertMembers(store, memberIds);
  for (const memberId of memberIds) {
    for (const unit of ['points', 'credit'] as const) {
      const base = { memberId, unit };
      const expiresAt = testNow + 1000;
      await store.transaction((tx) =>
        post(ledgerAt(testNow), tx, [
          aPosting({ ...base, amount: 100, purchaseId: 70, expiresAt }),
          aPosting({ ...base, amount: 50, onceKey: `joining:${unit}` }),
          aPosting({ ...base, amount: 7 }),
        ]),
      );
      const [first = 0, second = 0, third = 0] = (
        await store.all<{ id: number }>('SELECT id FROM lots WHERE member_id = ? AND unit = ? ORDER BY id', [
          memberId,
          unit,
        ])
      ).map(({ id }) => id);
      const uses = [
        { lotId: first, amount: 90 },
        { lotId: second, amount: 20 },
      ];
      await store.transaction((tx) =>
        post(ledgerAt(testNow + 1000), tx, [
          aPosting({ ...base, type: 'redemption', amount: -110, uses }),
          aPosting({ ...base, type: 'reversal', amount: -7, uses: [{ lotId: third, amount: 7 }] }),
          aPosting({ ...base, type: 'expiry', amount: -10, uses: [{ lotId: first, amount: 10 }] }),
        ]),
      );
      await wait(store, base);
    }
  }
}

async function wait(store: Store, base: { memberId: number; unit: 'points' | 'credit' }): Promise<void> {
  const { memberId, unit } = base;
  const timed = aPending({ ...base, onceKey: `birthday:${unit}` });
  const paid = aPending({
    ...base,
    amount: 30,
    opensAt: null,
    untilPaid: 1,
    untilApproved: 1,
    purchaseId: 70,
  });
  await store.transaction((tx) => move(ledgerAt(testNow), tx, { postings: [], held: [timed, paid] }));
  const rows = await store.all<{ id: number }>(
    'SELECT id FROM pending WHERE member_id = ? AND unit = ? ORDER BY id',
    [memberId, unit],
  );
  const [first = 0, second = 0] = rows.map(({ id }) => id);
  const ready = { amount: 20, at: testNow + 2000 };
  await store.transaction((tx) =>
    move(ledgerAt(testNow + 2000), tx, {
      postings: [aPosting({ ...base, amount: 4, pendingId: first, occurredAt: testNow + 2000 })],
      changed: [{ memberId, pendingId: second, ready, cancel: 5, approvedAt: testNow + 2000 }],
    }),
  );
  const [freed] = await store.all<{ id: number }>(
    'SELECT id FROM lots WHERE member_id = ? AND unit = ? ORDER BY id DESC LIMIT 1',
    [memberId, unit],
  );
  const uses = [{ lotId: freed?.id ?? 0, amount: 1 }];
  await store.transaction((tx) =>
    post(ledgerAt(testNow + 2000), tx, [aPosting({ ...base, type: 'redemption', amount: -1, uses })]),
  );
}

const tables = {
  members: ['chain_seq', 'chain_hash'],
  accounts: [],
  ledger_entries: [],
  lots: [],
  lot_uses: [],
  pending: [],
} as const satisfies Record<string, readonly string[]>;
type Table = keyof typeof tables;

const keys: Readonly<Record<Table, readonly string[]>> = {
  members: ['id'],
  accounts: ['member_id', 'program_id', 'unit'],
  ledger_entries: ['id'],
  lots: ['id'],
  lot_uses: ['entry_id', 'lot_id'],
  pending: ['id'],
};

type RawRow = Record<string, Value>;

/** For a WHERE that finds this row alone. */
function keyOf(table: Table, row: RawRow): { sql: string; values: Value[] } {
  const columns = keys[table];
  return {
    sql: columns.map((column) => `${column} = ?`).join(' AND '),
    values: columns.map((column) => row[column] ?? null),
  };
}

/** Another value of the same kind, no longer than it. */
function changed(value: Value): Value {
  if (typeof value === 'number') return value + 1000;
  if (value === null) return 1;
  return `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
}

describe('verifyLedger', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;
  let store: Store;

  before(async () => {
    database = await createTemporaryStore();
    store = database.store;
    await fill(store);
  });

  after(() => database.remove());

  const rowsOf = (table: Table) =>
    store.all<RawRow>(`SELECT * FROM ${table} ORDER BY ${keys[table].join(', ')}`);

  async function columnsOf(table: Table): Promise<readonly string[]> {
    if (tables[table].length > 0) return tables[table];
    const [row] = await rowsOf(table);
    return Object.keys(row ?? {});
  }

  /** Changes the database, verifies, and puts everything back. */
  async function verifyAfter(...statements: readonly [sql: string, values?: readonly Value[]][]) {
    const kept = new Map<Table, RawRow[]>();
    for (const table of Object.keys(tables) as Table[]) kept.set(table, await rowsOf(table));
    await store.transaction(async (tx) => {
      for (const [sql, values] of statements) expect(await tx.run(sql, values), sql).to.be.greaterThan(0);
    });
    const { difference } = await verifyLedger(store);
    await store.transaction(async (tx) => {
      for (const [table, rows] of kept) {
        await tx.run(`DELETE FROM ${table}`);
        await tx.insert(table, rows);
      }
    });
    return difference;
  }

  it('finds nothing wrong in what was posted, and counts it', async () => {
    expect(await verifyLedger(store)).to.deep.equal({ members: 3, entries: 48, lots: 24 });
  });

  it('tells how far it has come', async () => {
    const heard: number[] = [];
    await verifyLedger(store, ({ entries }) => heard.push(entries));
    expect(heard).to.deep.equal([48]);
  });

  for (const table of Object.keys(tables) as Table[]) {
    it(`names the member when any one field of ${table} is changed`, async () => {
      const columns = await columnsOf(table);
      const rows = await rowsOf(table);
      for (const [index, column] of columns.entries()) {
        // A fifth of the rows, other ones for each column.
        for (const row of rows.filter((_, at) => at % 5 === index % 5)) {
          const [before, after] = [row[column] ?? null, changed(row[column] ?? null)];
          const set = (value: Value, present: RawRow) => {
            const { sql, values } = keyOf(table, present);
            return store.transaction((tx) =>
              tx.run(`UPDATE ${table} SET ${column} = ? WHERE ${sql}`, [value, ...values]),
            );
          };
          expect(await set(after, row)).to.equal(1);
          const { difference } = await verifyLedger(store);
          expect(await set(before, { ...row, [column]: after })).to.equal(1);
          const owner = row['member_id'] ?? row['id'];
          const owners = column === 'member_id' ? [owner, after] : [owner];
          expect(difference?.memberId, `${table}.${column} of ${JSON.stringify(row)}`).to.be.oneOf(owners);
        }
      }
    });
  }

  for (const table of ['accounts', 'ledger_entries', 'lots', 'lot_uses', 'pending'] as const) {
    it(`names the member when any one row of ${table} is taken away`, async () => {
      for (const row of await rowsOf(table)) {
        const { sql, values } = keyOf(table, row);
        const difference = await verifyAfter([`DELETE FROM ${table} WHERE ${sql}`, values]);
        expect(difference?.memberId, `${table} ${values.join()}`).to.equal(row['member_id']);
      }
    });
  }

  const oneAccount = `member_id = 2 AND unit = 'points'`;
  const [first, second, spent] = [1, 2, 4].map((seq) => `member_id = 2 AND seq = ${seq}`);
  const table: readonly [what: string, ...statements: [sql: string, values?: readonly Value[]][]][] = [
    [
      'the last entry is cut off, and the head with it is not',
      ['DELETE FROM ledger_entries WHERE member_id = 2 AND seq = 16'],
    ],
    ['all entries are gone', ['DELETE FROM ledger_entries WHERE member_id = 2']],
    [
      'everything of her is gone but the head',
      ...(['ledger_entries', 'lots', 'lot_uses', 'pending', 'accounts'] as const).map((from): [string] => [
        `DELETE FROM ${from} WHERE member_id = 2`,
      ]),
    ],
    [
      'two entries change places',
      [`UPDATE ledger_entries SET seq = 99 WHERE ${first}`],
      [`UPDATE ledger_entries SET seq = 1 WHERE ${second}`],
      ['UPDATE ledger_entries SET seq = 2 WHERE member_id = 2 AND seq = 99'],
    ],
    [
      'two amounts change places',
      [`UPDATE ledger_entries SET amount = 50 WHERE ${first}`],
      [`UPDATE ledger_entries SET amount = 100 WHERE ${second}`],
    ],
    [
      'points are made of nothing, with a lot and a balance to fit',
      [`UPDATE ledger_entries SET amount = amount + 5 WHERE ${second}`],
      [
        `UPDATE lots SET amount = amount + 5, remaining = remaining + 5 WHERE entry_id = (SELECT id FROM ledger_entries WHERE ${second})`,
      ],
      [`UPDATE accounts SET balance = balance + 5, lifetime = lifetime + 5 WHERE ${oneAccount}`],
    ],
    [
      'a balance is higher than its lots and entries',
      [`UPDATE accounts SET balance = balance + 1, lifetime = lifetime + 1 WHERE ${oneAccount}`],
    ],
    [
      'what is left moves from one lot to another',
      [
        'UPDATE lots SET remaining = remaining - 1 WHERE member_id = 2 AND unit = ? AND amount = 50',
        ['points'],
      ],
      [
        'UPDATE lots SET remaining = remaining + 1 WHERE member_id = 2 AND unit = ? AND amount = 7',
        ['points'],
      ],
    ],
    [
      'a use is said to be of an accrual',
      [
        `UPDATE lot_uses SET entry_id = (SELECT id FROM ledger_entries WHERE ${first}) WHERE entry_id = (SELECT id FROM ledger_entries WHERE ${spent}) AND amount = 20`,
      ],
    ],
    [
      'an amount is owed without a word of it in the entries',
      [`UPDATE accounts SET owed = 1 WHERE ${oneAccount}`],
    ],
    [
      'more waits than the rows that wait say',
      [`UPDATE accounts SET pending = pending + 1 WHERE ${oneAccount}`],
    ],
    [
      'what waits was made larger, with an account to fit',
      [
        `UPDATE pending SET amount = amount + 9, remaining = remaining + 9 WHERE ${oneAccount} AND amount = 10`,
      ],
      [`UPDATE accounts SET pending = pending + 9 WHERE ${oneAccount}`],
    ],
    [
      'what was freed waits once more',
      [`UPDATE pending SET freed = 0, remaining = amount WHERE ${oneAccount} AND amount = 10`],
      [`UPDATE accounts SET pending = pending + 4 WHERE ${oneAccount}`],
    ],
    [
      'an account is there that no entry is of',
      [
        "INSERT INTO accounts (member_id, program_id, unit, balance, pending, lifetime, owed) VALUES (2, 9, 'points', 3, 0, 3, 0)",
      ],
    ],
  ];

  for (const [what, ...statements] of table) {
    it(`finds out when ${what}`, async () => {
      const difference = await verifyAfter(...statements);
      expect(difference).to.include({ memberId: 2 });
      expect(difference?.problem).not.to.equal('');
    });
  }

  it('finds out when an entry is forged, its own hash with it', async () => {
    const entries = await store.all<Entry>(
      `SELECT ${entryColumns} FROM ledger_entries WHERE member_id = 2 ORDER BY seq LIMIT 3`,
    );
    const [before, entry, next] = entries;
    if (!before || !entry || !next) throw new Error('there are three');
    const hash = entryHash(before.hash, { ...entry, actor: 'somebody else' });
    const sql = 'UPDATE ledger_entries SET actor = ?, hash = ? WHERE id = ?';
    const difference = await verifyAfter([sql, ['somebody else', hash, entry.id]]);
    // Only the entry behind it can tell.
    expect(difference).to.include({ memberId: 2, row: `id ${next.id}` });
  });

  for (const from of ['ledger_entries', 'lots', 'lot_uses', 'pending', 'accounts'] as const) {
    it(`finds rows of ${from} that are nobody's`, async () => {
      const [row] = (await rowsOf(from)).slice(-1);
      if (!row) throw new Error('the table is filled');
      const stray: RawRow = { ...row, id: 900, entry_id: 901, seq: 1, member_id: 404 };
      const columns = (await columnsOf(from)).map((column) => [column, stray[column] ?? null] as const);
      const values = columns.map(([, value]) => value);
      const sql = `INSERT INTO ${from} (${columns.map(([column]) => column).join(', ')}) VALUES (${values.map(() => '?').join(', ')})`;
      expect(await verifyAfter([sql, values])).to.include({ table: from, memberId: 404 });
    });
  }

  it('finds an entry of a program that there is not, with a chain and an account to fit', async () => {
    await store.transaction((tx) => post(ledgerAt(testNow), tx, [aPosting({ memberId: 3, programId: 77 })]));
    const { difference } = await verifyLedger(store);
    expect(difference).to.include({ memberId: 3, table: 'ledger_entries' });
    expect(difference?.problem).to.equal('is of program 77, which there is not');
  });

  it('takes no purchase that is posted meanwhile for a fault', async () => {
    await clearLedger(store);
    await fill(store);
    let left = 20;
    const busy: Store = {
      ...store,
      async all<T>(sql: string, values?: readonly Value[]) {
        const rows = await store.all<T>(sql, values);
        if (left-- > 0) {
          await store.transaction((tx) => post(ledgerAt(testNow), tx, [aPosting({ memberId: 1 })]));
        }
        return rows;
      },
    };
    expect((await verifyLedger(busy)).difference).to.be.undefined;
    expect(left).to.be.lessThan(20);
  });

  it('walks more members than a batch has', async () => {
    await clearLedger(store);
    const many = Array.from({ length: 1201 }, (_, index) => index + 1);
    await insertMembers(store, many);
    await store.transaction((tx) =>
      post(
        ledgerAt(testNow),
        tx,
        many.map((memberId) => aPosting({ memberId })),
      ),
    );
    expect(await verifyLedger(store)).to.deep.equal({ members: 1201, entries: 1201, lots: 1201 });
    await store.transaction((tx) => tx.run('UPDATE accounts SET balance = 11 WHERE member_id = 1201'));
    expect((await verifyLedger(store)).difference).to.include({ memberId: 1201, table: 'accounts' });
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { takeFrom } from '../../rules/lots.ts';
import type { LedgerUnit } from './unit.ts';
import { aPosting, clearLedger, insertMembers, ledgerAt } from '../testing/postings.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { chainStart, entryHash } from './chain.ts';
import type { Entry, Posting } from './entry.ts';
import { post } from './post.ts';
import { entryColumns } from './rows.ts';
import { verifyLedger } from './verify.ts';

const memberIds = [1, 2, 3];
const units: readonly LedgerUnit[] = ['points', 'credit'];

/** One wish of a random history; what it comes to depends on what was there before. */
type Step =
  | { readonly kind: 'accrue'; readonly amount: number; readonly lastsMs: number | null }
  | { readonly kind: 'redeem'; readonly share: number }
  | { readonly kind: 'reverse'; readonly which: number }
  | { readonly kind: 'expire' };

type Wish = Step & { readonly memberId: number; readonly unit: LedgerUnit };

/** Several wishes that are posted together, some time after the ones before. */
interface Batch {
  readonly wishes: readonly Wish[];
  readonly afterMs: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('accrue'),
      amount: fc.integer({ min: 1, max: 1000 }),
      lastsMs: fc.option(fc.integer({ min: 1, max: 5000 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('redeem'), share: fc.integer({ min: 1, max: 120 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reverse'), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire') }) },
);
const owner = fc.record({ memberId: fc.constantFrom(...memberIds), unit: fc.constantFrom(...units) });
const wish = fc.tuple(step, owner).map(([what, whose]): Wish => ({ ...what, ...whose }));
const batch: fc.Arbitrary<Batch> = fc.record({
  wishes: fc.array(wish, { minLength: 1, maxLength: 8 }),
  afterMs: fc.integer({ min: 0, max: 3000 }),
});

/** What the oracle knows of one accrual. Lots made in the batch at hand have no id yet and are left alone in it. */
interface OracleLot {
  readonly memberId: number;
  readonly unit: LedgerUnit;
  readonly amount: number;
  readonly earnedAt: number;
  readonly expiresAt: number | null;
  remaining: number;
  id: number | undefined;
  entryId: number | undefined;
}

/** The naive bookkeeping: arrays, looked through from the start each time. */
class Oracle {
  readonly lots: OracleLot[] = [];
  readonly amounts: { memberId: number; unit: LedgerUnit; amount: number; earned: boolean }[] = [];

  known({ memberId, unit }: Wish): (OracleLot & { id: number })[] {
    return this.lots.filter(
      (lot): lot is OracleLot & { id: number } =>
        lot.id !== undefined && lot.memberId === memberId && lot.unit === unit,
    );
  }

  balance(memberId: number, unit: LedgerUnit): number {
    return this.sum(memberId, unit, () => true);
  }

  lifetime(memberId: number, unit: LedgerUnit): number {
    return this.sum(memberId, unit, ({ earned }) => earned);
  }

  private sum(memberId: number, unit: LedgerUnit, counts: (one: { earned: boolean }) => boolean): number {
    return this.amounts
      .filter((one) => one.memberId === memberId && one.unit === unit && counts(one))
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Takes from its own lots at once, so that the next wish of the batch sees what is left. */
  note(posting: Posting): Posting {
    const { memberId, unit, amount, type, expiresAt } = posting;
    this.amounts.push({ memberId, unit, amount, earned: type === 'accrual' || type === 'reversal' });
    for (const use of posting.uses) {
      const lot = this.lots.find(({ id }) => id === use.lotId);
      if (lot) lot.remaining -= use.amount;
    }
    if (amount > 0) {
      this.lots.push({
        memberId,
        unit,
        amount,
        remaining: amount,
        earnedAt: posting.occurredAt,
        expiresAt,
        id: undefined,
        entryId: undefined,
      });
    }
    return posting;
  }
}

/** The postings that a wish comes to, none where there is nothing to take. */
function postingsOf(oracle: Oracle, wanted: Wish, now: number): Posting[] {
  const base = { memberId: wanted.memberId, unit: wanted.unit, occurredAt: now };
  const lots = oracle.known(wanted);
  switch (wanted.kind) {
    case 'accrue': {
      const expiresAt = wanted.lastsMs === null ? null : now + wanted.lastsMs;
      return [oracle.note(aPosting({ ...base, amount: wanted.amount, expiresAt }))];
    }
    case 'redeem': {
      const amount = Math.ceil((lots.reduce((sum, lot) => sum + lot.remaining, 0) * wanted.share) / 100);
      const uses = amount > 0 ? takeFrom(lots, amount, { now, order: 'soonest-expiry' }) : undefined;
      return uses ? [oracle.note(aPosting({ ...base, type: 'redemption', amount: -amount, uses }))] : [];
    }
    case 'reverse': {
      const whole = lots.filter((lot) => lot.remaining === lot.amount);
      const lot = whole[wanted.which % Math.max(1, whole.length)];
      if (!lot) return [];
      const uses = [{ lotId: lot.id, amount: lot.amount }];
      const correctsId = lot.entryId ?? null;
      return [oracle.note(aPosting({ ...base, type: 'reversal', amount: -lot.amount, correctsId, uses }))];
    }
    case 'expire':
      return lots
        .filter((lot) => lot.expiresAt !== null && lot.expiresAt <= now && lot.remaining > 0)
        .map((lot) => ({ amount: -lot.remaining, uses: [{ lotId: lot.id, amount: lot.remaining }] }))
        .map((part) => oracle.note(aPosting({ ...base, type: 'expiry', ...part })));
  }
}

describe('the ledger, against naive bookkeeping', function () {
  this.timeout(60_000);

  let database: Database;

  before(async () => {
    database = await createTemporaryStore();
  });

  after(() => database.remove());

  it('agrees after every transaction of any history', () =>
    fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 10 }), async (batches) => {
        await clearLedger(database.store);
        await insertMembers(database.store, memberIds);
        await runHistory(database, batches);
      }),
      { numRuns: 60 },
    ));
});

type Database = Awaited<ReturnType<typeof createTemporaryStore>>;

async function runHistory({ store }: Database, batches: readonly Batch[]): Promise<void> {
  const oracle = new Oracle();
  let now = testNow;
  for (const { wishes, afterMs } of batches) {
    now += afterMs;
    const running: number[] = [];
    const postings = wishes.flatMap((wanted) => {
      const made = postingsOf(oracle, wanted, now);
      for (const posting of made) running.push(posting.amount);
      return made;
    });
    const at = now;
    const before = new Map(
      memberIds.flatMap((id) =>
        units.map((unit) => [
          `${id}${unit}`,
          oracle.balance(id, unit) -
            sumOf(postings.filter((one) => one.memberId === id && one.unit === unit)),
        ]),
      ),
    );
    const posted = await store.transaction((tx) => post(ledgerAt(at), tx, postings));
    expect(posted.map(({ entry }) => entry.amount)).to.deep.equal(running);
    for (const { entry, account } of posted) {
      const key = `${entry.memberId}${entry.unit}`;
      const due = (before.get(key) ?? 0) + entry.amount;
      before.set(key, due);
      expect(account.balance).to.equal(due);
    }
    await learnLots(store, oracle);
    await expectAgreement(store, oracle);
  }
}

function sumOf(postings: readonly Posting[]): number {
  return postings.reduce((sum, { amount }) => sum + amount, 0);
}

/** The ids that the ledger gave to the batch's lots, in the order in which it made them. */
async function learnLots(store: Database['store'], oracle: Oracle): Promise<void> {
  const rows = await store.all<{ id: number; entryId: number }>(
    'SELECT id, entry_id AS entryId FROM lots ORDER BY id',
  );
  expect(rows).to.have.length(oracle.lots.length);
  for (const [index, lot] of oracle.lots.entries()) {
    lot.id = rows[index]?.id;
    lot.entryId = rows[index]?.entryId;
  }
}

interface Sums {
  readonly memberId: number;
  readonly unit: LedgerUnit;
  readonly sum: number;
}

async function expectAgreement(store: Database['store'], oracle: Oracle): Promise<void> {
  const keyed = (rows: readonly Sums[]) =>
    new Map(rows.map(({ memberId, unit, sum }) => [`${memberId}${unit}`, sum]));
  const grouped = (what: string, table: string) =>
    store.all<Sums>(
      `SELECT member_id AS memberId, unit, SUM(${what}) AS sum FROM ${table} GROUP BY member_id, unit`,
    );
  const entries = keyed(await grouped('amount', 'ledger_entries'));
  const balances = keyed(await grouped('balance', 'accounts'));
  const lifetimes = keyed(await grouped('lifetime', 'accounts'));
  const lots = keyed(await grouped('remaining', 'lots'));
  for (const memberId of memberIds) {
    for (const unit of units) {
      const key = `${memberId}${unit}`;
      const balance = oracle.balance(memberId, unit);
      const found = [
        entries.get(key) ?? 0,
        balances.get(key) ?? 0,
        lots.get(key) ?? 0,
        lifetimes.get(key) ?? 0,
      ];
      expect(found, key).to.deep.equal([balance, balance, balance, oracle.lifetime(memberId, unit)]);
    }
  }
  const low = await store.all(
    `SELECT id FROM lots WHERE remaining < 0 UNION SELECT member_id FROM accounts WHERE balance < 0 OR lifetime < 0`,
  );
  expect(low).to.deep.equal([]);
  await expectChains(store);
  const { difference, ...counts } = await verifyLedger(store);
  expect(difference).to.be.undefined;
  expect(counts).to.deep.equal({
    members: memberIds.length,
    entries: oracle.amounts.length,
    lots: oracle.lots.length,
  });
}

/** Hashes recomputed from what is stored, without `verifyLedger`. */
async function expectChains(store: Database['store']): Promise<void> {
  const heads = await store.all<{ id: number; seq: number; hash: string }>(
    'SELECT id, chain_seq AS seq, chain_hash AS hash FROM members',
  );
  for (const head of heads) {
    const entries = await store.all<Entry>(
      `SELECT ${entryColumns} FROM ledger_entries WHERE member_id = ? ORDER BY seq`,
      [head.id],
    );
    const last = entries.reduce((previous, entry) => {
      expect(entry.hash).to.equal(entryHash(previous, entry));
      return entry.hash;
    }, chainStart);
    expect([head.seq, head.hash]).to.deep.equal([entries.length, last]);
  }
}

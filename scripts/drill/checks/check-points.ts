import { maskPhone } from '../../../rules/phone.ts';
import { verifyLedger } from '../../../server/ledger/verify.ts';
import { birthdayGift, joiningGift, rialPerPoint } from '../club-settings.ts';
import type { AskedPurchase } from '../oracle.ts';
import { groupBy, onceOnly, wrong } from './evidence.ts';
import type { Evidence, Violation } from './evidence.ts';

interface PurchaseRow {
  readonly id: number;
  readonly phone: string;
  readonly amount: number;
  readonly undoneAt: number | null;
}

const pointsOf = (amount: number) => Math.floor(amount / rialPerPoint);

/** Members, purchases, their undoing, and what all of it comes to in points. */
export async function checkPoints(evidence: Evidence): Promise<Violation[]> {
  const rows = await evidence.store.all<PurchaseRow>(
    `SELECT purchases.id, members.phone, purchases.amount, purchases.undone_at AS undoneAt
     FROM purchases JOIN members ON members.id = purchases.member_id`,
  );
  return [
    ...(await checkMembers(evidence)),
    ...checkPurchases(evidence, rows),
    ...(await checkEntries(evidence, rows)),
    ...(await checkBalances(evidence, rows)),
    ...(await checkBooks(evidence)),
  ];
}

async function checkMembers({ store, oracle }: Evidence): Promise<Violation[]> {
  const rows = groupBy(await store.all<{ phone: string }>('SELECT phone FROM members'), ({ phone }) => phone);
  return [...oracle.joined].flatMap(({ phone }) =>
    onceOnly(rows.get(phone)?.length ?? 0, 'member', maskPhone(phone)),
  );
}

/** Every amount is asked for once, so it says which purchase a row is. */
function checkPurchases({ oracle }: Evidence, rows: readonly PurchaseRow[]): Violation[] {
  const byAmount = groupBy(rows, ({ amount }) => amount);
  return [...oracle.purchases.values()].flatMap((asked) => {
    const found = byAmount.get(String(asked.amount)) ?? [];
    if (found.length > 1 || asked.id !== undefined) {
      const what = `${describe(asked)}: rows ${found.map(({ id }) => id).join(', ') || 'none'}`;
      const count = onceOnly(found.length, 'purchase', what);
      if (count.length > 0) return count;
    }
    const [row] = found;
    return row ? checkRow(asked, row) : [];
  });
}

function checkRow(asked: AskedPurchase, row: PurchaseRow): Violation[] {
  const what = describe(asked);
  const all: Violation[] = [];
  if (asked.id !== undefined && row.id !== asked.id) all.push(wrong('purchase has another id', what));
  if (row.phone !== asked.person.phone) all.push(wrong('purchase is of another member', what));
  if (asked.points !== undefined && asked.points !== pointsOf(asked.amount))
    all.push(wrong('purchase earned another amount', what));
  if (asked.undo === 'acknowledged' && row.undoneAt === null)
    all.push({ sort: 'lost', kind: 'undoing lost', what });
  if (asked.undo === undefined && row.undoneAt !== null)
    all.push(wrong('purchase undone though nobody asked', what));
  return all;
}

function describe({ number, id, person, key }: AskedPurchase): string {
  return `purchase ${number} (id ${id ?? 'unknown'}, key ${key}, ${maskPhone(person.phone)})`;
}

/** One accrual a purchase, and one reversal where it was undone. */
async function checkEntries({ store }: Evidence, rows: readonly PurchaseRow[]): Promise<Violation[]> {
  const entries = await store.all<{ purchaseId: number; type: string; amount: number }>(
    'SELECT purchase_id AS purchaseId, type, amount FROM ledger_entries WHERE purchase_id IS NOT NULL',
  );
  const byPurchase = groupBy(entries, ({ purchaseId }) => purchaseId);
  return rows.flatMap(({ id, amount, undoneAt }) => {
    const points = pointsOf(amount);
    const wanted = undoneAt === null ? [`accrual ${points}`] : [`accrual ${points}`, `reversal ${-points}`];
    const found = (byPurchase.get(String(id)) ?? []).map((entry) => `${entry.type} ${entry.amount}`);
    if (found.sort().join() === wanted.join()) return [];
    const what = `purchase ${id} has the entries ${found.join(', ') || 'none'}`;
    const sort = found.length > wanted.length ? 'doubled' : 'lost';
    return [{ sort, kind: `entries ${sort}`, what } as const];
  });
}

async function checkBalances(
  { store, celebrants }: Evidence,
  rows: readonly PurchaseRow[],
): Promise<Violation[]> {
  const standing = groupBy(
    rows.filter(({ undoneAt }) => undoneAt === null),
    ({ phone }) => phone,
  );
  const gifted = new Set(celebrants.phones);
  const balances = await store.all<{ phone: string; balance: number | null }>(
    `SELECT members.phone, accounts.balance FROM members
     LEFT JOIN accounts ON accounts.member_id = members.id AND accounts.unit = 'points'`,
  );
  return balances.flatMap(({ phone, balance }) => {
    const earned = (standing.get(phone) ?? []).reduce((sum, { amount }) => sum + pointsOf(amount), 0);
    const wanted = joiningGift + earned + (gifted.has(phone) ? birthdayGift : 0);
    if (balance === wanted) return [];
    return [wrong('balance', `${maskPhone(phone)} should have ${wanted} points, has ${balance ?? 'none'}`)];
  });
}

/** Ledger = balance = lots, nothing below zero, and the chains of hashes. */
async function checkBooks({ store }: Evidence): Promise<Violation[]> {
  const { difference } = await verifyLedger(store);
  const below = await store.all<{ memberId: number }>(
    `SELECT member_id AS memberId FROM accounts WHERE balance < 0
     UNION SELECT member_id FROM lots WHERE remaining < 0`,
  );
  return [
    ...(difference
      ? [
          wrong(
            'ledger',
            `${difference.table}, ${difference.row}, member ${difference.memberId}: ${difference.problem}`,
          ),
        ]
      : []),
    ...below.map(({ memberId }) => wrong('below zero', `member ${memberId}`)),
  ];
}

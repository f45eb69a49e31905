import type { Runtime } from '../runtime.ts';
import { amountAsWritten } from '../usecases/as-written.ts';
import type { Club } from '../club.ts';
import type { LedgerUnit } from '../ledger/unit.ts';
import { marks } from '../store/tx.ts';
import type { Directory } from './directory.ts';
import type { Head } from './event.ts';
import { hasUnit, openAct } from './open-member.ts';
import type { Opening } from './open-member.ts';
import { readMembers } from './shop-members.ts';
import { readTiersAt } from './shop-tiers.ts';
import { readTotals } from './shop-totals.ts';
import type { Told } from './shop-told.ts';

interface OpeningsOptions {
  readonly directory: Directory;
  readonly at: number;
  /** The club that they are opened in: what its programs do not have is left behind. */
  readonly tried: Club;
}

const batchSize = 500;

/** The members of a club at a moment, each with what she had then. */
export async function* readOpenings(
  past: Past,
  { directory, at, tried }: OpeningsOptions,
): AsyncGenerator<Told> {
  const { store, club } = past;
  const fit = fitInto(tried, club.program.code);
  for (let after = 0; ;) {
    const members = await store.all<{ id: number }>(
      'SELECT id FROM members WHERE id > ? AND joined_at < ? ORDER BY id LIMIT ?',
      [after, at, batchSize],
    );
    const last = members.at(-1);
    if (!last) return;
    const ids = members.map(({ id }) => id);
    const { rows, profiles } = await readMembers(store, ids, at);
    const [lots, totals] = [await readLots(past, ids, at), await readTotals(past, ids, at)];
    const tiers = await readTiersAt(store, ids, at);
    for (const { id } of members) {
      const row = rows.get(id);
      if (!row) continue;
      const { name, language, birthday, gender, education, tags, customerGroups, dates } =
        profiles.get(id) ?? {};
      const head: Head = { event: 'open', id: `open-${id}`, at, ...directory.of({ phone: row.phone }) };
      const opening: Opening = {
        ...(typeof name === 'string' && { name }),
        ...(language && { language }),
        ...(birthday && { birthday }),
        ...(gender && { gender }),
        ...(education && { education }),
        ...{ tags: [...(tags ?? [])], customerGroups: [...(customerGroups ?? [])] },
        dates: Object.fromEntries(
          Object.entries(dates ?? {}).flatMap(([of, date]) => (date ? [[of, date]] : [])),
        ),
        ...(row.referrer !== null && { referrer: row.referrer }),
        ...{ joinedAt: row.joinedAt, lots: fit.lots(lots.get(id) ?? []), totals: totals.get(id) },
        tiers: fit.tiers(tiers.get(id) ?? []),
      };
      yield { head, act: openAct(head, opening, 'books') };
    }
    after = last.id;
  }
}

/** The club's own program is followed by that of the other club, whatever its code; the others by theirs. */
function fitInto(tried: Club, ownCode: string) {
  const codeIn = (code = '') => (code === ownCode ? tried.program.code : code);
  const programOf = (code: string | undefined) =>
    tried.programs.find(({ program }) => program.code === codeIn(code));
  return {
    lots: (lots: Opening['lots']): Opening['lots'] =>
      lots.flatMap((lot) => {
        const found = programOf(lot.program);
        return found && hasUnit(found.program, lot.unit) ? [{ ...lot, program: found.program.code }] : [];
      }),
    tiers: (tiers: Opening['tiers']): Opening['tiers'] =>
      tiers.flatMap((had) => {
        const found = programOf(had.program);
        const isThere = found?.rules.ladder?.rungs.some(({ id }) => id === had.tier) === true;
        return isThere ? [{ ...had, program: found.program.code }] : [];
      }),
  };
}

export type Past = Pick<Runtime, 'store' | 'club'>;

/** An amount of the books as people write it. */
function told({ club }: Past, { programId, unit, amount }: Row): number {
  return amountAsWritten(unit, amount, club.lastOf(programId).rules.decimals);
}

interface Row {
  readonly programId: number;
  readonly unit: LedgerUnit;
  readonly amount: number;
}

interface LotRow {
  readonly memberId: number;
  readonly program: string;
  readonly programId: number;
  readonly unit: LedgerUnit;
  readonly earnedAt: number;
  readonly expiresAt: number | null;
  readonly amount: number;
  readonly used: number | string;
}

/** What was left then of every lot that was there; what was undone later is taken as never given. */
async function readLots(past: Past, ids: readonly number[], at: number) {
  const rows = await past.store.all<LotRow>(
    `SELECT lots.member_id AS memberId, programs.code AS program, lots.program_id AS programId, lots.unit,
       lots.earned_at AS earnedAt, lots.expires_at AS expiresAt,
       lots.amount,
       (SELECT COALESCE(SUM(lot_uses.amount), 0) FROM lot_uses JOIN ledger_entries AS taken
          ON taken.id = lot_uses.entry_id
        WHERE lot_uses.lot_id = lots.id
          AND (taken.created_at < ? OR taken.reason IN ('purchase-undone', 'occasion-undone'))) AS used
     FROM lots JOIN ledger_entries ON ledger_entries.id = lots.entry_id JOIN programs ON programs.id = lots.program_id
     WHERE lots.member_id IN (${marks(ids)}) AND ledger_entries.created_at < ? ORDER BY lots.id`,
    [at, ...ids, at],
  );
  const lots = new Map<number, Opening['lots']>();
  for (const { memberId, programId, used, amount, ...lot } of rows) {
    const left = told(past, { programId, unit: lot.unit, amount: amount - Number(used) });
    const program = past.club.lastOf(programId).program.code;
    if (left > 0) lots.set(memberId, [...(lots.get(memberId) ?? []), { ...lot, program, amount: left }]);
  }
  return lots;
}

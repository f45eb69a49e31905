import { rialOf, sumWritten } from '../../rules/decimals.ts';
import type { Balances } from '../../templates/template.ts';
import type { Runtime } from '../runtime.ts';
import { amountAsWritten } from '../usecases/as-written.ts';
import { sinceStart } from './since-start.ts';

/** What a member was given in a replay against what she really was, less what was taken back. */
export interface MemberChange {
  readonly phone: string;
  readonly was: Balances;
  readonly is: Balances;
  /** In rial, points by what they are worth. */
  readonly more: number;
}

export interface Winners {
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  /** Those who won most, the most first. */
  readonly winners: readonly MemberChange[];
  readonly losers: readonly MemberChange[];
}

type Books = Pick<Runtime, 'store' | 'club'>;

export interface Comparing {
  readonly replayed: Books;
  readonly real: Books;
  /** What was given from here on. */
  readonly from: number;
  /** Of a point, in rial. */
  readonly worth: number;
  readonly max: number;
}

/** Compares members by phone, in bounded batches. */
export async function readWinners({ replayed, real, from, worth, max }: Comparing): Promise<Winners> {
  const before = await readGains(real, from);
  const after = await readGains(replayed, from);
  const nothing: Balances = { points: 0, credit: 0 };
  const changes = [...new Set([...before.keys(), ...after.keys()])].map((phone): MemberChange => {
    const [was, is] = [before.get(phone) ?? nothing, after.get(phone) ?? nothing];
    const points = rialOf(sumWritten([is.points, -was.points]), worth);
    return { phone, was, is, more: points + is.credit - was.credit };
  });
  const [up, down] = [changes.filter(({ more }) => more > 0), changes.filter(({ more }) => more < 0)];
  return {
    ...{ better: up.length, worse: down.length, same: changes.length - up.length - down.length },
    winners: up.sort((a, b) => b.more - a.more).slice(0, max),
    losers: down.sort((a, b) => a.more - b.more).slice(0, max),
  };
}

const batchSize = 2000;

interface GainRow {
  readonly memberId: number;
  readonly programId: number;
  readonly unit: string;
  readonly amount: number | string;
}

/** In all programs, by phone. */
async function readGains({ store, club }: Books, from: number): Promise<Map<string, Balances>> {
  const gains = new Map<string, Balances>();
  for (let after = 0; ;) {
    const members = await store.all<{ id: number; phone: string }>(
      'SELECT id, phone FROM members WHERE id > ? ORDER BY id LIMIT ?',
      [after, batchSize],
    );
    const last = members.at(-1);
    if (!last) return gains;
    const rows = await store.all<GainRow>(
      `SELECT member_id AS memberId, program_id AS programId, unit, SUM(amount) AS amount FROM ledger_entries
       WHERE member_id > ? AND member_id <= ? AND type IN ('accrual', 'reversal') AND created_at >= ?
         AND ${sinceStart} GROUP BY member_id, program_id, unit`,
      [after, last.id, from, from],
    );
    const phones = new Map(members.map(({ id, phone }) => [id, phone]));
    for (const { memberId, programId, unit, amount } of rows) {
      if (unit !== 'points' && unit !== 'credit') continue;
      const phone = phones.get(memberId) ?? '';
      const before = gains.get(phone) ?? { points: 0, credit: 0 };
      const more = amountAsWritten(unit, Number(amount), club.lastOf(programId).rules.decimals);
      gains.set(phone, { ...before, [unit]: sumWritten([before[unit], more]) });
    }
    after = last.id;
  }
}

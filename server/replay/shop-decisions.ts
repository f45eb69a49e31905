import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import { decideAct } from './decide.ts';
import { readPhones } from './shop-members.ts';
import { beforeStart, purchaseName } from './shop-told.ts';
import type { Reading, Tell } from './shop-told.ts';
import { tierAct } from './tier.ts';

interface AuditRow {
  readonly id: number;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  readonly actor: string;
}

/** What people decided and wrote down: approvals of what waited, and tiers that they gave. */
export async function readDecisions({ reader, ids, from, headOf }: Reading): Promise<Tell> {
  const rows = await reader.all<AuditRow>(
    `SELECT id, action, subject, detail, actor FROM audit WHERE id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ofWaiting = rows.filter(({ action }) => action.startsWith('pending.'));
  const waited = await readWaited(reader, ofWaiting.map(subjectId));
  const phones = await readPhones(reader, rows.filter((row) => !ofWaiting.includes(row)).map(subjectId));
  return (moment) => {
    const row = byId.get(moment.id);
    if (!row) return undefined;
    if (row.action.startsWith('pending.')) {
      const one = waited.get(subjectId(row));
      if (!one) return undefined;
      const { phone, purchaseId, rule, untilPaid, createdAt, ...rest } = one;
      const decision = row.action === 'pending.approve' ? 'approve' : 'decline';
      const head = { ...headOf(moment, phone, `${decision}-${row.id}`), event: decision } as const;
      if (createdAt < from) return { head, act: beforeStart('decided') };
      const of = {
        ...(purchaseId !== null && { purchase: purchaseName(purchaseId) }),
        ...(rule !== null && { rule }),
      };
      return {
        head,
        act: decideAct(head, { ...of, ...rest, untilPaid: untilPaid === 1 }, { decision, actor: row.actor }),
      };
    }
    const phone = phones.get(subjectId(row));
    if (phone === undefined) return undefined;
    const head = headOf(moment, phone);
    return { head, act: tierAct(head, JSON.parse(row.detail) as TierDetail, row.actor) };
  };
}

interface TierDetail {
  readonly program: string;
  readonly tier: string | null;
  readonly until: number | null;
  readonly reason: string;
}

/** `member:7` is 7. */
const subjectId = ({ subject }: AuditRow): number => Number(subject.slice(subject.indexOf(':') + 1));

interface Waited {
  readonly id: number;
  readonly phone: string;
  readonly program: string;
  readonly rule: string | null;
  readonly unit: string;
  readonly purchaseId: number | null;
  readonly earnedAt: number;
  readonly untilPaid: 0 | 1;
  readonly createdAt: number;
}

async function readWaited(reader: Reader, ids: readonly number[]): Promise<Map<number, Omit<Waited, 'id'>>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.all<Waited>(
    `SELECT pending.id, members.phone, programs.code AS program, pending.rule, pending.unit,
       pending.purchase_id AS purchaseId, pending.earned_at AS earnedAt,
       pending.until_paid AS untilPaid, pending.created_at AS createdAt
     FROM pending JOIN members ON members.id = pending.member_id JOIN programs ON programs.id = pending.program_id
     WHERE pending.id IN (${marks(ids)})`,
    ids,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

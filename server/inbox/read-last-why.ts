import { dayOf } from '../../rules/calendar.ts';
import { isUnit } from '../../rules/program/words.ts';
import { waitingPhrase } from '../../templates/explain-pending.ts';
import { amountOf } from '../../templates/explain-terms.ts';
import type { WhyLine, WhyPurchase } from '../../templates/why-lines.ts';
import { pendingColumns } from '../ledger/pending.ts';
import type { PendingRow } from '../ledger/pending.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader } from '../store/tx.ts';
import { gainsTold } from '../usecases/as-written.ts';
import { explanationByNow } from '../usecases/explanation-by-now.ts';
import { explanationWords } from '../usecases/explanation-words.ts';
import type { ExplanationSetting } from '../usecases/explanation-words.ts';
import type { ExplanationLine } from '../usecases/purchase.ts';

interface LastRow {
  readonly id: number;
  readonly amount: number;
  readonly occurredAt: number;
  readonly explanation: string;
  readonly unpaid: number;
}

/** Her last purchase that stands and what each rule did with it by now; nothing where there is none. */
export async function readLastWhy(
  runtime: Pick<Runtime, 'club' | 'clock'>,
  reader: Reader,
  member: { readonly id: number; readonly language: 'fa' | 'en' },
): Promise<{ readonly purchase?: WhyPurchase }> {
  const last = await reader.one<LastRow>(
    `SELECT id, amount, occurred_at AS occurredAt, explanation, unpaid - settled AS unpaid FROM purchases
     WHERE member_id = ? AND undone_at IS NULL ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    [member.id],
  );
  if (!last) return {};
  const rows = await reader.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE purchase_id = ? AND member_id = ? ORDER BY id`,
    [last.id, member.id],
  );
  const { program } = runtime.club;
  const said = JSON.parse(last.explanation) as ExplanationLine[];
  const { id, unpaid } = last;
  const lines = explanationByNow(runtime, said, { id, unpaid, pending: rows });
  return {
    purchase: {
      amount: last.amount,
      day: dayOf(last.occurredAt, program.timeZone),
      calendar: program.calendar,
      lines: whyLines(lines, { language: member.language, program }),
    },
  };
}

/** What waits is told by itself, and not again among the reasons. */
function whyLines(lines: readonly ExplanationLine[], setting: ExplanationSetting): WhyLine[] {
  const { language, program } = setting;
  const { timeZone, calendar } = program;
  const parted = lines.map(({ pending, ...line }) => ({ line, pending }));
  const words = explanationWords(
    parted.map(({ line }) => line),
    setting,
  );
  return parted.map(({ line, pending }, index) => {
    const { amount, unit } = line;
    const { name = '', why = '', code = '' } = words[index] ?? {};
    const gains = gainsTold([{ ...line, ...(pending && { pending }) }]);
    return {
      ...{ name, why, code, gains },
      ...(pending && { waits: waitingPhrase(pending, { language, unit, timeZone, calendar }) }),
      ...(amount > 0 && !isUnit(unit) && { other: amountOf(amount, unit, language) }),
    };
  });
}

import { dayOf } from '../../rules/calendar.ts';
import { isUnit } from '../../rules/program/words.ts';
import { amountOf } from '../../templates/explain-terms.ts';
import type { WhyPurchase } from '../../templates/why-texts.ts';
import { explanationWords } from '../usecases/explanation-words.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader } from '../store/tx.ts';
import { gainsTold } from '../usecases/as-written.ts';
import type { ExplanationLine } from '../usecases/purchase.ts';

interface LastRow {
  readonly amount: number;
  readonly occurredAt: number;
  readonly explanation: string;
}

/** Her last purchase that stands and what each rule did with it; nothing where there is none. */
export async function readLastWhy(
  { club }: Pick<Runtime, 'club'>,
  reader: Reader,
  member: { readonly id: number; readonly language: 'fa' | 'en' },
): Promise<{ readonly purchase?: WhyPurchase }> {
  const last = await reader.one<LastRow>(
    `SELECT amount, occurred_at AS occurredAt, explanation FROM purchases
     WHERE member_id = ? AND undone_at IS NULL ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    [member.id],
  );
  if (!last) return {};
  const { program } = club;
  const setting = { language: member.language, program };
  const lines = explanationWords(JSON.parse(last.explanation) as ExplanationLine[], setting);
  return {
    purchase: {
      amount: last.amount,
      day: dayOf(last.occurredAt, program.timeZone),
      calendar: program.calendar,
      lines: lines.map((line) => ({
        ...{ name: line.name, gains: gainsTold([line]), why: line.why },
        ...(line.amount > 0 &&
          !isUnit(line.unit) && { other: amountOf(line.amount, line.unit, member.language) }),
      })),
    },
  };
}

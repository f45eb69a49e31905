import type { ExplanationLine } from './purchase.ts';
import type { PendingItem } from './read-pending.ts';

/** What each rule did with a purchase, with what still waits in place of what waited when it was recorded. */
export function explanationByNow(
  lines: readonly ExplanationLine[],
  waiting: readonly PendingItem[],
): ExplanationLine[] {
  return lines.map((line) => {
    const { pending, ...rest } = line;
    if (pending === undefined) return line;
    const still = waiting.filter(
      ({ program, rule, unit }) => program === line.program && rule === line.rule && unit === line.unit,
    );
    return still.length === 0 ? rest : { ...rest, pending: still.map(partOf) };
  });
}

function partOf({ amount, opensAt, untilPaid, untilApproved }: PendingItem) {
  return { amount, opensAt, untilPaid, untilApproved };
}

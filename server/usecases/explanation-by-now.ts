import { sumWritten } from '../../rules/decimals.ts';
import type { Runtime } from '../runtime.ts';
import type { PendingRow } from '../ledger/pending.ts';
import { amountAsWritten } from './as-written.ts';
import type { ExplanationLine } from './purchase.ts';
import { pendingItems } from './read-pending.ts';
import type { PendingItem } from './read-pending.ts';

type Now = Pick<Runtime, 'club' | 'clock'>;

/**
 * What each rule did with a purchase, by now: what still waits in place of what waited when it was recorded, and
 * without what was refused since. `rows` are all that waited of the purchase, in the order they were written.
 */
export function explanationByNow(
  runtime: Now,
  lines: readonly ExplanationLine[],
  rows: readonly PendingRow[],
): ExplanationLine[] {
  const left = new Map<string, PendingRow[]>();
  for (const row of rows) {
    const key = keyOf({ ...row, program: runtime.club.lastOf(row.programId).program.code });
    left.set(key, [...(left.get(key) ?? []), row]);
  }
  return lines.map((line) => {
    if (line.pending === undefined) return line;
    const { pending, ...rest } = line;
    const own = left.get(keyOf(line))?.splice(0, pending.length) ?? [];
    return lineByNow(runtime, rest, own);
  });
}

function lineByNow(
  runtime: Now,
  line: Omit<ExplanationLine, 'pending'>,
  own: readonly PendingRow[],
): ExplanationLine {
  const waiting = pendingItems(runtime, own);
  const cancelled = own.map(({ programId, unit, cancelled }) =>
    amountAsWritten(unit, -cancelled, runtime.club.lastOf(programId).rules.decimals),
  );
  const amount = sumWritten([line.amount, ...cancelled]);
  const refused = sumWritten([line.amount, -amount]);
  return {
    ...{ ...line, amount },
    ...(refused > 0 && { cancelled: refused }),
    ...(waiting.length > 0 && { pending: waiting.map(partOf) }),
  };
}

/** Which rule gave it, in what. */
function keyOf({ program, rule, unit }: { program: string; rule: string | null; unit: string }): string {
  return JSON.stringify([program, rule, unit]);
}

function partOf({ amount, opensAt, untilPaid, untilApproved }: PendingItem) {
  return { amount, opensAt, untilPaid, untilApproved };
}

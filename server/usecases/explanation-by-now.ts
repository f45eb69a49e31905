import { sumWritten } from '../../rules/decimals.ts';
import type { Runtime } from '../runtime.ts';
import type { PendingRow } from '../ledger/pending.ts';
import { amountAsWritten } from './as-written.ts';
import type { ExplanationLine } from './purchase.ts';
import { waitingOf } from './read-pending.ts';
import type { PendingItem } from './read-pending.ts';

type Now = Pick<Runtime, 'club' | 'clock'>;

interface Waiting {
  readonly id: number;
  readonly unpaid: number;
  readonly pending: readonly PendingRow[];
}

/**
 * What each rule did with a purchase, by now: what still waits in place of what waited when it was recorded, and
 * without what was refused since. `pending` is all that waited of the purchase, in the order it was written, and
 * `unpaid` what is left to pay of it.
 */
export function explanationByNow(
  runtime: Now,
  lines: readonly ExplanationLine[],
  { id, unpaid, pending: rows }: Waiting,
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
    return lineByNow(runtime, rest, { id, unpaid, pending: own });
  });
}

function lineByNow(runtime: Now, line: Omit<ExplanationLine, 'pending'>, own: Waiting): ExplanationLine {
  const waiting = waitingOf(runtime, own);
  const cancelled = own.pending.map(({ programId, unit, cancelled }) =>
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

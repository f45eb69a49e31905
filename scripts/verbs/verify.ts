import type { Command } from 'commander';
import { verifyLedger } from '../../server/ledger/verify.ts';
import type { Difference, Verification, VerifyProgress } from '../../server/ledger/verify.ts';
import { withRuntime } from './open.ts';
import { answer, count, note, pairs } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb } from './verb.ts';

export function addVerify(parent: Command): void {
  addVerb(parent, 'verify', {
    does: 'Recompute every balance, lot and hash from the ledger, look at what was given for what, and name the first row that differs.',
    examples: ['verify', 'verify --json'],
    more: 'Exits 0 when all is right and 1 when a row differs.',
  }).action(async (options: AnswerOptions) => {
    const result = await withRuntime(({ store }) => verifyLedger(store, showProgress()));
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const { difference, ...checked } = result;
    answer(options, { ok: !difference, ...checked, difference: difference ?? null }, linesOf(result));
    if (!difference) return;
    note('Look at that row with the audit log beside it, or restore a backup from before it changed.');
    process.exitCode = 1;
  });
}

const progressEveryMs = 200;

/** On a terminal, how far it is; elsewhere nothing. */
function showProgress(): (progress: VerifyProgress) => void {
  if (!process.stderr.isTTY) return () => undefined;
  let shownAt = 0;
  return (progress) => {
    if (Date.now() - shownAt < progressEveryMs) return;
    shownAt = Date.now();
    process.stderr.write(`\r\x1b[K${sumOf(progress)} …`);
  };
}

function linesOf({ difference, ...checked }: Verification): string[] {
  if (!difference) return [`all right: ${sumOf(checked)}`];
  return [`a row differs, after ${sumOf(checked)}`, ...differenceLines(difference)];
}

function sumOf({ members, entries, lots }: VerifyProgress): string {
  return [count(members, 'member'), count(entries, 'entry'), count(lots, 'lot')].join(', ');
}

function differenceLines({ memberId, table, row, problem }: Difference): string[] {
  return pairs([
    ['  member', String(memberId)],
    ['  table', table],
    ['  row', row],
    ['  problem', problem],
  ]);
}

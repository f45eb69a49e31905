import { maskPhone } from '../../../rules/phone.ts';
import { sendTimeoutMs } from '../../../server/outbox/dispatch.ts';
import type { MessageState } from '../../../server/outbox/states.ts';
import type { Oracle } from '../oracle.ts';
import { groupBy, wrong } from './evidence.ts';
import type { Evidence, OutboxRow, Violation } from './evidence.ts';

const sent: ReadonlySet<MessageState> = new Set(['wired', 'delivered', 'undelivered']);

/** The outbox against what the SMS provider took: each message once, or held back for a reason. */
export function checkSms(evidence: Evidence): Violation[] {
  const rows = evidence.outbox.filter(({ channel }) => channel === 'sms');
  const taken = groupBy(evidence.sms, ({ localid }) => localid ?? 'none');
  const known = new Set(rows.map(({ id }) => String(id)));
  const strange = [...taken.keys()].filter((localid) => !known.has(localid));
  return [
    ...rows.flatMap((row) => checkRow(evidence, row, taken.get(String(row.id))?.length ?? 0)),
    ...strange.map((localid) => wrong('SMS that nobody committed', `the provider has the id ${localid}`)),
    ...checkReports(evidence, rows),
  ];
}

function checkRow({ oracle }: Evidence, row: OutboxRow, count: number): Violation[] {
  const { id, address, template, state, code } = row;
  const what = `message ${id} (${template}) to ${maskPhone(address)} is ${state} ${code ?? ''}, taken ${count} times`;
  if (count > 1) return [{ sort: 'doubled', kind: 'SMS doubled', what }];
  if (sent.has(state)) return count === 1 ? [] : [{ sort: 'lost', kind: 'SMS lost', what }];
  if (state !== 'suppressed') return [{ sort: 'lost', kind: `SMS ends as ${state}`, what }];
  if (count > 0) return [wrong('SMS sent and called suppressed', what)];
  const allowed =
    (code === 'undone' && tellsOfUndone(oracle, row)) || (code === 'opted-out' && wasUnwanted(oracle, row));
  return allowed ? [] : [{ sort: 'lost', kind: 'SMS held back for no reason', what }];
}

function tellsOfUndone({ purchases }: Oracle, { template, purchaseId }: OutboxRow): boolean {
  const purchase = [...purchases.values()].find(({ id }) => id !== undefined && id === purchaseId);
  return template === 'purchaseRecordedForMember' && purchase?.undo !== undefined;
}

/** A sender may have looked at the clock, and stood still, before it looked at what she wants. */
const heldUpMaxMs = sendTimeoutMs;

/** Whether she may have been taken for silent then: from when she asked for it until the club knew of the end. */
function wasUnwanted({ silences }: Oracle, { address, class: kind, endedAt }: OutboxRow): boolean {
  if (kind !== 'promotional' || endedAt === null) return false;
  return silences.some(
    ({ person, askedAt, overAt = Number.POSITIVE_INFINITY }) =>
      person.phone === address && endedAt > askedAt - heldUpMaxMs && endedAt < overAt,
  );
}

/** What the provider reported and was thanked for stands in the row, whatever order it came in. */
function checkReports({ oracle }: Evidence, rows: readonly OutboxRow[]): Violation[] {
  const byProviderId = groupBy(rows, ({ providerId }) => providerId);
  return [...oracle.reports].flatMap(([messageid, statuses]) => {
    const wanted = statuses.has(10) ? 'delivered' : statuses.has(11) ? 'undelivered' : undefined;
    const [row] = byProviderId.get(String(messageid)) ?? [];
    if (wanted === undefined || row?.state === wanted) return [];
    const what = `${messageid} was reported ${wanted}, message ${row?.id ?? 'unknown'} is ${row?.state ?? 'not there'}`;
    return [{ sort: 'lost', kind: 'report lost', what } as const];
  });
}

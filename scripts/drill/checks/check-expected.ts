import { maskPhone } from '../../../rules/phone.ts';
import { sendTimeoutMs } from '../../../server/outbox/dispatch.ts';
import type { Oracle } from '../oracle.ts';
import { groupBy, onceOnly, wrong } from './evidence.ts';
import type { Evidence, OutboxRow, Violation } from './evidence.ts';

/** Every message that what was acknowledged must have caused is in the outbox, once. */
export function checkExpected(evidence: Evidence): Violation[] {
  return [...checkTold(evidence), ...checkWelcomes(evidence), ...checkPromotions(evidence)];
}

/** A purchase is told of once, and its undoing too where she may have been told of the purchase. */
function checkTold({ oracle, outbox }: Evidence): Violation[] {
  const byPurchase = groupBy(outbox, ({ purchaseId }) => purchaseId);
  return [...oracle.purchases.values()].flatMap(({ id, undo, person }) => {
    if (id === undefined) return [];
    const rows = byPurchase.get(String(id)) ?? [];
    const of = (wanted: string) => rows.filter(({ template }) => template === wanted);
    const told = of('purchaseRecordedForMember');
    const what = `purchase ${id} of ${maskPhone(person.phone)}`;
    const all = onceOnly(told.length, 'message of a purchase', what);
    if (undo !== 'acknowledged') return all;
    const undone = of('purchaseUndoneForMember');
    // She may have been told of the undoing while nobody knew whether the first message had left, and need not be told
    // where it was held back or reported undelivered.
    const maybeUntold = told.some((row) => row.state === 'suppressed' || wasUndelivered(oracle, row));
    if (undone.length === 0 && maybeUntold) return all;
    return [...all, ...onceOnly(undone.length, 'message of an undoing', what)];
  });
}

const undeliveredStatus = 11;

/** As it was reported, in whatever order: a later report may say that it was delivered after all. */
function wasUndelivered({ reports }: Evidence['oracle'], { providerId }: OutboxRow): boolean {
  return reports.get(Number(providerId))?.has(undeliveredStatus) === true;
}

function checkWelcomes({ oracle, outbox }: Evidence): Violation[] {
  const welcomes = groupBy(
    outbox.filter(({ template }) => template === 'memberJoinedByStaff'),
    ({ address }) => address,
  );
  return [...oracle.joined]
    .filter(({ door }) => door === 'api')
    .flatMap(({ phone }) => onceOnly(welcomes.get(phone)?.length ?? 0, 'welcome', maskPhone(phone)));
}

/** Enqueued once; and the provider took nothing promotional that was begun while she did not want it and the club knew. */
function checkPromotions({ oracle, outbox, sms }: Evidence): Violation[] {
  const byKey = groupBy(outbox, ({ onceKey }) => onceKey);
  const missing = [...oracle.promotions].flatMap(([key, { phone }]) =>
    onceOnly(byKey.get(key)?.length ?? 0, 'promotional message', `${key} to ${maskPhone(phone)}`),
  );
  const taken = groupBy(sms, ({ localid }) => localid ?? null);
  const unwanted = outbox
    .filter((row) => row.class === 'promotional')
    .filter((row) =>
      (taken.get(String(row.id)) ?? []).some(({ takenAt }) => isUnwanted(oracle, row, takenAt)),
    );
  return [...missing, ...unwanted.map(unwantedMessage)];
}

/** What was begun before is under way for so long at most. A later attempt, which only asked, hides when it began. */
function isUnwanted({ silences }: Oracle, { address, attemptedAt }: OutboxRow, takenAt: number): boolean {
  const earliest = takenAt - sendTimeoutMs;
  const begunAt = attemptedAt === null || attemptedAt > takenAt ? earliest : Math.max(attemptedAt, earliest);
  return silences.some(
    ({ person, from = Number.POSITIVE_INFINITY, until = Number.POSITIVE_INFINITY }) =>
      person.phone === address && begunAt > from && takenAt < until,
  );
}

function unwantedMessage({ id, address }: OutboxRow): Violation {
  return wrong('written to after she opted out', `message ${id} to ${maskPhone(address)}`);
}

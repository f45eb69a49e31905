import type { CountedBy } from './settle-due.ts';

/** A row of a ledger, as far as it says what it was given for. */
export interface GivenFor {
  readonly purchaseId: number | null;
  readonly programId: number;
  readonly rule: string | null;
  readonly reason: string;
}

/** What a row is known by among what visits gave: its program, its purchase, and what it was given for. */
export const visitKey = ({ programId, purchaseId, reason, rule }: GivenFor) =>
  `${programId}/${String(purchaseId)}/${reason === 'visit' ? '' : `${reason}:${String(rule)}`}`;

/** What a visit gave that a purchase was: by rules on visits, and by those that count them. */
export function visitKeys({ programId, changes }: CountedBy, purchaseId: number | undefined): string[] {
  if (purchaseId === undefined) return [];
  const subjects = changes.flatMap(({ subject }) => (subject.startsWith('reached:') ? [subject] : []));
  return ['', ...subjects].map((key) => `${programId}/${purchaseId}/${key}`);
}

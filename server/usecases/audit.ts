import type { Tx } from '../store/tx.ts';

export interface AuditRecord {
  /** `staff:12`, `key:3`, `cli`. */
  readonly actor: string;
  /** What was done (`purchase.undo`). */
  readonly action: string;
  /** What it was done to (`purchase:91`). */
  readonly subject: string;
  /** Anything else worth knowing; no secrets. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly at: number;
}

/** Writes down who did what, in the transaction that does it. */
export function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  return tx.insert('audit', [{ id: tx.id(), ...record, detail: JSON.stringify(record.detail) }]);
}

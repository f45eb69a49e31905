/** A condition on ledger entries since a moment: what was taken back of what was given before it is left out. */
export const sinceStart = `NOT (type = 'reversal' AND EXISTS (SELECT 1 FROM ledger_entries AS corrected
  WHERE corrected.id = ledger_entries.corrects_id AND corrected.created_at < ?))`;

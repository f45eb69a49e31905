/** Points in smallest parts, and credit, as the ledger and the rules have them; nothing that is told takes these. */
export interface InParts {
  readonly points: number;
  readonly credit: number;
  readonly inParts: true;
}

/** The sum of what each unit has of some amounts, which are all in smallest parts. */
export function inParts(of: (unit: 'points' | 'credit') => number): InParts {
  return { points: of('points'), credit: of('credit'), inParts: true };
}

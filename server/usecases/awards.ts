import type { Award } from '../../rules/earn/decide.ts';
import type { Balances } from '../../templates/template.ts';
import type { Posting } from '../ledger/entry.ts';
import type { Runtime } from '../runtime.ts';

/** What every posting of some awards has in common. */
export interface AwardContext {
  readonly memberId: number;
  readonly reason: string;
  readonly purchaseId?: number;
  readonly onceKey?: string;
  readonly actor: string;
  readonly occurredAt: number;
}

/** The postings that give awards; those that came to nothing make none. */
export function accruals(
  { club }: Pick<Runtime, 'club'>,
  awards: readonly Award[],
  context: AwardContext,
): Posting[] {
  return awards
    .filter((award) => award.amount > 0)
    .map((award, index) => ({
      memberId: context.memberId,
      programId: club.programId,
      programVersion: club.version,
      rule: award.rule,
      unit: award.unit,
      type: 'accrual',
      amount: award.amount,
      reason: context.reason,
      purchaseId: context.purchaseId ?? null,
      correctsId: null,
      onceKey: context.onceKey === undefined ? null : `${context.onceKey}:${index}`,
      actor: context.actor,
      occurredAt: context.occurredAt,
      expiresAt: award.expiresAt,
      uses: [],
    }));
}

/** Points and credit that awards come to. */
export function gainsOf(awards: readonly Pick<Award, 'unit' | 'amount'>[]): Balances {
  const sum = (unit: Award['unit']) =>
    awards.reduce((total, award) => (award.unit === unit ? total + award.amount : total), 0);
  return { points: sum('points'), credit: sum('credit') };
}

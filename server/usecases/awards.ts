import type { Award } from '../../rules/earn/decide.ts';
import type { Balances } from '../../templates/template.ts';
import type { ProgramVersion } from '../club.ts';
import type { Posting } from '../ledger/entry.ts';
import { fadingText } from '../ledger/lot.ts';

/** What a rule decided, and of which program it is. */
export interface ProgramAward extends Award {
  readonly by: ProgramVersion;
}

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
export function accruals(awards: readonly ProgramAward[], context: AwardContext): Posting[] {
  return awards
    .filter((award) => award.amount > 0)
    .map((award, index) => ({
      memberId: context.memberId,
      programId: award.by.programId,
      programVersion: award.by.version,
      rule: award.rule,
      unit: award.unit,
      type: 'accrual',
      amount: award.amount,
      reason: award.by.rules.triggers.get(award.rule) ?? context.reason,
      purchaseId: context.purchaseId ?? null,
      correctsId: null,
      onceKey: context.onceKey === undefined ? null : `${context.onceKey}:${index}`,
      actor: context.actor,
      occurredAt: context.occurredAt,
      expiresAt: award.expiresAt,
      fading: fadingText(award.fading),
      uses: [],
    }));
}

/** Points and credit that awards come to. */
export function gainsOf(awards: readonly Pick<Award, 'unit' | 'amount'>[]): Balances {
  const sum = (unit: Award['unit']) =>
    awards.reduce((total, award) => (award.unit === unit ? total + award.amount : total), 0);
  return { points: sum('points'), credit: sum('credit') };
}

/** What lines of an explanation come to in one program. */
export function gainsIn(
  code: string,
  lines: readonly (Pick<Award, 'unit' | 'amount'> & { readonly program: string })[],
): Balances {
  return gainsOf(lines.filter(({ program }) => program === code));
}

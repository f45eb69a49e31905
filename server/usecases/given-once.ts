import type { ProgramVersion } from '../club.ts';

/** Whether a rule gives with the first purchase, for bringing the buyer. */
export function isGivenOnce({ program }: ProgramVersion, id: string): boolean {
  return program.rules.some(
    (rule) => rule.id === id && rule.on === 'referral' && rule.at === 'first-purchase',
  );
}

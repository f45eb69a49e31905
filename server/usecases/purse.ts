import type { StampedCard } from '../../rules/earn/cards.ts';
import { gainsOf } from './awards.ts';
import { inParts } from './in-parts.ts';
import type { Holding, readHoldings } from './read-holdings.ts';

interface Gained {
  readonly awards: Parameters<typeof gainsOf>[0];
  readonly stamped: readonly StampedCard[];
}

/** What members can spend of each program, seen by what is decided after it. */
export interface Purse {
  of(memberId: number, programId: number): Holding;
  add(memberId: number, programId: number, gained: Gained): void;
}

/** What members can spend of each program, while decisions are made one after the other. */
export function openPurse(before: Awaited<ReturnType<typeof readHoldings>>): Purse {
  const changed = new Map<string, Holding>();
  const of = (memberId: number, programId: number) =>
    changed.get(`${memberId}/${programId}`) ?? before(memberId, programId);
  return {
    of,
    add(memberId: number, programId: number, { awards, stamped }: Gained): void {
      const [had, gained] = [of(memberId, programId), gainsOf(awards)];
      const stamps = { ...had.stamps };
      for (const { card, left } of stamped) stamps[card] = left;
      const balances = inParts((unit) => had.balances[unit] + gained[unit]);
      const after = { balances, stamps };
      changed.set(`${memberId}/${programId}`, after);
    },
  };
}

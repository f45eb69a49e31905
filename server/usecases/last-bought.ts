import type { Member } from '../store/members.ts';

/** Members as decisions that are made one after the other find them: with what was bought by those before. */
export interface LastBought {
  of(member: Member): Member;
  /** When she bought last, a purchase of that moment included. */
  latest(member: Member, at: number): number;
  note(member: Member, at: number): void;
}

export function openLastBought(): LastBought {
  const moments = new Map<number, number>();
  const of = (member: Member): Member => {
    const lastPurchaseAt = moments.get(member.id);
    return lastPurchaseAt === undefined ? member : { ...member, lastPurchaseAt };
  };
  // What was bought earlier and is logged later moves no time back.
  const latest = (member: Member, at: number) => Math.max(of(member).lastPurchaseAt ?? at, at);
  return { of, latest, note: (member, at) => void moments.set(member.id, latest(member, at)) };
}

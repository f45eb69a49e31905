import { invalidRequest } from '../http/problem.ts';

/** Whom a history speaks of: by phone, by a reference of its own, or by both. */
export interface Directory {
  /** The phone to record her under, and what the history calls her. Throws a `Problem` where the two do not agree. */
  of(who: { readonly phone?: string | undefined; readonly member?: string | undefined }): {
    readonly phone: string;
    readonly member: string;
  };
  /** The phone of whom a reference was given to; `undefined` before. */
  phoneOf(member: string): string | undefined;
  /** What the history calls who has this phone. */
  nameOf(phone: string): string;
}

/** Numbers of no customer, in the order of the references: `+989999000001`. */
const madeUp = (count: number) => `+98999${String(9_000_000 + count)}`;

export function createDirectory(): Directory {
  const phones = new Map<string, string>();
  const names = new Map<string, string>();
  return {
    of({ phone, member }) {
      if (member === undefined) {
        if (phone === undefined)
          throw invalidRequest([{ field: 'phone', problem: 'is missing: say whose it is' }]);
        return { phone, member: names.get(phone) ?? phone };
      }
      const known = phones.get(member);
      if (known !== undefined && phone !== undefined && known !== phone) {
        throw invalidRequest([{ field: 'phone', problem: `is not that of member "${member}" before` }]);
      }
      const own = known ?? phone ?? madeUp(phones.size + 1);
      phones.set(member, own);
      names.set(own, member);
      return { phone: own, member };
    },
    phoneOf: (member) => phones.get(member),
    nameOf: (phone) => names.get(phone) ?? phone,
  };
}

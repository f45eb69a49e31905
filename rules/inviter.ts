import { parseMobile } from './phone.ts';

/** How somebody says who brought her: by a member's number, or by the code that a member was given to pass on. */
export type Inviter = { readonly phone: string } | { readonly code: string };

/** Nine digits, as any phone can type them: one more than a date, and the first is no zero, as that of a number. */
const code = /^[1-9]\d{8}$/;

/** The least and the first too large of the codes of invitations. */
export const inviteCodes = { from: 100_000_000, to: 1_000_000_000 } as const;

/** Who is meant by digits in folded spelling: an E.164 mobile or a code; `undefined` where they are neither. */
export function inviterIn(digits: string): Inviter | undefined {
  const plain = digits.trim();
  if (code.test(plain)) return { code: plain };
  const parsed = parseMobile(plain);
  return parsed.ok ? { phone: parsed.phone } : undefined;
}

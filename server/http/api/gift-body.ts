import type { GiftNow, GiftStanding } from '../../usecases/gifts.ts';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** A thing that is given; a quote's has neither code nor number yet. */
export function giftBody({
  program,
  rule,
  kind,
  what,
  name,
  amount,
  percent,
  code,
  number,
  expiresAt,
}: GiftNow) {
  return { program, rule, kind, what, name, amount, percent, code, number, expiresAt: iso(expiresAt) };
}

/** A thing that was given, with what became of it. */
export function standingGiftBody(gift: GiftStanding) {
  const { id, state, givenAt, purchaseId } = gift;
  return { id, ...giftBody(gift), state, givenAt: iso(givenAt), purchaseId };
}

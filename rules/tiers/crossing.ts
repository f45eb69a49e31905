import { plus, portion } from '../earn/exact.ts';
import type { Exact } from '../earn/exact.ts';
import { reachedBy } from './ladder.ts';
import type { Ladder, Measures } from './ladder.ts';

/** A share of a purchase that earns at one tier; the shares of a purchase make up 1. */
export interface Share {
  readonly place: number;
  readonly share: Exact;
}

/** What a purchase adds to the measures where all of it earns at a tier. */
export type AddedAt = (place: number) => {
  readonly spent: number;
  /** At the sale. */
  readonly paid: number;
  readonly earned: number;
  readonly visits: number;
};

interface Crossing {
  readonly place: number;
  /** Before the purchase. */
  readonly measures: Measures;
  readonly addedAt: AddedAt;
}

/**
 * At which tiers a purchase earns, as the program says of the one that crosses: `undefined` where it is the tier
 * she has. At the new one: the one that is reached with what the purchase earns at the old.
 */
export function crossingOf(ladder: Ladder, crossing: Crossing): readonly Share[] | undefined {
  if (ladder.tiers.crossing === 'old') return undefined;
  const after = reachedWith(ladder, crossing);
  if (after <= crossing.place) return undefined;
  if (ladder.tiers.crossing === 'new') return [{ place: after, share: 1 }];
  const shares = sharesOf(ladder, crossing);
  return shares.length === 1 ? undefined : shares;
}

function reachedWith(ladder: Ladder, { place, measures, addedAt }: Crossing): number {
  const { spent, paid, earned, visits } = addedAt(place);
  return reachedBy(ladder, {
    spent: measures.spent + spent,
    paid: measures.paid + paid,
    earned: measures.earned + earned,
    balance: measures.balance + earned,
    visits: measures.visits + visits,
  });
}

/** Walks the purchase from threshold to threshold: up to one, it earns at the tier before it. */
function sharesOf(ladder: Ladder, { place, measures, addedAt }: Crossing): Share[] {
  const { by: measure } = ladder.tiers;
  const by = measure === 'earned' || measure === 'paid' ? measure : 'spent';
  const shares: Share[] = [];
  let [at, reached, left]: [number, number, Exact] = [place, measures[by], 1];
  for (let next = place + 1; next < ladder.rungs.length; next++) {
    const point = ladder.rungs[next]?.reach.list[0]?.point ?? 0;
    const whole = addedAt(at)[by];
    const missing = Math.max(0, point - reached);
    if (whole === 0 || !isLess(missing, portion(left, whole, 1))) break;
    const share = portion(1, missing, whole);
    if (missing > 0) shares.push({ place: at, share });
    left = minus(left, share);
    [at, reached] = [next, Math.max(point, reached)];
  }
  return [...shares, { place: at, share: left }];
}

const minus = (a: Exact, b: Exact): Exact => plus(a, portion(b, -1, 1));

function isLess(a: number, b: Exact): boolean {
  return typeof b === 'number' ? a < b : BigInt(a) * b.per < b.over;
}

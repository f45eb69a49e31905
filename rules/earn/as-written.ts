import { asWritten, digitsAsWritten } from '../decimals.ts';
import type { Award } from './award.ts';
import type { Carried, Change, Why } from './why.ts';

type Shown = Pick<Award, 'unit' | 'amount' | 'why' | 'change' | 'pending'>;

/** What was decided, with its points as people write them: to be shown and told. */
export function awardAsWritten<T extends Shown>(award: T, decimals: number): T {
  if (decimals === 0 || award.unit !== 'points') return award;
  const { amount, why, change, pending } = award;
  return {
    ...award,
    ...{ amount: asWritten(amount, decimals), why: whyAsWritten(why, decimals) },
    ...(change && { change: changeAsWritten(change, decimals) }),
    ...(pending && {
      pending: pending.map((part) => ({ ...part, amount: asWritten(part.amount, decimals) })),
    }),
  };
}

/** Reasons that hold no amount of the unit stay as they are. */
function whyAsWritten(why: Why, decimals: number): Why {
  const shown = (amount: number) => asWritten(amount, decimals);
  const { kind } = why;
  if (kind === 'fixed') return { ...why, amount: shown(why.amount) };
  if (kind === 'per-amount')
    return { ...why, give: shown(why.give), ...carriedAsWritten(why.carried, decimals) };
  if (kind === 'below-step') return { ...why, ...carriedAsWritten(why.carried, decimals) };
  if (kind === 'per-piece' || kind === 'table') return { ...why, give: shown(why.give) };
  if (kind === 'round-up' || kind === 'round-already')
    return { ...why, balance: shown(why.balance), to: shown(why.to) };
  if (kind === 'lost') return { ...why, wanted: shown(why.wanted) };
  if (kind === 'rounded-away') return { ...why, exact: digitsAsWritten(why.exact, decimals) };
  return why;
}

/** What is carried is in rial; only the step that it fills gives points. */
function carriedAsWritten(carried: Carried | undefined, decimals: number) {
  if (!carried?.step) return {};
  const { per, give } = carried.step;
  return { carried: { ...carried, step: { per, give: asWritten(give, decimals) } } };
}

function changeAsWritten(change: Change, decimals: number): Change {
  const { rounded, cut, split, sum } = change;
  return {
    ...change,
    ...(rounded && { rounded: { ...rounded, exact: digitsAsWritten(rounded.exact, decimals) } }),
    ...(split && {
      split: split.map((part) => ({ ...part, gave: digitsAsWritten(part.gave, decimals) })),
    }),
    ...(sum && {
      sum: {
        ...sum,
        exact: digitsAsWritten(sum.exact, decimals),
        whole: asWritten(sum.whole, decimals),
      },
    }),
    ...(cut && {
      cut: {
        wanted: asWritten(cut.wanted, decimals),
        limit:
          cut.limit.amount === undefined
            ? cut.limit
            : { ...cut.limit, amount: asWritten(cut.limit.amount, decimals) },
      },
    }),
  };
}

import { explainGiven } from './explain-given.ts';
import { explainMultiplier } from './explain-multiplier.ts';
import type { Why } from './explain-shape.ts';
import { explainUnmet } from './explain-unmet.ts';
import { explainWithheld, type ExplainOptions } from './explain-withheld.ts';

export type { Change, Why } from './explain-shape.ts';
export { explainChange } from './explain-change.ts';
export type { ExplainOptions } from './explain-withheld.ts';

/**
 * A reason in words, for the counter, the API and the member who asks: «به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از
 * ۱۸۵٬۰۰۰ تومان». `unit`, `nameOf` and the zone say more of those reasons that do not hold it themselves.
 */
export function explain(why: Why, options: ExplainOptions): string {
  const { language } = options;
  switch (why.kind) {
    case 'per-amount':
    case 'percent':
    case 'fixed':
    case 'gift':
    case 'message':
    case 'placed':
    case 'per-piece':
    case 'table':
    case 'table-percent':
    case 'round-up':
    case 'card-full':
      return explainGiven(why, language);
    case 'multiplier':
      return explainMultiplier(why, options);
    case 'amount':
    case 'shop':
    case 'no-product':
    case 'product-amount':
    case 'product-pieces':
    case 'payment':
    case 'weekday':
    case 'hours':
    case 'dates':
    case 'nth':
    case 'age':
    case 'profile-incomplete':
    case 'gender':
    case 'education':
    case 'customer-group':
    case 'tag':
    case 'tier':
    case 'reached-before':
    case 'joined-days':
    case 'bought':
    case 'last-purchase':
    case 'segment':
    case 'paid-late':
    case 'nth-visit':
    case 'not-reached':
    case 'data':
    case 'any':
    case 'excluded':
      return explainUnmet(why, language);
    case 'below-step':
    case 'below-table':
    case 'base-empty':
    case 'no-pieces':
    case 'round-already':
    case 'resting':
    case 'often-enough':
    case 'lost':
    case 'nothing-to-multiply':
    case 'nothing-to-tell':
    case 'promotions-stopped':
    case 'tier-held':
    case 'rounded-away':
    case 'below-minimum':
      return explainWithheld(why, options);
  }
}

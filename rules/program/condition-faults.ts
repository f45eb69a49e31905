import type { Condition } from './condition.ts';
import type { Trigger } from './rule.ts';

/** A fault between parts of a program that are each right by themselves. */
export interface CrossFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Calendar = 'persian' | 'gregorian';

/** What a condition is said in: of what kind of rule, in a program of which calendar. */
interface Context {
  readonly on: Trigger;
  readonly calendar: Calendar;
}

type Path = readonly (string | number)[];

/** What of a condition, and of those nested in it, can never hold. */
export function conditionFaults(
  condition: Condition | undefined,
  path: Path,
  context: Context,
): CrossFault[] {
  if (condition === undefined) return [];
  const faults = [
    ...(context.on === 'purchase' ? [] : withoutPurchase(condition, path)),
    ...yearFaults(condition, path, context.calendar),
  ];
  for (const nest of ['all', 'any', 'none'] as const) {
    condition[nest]?.forEach((inner, index) =>
      faults.push(...conditionFaults(inner, [...path, nest, index], context)),
    );
  }
  return faults;
}

const ofPurchases = ['amount', 'shops', 'products', 'payments', 'nth'] as const;

/** What only a purchase has can never hold without one. */
function withoutPurchase(condition: Condition, path: Path): CrossFault[] {
  return ofPurchases
    .filter((field) => condition[field] !== undefined)
    .map((field) => ({
      path: [...path, field],
      message: 'needs a purchase, and this rule is of something else',
    }));
}

/** In these years a shop of today can mean the calendar; those of the other one lie centuries away. */
const years = {
  persian: { first: '1300', last: '1599' },
  gregorian: { first: '1900', last: '2199' },
} as const;

function yearFaults({ dates = [] }: Condition, path: Path, programs: Calendar): CrossFault[] {
  return dates.flatMap((span, index) =>
    (['from', 'to'] as const).flatMap((end) => {
      const calendar = span.calendar ?? programs;
      const year = span[end].slice(0, 4);
      const { first, last } = years[calendar];
      if (span[end].length === 5 || (year >= first && year <= last)) return [];
      const message = `is no year of the ${calendar} calendar from ${first} to ${last}; is another "calendar" meant?`;
      return [{ path: [...path, 'dates', index, end], message }];
    }),
  );
}

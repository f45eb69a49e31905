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
  const faults = [...ofOthers(condition, path, context.on), ...yearFaults(condition, path, context.calendar)];
  for (const nest of ['all', 'any', 'none'] as const) {
    condition[nest]?.forEach((inner, index) =>
      faults.push(...conditionFaults(inner, [...path, nest, index], context)),
    );
  }
  return faults;
}

/** What only some triggers have: which, and what to say where another one asks for it. */
const only: readonly {
  readonly fields: readonly (keyof Condition)[];
  readonly on: readonly Trigger[];
  readonly needs: string;
}[] = [
  {
    fields: ['amount', 'products', 'payments'],
    on: ['purchase', 'settlement', 'referral'],
    needs: 'a purchase',
  },
  { fields: ['nth'], on: ['purchase'], needs: 'a purchase that is made' },
  { fields: ['shops'], on: ['purchase', 'settlement', 'visit', 'referral'], needs: 'a purchase or a visit' },
  { fields: ['data'], on: ['event'], needs: 'an event' },
  { fields: ['nthVisit'], on: ['visit'], needs: 'a visit' },
];

/** What only a purchase, an event or a visit has can never hold without one. */
function ofOthers(condition: Condition, path: Path, trigger: Trigger): CrossFault[] {
  return only.flatMap(({ fields, on, needs }) =>
    on.includes(trigger)
      ? []
      : fields
          .filter((field) => condition[field] !== undefined)
          .map((field) => ({
            path: [...path, field],
            message: `needs ${needs}, and this rule is of something else: leave it out, or put it into a rule on ${on.map((one) => `"${one}"`).join(' or ')}`,
          })),
  );
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
      const message = span[end].length === 5 ? undefined : yearFault(span[end], calendar);
      return message === undefined ? [] : [{ path: [...path, 'dates', index, end], message }];
    }),
  );
}

/** What is wrong with the year of a date in a calendar. */
export function yearFault(date: string, calendar: Calendar): string | undefined {
  const year = date.slice(0, 4);
  const { first, last } = years[calendar];
  if (year >= first && year <= last) return undefined;
  return `is no year of the ${calendar} calendar from ${first} to ${last}; is another "calendar" meant?`;
}

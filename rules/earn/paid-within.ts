import { laterBy } from '../later.ts';
import { endOfPeriodAt } from '../periods.ts';
import type { Era } from '../periods.ts';
import type { Span } from '../program/words.ts';
import type { Setting } from './setting.ts';
import type { Unmet } from './why.ts';

/** Whether a purchase was paid soon enough: to the end of the day, hours to the instant. */
export function checkPaidWithin(within: Span, era: Era): (setting: Setting) => Unmet | undefined {
  return ({ purchase, moment: { at } }) => {
    if (purchase === undefined) return undefined;
    const then = laterBy(purchase.occurredAt, within, era);
    const inTime = within.hours === undefined ? at < endOfPeriodAt('day', then, era) : at <= then;
    return inTime ? undefined : { kind: 'paid-late', within };
  };
}

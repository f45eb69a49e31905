import { minuteOfDay } from './calendar.ts';
import { offsetChangeAt, remainder, wallClockAt } from './zone.ts';

/**
 * Why a message goes out: `answer` to who wrote, `informational` about the member's own account, `promotional`
 * for everything the shop says of its own accord. Only the last may be stopped and held.
 */
type MessageClass = 'answer' | 'informational' | 'promotional';

/**
 * From the first instant of `from` up to but without the first of `to`, `HH:MM` on the zone's wall clock; over
 * midnight when `from` is the later one; none at all when they are equal.
 */
interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** What is known about a message and who it is for at the moment of sending; instants in epoch milliseconds. */
export interface ContactFacts {
  readonly class: MessageClass;
  readonly promotionsStopped: boolean;
  readonly addressDead: boolean;
  readonly now: number;
  readonly quietHours: QuietHours | undefined;
  readonly timeZone: string;
  /** The instant from which the message is worth nothing, as a birthday greeting on the next day. */
  readonly expiresAt?: number;
}

/** `at` is the exact first instant (epoch milliseconds) at which the message may go out; ask again then. */
export type ContactDecision =
  | { readonly send: 'now' }
  | { readonly send: 'later'; readonly at: number }
  | { readonly send: 'never'; readonly reason: NeverReason };

/** Why a message will not be sent, at no time. */
type NeverReason = 'opted-out' | 'address-dead' | 'expired';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Whether a message may go out. Nothing goes to a dead address, nothing goes late enough to be worthless, and
 * promotional messages go neither to whom stopped them nor in quiet hours (by default 21:00-09:00: Iran's
 * advertising lines lose what is sent at night and charge for it). Throws a RangeError on quiet hours that are
 * no clock times or on an unknown zone: the program's schema has refused both.
 */
export function mayContact(facts: ContactFacts): ContactDecision {
  if (facts.addressDead) return { send: 'never', reason: 'address-dead' };
  if (facts.class === 'promotional' && facts.promotionsStopped) return { send: 'never', reason: 'opted-out' };
  const at = facts.class === 'promotional' ? firstLoudAt(facts) : facts.now;
  if (facts.expiresAt !== undefined && at >= facts.expiresAt) return { send: 'never', reason: 'expired' };
  return at > facts.now ? { send: 'later', at } : { send: 'now' };
}

/** The first instant from now on that is not in quiet hours, also where the clock is changed meanwhile. */
function firstLoudAt({ now, quietHours, timeZone }: ContactFacts): number {
  if (quietHours === undefined) return now;
  const span = { from: clockMinute(quietHours.from), to: clockMinute(quietHours.to) };
  if (!isQuiet(span, minuteOfDay(now, timeZone))) return now;
  const at = now + untilClockMs(now, span.to, timeZone);
  const changeAt = offsetChangeAt({ from: now, to: at }, timeZone);
  if (changeAt === undefined) return at;
  if (!isQuiet(span, minuteOfDay(changeAt, timeZone))) return changeAt;
  return changeAt + untilClockMs(changeAt, span.to, timeZone);
}

function isQuiet(span: { from: number; to: number }, minute: number): boolean {
  if (span.from <= span.to) return minute >= span.from && minute < span.to;
  return minute >= span.from || minute < span.to;
}

/** How long until the wall clock shows a minute of the day, if nobody changes it. */
function untilClockMs(at: number, minute: number, timeZone: string): number {
  return remainder(minute * MINUTE_MS - wallClockAt(at, timeZone), DAY_MS);
}

/** The minute of the day (0-1439) that `HH:MM` from 00:00 to 23:59 names. */
function clockMinute(clock: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? [];
  if (hour === undefined) throw new RangeError(`Not a clock time: ${clock.slice(0, 20)}`);
  return Number(hour) * 60 + Number(minute);
}

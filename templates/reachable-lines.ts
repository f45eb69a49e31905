/** What is missing to the gifts that a member is on the way to, in a line each. */
import type { ReachCount } from './explain-shape.ts';
import { say } from './explain-terms.ts';
import { formatCalendarDay, formatMoney, formatNumber, type CalendarDay, type Language } from './formats.ts';
import { rewardName } from './names.ts';

/** A gift for what comes together, and how much of that is missing: rial, purchases or visits. */
export interface ReachableView {
  /** As the shop calls what gives it. */
  readonly name: string;
  readonly count: ReachCount;
  readonly needed: number;
  readonly missing: number;
  /** The last day on which all that she has counts; absent where it counts for ever. */
  readonly until?: CalendarDay | undefined;
}

const shownMax = 2;

/** As many as are spoken of: those with the least share missing, the nearest first. */
export function nearestOf(reachable: readonly ReachableView[] = []): ReachableView[] {
  const share = ({ missing, needed }: ReachableView) => missing / needed;
  return [...reachable].sort((a, b) => share(a) - share(b)).slice(0, shownMax);
}

/** «۱٬۲۰۰٬۰۰۰ تومان تا «هدیه خرید فصل» (تا ۱۲ آذر)», `2 more visits to "Season gift" (until 12 Azar)`. */
export function reachableLine({ name, count, missing, until }: ReachableView, language: Language): string {
  const [much, gift] = [missingOf(count, missing, language), rewardName(name, language)];
  const day = until && formatCalendarDay(until, language);
  const last = day === undefined ? '' : say(language, ` (تا ${day})`, ` (until ${day})`);
  return say(language, `${much} تا ${gift}${last}`, `${much} to ${gift}${last}`);
}

/** As `reachableLine`, without the day. */
export function reachableBrief(view: ReachableView, language: Language): string {
  return reachableLine({ ...view, until: undefined }, language);
}

/** The last lines of a text, and the first to be left out of it, the one farther away before the other. */
export function reachableLines(reachable: readonly ReachableView[] | undefined, language: Language) {
  return nearestOf(reachable).map((one, index) => ({
    text: reachableLine(one, language),
    rank: 200 + index,
  }));
}

function missingOf(count: ReachCount, missing: number, language: Language): string {
  const [number, money] = [formatNumber(missing, language), formatMoney(missing, language)];
  switch (count) {
    case 'spent':
      return money;
    case 'paid':
      return say(language, `${money} خرید پرداخت‌شده`, `${money} of paid purchases`);
    case 'purchases':
      return say(language, `${number} خرید`, `${number} more ${missing === 1 ? 'purchase' : 'purchases'}`);
    case 'visits':
      return say(language, `${number} مراجعه`, `${number} more ${missing === 1 ? 'visit' : 'visits'}`);
  }
}

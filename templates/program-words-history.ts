/** What a member did before, in words. */
import { boughtOf } from './explain-history.ts';
import { quote, rangeOf, say } from './explain-terms.ts';
import { formatNumber, type Language } from './formats.ts';
import type { Condition } from './program-words-shape.ts';

export function ofHistory({ joinedDays, purchases, segment }: Condition, language: Language): string[] {
  const days = (range: NonNullable<typeof joinedDays>) =>
    rangeOf(range, language, (count) => formatNumber(count, language));
  const clauses: string[] = [];
  const push = (fa: string, en: string) => clauses.push(say(language, fa, en));
  if (joinedDays) {
    push(`${days(joinedDays)} روز از عضویت گذشته باشد`, `${days(joinedDays)} days have passed since joining`);
  }
  if (purchases?.count) {
    const count = boughtOf('count', purchases.count, language);
    push(`تعداد خریدهای پیشین ${count} باشد`, `the number of earlier purchases is ${count}`);
  }
  if (purchases?.spent) {
    const spent = boughtOf('spent', purchases.spent, language);
    push(`جمع خریدهای پیشین ${spent} باشد`, `earlier purchases come to ${spent}`);
  }
  if (purchases?.lastDays) {
    push(
      `آخرین خرید ${days(purchases.lastDays)} روز پیش باشد`,
      `the last purchase was ${days(purchases.lastDays)} days ago`,
    );
  }
  if (segment !== undefined) {
    push(`عضو از بخش ${quote(segment, 'fa')} باشد`, `the member is in the segment ${quote(segment, 'en')}`);
  }
  return clauses;
}

/** What a member did before, in words. */
import { boughtOf } from './explain-history.ts';
import { labelIn, quote, rangeOf, say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Condition, DescribedProgram } from './program-words-shape.ts';
import { spanOf } from './program-words-times.ts';

/** In which language, and the segments of the program, by which their names are known. */
interface HistorySpeech {
  readonly language: Language;
  readonly segments?: DescribedProgram['segments'] | undefined;
}

export function ofHistory({ joinedDays, purchases, segment }: Condition, speech: HistorySpeech): string[] {
  const { language, segments } = speech;
  const days = (range: NonNullable<typeof joinedDays>) =>
    rangeOf(range, language, (count) => spanOf({ days: count }, language));
  const clauses: string[] = [];
  const push = (fa: string, en: string) => clauses.push(say(language, fa, en));
  if (joinedDays) {
    push(`${days(joinedDays)} از عضویت گذشته باشد`, `${days(joinedDays)} have passed since joining`);
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
      `آخرین خرید ${days(purchases.lastDays)} پیش باشد`,
      `the last purchase was ${days(purchases.lastDays)} ago`,
    );
  }
  if (segment !== undefined) {
    const name = quote(labelIn(segments?.[segment]?.name ?? segment, language), language);
    push(`عضو از بخش ${name} باشد`, `the member is in the segment ${name}`);
  }
  return clauses;
}

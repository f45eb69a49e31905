/** What has to come together for a rule, in words. */
import { countOf, withinOf } from './explain-reached.ts';
import { say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Rule } from './program-words-shape.ts';

/** «عضو با رسیدن به ۵٬۰۰۰٬۰۰۰ تومان خرید در ۳ ماه اخیر». */
export function reachedSubject(
  { count = 'spent', from = 0, within = 'ever' }: Rule,
  language: Language,
): string {
  const [much, time] = [countOf(count, from, language), withinOf(within, language)];
  return say(language, `عضو با رسیدن به ${much} ${time}`, `On reaching ${much} ${time}, the member gets`);
}

/** How often it gives, and that only some of what happened counts. */
export function reachedSentences({ on, again, count, when }: Rule, language: Language): string[] {
  if (on !== 'reached') return [];
  const often = {
    anew: say(
      language,
      'هر بار پس از دادن، شمارش از نو آغاز می‌شود',
      'Each time it gave, counting begins anew',
    ),
    'each-period': say(language, 'در هر دوره یک بار', 'Once in each period'),
    never: say(language, 'فقط یک بار', 'Once only'),
  };
  const late = say(
    language,
    'خرید نسیه یا چکی با تسویه کامل شمرده می‌شود',
    'What is on account or by cheque counts once all of it is paid',
  );
  const some = say(
    language,
    'فقط آنچه شرط این قاعده را دارد شمرده می‌شود',
    'Only what fulfils the condition of this rule counts',
  );
  return [
    often[again === 'anew' || again === 'each-period' ? again : 'never'],
    ...(count === 'paid' ? [late] : []),
    ...(when === undefined ? [] : [some]),
  ];
}

/** Whether a rule makes visits count. */
export function countsVisits({ on, count }: Rule): boolean {
  return on === 'visit' || (on === 'reached' && count === 'visits');
}

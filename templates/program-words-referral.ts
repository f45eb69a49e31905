/** Who gets what for whom she brought, in words. */
import { say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Rule } from './program-words-shape.ts';

const moments = {
  joining: { fa: 'عضویت', en: 'When somebody joins whom a member brought' },
  'first-purchase': { fa: 'نخستین خرید', en: 'At the first purchase of somebody whom a member brought' },
  'every-purchase': { fa: 'هر خرید', en: 'At each purchase of somebody whom a member brought' },
} as const;

/** The beginning of the sentence that says what is given: «معرف با عضویت کسی که معرفی کرده». */
export function referralSubject(
  { to = 'both', at = 'joining' }: Pick<Rule, 'to' | 'at'>,
  language: Language,
): string {
  const { fa, en } = moments[at];
  switch (to) {
    case 'referrer':
      return say(language, `معرف با ${fa} کسی که معرفی کرده است`, `${en}, the referrer gets`);
    case 'referred':
      return say(language, `کسی که معرفی شده است با ${fa} خود`, `${en}, the newcomer gets`);
    case 'both':
      return say(
        language,
        `معرف و کسی که معرفی شده است، هر کدام با ${fa} او،`,
        `${en}, the newcomer and the referrer each get`,
      );
  }
}

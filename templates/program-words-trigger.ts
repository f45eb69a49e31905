/** What rules wait for, in words. */
import { dataOf, whichVisit } from './explain-occasion.ts';
import { quote, say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Condition, DescribedProgram, Rule } from './program-words-shape.ts';

/** The beginning of the sentence that says what is given: «عضو با هر خرید», "Each purchase earns". */
export function subjectOf(rule: Rule, language: Language): string {
  switch (rule.on) {
    case 'joining':
      return say(language, 'هر کس عضو شود', 'Whoever joins gets');
    case 'purchase':
      return say(language, 'عضو با هر خرید', 'Each purchase earns');
    case 'birthday':
      return say(language, 'عضو در روز تولدش', 'On a birthday, the member gets');
    case 'tier':
      return say(language, 'عضو با رسیدن به سطح تازه', 'On reaching a tier, the member gets');
    case 'visit':
      return say(language, 'عضو با هر مراجعه', 'For each visit, the member gets');
    case 'event': {
      const event = quote(rule.event ?? '', language);
      return say(language, `عضو با رویداد ${event}`, `For the event ${event}, the member gets`);
    }
  }
}

export function ofOccasion({ data, nthVisit }: Condition, language: Language): string[] {
  const clauses = Object.entries(data ?? {}).map(([field, needs]) => {
    const [name, value] = [quote(field, language), dataOf(needs, language)];
    return say(language, `داده ${name} از رویداد ${value} باشد`, `the event's ${name} is ${value}`);
  });
  if (!nthVisit) return clauses;
  const which = whichVisit(nthVisit, language);
  return [...clauses, say(language, `از مراجعه‌های عضو، ${which} باشد`, `it is ${which} of the member`)];
}

/** What counts as a visit, where a rule asks for visits. */
export function visitLines({ visits, rules }: DescribedProgram, language: Language): string[] {
  if (!rules.some(({ on }) => on === 'visit')) return [];
  return [
    visits.byPurchase
      ? say(
          language,
          'خرید هم مراجعه است؛ چند خرید در یک روز یک مراجعه است.',
          'A purchase is a visit too; several on one day are one visit.',
        )
      : say(language, 'خرید مراجعه به حساب نمی‌آید.', 'A purchase is no visit.'),
    visits.oncePerDay
      ? say(
          language,
          'چند بار آمدن در یک روز یک مراجعه است.',
          'Coming several times on one day is one visit.',
        )
      : say(
          language,
          'هر بار آمدن یک مراجعه است، حتی چند بار در یک روز.',
          'Each coming is a visit, even several on one day.',
        ),
  ];
}

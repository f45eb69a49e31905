/** What rules wait for, in words. */
import { dataOf, whichVisit } from './explain-occasion.ts';
import { dateCalled, fieldsOf } from './explain-member.ts';
import { quote, say, weekdayName } from './explain-terms.ts';
import { formatNumber, type Calendar, type Language } from './formats.ts';
import type { Condition, DescribedProgram, Rule, Schedule } from './program-words-shape.ts';
import { referralSubject } from './program-words-referral.ts';
import { countsVisits, reachedSubject } from './program-words-reached.ts';
import { dateOf, lastDayOf } from './program-words-times.ts';

/** The beginning of the sentence that says what is given: «عضو با هر خرید», "Each purchase earns". */
export function subjectOf({ calendar }: DescribedProgram, rule: Rule, language: Language): string {
  switch (rule.on) {
    case 'joining':
      return say(language, 'هر کس عضو شود', 'Whoever joins gets');
    case 'purchase':
      return say(language, 'عضو با هر خرید', 'Each purchase earns');
    case 'birthday':
      return datesSubject(rule, { fa: 'تولدش', en: 'a birthday' }, language);
    case 'date': {
      const named = (of: Language) =>
        rule.date === undefined
          ? say(of, 'هر تاریخ ثبت‌شده‌اش', 'any date of hers')
          : dateCalled(rule.date, of);
      return datesSubject(rule, { fa: named('fa'), en: dateInEnglish(rule.date) }, language);
    }
    case 'joining-anniversary':
      return datesSubject(rule, { fa: 'سالگرد عضویتش', en: 'the anniversary of joining' }, language);
    case 'profile': {
      const fields = fieldsOf(rule.fields ?? [], language);
      return say(
        language,
        `عضو نخستین بار که همه این‌ها معلوم باشد (${fields})`,
        `Once all of this is known (${fields}), the member gets, one time,`,
      );
    }
    case 'schedule':
      return scheduleSubject(rule.time ?? { each: 'day' }, calendar, language);
    case 'reached':
      return reachedSubject(rule, language);
    case 'tier':
      return say(language, 'عضو با رسیدن به سطح تازه', 'On reaching a tier, the member gets');
    case 'settlement':
      return say(
        language,
        'عضو با تسویه کامل خرید نسیه یا چکی',
        'When what was bought on account or by cheque is paid in full, the member gets',
      );
    case 'referral':
      return referralSubject(rule, language);
    case 'visit':
      return say(language, 'عضو با هر مراجعه', 'For each visit, the member gets');
    case 'event': {
      const event = quote(rule.event ?? '', language);
      return say(language, `عضو با رویداد ${event}`, `For the event ${event}, the member gets`);
    }
  }
}

function dateInEnglish(date: string | undefined): string {
  if (date === undefined) return 'any date of the member';
  return date === 'wedding' ? 'the wedding anniversary' : `the ${dateCalled(date, 'en')}`;
}

function datesSubject(
  { kept = 'day', everyYears = 1 }: Rule,
  what: Readonly<Record<Language, string>>,
  language: Language,
): string {
  const years = formatNumber(everyYears, language);
  const often =
    everyYears === 1 ? '' : say(language, `، هر ${years} سال یک بار،`, `, once in ${years} years`);
  return kept === 'day'
    ? say(language, `عضو در روز ${what.fa}${often}`, `On ${what.en}${often}, the member gets`)
    : say(
        language,
        `عضو در نخستین روز ماه ${what.fa}${often}`,
        `On the first day of the month of ${what.en}${often}, the member gets`,
      );
}

function scheduleSubject(time: Schedule, calendar: Calendar, language: Language): string {
  const when = (fa: string, en: string) => say(language, `عضو ${fa}`, `${en}, the member gets`);
  switch (time.each) {
    case 'day':
      return when('هر روز', 'Every day');
    case 'week':
      return when(`هر ${weekdayName(time.weekday, 'fa')}`, `Every ${weekdayName(time.weekday, 'en')}`);
    case 'month': {
      const day = formatNumber(time.day, language);
      return when(`روز ${day} هر ماه (یا آخرین روز آن)`, `On day ${day} of every month (or its last day)`);
    }
    case 'year': {
      const day = lastDayOf(time.date, calendar, language);
      return when(`هر سال در ${day}`, `Every year on ${day}`);
    }
    case 'once': {
      const day = dateOf(time.date, calendar, language);
      return when(`یک بار در ${day}`, `Once on ${day}`);
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
  if (!rules.some(countsVisits)) return [];
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

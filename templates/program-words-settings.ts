/** What holds for the whole program: spending and expiry, messages, time. */
import type { Unit } from './explain-shape.ts';
import { clock, say } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import type { Speech } from './program-words-condition.ts';
import { unitsGiven } from './program-words-effect.ts';
import type { DescribedProgram, Expiry, Rule } from './program-words-shape.ts';
import { expiryOf } from './program-words-expiry.ts';
import { spanOf } from './program-words-times.ts';
import { decimalLines } from './program-words-rounding.ts';

/** Until when what was given can be spent where no rule says it, and what goes first. */
export function spendingLines(program: DescribedProgram, speech: Speech): string[] {
  const { language } = speech;
  const order = {
    'soonest-expiry': say(
      language,
      'هنگام خرج کردن، آنچه زودتر منقضی می‌شود زودتر کم می‌شود و آنچه منقضی نمی‌شود آخر از همه.',
      'What expires soonest is spent first, and what never expires last.',
    ),
    oldest: say(
      language,
      'هنگام خرج کردن، آنچه زودتر به دست آمده زودتر کم می‌شود.',
      'What was earned first is spent first.',
    ),
  }[program.spend];
  return [
    ...decimalLines(program, language),
    ...worthLines(program, language),
    ...defaultExpiry(program, 'points', speech),
    ...defaultExpiry(program, 'credit', speech),
    order,
  ];
}

function worthLines({ units }: DescribedProgram, language: Language): string[] {
  if (units.points.worth === undefined) return [];
  const worth = formatMoney(units.points.worth, language);
  return [say(language, `هر امتیاز ${worth} می‌ارزد.`, `A point is worth ${worth}.`)];
}

function givers({ rules }: DescribedProgram, unit: Unit): Rule[] {
  return rules.filter(({ give }) => unitsGiven(give).includes(unit));
}

/** Said where it decides about something. */
function defaultExpiry(program: DescribedProgram, unit: Unit, { language, calendar }: Speech): string[] {
  const all = givers(program, unit);
  const silent = all.filter(({ expires }) => expires === undefined);
  if (silent.length === 0) return [];
  const expiry = expiryOf(program.expires[unit], calendar, language);
  const name = { points: { fa: 'امتیاز', en: 'Points' }, credit: { fa: 'اعتبار', en: 'Credit' } }[unit];
  const verb =
    language === 'en' && unit === 'points' ? expiry.replace(/^never expires/, 'never expire') : expiry;
  if (silent.length === all.length) return [`${name[language]} ${verb}.`];
  return [
    say(
      language,
      `${name.fa}ی که قاعده‌اش مهلتی نگفته ${verb}.`,
      `${name.en} of rules that do not say it themselves ${verb}.`,
    ),
  ];
}

function expiresEver(program: DescribedProgram): boolean {
  const ofRule = ({ give, expires }: Rule): Expiry[] =>
    unitsGiven(give).flatMap((unit) =>
      unit === 'points' || unit === 'credit' ? [expires ?? program.expires[unit]] : [],
    );
  return program.rules.some((rule) => ofRule(rule).some((expiry) => expiry !== 'never'));
}

/** What is sent without having been asked for, and when. */
export function messageLines(program: DescribedProgram, language: Language): string[] {
  const days = (count: number) => formatNumber(count, language);
  const [from, to] = [clock(program.quietHours.from, language), clock(program.quietHours.to, language)];
  const lines = [
    say(
      language,
      `از ساعت ${from} تا ${to} پیام تبلیغاتی فرستاده نمی‌شود.`,
      `No promotional message is sent from ${from} to ${to}.`,
    ),
    {
      fa: say(
        language,
        'زبان پیام‌ها فارسی است، مگر عضو زبان دیگری بخواهد.',
        'Messages are in Persian until a member chooses.',
      ),
      en: say(
        language,
        'زبان پیام‌ها انگلیسی است، مگر عضو زبان دیگری بخواهد.',
        'Messages are in English until a member chooses.',
      ),
    }[program.language],
  ];
  if (expiresEver(program)) {
    const soon = spanOf({ days: program.expiringSoonDays }, language);
    lines.unshift(
      say(
        language,
        `آنچه تا ${soon} دیگر منقضی شود، همراه موجودی گفته می‌شود.`,
        `What expires within ${soon} is told with the balance.`,
      ),
    );
  }
  if (program.nudge) {
    const after = days(program.nudge.afterDays);
    lines.unshift(
      say(
        language,
        `به عضوی که ${after} روز خرید نکند، یک بار پیام فرستاده می‌شود.`,
        `A member who has not bought for ${after} days is written to, once.`,
      ),
    );
  }
  return lines;
}

/** In which zone and calendar all of this is, and what becomes of leap days. */
export function timeLines(program: DescribedProgram, language: Language): string[] {
  const { calendar, rules, leapDay } = program;
  const zone = program.timeZone === 'Asia/Tehran' ? say(language, 'تهران', 'Tehran') : program.timeZone;
  const name = {
    persian: say(language, 'شمسی', 'Persian'),
    gregorian: say(language, 'میلادی', 'Gregorian'),
  }[calendar];
  const lines = [
    say(
      language,
      `روز و ساعت به وقت ${zone} است؛ ماه، فصل و سال به تقویم ${name}.`,
      `Days and hours are those of ${zone}; months, seasons and years those of the ${name} calendar.`,
    ),
  ];
  if (rules.some(({ limits }) => limits.some(({ each }) => each === 'week'))) {
    lines.push(say(language, 'هفته از شنبه آغاز می‌شود.', 'Weeks begin on Saturday.'));
  }
  if (rules.some(({ on }) => on === 'birthday')) lines.push(leapDays[leapDay][language]);
  return lines;
}

const leapDays = {
  before: {
    fa: 'در سالی که کبیسه نیست، تولد ۳۰ اسفند در ۲۹ اسفند و تولد ۲۹ فوریه در ۲۸ فوریه است.',
    en: 'In a common year, a birthday on 30 Esfand is kept on 29 Esfand, and one on 29 February on 28 February.',
  },
  after: {
    fa: 'در سالی که کبیسه نیست، تولد ۳۰ اسفند در ۱ فروردین و تولد ۲۹ فوریه در ۱ مارس است.',
    en: 'In a common year, a birthday on 30 Esfand is kept on 1 Farvardin, and one on 29 February on 1 March.',
  },
} as const;

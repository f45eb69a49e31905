import { base, first, says } from './testing/programs.ts';
import type { Saying } from './testing/programs.ts';
import { explains } from './testing/explains.ts';
import type { Rule } from './program-words-shape.ts';

const gift = [{ unit: 'points', fixed: 5 }] as const;
const on = (words: Partial<Rule>, fa: string, en: string): Saying => [
  en,
  { ...base, rules: [{ ...first, give: gift, ...words }] },
  `${fa} ۵ امتیاز می‌گیرد.`,
  `${en} 5 points.`,
];

describe('describeProgram, what rules wait for', () => {
  says([
    on(
      { on: 'birthday', kept: 'month' },
      'عضو در نخستین روز ماه تولدش',
      'On the first day of the month of a birthday, the member gets',
    ),
    on(
      { on: 'birthday', kept: 'day', everyYears: 10 },
      'عضو در روز تولدش، هر ۱۰ سال یک بار،',
      'On a birthday, once in 10 years, the member gets',
    ),
    on(
      { on: 'date', date: 'wedding' },
      'عضو در روز سالگرد ازدواج',
      'On the wedding anniversary, the member gets',
    ),
    on(
      { on: 'date', date: 'opening' },
      'عضو در روز تاریخ «opening»',
      'On the date "opening", the member gets',
    ),
    on({ on: 'date' }, 'عضو در روز هر تاریخ ثبت‌شده‌اش', 'On any date of the member, the member gets'),
    on(
      { on: 'joining-anniversary' },
      'عضو در روز سالگرد عضویتش',
      'On the anniversary of joining, the member gets',
    ),
    on(
      { on: 'profile', fields: ['name', 'birthday', 'date:wedding'] },
      'عضو نخستین بار که همه این‌ها معلوم باشد (نام، تاریخ تولد و سالگرد ازدواج)',
      'Once all of this is known (name, birthday and wedding), the member gets, one time,',
    ),
    on({ on: 'schedule', time: { each: 'day' } }, 'عضو هر روز', 'Every day, the member gets'),
    on(
      { on: 'schedule', time: { each: 'week', weekday: 'friday' } },
      'عضو هر جمعه',
      'Every Friday, the member gets',
    ),
    on(
      { on: 'schedule', time: { each: 'month', day: 31 } },
      'عضو روز ۳۱ هر ماه (یا آخرین روز آن)',
      'On day 31 of every month (or its last day), the member gets',
    ),
    on(
      { on: 'schedule', time: { each: 'year', date: '01-13' } },
      'عضو هر سال در ۱۳ فروردین',
      'Every year on 13 Farvardin, the member gets',
    ),
    on(
      { on: 'schedule', time: { each: 'once', date: '1405-01-13' } },
      'عضو یک بار در ۱۳ فروردین ۱۴۰۵',
      'Once on 13 Farvardin 1405, the member gets',
    ),
  ]);
});

describe('explain, a profile that is not complete', () => {
  explains([
    [
      { kind: 'profile-incomplete', missing: ['gender', 'education', 'date:opening'] },
      'هنوز معلوم نیست: جنسیت، تحصیلات و تاریخ «opening»',
      'Not known yet: gender, education and date "opening"',
    ],
  ]);
});

import { base, first, says } from './testing/programs.ts';
import type { Saying } from './testing/programs.ts';
import { explains } from './testing/explains.ts';
import type { Rule } from './program-words-shape.ts';

const on = (words: Partial<Rule>, fa: string, en: string): Saying => [
  en,
  { ...base, rules: [{ ...first, on: 'reached', give: [{ unit: 'points', fixed: 5 }], ...words }] },
  fa,
  en,
];

describe('describeProgram, what is reached', () => {
  says([
    on(
      { count: 'spent', from: 50_000_000, within: { months: 3 }, again: 'never' },
      'عضو با رسیدن به ۵٬۰۰۰٬۰۰۰ تومان خرید در ۳ ماه اخیر ۵ امتیاز می‌گیرد. فقط یک بار.',
      'On reaching 5,000,000 toman spent within 3 months, the member gets 5 points. Once only.',
    ),
    on(
      { count: 'purchases', from: 10, within: 'month', again: 'each-period' },
      'عضو با رسیدن به ۱۰ خرید در یک ماه تقویمی ۵ امتیاز می‌گیرد. در هر دوره یک بار.',
      'On reaching 10 purchases in one month of the calendar, the member gets 5 points. Once in each period.',
    ),
    on(
      { count: 'paid', from: 10, within: 'ever', again: 'anew' },
      'عضو با رسیدن به ۱ تومان خرید پرداخت‌شده در مجموع ۵ امتیاز می‌گیرد. هر بار پس از دادن، شمارش از نو آغاز می‌شود. خرید نسیه یا چکی با تسویه کامل شمرده می‌شود.',
      'On reaching 1 toman paid in all, the member gets 5 points. Each time it gave, counting begins anew. What is on account or by cheque counts once all of it is paid.',
    ),
  ]);
});

describe('explain, what is not reached', () => {
  explains([
    [
      {
        ...{ kind: 'not-reached', count: 'spent', needs: 50_000_000, was: 42_000_000 },
        within: { months: 3 },
      },
      '۵٬۰۰۰٬۰۰۰ تومان خرید در ۳ ماه اخیر لازم است؛ ۴٬۲۰۰٬۰۰۰ تومان بود',
      'Needs 5,000,000 toman spent within 3 months, was 4,200,000 toman',
    ],
    [
      { kind: 'not-reached', count: 'visits', needs: 5, was: 4, within: 'week' },
      '۵ مراجعه در یک هفته تقویمی لازم است؛ ۴ بود',
      'Needs 5 visits in one week of the calendar, was 4',
    ],
  ]);
});

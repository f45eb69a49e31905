import { expect } from 'chai';
import type { DescribedProgram, Effect } from './program-words-shape.ts';
import {
  perAmount,
  base,
  birthday,
  counting,
  credit,
  first,
  giving,
  givingOf,
  months,
  multiplying,
  says,
  second,
  textOf,
  withRule,
} from './testing/programs.ts';

describe('describeProgram', () => {
  says([
    ['name', { ...base, name: 'پوشاک' }, 'باشگاه «پوشاک»', 'the club "پوشاک"'],
    [
      'language',
      { ...base, language: 'en' },
      'زبان پیام‌ها انگلیسی',
      'Messages are in English until a member chooses.',
    ],
    ['timeZone', { ...base, timeZone: 'Asia/Dubai' }, 'به وقت Asia/Dubai', 'those of Asia/Dubai'],
    ['calendar', { ...base, calendar: 'gregorian' }, 'تقویم میلادی', 'the Gregorian calendar'],
    ['counts.of', counting({ of: 'sold' }), 'همه مبلغ فروش حساب می‌شود', 'All that was sold is counted'],
    [
      'counts.discount',
      counting({ discount: 'before' }),
      'مبلغ پیش از تخفیف',
      'before discounts and with tax',
    ],
    ['counts.tax', counting({ tax: 'without' }), 'و بدون مالیات', 'after discounts and without tax'],
    ['counts.products', counting({ products: {} }), 'همه کالاها حساب می‌شوند.', 'All products count.'],
    [
      'counts.products.skus',
      counting({ products: { skus: ['a1', 'a2'] } }),
      'فقط این کالاها حساب می‌شوند: کالای «a1» یا «a2».',
      'Only these products count: product "a1" or "a2".',
    ],
    [
      'every kind of counts.products',
      counting({
        products: { groups: ['g'], brands: ['b'], tags: ['t'], except: { skus: ['x'], brands: ['y', 'z'] } },
      }),
      'گروه «g»، برند «b» یا برچسب «t»، جز کالای «x» و برندهای «y» و «z».',
      'group "g", brand "b" or tag "t", except product "x" and brands "y" and "z".',
    ],
    [
      'payments.earns',
      { ...base, payments: { ...base.payments, cheque: { earns: false, percent: 50 } } },
      'چک، امتیاز، اعتبار و کارت هدیه: حساب نمی‌شود.',
      'Cheque, points, credit and gift card: not counted.',
    ],
    [
      'payments.percent',
      { ...base, payments: { ...base.payments, points: { earns: true, percent: 12.5 } } },
      'امتیاز: ۱۲٫۵ درصد آن حساب می‌شود.',
      'Points: 12.5 percent of it is counted.',
    ],
    [
      'rounding.to',
      { ...base, rounding: { to: 'half-up', once: 'rule' } },
      'آنچه هر قاعده می‌دهد به عدد کامل گرد می‌شود: به نزدیک‌ترین، نیمه رو به بالا.',
      'rounded to the nearest, half up.',
    ],
    [
      'what a point is worth',
      { ...base, units: { points: { worth: 1_000 } } },
      'هر امتیاز ۱۰۰ تومان می‌ارزد.',
      'A point is worth 100 toman.',
    ],
    [
      'units.points.decimals',
      { ...base, units: { points: { decimals: 2 } } },
      'امتیاز تا ۲ رقم اعشار دارد.',
      'Points have up to 2 decimals.',
    ],
    [
      'one decimal',
      { ...base, units: { points: { decimals: 1 } } },
      'امتیاز تا ۱ رقم اعشار دارد.',
      'Points have one decimal.',
    ],
    [
      'a part of a step, where points have decimals',
      { ...giving(perAmount), units: { points: { decimals: 2 } } },
      'از پله ناتمام هم سهم آن داده می‌شود.',
      'A part of a step gives its part.',
    ],
    [
      'rounding of decimals',
      { ...giving(perAmount), units: { points: { decimals: 2 } } },
      'آنچه هر قاعده می‌دهد گرد می‌شود، امتیاز تا ۲ رقم اعشار: رو به پایین.',
      'What each rule gives is rounded, points to 2 decimals: down.',
    ],
    [
      'points with decimals',
      { ...giving({ unit: 'points', fixed: 12.5 }), units: { points: { decimals: 1 } } },
      '۱۲٫۵ امتیاز',
      '12.5 points',
    ],
    [
      'rounding.once',
      { ...base, rounding: { to: 'down', once: 'purchase' } },
      'جمع هر خرید به عدد کامل گرد می‌شود، نه تک‌تک قاعده‌ها: رو به پایین.',
      'not each rule by itself: rounded down.',
    ],
    [
      'rounding where something is to round',
      multiplying({ multiply: 1.5 }),
      'به عدد کامل گرد می‌شود: رو به پایین.',
      'is made a whole number: rounded down.',
    ],
    [
      'expires.points',
      { ...base, expires: { points: months(6), credit: 'never' } },
      'امتیاز تا ۶ ماه پس از دریافت قابل خرج است (تا پایان آن روز).',
      'Points can be spent for 6 months (to the end of that day).',
    ],
    [
      'expires.points where a rule has its own',
      { ...base, rules: [{ ...first, expires: months(1) }, second] },
      'امتیازی که قاعده‌اش مهلتی نگفته هرگز منقضی نمی‌شود.',
      'Points of rules that do not say it themselves never expire.',
    ],
    [
      'expires.credit',
      { ...base, rules: [credit], expires: { points: 'never', credit: { after: { years: 1 }, to: 'year' } } },
      'اعتبار تا ۱ سال پس از دریافت قابل خرج است (تا پایان آن سال).',
      'Credit can be spent for 1 year (to the end of that year).',
    ],
    ['spend', { ...base, spend: 'oldest' }, 'زودتر به دست آمده', 'What was earned first is spent first.'],
    [
      'groups.take all',
      { ...withRule({ group: 'gifts' }), groups: { gifts: { take: 'all' } } },
      'گروه «gifts» («اولی»): همه داده می‌شود.',
      'Group "gifts" ("اولی"): all of them are given.',
    ],
    [
      'groups.take highest',
      {
        ...base,
        rules: [first, second].map((rule) => ({ ...rule, group: 'g' })),
        groups: { g: { take: 'highest' } },
      },
      'گروه «g» («اولی» و «دومی»): فقط آن که (در سقف‌هایش) بیشتر می‌دهد',
      'Group "g" ("اولی" and "second"): only the one that (within its limits) gives most',
    ],
    [
      'groups.take first',
      { ...withRule({ group: 'g' }), groups: { g: { take: 'first' } } },
      'فقط نخستین قاعده‌ای که چیزی می‌دهد',
      'only the first one that gives something',
    ],
    ['no rules', { ...base, rules: [] }, 'هنوز قاعده‌ای نیست', 'There are no rules yet'],
    [
      'rewards',
      { ...base, rewards: [{ id: 'coffee', name: 'قهوه', points: 1_000 }] },
      '«قهوه»: ۱٬۰۰۰ امتیاز.',
      '"قهوه": 1,000 points.',
    ],
    ['nudge', { ...base, nudge: { afterDays: 45 } }, '۴۵ روز خرید نکند', 'has not bought for 45 days'],
    [
      'quietHours',
      { ...base, quietHours: { from: '22:30', to: '08:00' } },
      'از ساعت ۲۲:۳۰ تا ۰۸:۰۰ پیام تبلیغاتی',
      'from 22:30 to 08:00',
    ],
    [
      'expiringSoonDays',
      { ...base, expires: { points: months(6), credit: 'never' }, expiringSoonDays: 14 },
      'آنچه تا ۱۴ روز دیگر منقضی شود',
      'What expires within 14 days',
    ],
    ['leapDay', { ...base, leapDay: 'after' }, 'در ۱ فروردین', 'kept on 1 Farvardin'],
  ]);

  const fractions: readonly Effect[] = [
    { unit: 'credit', percent: 2 },
    { unit: 'credit', table: [{ from: 0, percent: 2 }] },
    { multiply: 0.5 },
  ];
  for (const give of fractions) {
    it(`says how is rounded where a rule gives ${JSON.stringify(give)}`, () => {
      expect(textOf(giving(give), 'en')).to.include('is made a whole number: rounded down.');
    });
  }

  const silences: readonly (readonly [what: string, program: DescribedProgram, fa: string])[] = [
    ['payments where none matters', counting({ of: 'sold' }), 'پرداخت‌ها'],
    ['what is counted where no purchase is', { ...base, rules: [birthday] }, 'چه چیزی حساب می‌شود'],
    ['leap days where no birthday is', { ...base, rules: [first] }, 'کبیسه'],
    ['what expires soon where nothing ever does', base, 'منقضی شود'],
    ['rounding where all is whole', multiplying({ multiply: 2 }), 'گرد کردن'],
    [
      'filling up that no purchase does, after a multiplier',
      multiplying({ multiply: 2 }, [first, { ...birthday, give: [{ unit: 'points', roundUpTo: 5 }] }]),
      'چند برابر نمی‌شود',
    ],
    [
      'filling up that comes after a multiplier',
      {
        ...base,
        rules: [
          { ...first, id: 'times', give: [{ multiply: 2 }] },
          { ...second, give: [{ unit: 'points', roundUpTo: 5 }] },
        ],
      },
      'چند برابر نمی‌شود',
    ],
    ['groups of no rule', { ...base, groups: { g: { take: 'first' } } }, '«g»'],
  ];
  for (const [what, program, words] of silences) {
    it(`does not speak of ${what}`, () => {
      expect(textOf(program, 'fa')).not.to.include(words);
    });
  }

  it('speaks of payments where a rule counts what was paid', () => {
    const program = {
      ...givingOf({ of: 'paid' }),
      counts: { ...base.counts, of: 'sold' },
    } as const;
    expect(textOf(program, 'en')).to.include('Payments').and.include('For this rule: only what was paid');
  });
});

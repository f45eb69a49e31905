import { expect } from 'chai';
import { describeProgram } from './program-words.ts';
import type { DescribedProgram, DescribedTiers } from './program-words-shape.ts';
import { base, says, withRule } from './testing/programs.ts';

const ladder: DescribedTiers = {
  by: 'spent',
  over: { last: { months: 12 } },
  steps: [
    { id: 'bronze', name: { fa: 'برنزی', en: 'Bronze' } },
    { id: 'gold', name: { fa: 'طلایی', en: 'Gold' }, from: 5_000_000, keep: { above: 3_000_000 } },
  ],
  crossing: 'old',
  downgrade: 'none',
  review: 'never',
};
const withTiers = (
  words: Partial<DescribedTiers> = {},
  program: DescribedProgram = base,
): DescribedProgram => ({
  ...program,
  tiers: { ...ladder, ...words },
});
const withWhen = (tiers: NonNullable<DescribedProgram['rules'][number]['when']>['tiers']) =>
  withTiers({}, withRule({ when: { tiers } }));
const losing = (words: Partial<DescribedTiers>) =>
  withTiers({ downgrade: 'one-step', review: { each: 'year' }, ...words });

describe('describeProgram, tiers', () => {
  says([
    [
      'tiers.by and over',
      withTiers(),
      'سطح هر عضو با مبلغ حساب‌شده خریدها سنجیده می‌شود، در ۱۲ ماه گذشته.',
      'Tiers go by the amount counted of purchases, over the last 12 months.',
    ],
    [
      'by earned, ever',
      withTiers({ by: 'earned', over: 'lifetime' }),
      'از آغاز عضویت',
      'the points earned, ever',
    ],
    [
      'by visits, by year',
      withTiers({ by: 'visits', over: 'year' }),
      'تعداد مراجعه‌ها سنجیده',
      'the number of visits, in the year',
    ],
    [
      'by a sum',
      withTiers({
        by: {
          sum: [
            { of: 'spent', give: 1, per: 100_000 },
            { of: 'visits', give: 5, per: 1 },
          ],
        },
      }),
      'جمع ۱ برای هر ۱۰٬۰۰۰ تومان (مبلغ حساب‌شده خریدها) و ۵ برای هر ۱ مراجعه (تعداد مراجعه‌ها)',
      'the sum of 1 for every 10,000 toman (the amount counted of purchases) and 5 for every 1 visit',
    ],
    ['steps', withTiers(), '۱. «برنزی»: سطح همه عضوها.', '1. "Bronze": every member has it.'],
    [
      'a threshold, and what keeps it',
      withTiers(),
      '۲. «طلایی»: از ۵۰۰٬۰۰۰ تومان به بالا؛ برای نگه داشتن: بیش از ۳۰۰٬۰۰۰ تومان.',
      '2. "Gold": 500,000 toman or more; to keep it: more than 300,000 toman.',
    ],
    [
      'any of several',
      withTiers({
        steps: [
          {
            id: 'vip',
            name: 'VIP',
            any: [
              { by: 'visits', from: 5 },
              { by: 'balance', above: 10 },
            ],
          },
        ],
      }),
      'از ۵ مراجعه به بالا یا بیش از ۱۰ امتیاز (امتیازی که می‌تواند خرج کند)',
      '5 visits or more or more than 10 points (the points that can be spent)',
    ],
    [
      'by what is paid',
      withTiers({ by: 'paid' }),
      'با مبلغ پرداخت‌شده خریدها سنجیده',
      'go by the amount counted of purchases, once it is paid',
    ],
    [
      'a need by what is paid',
      withTiers({ steps: [{ id: 'vip', name: 'VIP', all: [{ by: 'paid', from: 1_000_000 }] }] }),
      'از ۱۰۰٬۰۰۰ تومان به بالا (مبلغ پرداخت‌شده خریدها)',
      '100,000 toman or more (the amount counted of purchases, once it is paid)',
    ],
    [
      'pending',
      withTiers({ pending: true }),
      'در انتظار است هم برای سطح',
      'Points that wait count for tiers',
    ],
    ['crossing old', withTiers(), 'با سطح پیش از آن امتیاز می‌گیرد', 'earns at the tier before it'],
    ['crossing new', withTiers({ crossing: 'new' }), 'با همان سطح تازه', 'earns at the new one'],
    ['crossing split', withTiers({ crossing: 'split' }), 'تا مرز با سطح پیشین', 'up to the threshold'],
    ['downgrade none', withTiers(), 'از دست نمی‌رود', 'never lost'],
    ['downgrade one-step', losing({}), 'یک سطح پایین', 'one step down'],
    [
      'downgrade to-earned',
      losing({ downgrade: 'to-earned' }),
      'تا سطحی که به دست',
      'down to what was earned',
    ],
    ['review each', losing({}), 'سطح‌ها آغاز هر سال بازبینی می‌شوند.', 'reviewed when each year begins.'],
    [
      'review each, at least',
      losing({ review: { each: 'month', atLeast: { months: 3 } } }),
      'آغاز هر ماه بازبینی می‌شوند، و نه زودتر از ۳ ماه',
      'when each month begins, not before 3 months have passed.',
    ],
    [
      'review after',
      losing({ review: { after: { years: 1 }, to: 'day' } }),
      '۱ سال پس از هر تمدید بازبینی می‌شود، در پایان آن روز.',
      '1 year after each renewal, at the end of that day.',
    ],
    ...(
      [
        ['instant', 'درست در همان ساعت.', 'at that very instant.'],
        ['month', 'در پایان آن ماه.', 'at the end of that month.'],
        ['season', 'در پایان آن فصل.', 'at the end of that season.'],
        ['year', 'در پایان آن سال.', 'at the end of that year.'],
      ] as const
    ).map(
      ([to, fa, en]) =>
        [`review after, to ${to}`, losing({ review: { after: { years: 1 }, to } }), fa, en] as const,
    ),
    ['grace', losing({ grace: { days: 30 } }), '۳۰ روز مهلت', '30 days of grace'],
    ['spending', withTiers(), 'خرج کردن امتیاز سطح را پایین نمی‌آورد', 'Spending points never lowers a tier'],
    ['when.tiers', withWhen(['gold']), 'سطح عضو «طلایی» باشد', 'the member\'s tier is "Gold"'],
    ['when.tiers from', withWhen({ from: 'gold' }), '«طلایی» یا بالاتر', '"Gold" or higher'],
    ['when.tiers to', withWhen({ to: 'bronze' }), '«برنزی» یا پایین‌تر', '"Bronze" or lower'],
    [
      'when.tiers from and to',
      withWhen({ from: 'bronze', to: 'gold' }),
      'از «برنزی» تا «طلایی»',
      '"Bronze" to "Gold"',
    ],
    [
      'on tier',
      withTiers({}, withRule({ on: 'tier', give: [{ unit: 'points', fixed: 50 }], tiers: ['gold'] })),
      'عضو با رسیدن به سطح تازه ۵۰ امتیاز می‌گیرد. فقط برای سطح «طلایی». برای هر سطح فقط بار نخست.',
      'On reaching a tier, the member gets 50 points. Only for "Gold". For each tier the first time only.',
    ],
    [
      'on tier again',
      withTiers({}, withRule({ on: 'tier', give: [{ unit: 'points', fixed: 50 }], again: true })),
      'هر بار که دوباره به آن برسد نیز',
      'Also each time it is reached again',
    ],
    [
      'rewards by tier',
      withTiers({}, { ...base, rewards: [{ id: 'coffee', name: 'قهوه', points: 10, tiers: ['gold'] }] }),
      '«قهوه»: ۱۰ امتیاز، فقط برای سطح «طلایی».',
      '10 points, only for "Gold".',
    ],
  ]);

  it('says nothing of tiers where there are none', () => {
    expect(describeProgram(base, 'en').sections.map(({ title }) => title)).not.to.include('Tiers');
  });

  it('does not say that spending is harmless where the balance counts', () => {
    const { sections } = describeProgram(withTiers({ by: 'balance' }), 'en');
    expect(sections.flatMap(({ lines }) => lines).join(' ')).not.to.include('Spending points');
  });
});

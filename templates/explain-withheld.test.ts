import { explains, nameOf } from './testing/explains.ts';

describe('explain, what was withheld', () => {
  explains([
    [
      { kind: 'below-minimum', needs: 2_000_000, was: 1_800_000 },
      'از ۲۰۰٬۰۰۰ تومان به بالا؛ این خرید ۱۸۰٬۰۰۰ تومان بود',
      'Needs 200,000 toman, was 180,000 toman',
    ],
    [
      { kind: 'below-step', per: 100_000, was: 80_000 },
      'برای هر ۱۰٬۰۰۰ تومان کامل؛ این خرید ۸٬۰۰۰ تومان بود',
      'Counts every full 10,000 toman, was 8,000 toman',
    ],
    [
      { kind: 'below-step', per: 500_000, was: 300_000, carried: { before: 20_000, after: 320_000 } },
      'برای هر ۵۰٬۰۰۰ تومان کامل؛ این خرید ۳۰٬۰۰۰ تومان بود، با ۲٬۰۰۰ تومان مانده از پیش؛ ۱۸٬۰۰۰ تومان تا پله بعدی',
      'Counts every full 50,000 toman, was 30,000 toman, with 2,000 toman left from before; 18,000 toman to the next step',
    ],
    [
      { kind: 'below-table', from: 500_000, was: 499_990 },
      'جدول از ۵۰٬۰۰۰ تومان آغاز می‌شود؛ این خرید ۴۹٬۹۹۹ تومان بود',
      'The table begins at 50,000 toman, was 49,999 toman',
    ],
    [{ kind: 'base-empty' }, 'مبلغی برای محاسبه نماند', 'No amount was left to count'],
    [{ kind: 'no-pieces' }, 'کالایی برای شمردن نبود', 'There were no pieces to count'],
    [
      { kind: 'round-already', balance: 150, to: 50, unit: 'points' },
      'موجودی ۱۵۰ امتیاز خود مضرب ۵۰ امتیاز است',
      'The balance of 150 points is a multiple of 50 points already',
    ],
    [
      { kind: 'resting', until: Date.UTC(2026, 7, 3, 20, 29) },
      'تا ۱۲ مرداد ۱۴۰۵ ساعت ۲۳:۵۹ دوباره داده نمی‌شود',
      'Not given again until 12 Mordad 1405, 23:59',
    ],
    [
      { kind: 'often-enough', limit: { of: 'member', each: 'month', times: 3 } },
      'به سقف رسیده است: حداکثر ۳ بار در ماه برای هر عضو',
      'Its limit is reached: at most 3 times a month for each member',
    ],
    [
      { kind: 'lost', to: 'yalda', wanted: 5 },
      'به جای آن قاعده دیگری از گروهش حساب شد',
      'another rule of its group was taken instead',
    ],
    [{ kind: 'nothing-to-multiply' }, 'چیزی برای چند برابر کردن نبود', 'There was nothing to multiply'],
    [
      { kind: 'rounded-away', exact: '0.5', unit: 'points' },
      '۰٫۵ امتیاز می‌شد که گرد شد و چیزی نماند',
      'Would be 0.5 points, rounded to nothing',
    ],
    [
      { kind: 'rounded-away', exact: '0.5', unit: 'credit' },
      '۰٫۰۵ تومان اعتبار می‌شد که گرد شد و چیزی نماند',
      'Would be 0.05 toman credit, rounded to nothing',
    ],
    [
      { kind: 'rounded-away', exact: '0.5', unit: 'points', once: true },
      '۰٫۵ امتیاز به خودی خود؛ در جمع خرید آمد',
      '0.5 points by itself, part of the sum of the purchase',
    ],
    [{ kind: 'rounded-away', exact: '0', unit: 'points' }, 'چیزی از آن نماند', 'Nothing was left of it'],
  ]);
});

describe('explain, with what the reason does not hold itself', () => {
  explains(
    [
      [
        { kind: 'below-step', per: 500_000, was: 300_000, carried: { before: 0, after: 300_000 } },
        'برای هر ۵۰٬۰۰۰ تومان کامل؛ این خرید ۳۰٬۰۰۰ تومان بود؛ ۲۰٬۰۰۰ تومان تا امتیاز بعدی',
        'Counts every full 50,000 toman, was 30,000 toman; 20,000 toman to the next point',
      ],
      [
        { kind: 'lost', to: 'yalda', wanted: 5 },
        'به جای آن «هفته یلدا» حساب شد؛ این ۵ امتیاز می‌شد',
        '"هفته یلدا" was taken instead; this would be 5 points',
      ],
      [
        { kind: 'lost', to: 'yalda', wanted: 0 },
        'به جای آن «هفته یلدا» حساب شد',
        '"هفته یلدا" was taken instead',
      ],
      [
        { kind: 'lost', to: 'gone', wanted: 1 },
        'به جای آن قاعده دیگری از گروهش حساب شد؛ این ۱ امتیاز می‌شد',
        'another rule of its group was taken instead; this would be 1 point',
      ],
      [
        { kind: 'resting', until: Date.UTC(2026, 7, 3, 20, 29) },
        'تا ۴ اوت ۲۰۲۶ ساعت ۰۰:۲۹ دوباره داده نمی‌شود',
        'Not given again until 4 August 2026, 00:29',
      ],
    ],
    { unit: 'points', nameOf, timeZone: 'Asia/Dubai', calendar: 'gregorian' },
  );
});

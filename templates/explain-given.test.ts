import { explains, nameOf } from './testing/explains.ts';

describe('explain, what was given', () => {
  explains(
    [
      [
        { kind: 'per-amount', base: 1_850_000, per: 100_000, give: 1, unit: 'points' },
        'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان',
        '1 point for every 10,000 toman, of 185,000 toman',
      ],
      [
        { kind: 'per-amount', base: 1_850_000, per: 100_000, give: 5_000, unit: 'credit', cut: 50_000 },
        'به ازای هر ۱۰٬۰۰۰ تومان ۵۰۰ تومان اعتبار، از ۱۸۵٬۰۰۰ تومان؛ ۵٬۰۰۰ تومان باقی ماند',
        '500 toman credit for every 10,000 toman, of 185,000 toman; 5,000 toman left over',
      ],
      [
        { kind: 'per-amount', base: 300_000, per: 100_000, give: 1, unit: 'points', cut: 0 },
        'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۳۰٬۰۰۰ تومان',
        '1 point for every 10,000 toman, of 30,000 toman',
      ],
      [
        { kind: 'per-amount', base: 350_000, per: 100_000, give: 1, unit: 'points', cut: 0 },
        'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۳۵٬۰۰۰ تومان؛ پله ناتمام آخر هم کامل حساب شد',
        '1 point for every 10,000 toman, of 35,000 toman; the last step, only begun, counts in full',
      ],
      [
        {
          ...{ kind: 'per-amount', base: 620_000, per: 500_000, give: 1, unit: 'points', cut: 0 },
          carried: { before: 200_000, after: 320_000 },
        },
        'به ازای هر ۵۰٬۰۰۰ تومان ۱ امتیاز، از ۶۲٬۰۰۰ تومان، با ۲۰٬۰۰۰ تومان مانده از پیش؛ ۱۸٬۰۰۰ تومان تا امتیاز بعدی',
        '1 point for every 50,000 toman, of 62,000 toman, with 20,000 toman left from before; 18,000 toman to the next point',
      ],
      [
        {
          ...{ kind: 'per-amount', base: 620_000, per: 500_000, give: 100, unit: 'points' },
          carried: { before: 1_000, after: 3_000, step: { per: 10_000, give: 2 } },
        },
        'به ازای هر ۵۰٬۰۰۰ تومان ۱۰۰ امتیاز، از ۶۲٬۰۰۰ تومان، با ۱۰۰ تومان مانده از پیش؛ ۷۰۰ تومان تا ۲ امتیاز بعدی',
        '100 points for every 50,000 toman, of 62,000 toman, with 100 toman left from before; 700 toman to the next 2 points',
      ],
      [
        {
          ...{ kind: 'per-amount', base: 500_000, per: 500_000, give: 100, unit: 'credit', cut: 0 },
          carried: { before: 0, after: 0 },
        },
        'به ازای هر ۵۰٬۰۰۰ تومان ۱۰ تومان اعتبار، از ۵۰٬۰۰۰ تومان؛ ۵۰٬۰۰۰ تومان تا اعتبار بعدی',
        '10 toman credit for every 50,000 toman, of 50,000 toman; 50,000 toman to the next credit',
      ],
      [
        {
          ...{ kind: 'per-amount', base: 700_000, per: 500_000, give: 1, unit: 'points', cut: 0 },
          carried: { before: -100_000, after: 100_000 },
        },
        'به ازای هر ۵۰٬۰۰۰ تومان ۱ امتیاز، از ۷۰٬۰۰۰ تومان، پس از کسر ۱۰٬۰۰۰ تومان بابت خرید لغوشده؛ ۴۰٬۰۰۰ تومان تا امتیاز بعدی',
        '1 point for every 50,000 toman, of 70,000 toman, less 10,000 toman for an undone purchase; 40,000 toman to the next point',
      ],
      [
        { kind: 'percent', base: 1_850_000, percent: 2.5 },
        '۲٫۵ درصد اعتبار، از ۱۸۵٬۰۰۰ تومان',
        '2.5 percent credit, of 185,000 toman',
      ],
      [
        { kind: 'percent', base: 1_850_000, percent: 2.5, worth: 1_000 },
        '۲٫۵ درصد به امتیاز (هر امتیاز ۱۰۰ تومان)، از ۱۸۵٬۰۰۰ تومان',
        '2.5 percent in points (100 toman each), of 185,000 toman',
      ],
      [{ kind: 'fixed', amount: 50, unit: 'points' }, 'هدیه ثابت ۵۰ امتیاز', 'fixed gift of 50 points'],
      [
        { kind: 'per-piece', pieces: 3, give: 2, unit: 'points' },
        'هر عدد ۲ امتیاز، برای ۳ عدد',
        '2 points for each piece, 3 pieces',
      ],
      [
        { kind: 'per-piece', pieces: 1, give: 5_000, unit: 'credit' },
        'هر عدد ۵۰۰ تومان اعتبار، برای ۱ عدد',
        '500 toman credit for each piece, 1 piece',
      ],
      [
        { kind: 'table', base: 6_200_000, from: 5_000_000, give: 50, unit: 'points' },
        'از ۵۰۰٬۰۰۰ تومان به بالا ۵۰ امتیاز؛ این خرید ۶۲۰٬۰۰۰ تومان بود',
        '50 points from 500,000 toman on, of 620,000 toman',
      ],
      [
        { kind: 'table-percent', base: 6_200_000, from: 5_000_000, percent: 3 },
        'از ۵۰۰٬۰۰۰ تومان به بالا ۳ درصد اعتبار؛ این خرید ۶۲۰٬۰۰۰ تومان بود',
        '3 percent credit from 500,000 toman on, of 620,000 toman',
      ],
      [
        { kind: 'round-up', balance: 138, to: 50, unit: 'points' },
        'موجودی ۱۳۸ امتیاز تا مضرب بعدی ۵۰ امتیاز پر شد',
        'balance of 138 points filled up to the next multiple of 50 points',
      ],
      [
        { kind: 'multiplier', times: 1.5 },
        'آنچه قاعده‌های پیش از این دادند ۱٫۵ برابر شد',
        'multiplied what rules before it gave by 1.5',
      ],
      [
        { kind: 'multiplier', times: 2, rules: ['yalda', 'per'] },
        'آنچه «هفته یلدا» و «per» داد ۲ برابر شد',
        'multiplied what "هفته یلدا" and "per" gave by 2',
      ],
      [
        {
          ...{ kind: 'per-amount', base: 620_000, per: 500_000, give: 3, unit: 'points' },
          carried: { before: 0, after: 120_000 },
        },
        'به ازای هر ۵۰٬۰۰۰ تومان ۳ امتیاز، از ۶۲٬۰۰۰ تومان؛ ۳۸٬۰۰۰ تومان تا ۳ امتیاز بعدی',
        '3 points for every 50,000 toman, of 62,000 toman; 38,000 toman to the next 3 points',
      ],
    ],
    { nameOf },
  );
});

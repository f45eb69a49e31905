import { expect } from 'chai';
import { explain, type Why } from './explain.ts';

describe('explain', () => {
  const cases: readonly (readonly [why: Why, fa: string, en: string])[] = [
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
      { kind: 'percent', base: 1_850_000, percent: 5 },
      '۵ درصد اعتبار، از ۱۸۵٬۰۰۰ تومان',
      '5 percent credit, of 185,000 toman',
    ],
    [{ kind: 'fixed', amount: 50, unit: 'points' }, 'هدیه ثابت ۵۰ امتیاز', 'fixed gift of 50 points'],
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
    [{ kind: 'base-empty' }, 'مبلغی برای محاسبه نماند', 'No amount was left to count'],
  ];
  for (const [why, fa, en] of cases) {
    it(en, () => {
      expect(explain(why, { language: 'fa' })).to.equal(fa);
      expect(explain(why, { language: 'en' })).to.equal(en);
    });
  }
});

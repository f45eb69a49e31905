import { expect } from 'chai';
import { explainCounted } from './explain-counted.ts';
import type { Counted } from './explain-shape.ts';

const cases: readonly [counted: Counted, fa: string, en: string][] = [
  [
    {
      of: 2_000_000,
      amount: 1_800_000,
      parts: [{ kind: 'excepted', by: 'group', name: 'delivery', amount: 200_000 }],
    },
    'از ۲۰۰٬۰۰۰ تومان خرید ۱۸۰٬۰۰۰ تومان حساب است: بدون هزینه ارسال (۲۰٬۰۰۰ تومان)',
    'of the purchase of 200,000 toman, 180,000 toman count: without delivery (20,000 toman)',
  ],
  [
    {
      of: 2_000_000,
      amount: 1_500_000,
      parts: [
        { kind: 'excepted', by: 'brand', name: 'نمونه', amount: 200_000 },
        { kind: 'tax', amount: 100_000 },
        { kind: 'payment', of: ['points', 'gift_card'], amount: 300_000 },
        { kind: 'discount', amount: 100_000 },
      ],
    },
    'از ۲۰۰٬۰۰۰ تومان خرید ۱۵۰٬۰۰۰ تومان حساب است: بدون برند «نمونه» (۲۰٬۰۰۰ تومان)، مالیات (۱۰٬۰۰۰ تومان) و ' +
      'آنچه با امتیاز و کارت هدیه پرداخت شده (۳۰٬۰۰۰ تومان)؛ با تخفیف (۱۰٬۰۰۰ تومان)',
    'of the purchase of 200,000 toman, 150,000 toman count: without brand "نمونه" (20,000 toman), tax (10,000 toman) ' +
      'and what was paid with points and gift card (30,000 toman), with the discount (10,000 toman)',
  ],
  [
    { of: 1000, amount: 400, parts: [{ kind: 'others', amount: 600 }] },
    'از ۱۰۰ تومان خرید ۴۰ تومان حساب است: بدون کالاهای دیگر (۶۰ تومان)',
    'of the purchase of 100 toman, 40 toman count: without other products (60 toman)',
  ],
  [
    { of: 1000, amount: 400, parts: [{ kind: 'payment', of: [], amount: 600 }] },
    'از ۱۰۰ تومان خرید ۴۰ تومان حساب است: بدون آنچه پرداخت نشده (۶۰ تومان)',
    'of the purchase of 100 toman, 40 toman count: without what is not paid (60 toman)',
  ],
];

describe('what of a purchase counts, in words', () => {
  for (const [counted, fa, en] of cases) {
    it(en, () => {
      expect(explainCounted(counted, 'fa')).to.equal(fa);
      expect(explainCounted(counted, 'en')).to.equal(en);
    });
  }
});

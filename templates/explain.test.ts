import { expect } from 'chai';
import fc from 'fast-check';
import { explainChange, type Change } from './explain.ts';
import type { Limit, Rounding, Countable } from './explain-shape.ts';
import { nameOf } from './testing/explains.ts';

describe('explainChange', () => {
  const none = { multiplied: [] };
  const cut = (limit: Limit, wanted: number): Change => ({ ...none, cut: { limit, wanted } });
  const table: readonly (readonly [
    change: Change,
    unit: Countable,
    words: readonly [fa: string, en: string],
  ])[] = [
    [none, 'points', ['', '']],
    [
      {
        multiplied: [
          { rule: 'yalda', times: 2 },
          { rule: 'gone', times: 1.5 },
        ],
      },
      'points',
      ['۲ برابر با «هفته یلدا»؛ ۱٫۵ برابر', 'times 2 by "هفته یلدا"; times 1.5'],
    ],
    [
      {
        ...none,
        split: [
          { amount: 500_000, gave: '5', multiplied: [] },
          { tier: 'طلایی', amount: 1_000_000, gave: '12.5', multiplied: [{ rule: 'yalda', times: 1.25 }] },
        ],
      },
      'points',
      [
        '۵۰٬۰۰۰ تومان بی سطح ۵ امتیاز و ۱۰۰٬۰۰۰ تومان در سطح «طلایی» ۱۲٫۵ امتیاز (۱٫۲۵ برابر با «هفته یلدا»)',
        '50,000 toman without a tier 5 points and 100,000 toman at "طلایی" 12.5 points (times 1.25 by "هفته یلدا")',
      ],
    ],
    [
      { multiplied: [{ rule: 'yalda', times: 2, tier: { fa: 'نقره‌ای', en: 'Silver' } }] },
      'points',
      ['۲ برابر با «هفته یلدا» (سطح «نقره‌ای»)', 'times 2 by "هفته یلدا" (tier "Silver")'],
    ],
    [
      {
        ...none,
        rounded: { exact: '4.5', to: 'down', once: true },
        sum: { exact: '13.7', whole: 13, to: 'down' },
      },
      'points',
      [
        'به خودی خود ۴٫۵ امتیاز؛ جمع خرید از ۱۳٫۷ امتیاز به ۱۳ امتیاز گرد شد (رو به پایین)',
        '4.5 points by itself; the sum of the purchase, 13.7 points, is rounded to 13 points (down)',
      ],
    ],
    [
      { ...none, rounded: { exact: '1234.5', to: 'down' } },
      'points',
      ['گرد شده از ۱٬۲۳۴٫۵ امتیاز (رو به پایین)', 'rounded from 1,234.5 points (down)'],
    ],
    [
      { ...none, rounded: { exact: '12345.0675', to: 'up' } },
      'credit',
      ['گرد شده از ۱٬۲۳۴٫۵۰۶۷۵ تومان اعتبار (رو به بالا)', 'rounded from 1,234.50675 toman credit (up)'],
    ],
    [
      cut({ of: 'member', each: 'month', amount: 50 }, 80),
      'points',
      ['سقف ماهانه ۵۰ امتیاز؛ ۸۰ می‌شد', 'monthly limit of 50 points, would be 80'],
    ],
    [
      cut({ of: 'member', each: 'ever', amount: 50_000 }, 80_000),
      'credit',
      [
        'سقف کل ۵٬۰۰۰ تومان اعتبار؛ ۸٬۰۰۰ تومان اعتبار می‌شد',
        'total limit of 5,000 toman credit, would be 8,000 toman credit',
      ],
    ],
    [
      cut({ of: 'member', each: 'day', amount: 700 }, 500),
      'charity',
      ['سقف روزانه ۷۰ تومان؛ ۵۰ تومان می‌شد', 'daily limit of 70 toman, would be 50 toman'],
    ],
    [
      cut({ of: 'purchase', each: 'ever', amount: 50 }, 80),
      'points',
      ['سقف هر خرید ۵۰ امتیاز؛ ۸۰ می‌شد', 'limit of 50 points for each purchase, would be 80'],
    ],
    [
      cut({ of: 'rule', each: 'year', amount: 1_000 }, 80),
      'points',
      [
        'بودجه سالانه ۱٬۰۰۰ امتیاز برای همه اعضا با هم؛ ۸۰ می‌شد',
        'yearly budget of 1,000 points for all members together, would be 80',
      ],
    ],
    [
      {
        multiplied: [{ rule: 'tuesdays', times: 1.5 }],
        rounded: { exact: '4.5', to: 'half-even' },
        cut: { limit: { of: 'member', each: 'week', amount: 3 }, wanted: 4 },
      },
      'points',
      [
        '۱٫۵ برابر با «سه‌شنبه‌ها»؛ گرد شده از ۴٫۵ امتیاز (به نزدیک‌ترین، نیمه به عدد زوج)؛ سقف هفتگی ۳ امتیاز؛ ۴ می‌شد',
        'times 1.5 by "سه‌شنبه‌ها"; rounded from 4.5 points (to the nearest, half to the even one); weekly limit of 3 points, would be 4',
      ],
    ],
  ];
  for (const [change, unit, [fa, en]] of table) {
    it(en === '' ? 'says nothing of no change' : en, () => {
      expect(explainChange(change, { language: 'fa', unit, nameOf })).to.equal(fa);
      expect(explainChange(change, { language: 'en', unit, nameOf })).to.equal(en);
    });
  }

  it('tells every rounding from the others', () => {
    const kinds: readonly Rounding[] = ['down', 'up', 'half-up', 'half-down', 'half-even'];
    for (const language of ['fa', 'en'] as const) {
      const words = kinds.map((to) =>
        explainChange({ ...none, rounded: { exact: '0.5', to } }, { language, unit: 'points', nameOf }),
      );
      expect(new Set(words).size).to.equal(kinds.length);
    }
  });

  it('tells every limit from the others', () => {
    const limits = (['member', 'rule'] as const).flatMap((of) =>
      (['day', 'week', 'month', 'season', 'year', 'ever'] as const).flatMap((each) => [
        { of, each, amount: 5 },
        { of, each, times: 5 },
      ]),
    );
    for (const language of ['fa', 'en'] as const) {
      const words = limits.map((limit) => explainChange(cut(limit, 9), { language, unit: 'points', nameOf }));
      expect(new Set(words).size).to.equal(limits.length);
    }
  });

  it('writes any exact amount of credit as a tenth of it in toman', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.nat(9_999), (whole, decimals) => {
        const exact = `${whole}.${String(decimals).padStart(4, '0')}`;
        const change: Change = { ...none, rounded: { exact, to: 'down' } };
        const words = explainChange(change, { language: 'en', unit: 'credit', nameOf });
        const toman = Number(/from ([\d,.]+) toman/.exec(words)?.[1]?.replaceAll(',', ''));
        expect(Math.round(toman * 100_000)).to.equal(whole * 10_000 + decimals);
      }),
    );
  });
});

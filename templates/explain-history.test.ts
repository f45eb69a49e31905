import { explains } from './testing/explains.ts';
import { base, says, withRule } from './testing/programs.ts';

describe('explain, what of her past did not fit', () => {
  explains([
    [
      { kind: 'joined-days', needs: { from: 30 }, was: 3 },
      'فقط از ۳۰ روز به بالا پس از عضویت؛ ۳ روز بود',
      'Only 30 days or more after joining, was 3 days',
    ],
    [
      { kind: 'bought', of: 'count', needs: { from: 5 }, was: 2 },
      'فقط اگر خریدهای پیشین از ۵ خرید به بالا باشد؛ ۲ بود',
      'Only with 5 earlier purchases or more, was 2',
    ],
    [
      { kind: 'bought', of: 'spent', needs: { from: 1_000_000 }, was: 20_000 },
      'فقط با جمع خرید پیشین از ۱۰۰٬۰۰۰ تومان به بالا؛ ۲٬۰۰۰ تومان بود',
      'Only with earlier purchases of 100,000 toman or more, was 2,000 toman',
    ],
    [
      { kind: 'last-purchase', needs: { from: 60 }, was: 4 },
      'فقط اگر آخرین خرید از ۶۰ روز به بالا پیش باشد؛ ۴ روز بود',
      'Only where the last purchase was 60 days or more ago, was 4 days',
    ],
    [
      { kind: 'bought', of: 'count', needs: { to: 1 }, was: 2 },
      'فقط اگر خریدهای پیشین حداکثر ۱ خرید باشد؛ ۲ بود',
      'Only with 1 earlier purchase at most, was 2',
    ],
    [
      { kind: 'joined-days', needs: { from: 1, to: 1 }, was: 2 },
      'فقط دقیقاً ۱ روز پس از عضویت؛ ۲ روز بود',
      'Only exactly 1 day after joining, was 2 days',
    ],
    [
      { kind: 'last-purchase', needs: { from: 60 } },
      'فقط اگر آخرین خرید از ۶۰ روز به بالا پیش باشد؛ خریدی نبود',
      'Only where the last purchase was 60 days or more ago, there was none',
    ],
    [
      { kind: 'segment', name: { fa: 'وفادارها', en: 'loyal' } },
      'فقط اعضای بخش «وفادارها»',
      'Only members of the segment "loyal"',
    ],
  ]);
});

describe('describeProgram, what she did before', () => {
  const segments = { loyal: { name: { fa: 'وفادارها', en: 'Loyal ones' }, when: { tags: ['vip'] } } };
  says([
    [
      'when.joinedDays',
      withRule({ when: { joinedDays: { from: 30 } } }),
      'از ۳۰ روز به بالا از عضویت گذشته باشد',
      '30 days or more have passed since joining',
    ],
    [
      'when.purchases.count',
      withRule({ when: { purchases: { count: { to: 5 } } } }),
      'تعداد خریدهای پیشین حداکثر ۵ باشد',
      'the number of earlier purchases is 5 at most',
    ],
    [
      'when.purchases.spent',
      withRule({ when: { purchases: { spent: { from: 1_000 } } } }),
      'جمع خریدهای پیشین از ۱۰۰ تومان به بالا باشد',
      'earlier purchases come to 100 toman or more',
    ],
    [
      'when.purchases.lastDays',
      withRule({ when: { purchases: { lastDays: { from: 60 } } } }),
      'آخرین خرید از ۶۰ روز به بالا پیش باشد',
      'the last purchase was 60 days or more ago',
    ],
    [
      'when.segment',
      { ...withRule({ when: { segment: 'loyal' } }), segments },
      'عضو از بخش «وفادارها» باشد',
      'the member is in the segment "Loyal ones"',
    ],
    [
      'segments',
      { ...base, segments },
      '«وفادارها» (loyal): عضو برچسب «vip» داشته باشد.',
      '"Loyal ones" (loyal): the member has the tag "vip".',
    ],
  ]);
});

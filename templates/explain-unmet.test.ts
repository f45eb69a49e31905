import { explains } from './testing/explains.ts';

describe('explain, what did not hold', () => {
  explains([
    [
      { kind: 'amount', needs: { from: 2_000_000 }, was: 1_800_000 },
      'از ۲۰۰٬۰۰۰ تومان به بالا؛ این خرید ۱۸۰٬۰۰۰ تومان بود',
      'Needs 200,000 toman, was 180,000 toman',
    ],
    [
      { kind: 'amount', needs: { above: 2_000_000, below: 3_000_000 }, was: 2_000_000 },
      'بیش از ۲۰۰٬۰۰۰ تومان و کمتر از ۳۰۰٬۰۰۰ تومان؛ این خرید ۲۰۰٬۰۰۰ تومان بود',
      'Needs more than 200,000 toman and less than 300,000 toman, was 200,000 toman',
    ],
    [
      { kind: 'amount', needs: { from: 10, to: 20 }, was: 30 },
      'از ۱ تومان تا ۲ تومان؛ این خرید ۳ تومان بود',
      'Needs 1 toman to 2 toman, was 3 toman',
    ],
    [
      { kind: 'shop', needs: ['center', 'north'], was: 'east' },
      'فقط در شعبه «center» یا «north»؛ این خرید در «east» بود',
      'Only in shop "center" or "north", was in "east"',
    ],
    [
      { kind: 'tier', needs: { tiers: ['نقره‌ای', { fa: 'طلایی', en: 'Gold' }] }, was: 'برنزی' },
      'فقط برای سطح «نقره‌ای» یا «طلایی»؛ سطح «برنزی» بود',
      'Only for "نقره‌ای" or "Gold", was "برنزی"',
    ],
    [
      { kind: 'tier', needs: { from: 'VIP' } },
      'فقط برای سطح «VIP» یا بالاتر؛ سطحی نداشت',
      'Only for "VIP" or higher, had none',
    ],
    [{ kind: 'reached-before' }, 'پیش از این هم به این سطح رسیده بود', 'This tier was reached before'],
    [{ kind: 'shop', needs: ['center'], was: '' }, 'فقط در شعبه «center»', 'Only in shop "center"'],
    [
      { kind: 'no-product' },
      'هیچ قلمی از کالاهای این قاعده در خرید نبود',
      'No product of this rule was in the purchase',
    ],
    [
      { kind: 'product-amount', needs: { to: 10_000 }, was: 20_000 },
      'حداکثر ۱٬۰۰۰ تومان؛ کالاهای این قاعده ۲٬۰۰۰ تومان بود',
      'Needs of its products: 1,000 toman at most, was 2,000 toman',
    ],
    [
      { kind: 'product-pieces', needs: { from: 2, to: 2 }, was: 1 },
      'دقیقاً ۲ عدد از کالاهای این قاعده؛ ۱ عدد بود',
      'Needs exactly 2 of its products, was 1',
    ],
    [
      { kind: 'payment', needs: ['cash', 'card', 'cheque', 'on_account'] },
      'فقط با پرداخت نقد، کارت، چک یا نسیه',
      'Needs a payment by cash, card, cheque or on account',
    ],
    [
      { kind: 'payment', needs: ['points', 'credit', 'gift_card', 'other'] },
      'فقط با پرداخت امتیاز، اعتبار، کارت هدیه یا سایر',
      'Needs a payment by points, credit, gift card or other',
    ],
    [
      { kind: 'weekday', needs: ['saturday', 'tuesday'], was: 'friday' },
      'فقط شنبه یا سه‌شنبه؛ آن روز جمعه بود',
      'Only on Saturday or Tuesday, was on Friday',
    ],
    [
      { kind: 'weekday', needs: ['sunday', 'monday', 'wednesday'], was: 'thursday' },
      'فقط یکشنبه، دوشنبه یا چهارشنبه؛ آن روز پنجشنبه بود',
      'Only on Sunday, Monday or Wednesday, was on Thursday',
    ],
    [
      { kind: 'hours', needs: { from: '08:00', to: '12:00' }, was: '12:00' },
      'فقط از ساعت ۰۸:۰۰ تا پیش از ۱۲:۰۰؛ ساعت ۱۲:۰۰ بود',
      'Only from 08:00 until just before 12:00, was at 12:00',
    ],
    [{ kind: 'dates' }, 'آن روز در تاریخ‌های این قاعده نبود', 'The day is not among the dates of this rule'],
    [
      { kind: 'nth', needs: { is: 1 }, was: 2 },
      'فقط نخستین خرید؛ این خرید شماره ۲ بود',
      'Only the first purchase, was number 2',
    ],
    [
      { kind: 'nth', needs: { is: 3 }, was: 4 },
      'فقط خرید شماره ۳؛ این خرید شماره ۴ بود',
      'Only purchase number 3, was number 4',
    ],
    [
      { kind: 'nth', needs: { every: 10 }, was: 11 },
      'فقط هر ۱۰ خرید یک بار (خرید شماره ۱۰، ۲۰ و …)؛ این خرید شماره ۱۱ بود',
      'Only one in every 10 purchases (number 10, 20 …), was number 11',
    ],
    [
      { kind: 'age', needs: { from: 18, below: 30 }, was: 30 },
      'سن از ۱۸ سال به بالا و کمتر از ۳۰ سال؛ ۳۰ سال بود',
      'Needs an age of 18 or more and less than 30, was 30',
    ],
    [
      { kind: 'age', needs: { from: 18 }, was: undefined },
      'سن از ۱۸ سال به بالا؛ تاریخ تولد معلوم نیست',
      'Needs an age of 18 or more, the birthday is not known',
    ],
    [
      {
        kind: 'any',
        of: [{ kind: 'dates' }, { kind: 'any', of: [{ kind: 'excluded' }, { kind: 'no-product' }] }],
      },
      'هیچ‌یک از این‌ها برقرار نبود: (آن روز در تاریخ‌های این قاعده نبود) یا (هیچ‌یک از این‌ها برقرار نبود: (یکی از استثناهای این قاعده برقرار بود) یا (هیچ قلمی از کالاهای این قاعده در خرید نبود))',
      'None of these held: (The day is not among the dates of this rule) or (None of these held: (An exception of this rule holds) or (No product of this rule was in the purchase))',
    ],
    [
      { kind: 'any', of: [{ kind: 'excluded' }] },
      'یکی از استثناهای این قاعده برقرار بود',
      'An exception of this rule holds',
    ],
  ]);
});

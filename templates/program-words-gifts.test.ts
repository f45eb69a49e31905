import { cafe, giving, says } from './testing/programs.ts';

const draws = [{ id: 'nowruz', name: { fa: 'نوروز', en: 'Nowruz' } }];
const months = { after: { months: 3 }, to: 'day' } as const;

describe('describeProgram of gifts', () => {
  says([
    [
      'a reward that is given',
      { ...giving({ reward: 'cake' }), rewards: cafe.rewards },
      'پاداش «کیک و قهوه» را رایگان می‌گیرد',
      'the reward "cake and coffee" for free',
    ],
    [
      'a voucher of a percent, and until when',
      giving({ voucher: { name: 'یلدا', percent: 12.5 }, expires: months }),
      'یک بن تخفیف «یلدا» با ۱۲٫۵ درصد تخفیف (تا ۳ ماه پس از دریافت قابل خرج است، تا پایان آن روز) می‌گیرد',
      'a voucher "یلدا" with 12.5 percent off (can be spent for 3 months, to the end of that day)',
    ],
    [
      'a voucher of an amount',
      giving({ voucher: { name: 'یلدا', amount: 500_000 } }),
      'یک بن تخفیف «یلدا» با ۵۰٬۰۰۰ تومان تخفیف می‌گیرد',
      'a voucher "یلدا" with 50,000 toman off',
    ],
    [
      'a gift card',
      giving({ giftCard: 500_000 }),
      'یک کارت هدیه ۵۰٬۰۰۰ تومان می‌گیرد',
      'a gift card of 50,000 toman',
    ],
    [
      'a ticket',
      { ...giving({ ticket: 'nowruz' }), draws },
      'یک بلیت قرعه‌کشی «نوروز» می‌گیرد',
      'a ticket of the draw "Nowruz"',
    ],
  ]);
});

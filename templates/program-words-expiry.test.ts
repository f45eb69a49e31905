import { expect } from 'chai';
import { expiryOf } from './program-words-expiry.ts';
import type { Expiry } from './program-words-shape.ts';

const half = [
  { after: { months: 6 }, lose: 50 },
  { after: { months: 12 }, lose: 100 },
];

describe('an expiry in words', () => {
  const table: readonly [what: string, expiry: Expiry, fa: string, en: string][] = [
    [
      'from activation',
      { after: { months: 1 }, from: 'activation' },
      'تا ۱ ماه پس از قابل خرج شدن قابل خرج است (تا پایان آن روز)',
      'can be spent for 1 month from when it can first be spent (to the end of that day)',
    ],
    [
      'to the end of a year',
      { after: { months: 1 }, to: 'year' },
      'تا ۱ ماه پس از دریافت قابل خرج است (تا پایان آن سال)',
      'can be spent for 1 month (to the end of that year)',
    ],
    [
      'in steps',
      { steps: half },
      'قابل خرج است، ولی ۶ ماه پس از دریافت ۵۰ درصد آنچه مانده و ۱۲ ماه پس از دریافت همه آنچه مانده از دست می‌رود (تا پایان آن روز؛ آنچه کم می‌شود رو به پایین گرد می‌شود)',
      'can be spent, but 50 percent of what is left after 6 months and all that is left after 12 months is lost (to the end of that day; the loss is rounded down)',
    ],
    [
      'by inactivity',
      { inactive: { months: 6 }, acts: ['purchase', 'redemption'], to: 'instant' },
      'قابل خرج است، ولی با ۶ ماه بدون خرید یا خرج کردن همه آنچه مانده از دست می‌رود (تا همان لحظه)',
      'can be spent, but all that is left is lost after 6 months without a purchase or spending (to the very instant)',
    ],
    [
      'by inactivity of other kinds',
      { inactive: { days: 1 }, acts: ['visit', 'message', 'event:login'], to: 'month' },
      'با ۱ روز بدون مراجعه، پیام یا تماس یا رویداد «login» همه آنچه مانده از دست می‌رود (تا پایان آن ماه)',
      'after 1 day without a visit, a message or call or the event "login" (to the end of that month)',
    ],
    [
      'on a day, and by inactivity',
      { on: ['12-29'], inactive: { years: 1 }, acts: ['purchase'] },
      'تا پایان نخستین ۲۹ اسفند پس از دریافت قابل خرج است، ولی با ۱ سال بدون خرید همه آنچه مانده از دست می‌رود (تا پایان آن روز)',
      'can be spent until the end of the next 29 Esfand, but all that is left is lost after 1 year without a purchase (to the end of that day)',
    ],
    [
      'in steps and by inactivity',
      { steps: half.slice(0, 1), inactive: { days: 90 }, acts: ['purchase'], from: 'activation' },
      'قابل خرج است، ولی با ۹۰ روز بدون خرید همه آنچه مانده از دست می‌رود (تا پایان آن روز)؛ ۶ ماه پس از قابل خرج شدن ۵۰ درصد آنچه مانده از دست می‌رود (تا پایان آن روز؛ آنچه کم می‌شود رو به پایین گرد می‌شود)',
      'can be spent, but all that is left is lost after 90 days without a purchase (to the end of that day); 50 percent of what is left after 6 months from when it can first be spent is lost (to the end of that day; the loss is rounded down)',
    ],
  ];
  for (const [what, expiry, fa, en] of table) {
    it(`is said ${what}`, () => {
      expect(expiryOf(expiry, 'persian', 'fa')).to.include(fa);
      expect(expiryOf(expiry, 'persian', 'en')).to.include(en);
    });
  }
});

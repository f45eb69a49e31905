import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatCalendarDay,
  formatDay,
  formatDayShort,
  formatMoney,
  formatNumber,
  formatPoints,
  latinDigits,
  moneyInWords,
  persianDigits,
} from './formats.ts';

describe('formatMoney', () => {
  const cases: readonly (readonly [rial: number, fa: string, en: string])[] = [
    [1_800_000, '۱۸۰٬۰۰۰ تومان', '180,000 toman'],
    [0, '۰ تومان', '0 toman'],
    [10, '۱ تومان', '1 toman'],
    [7, '۷ ریال', '7 rial'],
    [12_345, '۱٬۲۳۴ تومان و ۵ ریال', '1,234 toman and 5 rial'],
    [100_000_000_000, '۱۰٬۰۰۰٬۰۰۰٬۰۰۰ تومان', '10,000,000,000 toman'],
  ];
  for (const [rial, fa, en] of cases) {
    it(`${rial} rial is ${en}`, () => {
      expect(formatMoney(rial, 'fa')).to.equal(fa);
      expect(formatMoney(rial, 'en')).to.equal(en);
    });
  }
});

describe('formatNumber and formatPoints', () => {
  it('group and take the digits of the language', () => {
    expect(formatNumber(1_234, 'fa')).to.equal('۱٬۲۳۴');
    expect(formatPoints(1, 'en')).to.equal('1 point');
    expect(formatPoints(0, 'en')).to.equal('0 points');
    expect(formatPoints(1_200, 'fa')).to.equal('۱٬۲۰۰ امتیاز');
  });
});

describe('moneyInWords', () => {
  const cases: readonly (readonly [rial: number, fa: string, en: string])[] = [
    [0, 'صفر تومان', 'zero toman'],
    [1_800_000, 'صد و هشتاد هزار تومان', 'one hundred eighty thousand toman'],
    [10_000, 'هزار تومان', 'one thousand toman'],
    [14_050, 'هزار و چهارصد و پنج تومان', 'one thousand four hundred five toman'],
    [10_000_010, 'یک میلیون و یک تومان', 'one million one toman'],
    [10_010_000, 'یک میلیون و هزار تومان', 'one million one thousand toman'],
    [215, 'بیست و یک تومان و پنج ریال', 'twenty-one toman and five rial'],
    [190, 'نوزده تومان', 'nineteen toman'],
    [100_000_000_000, 'ده میلیارد تومان', 'ten billion toman'],
  ];
  for (const [rial, fa, en] of cases) {
    it(`${rial} rial is ${en}`, () => {
      expect(moneyInWords(rial, 'fa')).to.equal(fa);
      expect(moneyInWords(rial, 'en')).to.equal(en);
    });
  }

  it('has words for every safe amount, and different ones for different amounts', () => {
    const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amount, amount, fc.constantFrom<'fa' | 'en'>('fa', 'en'), (one, other, language) => {
        const words = moneyInWords(one, language);
        expect(words).not.to.match(/undefined|NaN| {2}|^ | $|\d/);
        expect(words === moneyInWords(other, language)).to.equal(one === other);
      }),
    );
  });
});

describe('formatDay', () => {
  it('writes both calendars in both languages, in the right order', () => {
    const day = '2026-08-03';
    expect(formatDay(day, { language: 'fa' })).to.equal('۱۲ مرداد ۱۴۰۵');
    expect(formatDay(day, { language: 'en', calendar: 'persian' })).to.equal('12 Mordad 1405');
    expect(formatDay(day, { language: 'fa', calendar: 'gregorian' })).to.equal('۳ اوت ۲۰۲۶');
    expect(formatDay(day, { language: 'en', calendar: 'gregorian' })).to.equal('3 August 2026');
  });

  it('knows the last day of a leap year', () => {
    expect(formatDay('2025-03-20', { language: 'fa' })).to.equal('۳۰ اسفند ۱۴۰۳');
    expect(formatDay('2025-03-21', { language: 'fa' })).to.equal('۱ فروردین ۱۴۰۴');
  });

  it('has a short form', () => {
    expect(formatDayShort('2026-08-03', { language: 'fa' })).to.equal('۱۴۰۵/۰۵/۱۲');
    expect(formatDayShort('2026-08-03', { language: 'en', calendar: 'gregorian' })).to.equal('2026/08/03');
  });

  it('writes a birthday as it was told, with or without its year', () => {
    expect(formatCalendarDay({ calendar: 'persian', year: 1370, month: 12, day: 30 }, 'fa')).to.equal(
      '۳۰ اسفند ۱۳۷۰',
    );
    expect(formatCalendarDay({ calendar: 'persian', month: 1, day: 1 }, 'fa')).to.equal('۱ فروردین');
    expect(formatCalendarDay({ calendar: 'gregorian', year: 1991, month: 1, day: 2 }, 'en')).to.equal(
      '2 January 1991',
    );
  });
});

describe('digits', () => {
  it('turn Persian and back, Arabic ones too', () => {
    expect(persianDigits('0912 ٣ x')).to.equal('۰۹۱۲ ۳ x');
    expect(latinDigits('۰۹۱۲ ٣ x')).to.equal('0912 3 x');
  });
});

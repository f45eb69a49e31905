import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, partsOf } from './calendar.ts';
import { lacksYear, parseDateText } from './date-text.ts';

describe('parseDateText', () => {
  const persian = ['persian', 1370, 5, 12] as const;
  const gregorian = ['gregorian', 1991, 8, 3] as const;
  const read: [string, readonly [string, number, number, number]][] = [
    ['1370/5/12', persian],
    ['1370/05/12', persian],
    ['۱۳۷۰/۵/۱۲', persian],
    ['١٣٧٠/٥/١٢', persian],
    ['۱۳۷۰٫۵٫۱۲', persian],
    ['1370-5-12', persian],
    ['1370.5.12', persian],
    ['1370 5 12', persian],
    ['1370 / 5 / 12 .', persian],
    ['12/5/1370', persian],
    ['70/5/12', persian],
    ['12/5/70', persian],
    ['13700512', persian],
    ['12051370', persian],
    ['\u200f۱۳۷۰‌/۵/۱۲\u202c', persian],
    ['۱۲ مرداد ۱۳۷۰', persian],
    ['۱۲ امرداد ۱۳۷۰', persian],
    ['۱۲ام مرداد‌ماه سال ۷۰', persian],
    ['12مرداد1370', persian],
    ['1370 مرداد 12', persian],
    ['۱۳۷۰/مرداد/۱۲', persian],
    ['12 mordad 1370', persian],
    ['1991-08-03', gregorian],
    ['1991/8/3', gregorian],
    ['3/8/1991', gregorian],
    ['19910803', gregorian],
    ['3 August 1991', gregorian],
    ['August 3rd, 1991', gregorian],
    ['3rd of aug 91', gregorian],
    ['۳ آگوست ۱۹۹۱', gregorian],
    ['40/1/1', ['persian', 1340, 1, 1]],
    ['99/12/30', ['persian', 1399, 12, 30]],
    ['30/12/1403', ['persian', 1403, 12, 30]],
    ['31 شهریور 1370', ['persian', 1370, 6, 31]],
    ['20051370', ['persian', 1370, 5, 20]],
    ['29 feb 1992', ['gregorian', 1992, 2, 29]],
    ['1450/1/1', ['persian', 1450, 1, 1]],
    ['2099/1/1', ['gregorian', 2099, 1, 1]],
    ['۱ آبان ۱۳۶۵', ['persian', 1365, 8, 1]],
    ['۳ می ۱۹۹۱', ['gregorian', 1991, 5, 3]],
  ];
  for (const [typed, [calendar, year, month, day]] of read) {
    it(`reads ${typed}`, () => expect(parseDateText(typed)).to.deep.equal({ calendar, year, month, day }));
  }

  const refused = [
    '',
    '11',
    '1370',
    '1370/5',
    '12 مرداد',
    '30/12/1404',
    '۳۰ اسفند ۱۴۰۴',
    '31/7/1370',
    '۳۱ مهر ۱۳۷۰',
    '1370/13/1',
    '1370/0/1',
    '1370/1/0',
    '1370/25/5',
    '1991-02-29',
    '8/31/1991',
    '05/12/10',
    '39/1/1',
    '3/5/12',
    '700512',
    '1299/1/1',
    '1500/1/1',
    '1899/1/1',
    '2100/1/1',
    '137/5/12',
    '13700/5/12',
    '1370/5/12/1',
    '1370/5/12 سلام',
    '۱۲ مرداد ۱۹۹۱',
    '3 august 1370',
    '12 مرداد شهریور 1370',
    '12 13 مرداد 1370',
    '1370*5*12',
    '-',
    '__proto__',
    `1370/5/12${' '.repeat(100)}`,
  ];
  for (const typed of refused) {
    it(`refuses ${JSON.stringify(typed.slice(0, 20))}`, () =>
      expect(parseDateText(typed)).to.equal(undefined));
  }

  it('reads every day of a hundred and fifty years back, either way round', () => {
    const days = fc.integer({ min: 0, max: 55_000 }).map((n) => addDays('1921-04-01', n));
    fc.assert(
      fc.property(days, fc.constantFrom('persian' as const, 'gregorian' as const), (iso, calendar) => {
        const date = { calendar, ...partsOf(iso, calendar) };
        expect(parseDateText(`${date.year}/${date.month}/${date.day}`)).to.deep.equal(date);
        expect(parseDateText(`${date.day}-${date.month}-${date.year}`)).to.deep.equal(date);
      }),
    );
  });

  it('never throws', () => {
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d/ م-]{0,20}$/));
    fc.assert(fc.property(typed, (text) => void parseDateText(text)));
  });
});

describe('lacksYear', () => {
  for (const text of [
    '۱۲ مرداد',
    '12 مرداد ماه',
    'مرداد 12',
    '30 اسفند',
    '12/5',
    '12-5',
    '3 August',
    'Feb 29',
  ]) {
    it(`finds a day in ${text}`, () => expect(lacksYear(text)).to.equal(true));
  }
  for (const text of [
    '',
    '12',
    '1370',
    '1370/5',
    'مرداد',
    '31 مهر',
    '32/5',
    '12 مرداد ۱۳۷۰',
    'soon',
    '1370/13/1',
  ]) {
    it(`finds none in ${JSON.stringify(text)}`, () => expect(lacksYear(text)).to.equal(false));
  }
});

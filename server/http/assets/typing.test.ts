import { expect } from 'chai';
import fc from 'fast-check';
import { parseToman } from '../../../rules/amount.ts';
import { parseMobile } from '../../../rules/phone.ts';
import { tidyAmount, tidyPhone, tomanOf } from './typing.js';

describe('what is typed at the counter', () => {
  const phones: readonly (readonly [typed: string, tidy: string])[] = [
    ['', ''],
    ['0', '۰'],
    ['0912', '۰۹۱۲'],
    ['09123', '۰۹۱۲ ۳'],
    ['0912345', '۰۹۱۲ ۳۴۵'],
    ['09123456', '۰۹۱۲ ۳۴۵ ۶'],
    ['09123456789', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['۰۹۱۲۳۴۵۶۷۸۹', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['٠٩١٢٣٤٥٦٧٨٩', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['+98 912 345 6789', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['00989123456789', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['989123456789', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['9123456789', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['tel:+98-912-345-6789', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['\u202a+98 912 345 6789\u202c', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['(0912) 345_67.89', '۰۹۱۲ ۳۴۵ ۶۷۸۹'],
    ['091234567890', '۰۹۱۲ ۳۴۵ ۶۷۸۹۰'],
    ['+49 151 23456789', '+۴۹۱۵۱۲۳۴۵۶۷۸۹'],
    ['مریم', 'مریم'],
  ];
  for (const [typed, tidy] of phones) {
    it(`writes the phone ${JSON.stringify(typed)} as ${JSON.stringify(tidy)}`, () => {
      expect(tidyPhone(typed)).to.equal(tidy);
      expect(tidyPhone(tidy), 'twice').to.equal(tidy);
    });
  }

  it('never turns a number into another one', () => {
    const forms = fc.constantFrom('0', '+98', '0098', '98', '', '+98 0');
    const digits = fc
      .integer({ min: 0, max: 99_999_999 })
      .map((rest) => `91${String(rest).padStart(8, '0')}`);
    fc.assert(
      fc.property(forms, digits, (prefix, number) => {
        expect(parseMobile(tidyPhone(prefix + number))).to.deep.equal({ ok: true, phone: `+98${number}` });
      }),
    );
  });

  it('ends at the same writing, typed digit by digit or pasted', () => {
    for (const whole of ['09123456789', '989123456789', '+989123456789', '9123456789']) {
      let field = '';
      for (const key of whole) field = tidyPhone(field + key);
      expect(field, whole).to.equal('۰۹۱۲ ۳۴۵ ۶۷۸۹');
    }
  });

  const amounts: readonly (readonly [typed: string, tidy: string])[] = [
    ['', ''],
    ['1', '۱'],
    ['180000', '۱۸۰٬۰۰۰'],
    ['۱۸۰٬۰۰۰۰', '۱٬۸۰۰٬۰۰۰'],
    ['180,000', '۱۸۰٬۰۰۰'],
    ['1.250.000', '۱٬۲۵۰٬۰۰۰'],
    ['180 000 تومان', '۱۸۰٬۰۰۰'],
    ['0180', '۱۸۰'],
    ['12.5', '12.5'],
    ['-5', '-5'],
    ['صد', 'صد'],
  ];
  for (const [typed, tidy] of amounts) {
    it(`writes the amount ${JSON.stringify(typed)} as ${JSON.stringify(tidy)}`, () => {
      expect(tidyAmount(typed)).to.equal(tidy);
      expect(tidyAmount(tidy), 'twice').to.equal(tidy);
    });
  }

  it('shows the very amount that the server reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000_000 }), (toman) => {
        const shown = tidyAmount(String(toman));
        expect(tomanOf(shown)).to.equal(String(toman));
        expect(parseToman(shown)).to.deep.equal({ ok: true, rial: toman * 10 });
      }),
    );
  });

  it('leaves a phone in the amount field long enough for the server to see it', () => {
    expect(parseToman(tidyAmount('09123456789'))).to.deep.equal({ ok: false, problem: 'looks-like-phone' });
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { parseToman } from './amount.ts';
import type { AmountProblem } from './amount.ts';

describe('parseToman', () => {
  const amounts: readonly (readonly [typed: string, toman: number])[] = [
    ['180000', 180_000],
    ['۱۸۰۰۰۰', 180_000],
    ['١٨٠٠٠٠', 180_000],
    ['１８０', 180],
    ['۱۸۰٬۰۰۰', 180_000],
    ['180,000', 180_000],
    ['۱۸۰،۰۰۰', 180_000],
    ['180.000', 180_000],
    ['1.234.567', 1_234_567],
    ['180 000', 180_000],
    ["1'250'000", 1_250_000],
    ['  ۱۸۰٬۰۰۰ تومان ', 180_000],
    ['180000تومان', 180_000],
    ['180000 تومن', 180_000],
    ['180000 Toman', 180_000],
    ['\u200f۱۸۰\u200c۰۰۰\u202c', 180_000],
    ['0180', 180],
    ['1', 1],
    ['100000000000', 100_000_000_000],
  ];
  for (const [typed, toman] of amounts) {
    it(`takes ${JSON.stringify(typed)}`, () => {
      expect(parseToman(typed)).to.deep.equal({ ok: true, rial: toman * 10 });
    });
  }

  const problems: readonly (readonly [typed: string, problem: AmountProblem])[] = [
    ['', 'empty'],
    ['   ', 'empty'],
    ['تومان', 'empty'],
    ['\u202e\u200f', 'empty'],
    ['0', 'zero'],
    ['۰۰۰', 'zero'],
    ['-5', 'negative'],
    ['−۱۸۰۰۰۰', 'negative'],
    ['12.5', 'not-whole'],
    ['۱۲٫۵', 'not-whole'],
    ['12/5', 'not-whole'],
    ['1,234.567', 'not-whole'],
    ['180.0000', 'not-whole'],
    ['18,00', 'not-a-number'],
    ['1800000 ریال', 'not-a-number'],
    ['صد هزار', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['+180', 'not-a-number'],
    ['180000 200000', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['__proto__', 'not-a-number'],
    ['9'.repeat(10_000), 'not-a-number'],
    ['09121234567', 'looks-like-phone'],
    ['۰۹۱۲۱۲۳۴۵۶۷', 'looks-like-phone'],
    ['100000000001', 'too-much'],
    ['9'.repeat(30), 'too-much'],
  ];
  for (const [typed, problem] of problems) {
    it(`refuses ${JSON.stringify(typed.slice(0, 30))} (${problem})`, () => {
      expect(parseToman(typed)).to.deep.equal({ ok: false, problem });
    });
  }

  it('reads back every amount as the pages write it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000_000 }),
        fc.constantFrom('fa-IR', 'en-US'),
        (toman, locale) => {
          const typed = new Intl.NumberFormat(locale).format(toman);
          expect(parseToman(typed)).to.deep.equal({ ok: true, rial: toman * 10 });
        },
      ),
    );
  });

  it('gives whole rial or a problem, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const parsed = parseToman(typed);
        if (parsed.ok) expect(Number.isSafeInteger(parsed.rial) && parsed.rial >= 10).to.equal(true);
      }),
    );
  });
});

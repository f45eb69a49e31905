import { expect } from 'chai';
import fc from 'fast-check';
import { maskPhone, nationalPhone, parseMobile } from './phone.ts';
import type { PhoneProblem } from './phone.ts';

const HER = '+989121234567';

describe('parseMobile', () => {
  const accepted: [string, string][] = [
    ['09121234567', HER],
    ['9121234567', HER],
    ['989121234567', HER],
    ['+989121234567', HER],
    ['00989121234567', HER],
    ['+00989121234567', HER],
    ['0989121234567', HER],
    ['+9809121234567', HER],
    ['9809121234567', HER],
    ['+98 (0) 912 123 4567', HER],
    ['tel:+98-912-123-4567', HER],
    ['۰۹۱۲۱۲۳۴۵۶۷', HER],
    ['٠٩١٢١٢٣٤٥٦٧', HER],
    ['０９１２１２３４５６７', HER],
    ['＋۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷', HER],
    ['0912‌123‌4567', HER],
    ['0912_123_4567', HER],
    ['0912-123-4567', HER],
    ['0912–123—4567', HER],
    ['0912.123.4567', HER],
    ['(0912) 123 4567', HER],
    ['[0912]/123\\4567', HER],
    ['\u202a+98\u00a0912 1234567\u202c\u200f', HER],
    ['\u0000 09121234567\n', HER],
    ['09001234567', '+989001234567'],
    ['09901234567', '+989901234567'],
    ['+971501234567', '+971501234567'],
    ['00971501234567', '+971501234567'],
    ['+93701234567', '+93701234567'],
    ['+9647801234567', '+9647801234567'],
    ['+447911123456', '+447911123456'],
  ];
  for (const [typed, phone] of accepted) {
    it(`reads ${JSON.stringify(typed)}`, () => expect(parseMobile(typed)).to.deep.equal({ ok: true, phone }));
  }

  const refused: [string, PhoneProblem][] = [
    ['', 'empty'],
    [' \u200f‌-._()', 'empty'],
    ['سلام', 'not-a-number'],
    ['0912x1234567', 'not-a-number'],
    ['09121234567 داخلی 3', 'not-a-number'],
    ['0912+1234567', 'not-a-number'],
    ['++989121234567', 'not-a-number'],
    ['+', 'not-a-number'],
    ['__proto__', 'not-a-number'],
    ['-1', 'too-short'],
    ['11', 'too-short'],
    ['0912123456', 'too-short'],
    ['+98912', 'too-short'],
    ['+12', 'too-short'],
    ['091212345678', 'too-long'],
    ['+98912123456789', 'too-long'],
    ['09121234567 09131234567', 'too-long'],
    ['1'.repeat(40), 'too-long'],
    ['0'.repeat(41), 'too-long'],
    [' '.repeat(10_000), 'too-long'],
    ['09411234567', 'not-mobile'],
    ['09511234567', 'not-mobile'],
    ['09891234567', 'not-mobile'],
    ['02188776655', 'not-mobile'],
    ['+982188776655', 'not-mobile'],
    ['+442079460958', 'not-mobile'],
    ['971501234567', 'too-long'],
    ['+999123456789', 'not-mobile'],
  ];
  for (const [typed, problem] of refused) {
    it(`refuses ${JSON.stringify(typed.slice(0, 30))}: ${problem}`, () =>
      expect(parseMobile(typed)).to.deep.equal({ ok: false, problem }));
  }

  it('never throws, and gives E.164 or a problem', () => {
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+\d۰۹۱٢ .()-]{0,40}$/));
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseMobile(text);
        if (parsed.ok) expect(parsed.phone).to.match(/^\+[1-9]\d{6,14}$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back what it gave, also as people read it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 9_000_000_000, max: 9_999_999_999 }), (national) => {
        const parsed = parseMobile(String(national));
        if (!parsed.ok) return;
        expect(parseMobile(parsed.phone)).to.deep.equal(parsed);
        expect(parseMobile(nationalPhone(parsed.phone))).to.deep.equal(parsed);
      }),
    );
  });
});

describe('maskPhone', () => {
  const table: [string, string][] = [
    ['+989121236789', '+98912***6789'],
    ['+14155552671', '***2671'],
    ['+9647801234567', '+96478***4567'],
    ['09121236789', '***6789'],
    ['20001234', '***1234'],
    ['1234567', '***'],
    ['+989121236789 ', '***'],
    ['09121236789 سارا', '***'],
    ['', '***'],
    ['9'.repeat(10_000), '***'],
  ];
  for (const [phone, masked] of table) {
    it(`masks ${JSON.stringify(phone.slice(0, 20))}`, () => expect(maskPhone(phone)).to.equal(masked));
  }

  it('lets out five and four characters at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(maskPhone(text)).to.match(/^(\+\d{5})?\*{3}(\d{4})?$/);
      }),
    );
  });
});

describe('nationalPhone', () => {
  it('shortens an Iranian mobile and nothing else', () => {
    expect(nationalPhone('+989123456789')).to.equal('09123456789');
    expect(nationalPhone('+971501234567')).to.equal('+971501234567');
    expect(nationalPhone('+982188776655')).to.equal('+982188776655');
    expect(nationalPhone('سارا')).to.equal('سارا');
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { foldDigits, foldText } from './fold.ts';

describe('foldDigits', () => {
  it('turns three families of digits into Latin ones and leaves the rest', () => {
    expect(foldDigits('۰۱۲۳۴۵۶۷۸۹')).to.equal('0123456789');
    expect(foldDigits('٠١٢٣٤٥٦٧٨٩')).to.equal('0123456789');
    expect(foldDigits('０１２３４５６７８９')).to.equal('0123456789');
    expect(foldDigits('كد ۱۲ـ٣ 4')).to.equal('كد 12ـ3 4');
  });
});

describe('foldText', () => {
  const same: [string, string, string][] = [
    ['Arabic yeh', 'موجودي', 'موجودی'],
    ['alef maksura', 'موجودى', 'موجودی'],
    ['Arabic kaf', 'كمك', 'کمک'],
    ['alef with hamza above', 'أمتیاز', 'امتیاز'],
    ['alef with hamza below', 'إمتیاز', 'امتیاز'],
    ['alef with madda', 'آبان', 'ابان'],
    ['teh marbuta', 'ماندة', 'مانده'],
    ['heh with yeh above', 'خانۀ', 'خانه'],
    ['half-space', 'می‌خواهم', 'میخواهم'],
    ['joiner', 'لغ‍و', 'لغو'],
    ['tatweel', 'لغــــو', 'لغو'],
    ['diacritics', 'لُغْوّ', 'لغو'],
    ['tanwin', 'لطفاً', 'لطفا'],
    ['bidi controls', '\u202bلغو\u202c\u200f', 'لغو'],
    ['isolates and a byte order mark', '\ufeff\u2067لغو\u2069', 'لغو'],
    ['NUL and other controls', 'لغ\u0000و\u0007', 'لغو'],
    ['presentation forms', 'ﻟﻐﻮ', 'لغو'],
    ['full-width letters', 'ＳＴＯＰ', 'stop'],
    ['digits', '۱۱', '11'],
    ['keycap emoji', '1️⃣1️⃣', '11'],
    ['capitals', 'Stop', 'stop'],
    ['a dotted capital I', 'JOİN', 'join'],
    ['white space of every kind', ' \t لغو\u00a0\n\r ۱۱\u3000', 'لغو 11'],
    ['a lone surrogate', 'لغو\ud83d', 'لغو'],
  ];
  for (const [name, typed, folded] of same) {
    it(`folds ${name}`, () => expect(foldText(typed)).to.equal(folded));
  }

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const once = foldText(text);
        expect(foldText(once)).to.equal(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('is quick on ten thousand hostile characters', () => {
    const startedAt = performance.now();
    for (const hostile of ['\u0323\u0301'.repeat(5000), ' '.repeat(10_000), 'ﷺ'.repeat(10_000)])
      foldText(hostile);
    expect(performance.now() - startedAt).to.be.below(500);
  });
});

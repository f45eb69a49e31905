import { expect } from 'chai';
import { smsCostRial, smsParts, type SmsParts } from './sms-parts.ts';

const gsm7 = (parts: number, characters: number): SmsParts => ({ parts, encoding: 'gsm7', characters });
const ucs2 = (parts: number, characters: number): SmsParts => ({ parts, encoding: 'ucs2', characters });

const counted: [string, string, SmsParts][] = [
  ['nothing', '', gsm7(0, 0)],
  ['one letter', 'a', gsm7(1, 1)],
  ['160 Latin letters', 'a'.repeat(160), gsm7(1, 160)],
  ['161 Latin letters', 'a'.repeat(161), gsm7(2, 161)],
  ['306 Latin letters', 'a'.repeat(306), gsm7(2, 306)],
  ['307 Latin letters', 'a'.repeat(307), gsm7(3, 307)],
  ['extension characters count two', '€'.repeat(80), gsm7(1, 160)],
  ['81 extension characters', '€'.repeat(81), gsm7(2, 162)],
  ['an escape pair is not split', `${'a'.repeat(152)}€${'a'.repeat(152)}`, gsm7(3, 306)],
  ['70 Persian letters', 'س'.repeat(70), ucs2(1, 70)],
  ['71 Persian letters', 'س'.repeat(71), ucs2(2, 71)],
  ['134 Persian letters', 'س'.repeat(134), ucs2(2, 134)],
  ['135 Persian letters', 'س'.repeat(135), ucs2(3, 135)],
  ['900 Persian letters', 'س'.repeat(900), ucs2(14, 900)],
  ['a surrogate pair is not split', `${'س'.repeat(66)}😀${'س'.repeat(66)}`, ucs2(3, 134)],
  ['one Persian digit changes the alphabet', `${'a'.repeat(70)}۱`, ucs2(2, 71)],
  ['one ZWNJ does too', 'a\u200cb', ucs2(1, 3)],
  ['curly quotes are not made straight', '“a”', ucs2(1, 3)],
];

describe('sms parts', () => {
  for (const [what, text, parts] of counted) {
    it(what, () => expect(smsParts(text)).to.deep.equal(parts));
  }

  it('costs a tariff a part and language', () => {
    const tariff = { persianRial: 1_200, latinRial: 2_900 };
    expect(smsCostRial('', tariff)).to.equal(0);
    expect(smsCostRial('hello', tariff)).to.equal(2_900);
    expect(smsCostRial('س'.repeat(71), tariff)).to.equal(2_400);
  });
});

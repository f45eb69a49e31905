import { expect } from 'chai';
import { giftLine, giftPhrase, withGifts } from './gifts.ts';
import type { GivenGift } from './gifts.ts';
import { memberTexts } from './member-texts.ts';

const code = 'K7PQ2M9XWB4T';
const coffee: GivenGift = { kind: 'reward', name: 'قهوه', code };
const nothing = { points: 0, credit: 0 };

describe('a gift in words', () => {
  const table: readonly [gift: Parameters<typeof giftPhrase>[0], fa: string, en: string][] = [
    [coffee, 'پاداش «قهوه»', 'reward "قهوه"'],
    [
      { kind: 'voucher', name: 'یلدا', percent: 12.5 },
      'بن تخفیف «یلدا» (۱۲٫۵ درصد)',
      'voucher "یلدا" (12.5 percent off)',
    ],
    [
      { kind: 'voucher', name: 'یلدا', amount: 500_000 },
      'بن تخفیف «یلدا» (۵۰٬۰۰۰ تومان)',
      'voucher "یلدا" (50,000 toman off)',
    ],
    [{ kind: 'gift_card', amount: 500_000 }, 'کارت هدیه ۵۰٬۰۰۰ تومان', 'gift card of 50,000 toman'],
    [
      { kind: 'ticket', name: { fa: 'نوروز', en: 'Nowruz' } },
      'بلیت قرعه‌کشی «نوروز»',
      'ticket of the draw "Nowruz"',
    ],
  ];
  for (const [gift, fa, en] of table) {
    it(`is called ${en}`, () => {
      expect([giftPhrase(gift, 'fa'), giftPhrase(gift, 'en')]).to.deep.equal([fa, en]);
    });
  }

  it('is told with its last day and its number, and the code at the end', () => {
    const gift = { ...coffee, number: 31, lastDay: '2026-08-03' };
    expect(giftLine(gift, 'fa')).to.equal('هدیه: پاداش «قهوه»، تا ۱۲ مرداد ۱۴۰۵، شماره ۳۱، کد K7PQ2M9XWB4T');
    expect(giftLine(coffee, 'en')).to.equal('Gift: reward "قهوه", code K7PQ2M9XWB4T');
  });

  it('is left out only where there is no room, which is said', () => {
    const room = (lengthMax: number) =>
      withGifts('متن', [coffee, coffee, coffee], { lengthMax, language: 'fa' });
    const line = giftLine(coffee, 'fa');
    const all = ['متن', line, line, line].join('\n');
    expect(room(all.length)).to.equal(all);
    expect(room(all.length - 1)).to.equal(`متن\n${line}\n۲ هدیه دیگر هم دارید؛ از فروشگاه بپرسید.`);
    expect(room(10)).to.equal('متن\n۳ هدیه دیگر هم دارید؛ از فروشگاه بپرسید.');
  });

  it('stands in what is told of a purchase, of joining and of an occasion', () => {
    const said = { club: 'کافه', gift: nothing, balances: nothing, gifts: [coffee] };
    const texts = [
      memberTexts.purchaseRecordedForMember.fa({ ...said, amount: 500_000, earned: nothing }, 'sms'),
      memberTexts.memberJoined.fa(said, 'sms'),
      memberTexts.memberJoinedByStaff.en(said, 'sms'),
      memberTexts.birthdayGiftForMember.en(said, 'sms'),
      memberTexts.giftForMember.fa({ ...said, rule: 'نظرسنجی' }, 'sms'),
    ];
    for (const text of texts) expect(text).to.include(code);
    expect(texts[0]).not.to.include('امتیازی نداشت');
  });
});

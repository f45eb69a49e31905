import { expect } from 'chai';
import { memberTexts } from './member-texts.ts';
import { fullLine, stampLine, stampRow, stampedLines } from './stamps.ts';

const card = { name: 'کارت قهوه', stamps: 3, size: 5 };
const nothing = { points: 0, credit: 0 };

describe('a stamp card', () => {
  for (const [stamps, size, row] of [
    [0, 2, '○○'],
    [3, 5, '●●●○○'],
    [5, 5, '●●●●●'],
    [7, 5, '●●●●●'],
    [1, 12, '●○○○○○○○○○○○'],
    [1, 13, ''],
  ] as const) {
    it(`with ${stamps} of ${size} is drawn as ${row || 'nothing'}`, () => {
      expect(stampRow({ stamps, size })).to.equal(row);
    });
  }

  it('is told with its row and its count', () => {
    expect(stampLine(card, 'fa')).to.equal('«کارت قهوه»: ●●●○○ (۳ از ۵)');
    expect(stampLine({ ...card, size: 13 }, 'en')).to.equal('"کارت قهوه": 3 of 13');
  });

  const gains = { points: 60, credit: 0 };
  const cake = { kind: 'reward', what: 'cake', name: { fa: 'کیک', en: 'Cake' } } as const;
  const full = (more: object, language: 'fa' | 'en' = 'fa', isBrief = false) =>
    fullLine({ ...card, full: 1, ...more }, language, isBrief);

  for (const [what, said, expected] of [
    ['not full', full({ full: 0 }), ''],
    ['full', full({}), '«کارت قهوه» پر شد!'],
    ['what it gave', full({ gave: { gains, gifts: [] } }), '«کارت قهوه» پر شد: ۶۰ امتیاز!'],
    [
      'a thing as well',
      full({ gave: { gains, gifts: [{ ...cake, count: 1 }] } }),
      '«کارت قهوه» پر شد: ۶۰ امتیاز و پاداش «کیک»!',
    ],
    [
      'twice',
      full({ full: 2, gave: { gains: nothing, gifts: [{ ...cake, count: 2 }] } }),
      '«کارت قهوه» ۲ بار پر شد: ۲ پاداش «کیک»!',
    ],
    [
      'twice in English',
      full({ full: 2, gave: { gains, gifts: [{ ...cake, count: 2 }] } }, 'en'),
      '"کارت قهوه" is full 2 times over: 60 points and 2 × reward "Cake"!',
    ],
    ['briefly', full({ gave: { gains, gifts: [] } }, 'fa', true), '«کارت قهوه» پر شد!'],
  ] as const) {
    it(`is told when it is full: ${what}`, () => {
      expect(said).to.equal(expected);
    });
  }

  it('is told when it is full, and below how it begins anew', () => {
    const told = (more: object) =>
      stampedLines([{ ...card, full: 0, ...more }], 'fa').map(({ text }) => text);
    expect(told({ full: 0 })).to.deep.equal(['', stampLine(card, 'fa')]);
    expect(told({ full: 1 })).to.deep.equal(['«کارت قهوه» پر شد!', stampLine(card, 'fa')]);
    expect(told({ full: 1, stamps: 0 })).to.deep.equal(['«کارت قهوه» پر شد!', '']);
  });

  it('is told briefly where there is no room for what it gave', () => {
    const gave = { gains: { points: 123_456_789, credit: 1_234_567_890 }, gifts: [] };
    const stampCards = [{ ...card, full: 1, gave }];
    const bought = {
      club: 'کافه نمونه',
      amount: 500_000,
      earned: gave.gains,
      balances: gave.gains,
      stampCards,
    };
    const notice = memberTexts.purchaseRecordedForMember.fa(bought, 'sms');
    expect(notice).to.include('پر شد!').and.not.to.include('پر شد:');
  });

  it('stands in the notice of a purchase and in a balance', () => {
    const stampCards = [{ ...card, full: 0 }];
    const bought = { club: 'کافه', amount: 500_000, earned: nothing, balances: nothing, stampCards };
    const notice = memberTexts.purchaseRecordedForMember.fa(bought, 'sms');
    expect(notice).to.include('●●●○○ (۳ از ۵)').and.not.to.include('امتیازی نداشت');
    expect(memberTexts.purchaseRecordedForMember.en(bought, 'sms')).to.include('3 of 5');
    const balance = { club: 'کافه', balances: nothing, stampCards };
    expect(memberTexts.balanceForMember.fa(balance, 'sms')).to.include('●●●○○');
  });
});

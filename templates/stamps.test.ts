import { expect } from 'chai';
import { memberTexts } from './member-texts.ts';
import { stampLine, stampRow, stampedLine } from './stamps.ts';

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

  it('is told when it is full, and how it begins anew', () => {
    expect(stampedLine({ ...card, full: 0 }, 'fa')).to.equal(stampLine(card, 'fa'));
    expect(stampedLine({ ...card, full: 1 }, 'fa')).to.equal(
      '«کارت قهوه» پر شد! «کارت قهوه»: ●●●○○ (۳ از ۵)',
    );
    expect(stampedLine({ ...card, stamps: 0, full: 1 }, 'en')).to.equal('"کارت قهوه" is full!');
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

import { expect } from 'chai';
import { memberTexts } from './member-texts.ts';
import { giftPartsMax } from './notice.ts';
import { charactersIn } from './phrases.ts';

const club = 'کافه نمونه';
const earned = { points: 1_250, credit: 125_000 };
const pending = { points: 2_500, credit: 250_000 };
const balances = { points: 123_456, credit: 9_876_540 };
const purchase = { club, amount: 99_999_990, earned, pending, balances };
const { fa, en } = memberTexts.purchaseRecordedForMember;

describe('what a member is told of a purchase', () => {
  it('is what it earned, first without the total, then without what waits in full', () => {
    const told = fa(purchase, 'sms');
    expect(told).to.include('۱٬۲۵۰ امتیاز و ۱۲٬۵۰۰ تومان اعتبار گرفتید.').and.include('در انتظار است');
    expect(told).to.include('سپاس').and.not.include('امتیاز شما');
    expect(en(purchase, 'sms')).to.include('Earned 1,250 points and 12,500 toman credit.');
    const long = { ...purchase, club: 'باشگاه مشتریان کافه نمونه شهر ما' };
    expect(fa(long, 'sms'))
      .to.include('۱٬۲۵۰ امتیاز و ۱۲٬۵۰۰ تومان اعتبار گرفتید.')
      .and.include('بخشی هم در انتظار است.');
  });

  it('keeps what it earned and drops the thanks where amounts are long', () => {
    const many = { points: 123_456_789, credit: 1_234_567_890_120 };
    const long = { ...purchase, club: 'باشگاه مشتریان کافه نمونه شهر ما', amount: 1_234_567_890_120 };
    const told = fa({ ...long, earned: many, pending: many }, 'sms');
    expect(told).to.include('۱۲۳٬۴۵۶٬۷۸۹ امتیاز و ۱۲۳٬۴۵۶٬۷۸۹٬۰۱۲ تومان اعتبار گرفتید.');
    expect(told).to.not.include('سپاس');
    expect(told.length).to.be.at.most(charactersIn(2));
  });

  it('keeps the amount that waits where it earned nothing else', () => {
    const nothing = { points: 0, credit: 0 };
    expect(fa({ ...purchase, earned: nothing }, 'sms')).to.include(
      '۲٬۵۰۰ امتیاز و ۲۵٬۰۰۰ تومان اعتبار در انتظار است.',
    );
  });

  it('tells of a tier that it reached whatever else it earned', () => {
    const told = fa({ ...purchase, reached: 'طلایی' }, 'sms');
    expect(told).to.include('گرفتید.').and.include('«طلایی»');
    expect(told.length).to.be.at.most(charactersIn(giftPartsMax));
    expect(en({ ...purchase, reached: 'Gold' }, 'sms')).to.include('Gold');
  });

  it('is points and credit beside a ticket, a voucher, a tier and stamps', () => {
    const day = { lastDay: '2026-12-21', calendar: 'persian' } as const;
    const gifts = [
      { kind: 'ticket', name: 'قرعه‌کشی نوروز', code: 'K7PQ2M9XWB4T', number: 1024 },
      { kind: 'voucher', name: 'یلدا', percent: 20, code: 'K7PQ2M9XWB4V', ...day },
    ] as const;
    const stampCards = [{ name: 'قهوه', size: 5, stamps: 3, full: 0 }];
    const told = fa({ ...purchase, gifts, stampCards, reached: 'طلایی' }, 'sms');
    expect(told).to.include('۱٬۲۵۰ امتیاز و ۱۲٬۵۰۰ تومان اعتبار گرفتید.').and.include('K7PQ2M9XWB4V');
    expect(told.length).to.be.at.most(charactersIn(giftPartsMax));
  });
});

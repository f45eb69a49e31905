import { expect } from 'chai';
import { memberTexts } from './member-texts.ts';
import { screenMax, waitingLine } from './phrases.ts';
import { ussdScreens } from './ussd-screens.ts';

const nothing = { points: 0, credit: 0 };
const pending = { points: 12, credit: 0 };
const balances = { points: 138, credit: 0 };
const club = 'کافه نمونه';

describe('what waits, in the texts to a member', () => {
  it('is a line of the balance, and none where nothing waits', () => {
    const { fa, en } = memberTexts.balanceForMember;
    expect(fa({ club, balances, pending }, 'sms')).to.include('امتیاز شما: ۱۳۸\nدر انتظار: ۱۲ امتیاز');
    expect(en({ club, balances, pending }, 'chat')).to.include('Your points: 138\nPending: 12 points');
    expect(fa({ club, balances, pending: nothing }, 'sms')).to.not.include('انتظار');
    expect(waitingLine(undefined, 'fa')).to.equal('');
    expect(waitingLine({ points: 0, credit: 5_000 }, 'fa')).to.equal('در انتظار: ۵۰۰ تومان اعتبار');
  });

  it('is told with a purchase, which did not earn nothing then', () => {
    const { fa, en } = memberTexts.purchaseRecordedForMember;
    const purchase = { club, amount: 1_000_000, balances };
    const all = fa({ ...purchase, earned: nothing, pending }, 'sms');
    expect(all).to.include('۱۲ امتیاز در انتظار است.').and.not.include('نداشت');
    const part = { ...purchase, earned: { points: 7, credit: 0 }, pending };
    expect(fa(part, 'sms')).to.include('۷ امتیاز گرفتید. ۱۲ امتیاز در انتظار است.');
    expect(en(part, 'sms')).to.include('Earned 7 points. 12 points pending.');
    expect(fa({ ...purchase, earned: nothing, pending: nothing }, 'sms')).to.include('این بار امتیازی نداشت');
  });

  it('has its place on the screen of a phone as long as there is room', () => {
    const { fa } = ussdScreens.ussdBalance;
    const nextReward = { name: 'یک قهوه اسپرسو رایگان با کیک', missing: 112 };
    const screens = [
      fa({ club, balances, pending }, 'chat'),
      fa({ club, balances, pending, nextReward }, 'chat'),
      fa(
        { club, balances: { points: 9_007_199_254_740_991, credit: 9_007_199_254_740_990 }, pending },
        'chat',
      ),
    ];
    expect(screens[0]).to.include('در انتظار: ۱۲ امتیاز').and.include(club);
    expect(screens[1]).to.include('در انتظار: ۱۲ امتیاز');
    for (const screen of screens) expect(screen.length).to.be.at.most(screenMax);
  });
});

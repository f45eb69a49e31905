import { expect } from 'chai';
import { renderReply } from './render.ts';
import { keepTierLine, nextTierLine, reachedLine, tierLine } from './tier-phrases.ts';
import type { TierView, TierWay } from './template.ts';

const way = (by: TierWay['lacks'][number]['by'], missing: number): TierWay => ({
  ...{ join: 'all', lacks: [{ by, needed: 1000, missing }] },
});
const tier: TierView = {
  name: 'نقره‌ای',
  next: { ...way('spent', 2_000_000), name: 'طلایی' },
  keep: { ...way('visits', 3), day: '2026-03-20' },
};

describe('her tier in a line', () => {
  it('is named', () => {
    expect(tierLine(tier, 'fa')).to.equal('سطح شما: «نقره‌ای»');
    expect(tierLine({ name: 'Silver' }, 'en')).to.equal('Your tier: "Silver"');
    expect(tierLine({ name: null }, 'fa')).to.equal('');
    expect(reachedLine('طلایی', 'fa')).to.equal('به سطح «طلایی» رسیدید!');
    expect(reachedLine(undefined, 'en')).to.equal('');
  });

  it('has the way to the next', () => {
    expect(nextTierLine(tier, 'fa')).to.equal('۲۰۰٬۰۰۰ تومان خرید دیگر تا سطح «طلایی»');
    expect(nextTierLine(tier, 'en')).to.equal('200,000 toman of purchases to go for "طلایی"');
    for (const [by, fa, en] of [
      ['earned', '۵ امتیاز دیگر', '5 points to go'],
      ['balance', '۵ امتیاز دیگر', '5 points to go'],
      ['visits', '۵ مراجعه دیگر', '5 visits to go'],
      ['sum', '۵ واحد دیگر', '5 to go'],
    ] as const) {
      const view = { name: null, next: { ...way(by, 5), name: 'VIP' } };
      expect(nextTierLine(view, 'fa')).to.include(fa);
      expect(nextTierLine(view, 'en')).to.include(en);
    }
    expect(nextTierLine({ name: 'VIP' }, 'fa')).to.equal('');
  });

  it('has what keeps it, where something is missing', () => {
    expect(keepTierLine(tier, 'fa')).to.equal('برای ماندن در این سطح تا ۲۹ اسفند ۱۴۰۴: ۳ مراجعه دیگر');
    expect(keepTierLine(tier, 'en')).to.equal('To keep it by 29 Esfand 1404: 3 visits more');
    const kept = { ...tier, keep: { ...way('visits', 0), day: '2026-03-20' } };
    expect(keepTierLine(kept, 'fa')).to.equal('');
  });

  it('names all that is missing, or the nearest of what would do', () => {
    const lacks = [
      { by: 'visits', needed: 10, missing: 5 },
      { by: 'spent', needed: 1000, missing: 100 },
    ] as const;
    const next = (join: 'all' | 'any') =>
      nextTierLine({ name: null, next: { join, lacks, name: 'VIP' } }, 'en');
    expect(next('all')).to.equal('5 visits and 10 toman of purchases to go for "VIP"');
    expect(next('any')).to.equal('10 toman of purchases to go for "VIP"');
  });

  it('says that what is missing is to be paid', () => {
    const next = { ...way('paid', 1_000_000), name: 'VIP' };
    expect(nextTierLine({ name: null, next }, 'fa')).to.equal(
      '۱۰۰٬۰۰۰ تومان خرید پرداخت‌شده دیگر تا سطح «VIP»',
    );
    expect(nextTierLine({ name: null, next }, 'en')).to.equal(
      '100,000 toman of paid purchases to go for "VIP"',
    );
  });

  it('stands in a balance and in the notice of the purchase that reached it', () => {
    const balances = { points: 120, credit: 0 };
    const { text } = renderReply(
      { template: 'balanceForMember', params: { club: 'کافه', balances, tier } },
      { language: 'fa', medium: 'sms' },
    );
    expect(text.split('\n').slice(2)).to.deep.equal([
      'سطح شما: «نقره‌ای»',
      'برای ماندن در این سطح تا ۲۹ اسفند ۱۴۰۴: ۳ مراجعه دیگر',
      '۲۰۰٬۰۰۰ تومان خرید دیگر تا سطح «طلایی»',
    ]);
    const params = { club: 'کافه', amount: 1_000_000, earned: balances, reached: 'طلایی', balances };
    const notice = renderReply(
      { template: 'purchaseRecordedForMember', params },
      { language: 'fa', medium: 'sms' },
    );
    expect(notice.text).to.include('\nبه سطح «طلایی» رسیدید!\n');
  });

  it('stands on the screen with the balance, the way to keep it or to the next one first', () => {
    const balances = { points: 120, credit: 0 };
    const screen = (view: TierView, page = 0) =>
      renderReply(
        { template: 'ussdBalance', params: { club: 'کافه', balances, tier: view, page } },
        { language: 'fa', medium: 'ussd' },
      ).text;
    expect(screen(tier)).to.equal('امتیاز شما: ۱۲۰\nسطح شما: «نقره‌ای»\n۱: ادامه');
    expect(screen(tier, 1)).to.equal('حفظ سطح تا ۱۴۰۴/۱۲/۲۹: ۳ مراجعه\n۱: ادامه');
    expect(screen({ name: 'برنزی', next: { ...way('visits', 3), name: 'VIP' } })).to.equal(
      'کافه\nامتیاز شما: ۱۲۰\nسطح شما: «برنزی»\n۳ مراجعه دیگر تا سطح «VIP»',
    );
  });
});

import { expect } from 'chai';
import { formatNumber } from './formats.ts';
import { charactersIn, screenMax } from './phrases.ts';
import type { WhyLine } from './why-lines.ts';
import { whyPages, whyTexts } from './why-texts.ts';

const nothing = { points: 0, credit: 0 };
const reason = 'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان';
const gave: WhyLine = {
  name: 'امتیاز خرید',
  gains: { points: 18, credit: 0 },
  why: reason,
  code: 'per-amount',
};
const waits: WhyLine = {
  ...{ name: 'خرید نسیه', gains: nothing, waits: '۱۵ امتیاز، در انتظار پرداخت' },
  ...{ why: 'هدیه ثابت ۱۵ امتیاز', code: 'fixed' },
};
const near: WhyLine = { name: 'خرید بزرگ', gains: nothing, why: '۲۰۰٬۰۰۰ تومان می‌خواهد', code: 'amount' };
const far = (id: number): WhyLine => ({
  name: `شعبه ${formatNumber(id, 'fa')}`,
  gains: nothing,
  why: 'در این شعبه نیست',
  code: 'shop',
});
const many = Array.from({ length: 20 }, (_, id) => far(id));
const purchaseOf = (lines: readonly WhyLine[]) =>
  ({ amount: 1_850_000, day: '2026-08-03', calendar: 'persian', lines }) as const;
const sms = (lines: readonly WhyLine[]) =>
  whyTexts.whyForMember.fa({ club: 'کافه نمونه', purchase: purchaseOf(lines) }, 'sms');
const screens = (lines: readonly WhyLine[]) => {
  const purchase = purchaseOf(lines);
  return Array.from({ length: whyPages(purchase, 'fa') }, (_, page) =>
    whyTexts.ussdWhy.fa({ purchase, page }, 'sms'),
  );
};

describe('the answer to «چرا»', () => {
  it('tells what waits as given and waiting, below what was given, above what gave nothing', () => {
    expect(
      sms([far(1), near, waits, gave])
        .split('\n')
        .slice(2),
    ).to.deep.equal([
      `- امتیاز خرید: ۱۸ امتیاز؛ ${reason}`,
      '- خرید نسیه: ۱۵ امتیاز، در انتظار پرداخت؛ هدیه ثابت ۱۵ امتیاز',
      '- خرید بزرگ: هیچ؛ ۲۰۰٬۰۰۰ تومان می‌خواهد',
      '- شعبه ۱: هیچ؛ در این شعبه نیست',
    ]);
  });

  it('does not say of a rule that multiplied that it gave nothing', () => {
    const double = { name: 'دو برابر', gains: nothing, why: '۲ برابر شد', code: 'multiplier' };
    expect(sms([near, double]).split('\n')[2]).to.equal('- دو برابر: ۲ برابر شد');
  });

  it('ends an SMS that has no room for all with how many more there are and where, its parts used', () => {
    const told = sms([...many, waits, near, gave]);
    const shown = told.split('\n').filter((line) => line.startsWith('- '));
    expect(shown.slice(0, 3).map((line) => line.split(':')[0])).to.deep.equal([
      '- امتیاز خرید',
      '- خرید نسیه',
      '- خرید بزرگ',
    ]);
    expect(told.split('\n').at(-1)).to.match(/^[۰-۹]+ قاعده دیگر هم هست: در گفتگو یا پای صندوق/u);
    expect(told.length).to.be.within(charactersIn(5) - 40, charactersIn(5));
    const chat = whyTexts.whyForMember.fa({ club: 'کافه', purchase: purchaseOf(many) }, 'chat');
    expect(chat.split('\n')).to.have.length(2 + many.length);
  });

  it('cuts long reasons before it leaves out a rule that gave', () => {
    const long = Array.from({ length: 5 }, () => ({ ...gave, why: `${reason}؛ `.repeat(6) }));
    expect(sms([...long, near]).split('امتیاز خرید: ۱۸ امتیاز')).to.have.length(1 + long.length);
  });

  it('has the first rule with the heading on the first screen, and a rule on each or more', () => {
    const [first, ...others] = screens([near, waits, gave]);
    expect(first)
      .to.include('خرید ۱۸۵٬۰۰۰ تومان')
      .and.include('امتیاز خرید: ۱۸ امتیاز')
      .and.include('۱: ادامه');
    expect(others.join(' ')).to.include('۱۵ امتیاز، در انتظار پرداخت');
    expect(others.at(-1)).to.include('خرید بزرگ').and.not.include('ادامه');
    const all = screens([...many, gave]);
    expect(all.length).to.be.at.most(6);
    expect(all.at(-1)).to.include('پیامک «چرا»');
    for (const screen of all) expect(screen.length).to.be.at.most(screenMax);
  });
});

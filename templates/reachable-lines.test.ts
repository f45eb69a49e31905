import { expect } from 'chai';
import { nearestOf, reachableLine } from './reachable-lines.ts';
import type { ReachableView } from './reachable-lines.ts';
import { renderReply } from './render.ts';
import type { Medium } from './template.ts';
import { screenMax } from './phrases.ts';
import { balancePages } from './ussd-balance.ts';

const until = { calendar: 'persian', month: 9, day: 12 } as const;
const season: ReachableView = {
  ...{ name: 'هدیه خرید فصل', count: 'spent', needed: 50_000_000, missing: 12_000_000, until },
};
const visits: ReachableView = { name: 'Season gift', count: 'visits', needed: 10, missing: 2 };

describe('what is missing to a gift, in a line', () => {
  for (const [view, fa, en] of [
    [
      season,
      '۱٬۲۰۰٬۰۰۰ تومان تا «هدیه خرید فصل» (تا ۱۲ آذر)',
      '1,200,000 toman to "هدیه خرید فصل" (until 12 Azar)',
    ],
    [
      { ...season, until: undefined },
      '۱٬۲۰۰٬۰۰۰ تومان تا «هدیه خرید فصل»',
      '1,200,000 toman to "هدیه خرید فصل"',
    ],
    [
      { ...season, name: 'VIP', count: 'paid', until: { ...until, year: 1406 } },
      '۱٬۲۰۰٬۰۰۰ تومان خرید پرداخت‌شده تا «VIP» (تا ۱۲ آذر ۱۴۰۶)',
      '1,200,000 toman of paid purchases to "VIP" (until 12 Azar 1406)',
    ],
    [visits, '۲ مراجعه تا «Season gift»', '2 more visits to "Season gift"'],
    [
      { ...visits, missing: 1, until: { calendar: 'gregorian', month: 8, day: 3 } },
      '۱ مراجعه تا «Season gift» (تا ۳ اوت)',
      '1 more visit to "Season gift" (until 3 August)',
    ],
    [
      { ...visits, count: 'purchases', until },
      '۲ خرید تا «Season gift» (تا ۱۲ آذر)',
      '2 more purchases to "Season gift" (until 12 Azar)',
    ],
    [
      { ...visits, count: 'purchases', missing: 1 },
      '۱ خرید تا «Season gift»',
      '1 more purchase to "Season gift"',
    ],
  ] as const) {
    it(en, () => {
      expect(reachableLine(view, 'fa')).to.equal(fa);
      expect(reachableLine(view, 'en')).to.equal(en);
    });
  }

  it('is said of the two with the least share missing, the nearest first', () => {
    const far = { ...season, name: 'far', missing: 49_000_000 };
    expect(nearestOf([far, season, visits]).map(({ name }) => name)).to.deep.equal([
      'Season gift',
      'هدیه خرید فصل',
    ]);
    expect(nearestOf()).to.deep.equal([]);
  });

  const others = [{ name: 'باشگاه سبز', balances: { points: 12, credit: 0 } }];
  const balance = (reachable: readonly ReachableView[] | undefined, medium: Medium, club = 'کافه') => {
    const params = { club, balances: { points: 120, credit: 0 }, others, reachable };
    return renderReply({ template: 'balanceForMember', params }, { language: 'fa', medium }).text;
  };

  it('comes last in a balance, and is nothing where there is none', () => {
    for (const medium of ['sms', 'chat'] as const) {
      expect(balance([season, visits], medium).split('\n').slice(-3)).to.deep.equal([
        'باشگاه سبز: ۱۲ امتیاز',
        '۲ مراجعه تا «Season gift»',
        '۱٬۲۰۰٬۰۰۰ تومان تا «هدیه خرید فصل» (تا ۱۲ آذر)',
      ]);
      expect(balance([], medium)).to.equal(balance(undefined, medium)).and.not.to.include('تا «');
    }
  });

  it('is the first to be left out of an SMS, the one farther away before the other', () => {
    const whole = [others[0]?.name ?? '', visits.name, season.name];
    const kept = new Set<string>();
    for (let length = 0; length <= 150; length++) {
      const cards = [0, 1, 2, 3, 4, 5].map((n) => 'م'.repeat(Math.min(25, Math.max(0, length - 25 * n))));
      const stampCards = cards.flatMap((name) => (name === '' ? [] : [{ name, stamps: 3, size: 9 }]));
      const params = { club: 'کافه', balances: { points: 120, credit: 0 }, stampCards, others };
      const { text } = renderReply(
        { template: 'balanceForMember', params: { ...params, reachable: [season, visits] } },
        { language: 'fa', medium: 'sms' },
      );
      kept.add(whole.filter((name) => text.includes(name)).join());
    }
    expect([...kept]).to.deep.equal([whole.join(), whole.slice(0, 2).join(), whole.slice(0, 1).join(), '']);
  });

  it('comes last on the screens of USSD, without its day where that has no room', () => {
    const screens = (reachable: readonly ReachableView[]) => {
      const params = { club: 'کافه', balances: { points: 120, credit: 0 }, reachable };
      return Array.from({ length: balancePages(params, 'fa') }, (_, page) =>
        renderReply(
          { template: 'ussdBalance', params: { ...params, page } },
          { language: 'fa', medium: 'ussd' },
        ),
      ).map(({ text }) => text);
    };
    expect(screens([visits])).to.deep.equal(['کافه\nامتیاز شما: ۱۲۰\n۲ مراجعه تا «Season gift»']);
    expect(screens([season, visits])).to.deep.equal([
      'امتیاز شما: ۱۲۰\n۲ مراجعه تا «Season gift»\n۱: ادامه',
      '۱٬۲۰۰٬۰۰۰ تومان تا «هدیه خرید فصل» (تا ۱۲ آذر)',
    ]);
    const long = { ...season, name: 'هدیه خریدهای بزرگ همین فصل', until: { ...until, month: 2, year: 1406 } };
    const said = screens([long]);
    expect(said).to.deep.equal(['کافه\nامتیاز شما: ۱۲۰\n۱٬۲۰۰٬۰۰۰ تومان تا «هدیه خریدهای بزرگ همین فصل»']);
    for (const text of said) expect(text.length).to.be.at.most(screenMax);
  });
});

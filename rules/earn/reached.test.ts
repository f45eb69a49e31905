import { expect } from 'chai';
import { amountsOf, memberOf, newBook, programOf, purchaseOf, ruleOf, tehran } from '../testing/decisions.ts';
import type { PurchaseFacts } from './facts.ts';
import { decideOccasion, decidePurchase, decideSettlement } from './decide.ts';
import type { Decision } from './decision.ts';

const toman = 10;
const million = 1_000_000 * toman;

/** A club with one rule that gives 100 points, and one member. */
function club(words: object, program: object = {}) {
  const gift = { unit: 'points', fixed: 100 };
  const rule = ruleOf({ id: 'r', on: 'reached', count: 'spent', from: 5 * million, give: gift, ...words });
  const compiled = programOf([rule], program as never);
  const book = newBook();
  const take = (decision: Decision) => {
    book.apply('one', decision.tallies);
    return decision;
  };
  const member = () => memberOf({ tally: book.tallyOf('one'), days: book.daysOf('one') });
  const decided = (at: string, amount: number, facts: Partial<PurchaseFacts> = {}) =>
    take(
      decidePurchase(compiled, {
        purchase: purchaseOf({ occurredAt: tehran(at), amount, ...facts }),
        member: member(),
      }),
    );
  const given = (decision: Decision) => amountsOf(decision)['r'];
  return {
    decided,
    buy: (...purchase: Parameters<typeof decided>) => given(decided(...purchase)),
    come: (at: string, shop = 'main') =>
      given(take(decideOccasion(compiled, 'visit', { at: tehran(at), shop, member: member() }))),
    settle: (at: string, purchase: Partial<PurchaseFacts>) =>
      given(
        take(
          decideSettlement(compiled, { at: tehran(at), purchase: purchaseOf(purchase), member: member() }),
        ),
      ),
  };
}

describe('a rule on what is reached', () => {
  it('gives with the purchase that reaches it, to the rial', () => {
    const { buy } = club({});
    expect(buy('1404/10/20 12:00', 5 * million - 10)).to.equal(0);
    expect(buy('1404/10/20 13:00', 10)).to.equal(100);
  });

  it('gives for the one purchase that is enough', () => {
    expect(club({}).buy('1404/10/20 12:00', 5 * million)).to.equal(100);
  });

  it('says what is needed, in what time, and what was', () => {
    const { buy, decided } = club({ within: { months: 3 } });
    buy('1404/10/01 12:00', 4 * million);
    expect(decided('1404/10/20 12:00', 200_000 * toman).awards.map(({ why }) => why)).to.deep.equal([
      ...[{ kind: 'not-reached', count: 'spent', needs: 5 * million, was: 4.2 * million }].map((why) => ({
        ...why,
        within: { months: 3 },
      })),
    ]);
  });

  for (const [within, first, lastIn, firstOut] of [
    [{ months: 3 }, '1404/01/31 23:59', '1404/04/30 23:59', '1404/04/31 00:00'],
    [{ months: 1 }, '1404/06/31 12:00', '1404/07/29 23:59', '1404/07/30 00:00'],
    [{ months: 1 }, '1404/07/01 00:00', '1404/07/30 23:59', '1404/08/01 00:00'],
    [{ months: 1 }, '1403/12/30 12:00', '1404/01/30 23:59', '1404/01/31 00:00'],
    [{ days: 2 }, '1404/06/31 00:00', '1404/07/01 23:59', '1404/07/02 00:00'],
    [{ days: 1 }, '1404/06/31 00:00', '1404/06/31 23:59', '1404/07/01 00:00'],
    ['day', '1404/06/31 00:00', '1404/06/31 23:59', '1404/07/01 00:00'],
    ['week', '1404/10/20 00:00', '1404/10/26 23:59', '1404/10/27 00:00'],
    ['month', '1404/12/01 00:00', '1404/12/29 23:59', '1405/01/01 00:00'],
    ['month', '1404/06/01 00:00', '1404/06/31 23:59', '1404/07/01 00:00'],
    ['season', '1404/07/01 00:00', '1404/09/30 23:59', '1404/10/01 00:00'],
    ['year', '1403/01/01 00:00', '1403/12/30 23:59', '1404/01/01 00:00'],
  ] as const) {
    it(`within ${JSON.stringify(within)} of ${first} until ${lastIn}`, () => {
      const inTime = club({ within });
      inTime.buy(first, 4 * million);
      expect(inTime.buy(lastIn, million)).to.equal(100);
      const late = club({ within });
      late.buy(first, 4 * million);
      expect(late.buy(firstOut, million)).to.equal(0);
    });
  }

  it('gives once and never again', () => {
    const { buy, decided } = club({ within: { days: 30 } });
    expect(buy('1404/10/20 12:00', 5 * million)).to.equal(100);
    expect(decided('1404/10/20 13:00', 5 * million).awards[0]?.why.kind).to.equal('often-enough');
    expect(buy('1404/12/20 12:00', 9 * million)).to.equal(0);
  });

  for (const within of ['ever', { days: 30 }, 'year'] as const) {
    it(`counts anew from the act that gave, over ${JSON.stringify(within)}`, () => {
      const { buy } = club({ within, again: 'anew' });
      expect(buy('1404/10/19 12:00', 3 * million)).to.equal(0);
      expect(buy('1404/10/20 12:00', 3 * million)).to.equal(100);
      expect(buy('1404/10/20 13:00', 4 * million)).to.equal(0);
      expect(buy('1404/10/21 12:00', million - 10)).to.equal(0);
      expect(buy('1404/10/21 12:00', 10)).to.equal(100);
      expect(buy('1404/10/22 12:00', 12 * million)).to.equal(100);
    });
  }

  it('gives once in each month', () => {
    const { buy } = club({ within: 'month', again: 'each-period' });
    expect(buy('1404/12/28 12:00', 5 * million)).to.equal(100);
    expect(buy('1404/12/29 23:59', 9 * million)).to.equal(0);
    expect(buy('1405/01/01 00:00', 5 * million - 10)).to.equal(0);
    expect(buy('1405/01/02 00:00', 10)).to.equal(100);
  });

  it('holds back what a limit holds back, and gives it when that lets it', () => {
    const limits = [{ each: 'month', times: 1 }];
    const { buy } = club({ within: { months: 3 }, again: 'anew', limits });
    expect(buy('1404/10/01 12:00', 5 * million)).to.equal(100);
    expect(buy('1404/10/02 12:00', 5 * million)).to.equal(0);
    expect(buy('1404/11/01 12:00', 10)).to.equal(100);
  });

  it('takes what is told late as of its day', () => {
    const { buy } = club({ within: { days: 10 } });
    buy('1404/10/20 12:00', 3 * million);
    expect(buy('1404/10/10 12:00', 3 * million)).to.equal(0);
    expect(buy('1404/10/11 12:00', 2 * million)).to.equal(100);
  });

  it('uses up the days that came together, not those of another time', () => {
    const { buy } = club({ within: { days: 10 }, again: 'anew' });
    buy('1404/10/20 12:00', 4 * million);
    buy('1404/10/01 12:00', 4 * million);
    expect(buy('1404/10/19 12:00', million)).to.equal(100);
    expect(buy('1404/10/02 12:00', million)).to.equal(100);
    expect(buy('1404/10/20 13:00', 5 * million - 10)).to.equal(0);
  });

  it('counts purchases', () => {
    const { buy } = club({ count: 'purchases', from: 3, within: { days: 7 } });
    expect(buy('1404/10/20 12:00', 10)).to.equal(0);
    expect(buy('1404/10/20 12:00', 10)).to.equal(0);
    expect(buy('1404/10/26 23:59', 10)).to.equal(100);
  });

  it('counts visits, and purchases among them, several on one day once', () => {
    const { buy, come } = club({ count: 'visits', from: 3, within: { days: 7 } });
    expect(buy('1404/10/20 12:00', 10)).to.equal(0);
    expect(buy('1404/10/20 13:00', 10)).to.equal(undefined);
    expect(come('1404/10/20 14:00')).to.equal(undefined);
    expect(come('1404/10/21 12:00')).to.equal(0);
    expect(buy('1404/10/22 12:00', 10)).to.equal(100);
  });

  it('counts only that for which its condition holds', () => {
    const { buy, decided } = club({ when: { shops: ['north'] } });
    buy('1404/10/20 12:00', 4 * million, { shop: 'north' });
    expect(decided('1404/10/20 12:00', 9 * million).awards[0]?.why.kind).to.equal('shop');
    expect(buy('1404/10/20 12:00', million - 10, { shop: 'north' })).to.equal(0);
    expect(buy('1404/10/20 12:00', 10, { shop: 'north' })).to.equal(100);
  });

  it('counts what the program counts: nothing of delivery, nothing paid with points', () => {
    const { buy, decided } = club({});
    const delivery = { lines: [{ quantity: 1, amount: 9 * million, group: 'delivery' }] };
    expect(buy('1404/10/20 12:00', 9 * million, delivery)).to.equal(undefined);
    const payments = [{ kind: 'points', amount: 9 * million }] as const;
    expect(decided('1404/10/20 12:00', 9 * million, { payments }).awards).to.deep.equal([]);
  });

  for (const of of ['paid', 'sold'] as const) {
    it(`counts what was promised once it is paid, where ${of} counts`, () => {
      const { buy, settle } = club({ count: 'paid' }, { counts: { of } });
      const payments = [
        { kind: 'cash', amount: 2 * million },
        { kind: 'on_account', amount: 3 * million },
      ] as const;
      expect(buy('1404/10/20 12:00', 5 * million, { payments })).to.equal(0);
      const paid = [{ kind: 'card', amount: 3 * million }] as const;
      expect(settle('1404/10/25 12:00', { amount: 5 * million, payments: paid })).to.equal(100);
      const promised = [{ kind: 'cheque', amount: 5 * million }] as const;
      expect(club({ count: 'paid' }).buy('1404/10/20 12:00', 5 * million, { payments: promised })).to.equal(
        undefined,
      );
    });
  }

  it('gives at once, though the purchase that reaches it is not paid', () => {
    const { decided } = club({});
    const payments = [{ kind: 'on_account', amount: 5 * million }] as const;
    const [award] = decided('1404/10/20 12:00', 5 * million, { payments }).awards;
    expect([award?.amount, award?.pending]).to.deep.equal([100, undefined]);
  });
});

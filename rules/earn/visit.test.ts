import { expect } from 'chai';
import { decideOccasion, decidePurchase } from './decide.ts';
import { checkFaults, joining, least } from '../testing/programs.ts';
import {
  amountsOf,
  memberOf,
  newBook,
  noon,
  programOf,
  purchaseOf,
  ruleOf,
  tehran,
} from '../testing/decisions.ts';

const gift = (id: string, on: string, more: object = {}) =>
  ruleOf({ id, on, give: { unit: 'points', fixed: 10 }, ...more });

const visiting = (visits: object, ...rules: object[]) => {
  const compiled = programOf(rules.length === 0 ? [gift('v', 'visit')] : (rules as never), { visits });
  const book = newBook();
  const take = (decision: ReturnType<typeof decidePurchase>) => {
    book.apply('one', decision.tallies);
    return amountsOf(decision);
  };
  const member = () => memberOf({ tally: book.tallyOf('one') });
  return {
    come: (at = noon, shop = 'main') =>
      take(decideOccasion(compiled, 'visit', { at, shop, member: member() })),
    buy: (at = noon) =>
      take(decidePurchase(compiled, { purchase: purchaseOf({ occurredAt: at }), member: member() })),
  };
};

const next = tehran('1404/10/21 00:00');

describe('a visit', () => {
  it('is one a day, by the day of the program, however often she comes', () => {
    const { come } = visiting({});
    expect([come(), come(tehran('1404/10/20 23:59')), come(next)]).to.deep.equal([{ v: 10 }, {}, { v: 10 }]);
  });

  it('is each coming where the program says so', () => {
    const { come } = visiting({ oncePerDay: false });
    expect([come(), come()]).to.deep.equal([{ v: 10 }, { v: 10 }]);
  });

  it('is a purchase too, several on one day are one', () => {
    const { buy, come } = visiting({});
    expect([buy(), buy(), come(), buy(next)]).to.deep.equal([{ v: 10 }, {}, {}, { v: 10 }]);
    const each = visiting({ oncePerDay: false });
    expect([each.buy(), each.buy(), each.come(), each.buy(next)]).to.deep.equal([
      ...[{ v: 10 }, {}, { v: 10 }, { v: 10 }],
    ]);
  });

  it('is no purchase where the program says so', () => {
    const { buy, come } = visiting({ byPurchase: false });
    expect([buy(), come()]).to.deep.equal([{}, { v: 10 }]);
  });

  it('is counted: the nth, every nth', () => {
    const third = gift('third', 'visit', { when: { nthVisit: { is: 3 } } });
    const second = gift('second', 'visit', { when: { nthVisit: { every: 2 } } });
    const { come } = visiting({ oncePerDay: false }, third, second);
    expect([come(), come(), come(), come()]).to.deep.equal([
      ...[
        { third: 0, second: 0 },
        { third: 0, second: 10 },
        { third: 10, second: 0 },
        { third: 0, second: 10 },
      ],
    ]);
  });

  it('may be of some shops only', () => {
    const { come } = visiting({ oncePerDay: false }, gift('north', 'visit', { when: { shops: ['north'] } }));
    expect([come(noon, 'main'), come(noon, 'north')]).to.deep.equal([{ north: 0 }, { north: 10 }]);
  });

  it('of a purchase sees what the purchase earned', () => {
    const rules = [ruleOf(), gift('fill', 'visit', { give: { unit: 'points', roundUpTo: 25 } })];
    expect(visiting({}, ...rules).buy()).to.deep.equal({ r: 10, fill: 15 });
  });

  it('is told with which one it is where the rule wants another', () => {
    const compiled = programOf([gift('v', 'visit', { when: { nthVisit: { is: 2 } } })]);
    const { awards } = decideOccasion(compiled, 'visit', { at: noon, member: memberOf() });
    expect(awards.map(({ why }) => why)).to.deep.equal([{ kind: 'nth-visit', needs: { is: 2 }, was: 1 }]);
  });
});

describe('an event', () => {
  const compiled = programOf([
    gift('survey', 'event', {
      event: 'survey',
      when: { data: { stars: { from: 4 }, done: ['yes', 'true'] } },
    }),
    gift('comment', 'event', { event: 'comment' }),
  ]);
  const send = (name: string, data: Readonly<Record<string, number | string | boolean>> = {}) =>
    decideOccasion(compiled, 'event', { at: noon, member: memberOf(), event: { name, data } });

  it('concerns the rules of its name only', () => {
    expect(amountsOf(send('comment'))).to.deep.equal({ comment: 10 });
    expect(amountsOf(send('other'))).to.deep.equal({});
  });

  it('is judged by what it was sent with', () => {
    const given = (stars: number | string, done: string | boolean) =>
      amountsOf(send('survey', { stars, done }))['survey'];
    expect([given(4, 'yes'), given(5, true)]).to.deep.equal([10, 10]);
    expect([given(3.9, 'yes'), given('4', 'yes'), given(4, 'no'), given(4, false)]).to.deep.equal([
      0, 0, 0, 0,
    ]);
  });

  it('is told what it lacks', () => {
    const why = (data: Readonly<Record<string, number | string>>) => send('survey', data).awards[0]?.why;
    expect(why({ stars: 3 })).to.deep.equal({ kind: 'data', field: 'stars', needs: { from: 4 }, was: 3 });
    expect(why({ stars: 4 })).to.deep.equal({
      ...{ kind: 'data', field: 'done', needs: ['yes', 'true'], was: undefined },
    });
  });
});

describe('faults of events and visits', () => {
  const rule = (words: object) => ({ ...least, rules: [{ ...joining, ...words }] });
  checkFaults([
    ['an event without a name', rule({ on: 'event' }), 'rules[0].event', 'is missing'],
    ['an event of another form', rule({ on: 'event', event: 'Survey' }), 'rules[0].event', 'small Latin'],
    ['data of a purchase', rule({ when: { data: { a: ['b'] } } }), 'rules[0].when.data', 'rule on "event"'],
    [
      'data of no form',
      rule({ on: 'event', event: 'e', when: { data: { a: 4 } } }),
      'rules[0].when.data.a',
      '{"from": 4}',
    ],
    [
      'visits of another trigger',
      rule({ when: { nthVisit: { is: 1 } } }),
      'rules[0].when.nthVisit',
      'on "visit"',
    ],
    [
      'a purchase in a visit',
      rule({ on: 'visit', when: { nth: { is: 1 } } }),
      'rules[0].when.nth',
      'a purchase',
    ],
    [
      'a shop of an event',
      rule({ on: 'event', event: 'e', when: { shops: ['a'] } }),
      'rules[0].when.shops',
      'or a visit',
    ],
    [
      'an effect of a purchase',
      rule({ on: 'visit', give: { unit: 'points', give: 1, per: 100 } }),
      'rules[0].give',
      'write fixed, roundUpTo',
    ],
  ]);
});

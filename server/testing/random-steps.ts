import fc from 'fast-check';
import type { PaymentKind } from '../../rules/program/payments.ts';

/** One thing that happens in a random history; which purchase is meant depends on what was there before. */
export type Step =
  | Buying
  | { readonly kind: 'undo'; readonly which: number }
  /** A visit or an event is undone. */
  | { readonly kind: 'take-back'; readonly which: number }
  | { readonly kind: 'settle'; readonly which: number; readonly share: number }
  | { readonly kind: 'come'; readonly who: number; readonly agoMs: number }
  | { readonly kind: 'event'; readonly who: number; readonly score: number }
  | {
      readonly kind: 'tier';
      readonly who: number;
      readonly tier: string | null;
      readonly days: number | null;
    }
  | { readonly kind: 'wait'; readonly hours: number };

export interface Buying {
  readonly kind: 'buy';
  readonly who: number;
  readonly amount: number;
  readonly group: string;
  readonly paid: PaymentKind;
  readonly agoMs: number;
}

const who = fc.nat(1);
const agoMs = fc.constantFrom(0, 0, 1000, 26 * 3_600_000);

const steps: readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> }[] = [
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('buy' as const),
      ...{ who, agoMs },
      amount: fc.integer({ min: 1, max: 90_000_000 }),
      group: fc.constantFrom('لبنیات', 'میوه', 'delivery', 'دیگر'),
      paid: fc.constantFrom<PaymentKind>('cash', 'card', 'cheque', 'on_account', 'points'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take-back' as const), which: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(5),
      share: fc.constantFrom(1, 30, 50, 99, 100, 110),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('come' as const), who, agoMs }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('event' as const), who, score: fc.nat(5) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('tier' as const), who },
      tier: fc.constantFrom(null, 'silver', 'gold'),
      days: fc.constantFrom(null, 1, 60),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      hours: fc.constantFrom(0.1, 5, 24, 24 * 40, 24 * 200),
    }),
  },
];

/** Histories of two members. */
export const histories: fc.Arbitrary<readonly Step[]> = fc.array(fc.oneof(...steps), {
  minLength: 3,
  maxLength: 16,
});

const points = (fixed: number) => ({ unit: 'points', fixed });
const rule = (id: string, on: string, words: object) => ({ id, name: id, on, ...words });

/** One of the two members brought the other: what the other buys gives to both, at once or later, and things too. */
export const friends = {
  ...{
    code: 'friends',
    name: 'دوستان',
    units: { points: { decimals: 3 } },
    visits: { byPurchase: true, oncePerDay: true },
  },
  draws: [{ id: 'nowruz', name: 'قرعه نوروز' }],
  tiers: {
    ...{ by: 'paid', over: { last: { months: 1 } }, crossing: 'split', downgrade: 'to-earned' },
    review: { each: 'month' },
    steps: [
      { id: 'all', name: 'همه' },
      { id: 'paid', name: 'پرداخت', from: 60_000_000 },
    ],
  },
  rules: [
    {
      ...{ id: 'first', name: 'نخستین', on: 'referral', to: 'both', at: 'first-purchase' },
      ...{ give: { unit: 'credit', percent: 5 }, pending: { for: { days: 2 } } },
    },
    {
      ...{ id: 'every', name: 'هر خرید', on: 'referral', to: 'referrer', at: 'every-purchase' },
      give: [{ unit: 'points', give: 1, per: 50_000 }, { ticket: 'nowruz' }],
      limits: [{ times: 3, each: 'week' }],
    },
    { id: 'visit', name: 'مراجعه', on: 'visit', give: { giftCard: 10_000 } },
  ],
};

/** A program that gives a little of everything for whatever happens. */
export const everything = {
  ...{ code: 'everything', name: 'باشگاه نمونه', units: { points: { worth: 1000 } } },
  stampCards: [{ id: 'card', name: 'کارت', stamps: 10, gives: [points(2), { giftCard: 1000 }] }],
  charities: [{ id: 'school', name: 'مدرسه نمونه' }],
  draws: [{ id: 'draw', name: 'قرعه‌کشی' }],
  tiers: {
    ...{ by: 'earned', over: { last: { months: 2 } }, crossing: 'split', downgrade: 'to-earned' },
    review: { each: 'month' },
    steps: [
      { id: 'all', name: 'همه' },
      { id: 'silver', name: 'نقره‌ای', from: 60 },
      { id: 'gold', name: 'طلایی', from: 200 },
    ],
  },
  rules: [
    rule('p', 'purchase', { give: { unit: 'points', give: 1, per: 1_000_000, carry: true } }),
    rule('late', 'purchase', { give: { unit: 'credit', percent: 1 }, pending: { for: { days: 3 } } }),
    rule('silver', 'purchase', { when: { tiers: { from: 'silver' } }, give: points(5) }),
    rule('things', 'purchase', {
      when: { amount: { from: 20_000_000 } },
      give: [{ stamp: 'card', fixed: 1 }, { charity: 'school', percent: 1 }, { ticket: 'draw' }],
      limits: [{ each: 'day', times: 2 }],
    }),
    rule('visit', 'visit', { give: points(3), limits: [{ each: 'month', amount: 10 }] }),
    rule('came', 'reached', { count: 'visits', from: 3, again: 'anew', give: points(20) }),
    rule('spent', 'reached', {
      ...{ count: 'spent', from: 80_000_000, within: { days: 30 }, again: 'anew' },
      give: [points(30), { voucher: { name: 'بن', percent: 10 } }],
    }),
    rule('paid', 'reached', {
      ...{ count: 'paid', from: 60_000_000, within: 'month', again: 'each-period' },
      give: { unit: 'credit', fixed: 5000 },
    }),
    rule('settled', 'settlement', { give: points(4) }),
    rule('survey', 'event', {
      ...{ event: 'survey', when: { data: { score: { from: 3 } } } },
      give: [points(7), { giftCard: 2000 }],
    }),
    rule('tier', 'tier', { again: true, give: [points(6), { stamp: 'card', fixed: 1 }] }),
  ],
};

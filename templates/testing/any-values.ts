/** Arbitrary values that templates are told, up to the extremes. */
import fc from 'fast-check';
import type { ReachableView } from '../reachable-lines.ts';
import type { TierLack, TierView, TierWay } from '../template.ts';

/** Up to 10^9, zero and the extremes often. */
const count = fc.oneof(fc.constantFrom(0, 1, 1_000_000_000), fc.integer({ min: 0, max: 1_000_000_000 }));
/** The same, with decimals as well. */
const points = fc.oneof(
  count,
  fc.constantFrom(0.5, 999_999_999.999),
  count.map((parts) => parts / 1_000),
);
/** Up to 10 billion toman, in rial, zero and the extremes often, not always whole toman. */
export const rial = fc.oneof(
  fc.constantFrom(0, 7, 99_999_999_995, 100_000_000_000),
  fc.integer({ min: 0, max: 100_000_000_000 }),
);
export const gains = fc.record({ points, credit: rial });

/** Names of the shop and its rewards as owners type them, and hostile ones, without Latin digits of their own. */
export const names = fc.oneof(
  fc.constantFrom(
    'کافه وفا',
    'Cafe Vafa',
    '۷ رنگ',
    'ك'.repeat(60),
    'W'.repeat(60),
    '',
    '\u202eevil\n\nلغو۱۱',
  ),
  fc.string({
    maxLength: 60,
    unit: fc.constantFrom(...Array.from('ابپتيكکی ABC\u200c\u200f\u202e\u0000\n\t😀☕َِّ«»"')),
  }),
  fc.string({ maxLength: 60, unit: 'grapheme' }).map((name) => name.replace(/[0-9]/g, '')),
  fc.string({ maxLength: 60, unit: 'binary' }).map((name) => name.replace(/\p{N}/gu, '')),
);

export const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
export const rewards = fc.record({ name: names, missing: points });
export const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
export const calendars = fc.constantFrom<'persian' | 'gregorian'>('persian', 'gregorian');
export const expiring = fc.record({ points, credit: rial, day: days, calendar: calendars });
export const birthdays = fc.record({
  calendar: calendars,
  year: maybe(fc.integer({ min: 1300, max: 2100 })),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
});

/** A way to a tier, and what keeps one, as long and as odd as a program can make them. */
const lacks = fc.record({
  by: fc.constantFrom<TierLack['by']>('earned', 'spent', 'paid', 'visits', 'balance', 'sum'),
  needed: fc.integer({ min: 1, max: 100_000_000_000 }),
  missing: count,
});
const ways = {
  join: fc.constantFrom<TierWay['join']>('all', 'any'),
  lacks: fc.array(lacks, { maxLength: 4 }),
};
export const tiers: fc.Arbitrary<TierView> = fc.record({
  name: fc.option(names),
  next: maybe(fc.record({ ...ways, name: names })),
  keep: maybe(fc.record({ ...ways, day: days, calendar: calendars })),
});

export const reachable = fc.record({
  ...{ name: names, missing: count, needed: fc.integer({ min: 1, max: 100_000_000_000 }) },
  count: fc.constantFrom<ReachableView['count']>('spent', 'paid', 'purchases', 'visits'),
  until: maybe(birthdays),
});

/** Programs for the tests of their words. */
import { expect } from 'chai';
import { describeProgram } from '../program-words.ts';
import type { DescribedProgram, Effect, Expiry, Rule, RuleCounts } from '../program-words-shape.ts';

/** What a program says where its file says nothing. */
const least: DescribedProgram = {
  ...{ name: 'کافه نمونه', language: 'fa', timeZone: 'Asia/Tehran', calendar: 'persian' },
  counts: {
    ...{ of: 'paid', discount: 'after', tax: 'with' },
    products: { except: { groups: ['delivery', 'gift-card'] } },
  },
  payments: {
    ...{ cash: { earns: true }, card: { earns: true }, cheque: { earns: true }, on_account: { earns: true } },
    ...{ points: { earns: false }, credit: { earns: false }, gift_card: { earns: false } },
    other: { earns: true },
  },
  units: { points: {} },
  rounding: { to: 'down', once: 'rule' },
  visits: { byPurchase: true, oncePerDay: true },
  segments: {},
  expires: { points: 'never', credit: 'never' },
  pending: 'never',
  ...{
    spend: 'soonest-expiry',
    groups: {},
    rules: [],
    stampCards: [],
    charities: [],
    draws: [],
    rewards: [],
    leapDay: 'before',
  },
  ...{ quietHours: { from: '21:00', to: '09:00' }, expiringSoonDays: 30 },
};

export const months = (count: number): Expiry => ({ after: { months: count }, to: 'day' });
export const perAmount = { unit: 'points', give: 1, per: 100_000, startedStep: false, carry: false } as const;

/** A whole café, as its file is checked. */
export const cafe: DescribedProgram = {
  ...least,
  rules: [
    {
      ...{ id: 'joining-gift', name: 'هدیه عضویت', on: 'joining', limits: [] },
      ...{ give: [{ unit: 'points', fixed: 20 }], expires: months(12) },
    },
    {
      ...{ id: 'points-by-amount', name: 'امتیاز خرید', on: 'purchase', limits: [] },
      ...{ give: [perAmount], expires: months(12) },
    },
    {
      ...{ id: 'birthday-gift', name: 'هدیه تولد', on: 'birthday', limits: [] },
      ...{ give: [{ unit: 'points', fixed: 50 }], expires: months(3) },
    },
  ],
  rewards: [
    { id: 'cake', name: { fa: 'کیک و قهوه', en: 'cake and coffee' }, points: 250 },
    { id: 'espresso', name: { fa: 'یک اسپرسو', en: 'an espresso' }, points: 100 },
  ],
  nudge: { afterDays: 30 },
};

export const first: Rule = { id: 'first', name: 'اولی', on: 'purchase', give: [perAmount], limits: [] };
export const second: Rule = { ...first, id: 'second', name: { fa: 'دومی', en: 'second' } };
export const birthday: Rule = {
  ...first,
  id: 'birthday',
  on: 'birthday',
  give: [{ unit: 'points', fixed: 5 }],
};
/** Two rules for purchases and one for birthdays. */
export const base: DescribedProgram = { ...least, rules: [first, second, birthday] };

/** The base with another first rule. */
export const withRule = (rule: Partial<Rule>): DescribedProgram => ({
  ...base,
  rules: [{ ...first, ...rule }, second, birthday],
});
export const giving = (give: Effect | readonly Effect[], more: Partial<Rule> = {}) =>
  withRule({ give: [give].flat(), ...more });
/** The base with a first rule that counts something else. */
export const givingOf = (of: RuleCounts) => giving({ ...perAmount, of });
export const counting = (counts: Partial<DescribedProgram['counts']>): DescribedProgram => ({
  ...base,
  counts: { ...base.counts, ...counts },
});
export const multiplying = (give: Effect, rules: readonly Rule[] = [first, second]): DescribedProgram => ({
  ...base,
  rules: [...rules, { ...first, id: 'times', name: 'یلدا', give: [give] }],
});
export const credit: Rule = { ...first, give: [{ unit: 'credit', fixed: 50_000 }] };

/** A program and what only its words say, in each language. */
export type Saying = readonly [what: string, program: DescribedProgram, fa: string, en: string];

/** A test for each saying: the base does not say it, the program does, in whole lines that show nothing of ours. */
export function says(table: readonly Saying[]): void {
  for (const [what, program, fa, en] of table) {
    it(`says ${what} in both languages`, () => {
      for (const [language, words] of [
        ['fa', fa],
        ['en', en],
      ] as const) {
        expect(textOf(base, language)).not.to.include(words);
        expect(textOf(program, language)).to.include(words);
        expect(textOf(program, language)).not.to.match(/undefined|NaN|\[object|null/);
        for (const { title, lines } of describeProgram(program, language).sections) {
          expect(lines.length, title).to.be.above(0);
          for (const line of lines) expect(line).to.match(/^\S(?!.* {2}).*\.$/);
        }
      }
    });
  }
}

/** All that is said of a program. */
export const textOf = (program: DescribedProgram, language: 'fa' | 'en'): string => {
  const { title, sections } = describeProgram(program, language);
  return [title, ...sections.flatMap((section) => [section.title, ...section.lines])].join('\n');
};

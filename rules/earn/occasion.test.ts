import { expect } from 'chai';
import { decideOccasion } from './decide.ts';
import type { Occasion, OccasionTrigger } from './decide.ts';
import { checkFaults, joining, least } from '../testing/programs.ts';
import { amountsOf, memberOf, noon, programOf, ruleOf } from '../testing/decisions.ts';

const gift = (id: string, on: string, more: object = {}) =>
  ruleOf({ id, on, give: { unit: 'points', fixed: 10 }, ...more });

const given = (on: OccasionTrigger, rules: readonly object[], facts: Omit<Occasion, 'at' | 'member'>) => {
  const compiled = programOf(rules.map((words, index) => gift(`r${index}`, on, words)));
  return amountsOf(decideOccasion(compiled, on, { at: noon, member: memberOf(), ...facts }));
};

describe('a rule on a date', () => {
  const rules = [{}, { kept: 'month' }, { everyYears: 10 }];

  it('is of the day, of the month, or of round years only', () => {
    const of = (kept: 'day' | 'month', years: number | null) =>
      given('birthday', rules, { date: { kept, years } });
    expect(of('day', 30)).to.deep.equal({ r0: 10, r2: 10 });
    expect(of('day', 31)).to.deep.equal({ r0: 10 });
    expect(of('day', null)).to.deep.equal({ r0: 10 });
    expect(of('month', 30)).to.deep.equal({ r1: 10 });
  });

  it('is of a date by its name, or of any', () => {
    const of = (name: string) =>
      given('date', [{ date: 'wedding' }, {}], { date: { name, kept: 'day', years: 3 } });
    expect(of('wedding')).to.deep.equal({ r0: 10, r1: 10 });
    expect(of('opening')).to.deep.equal({ r1: 10 });
  });

  it('is of the anniversary of joining, every so many years', () => {
    const of = (years: number) =>
      given('joining-anniversary', [{}, { everyYears: 5 }], { date: { kept: 'day', years } });
    expect([of(4), of(5)]).to.deep.equal([{ r0: 10 }, { r0: 10, r1: 10 }]);
  });
});

describe('a rule on a schedule', () => {
  const on = (time: object, scheduledOn: string) => given('schedule', [{ time }], { scheduledOn });
  const rows: readonly [what: string, time: object, days: readonly string[], others: readonly string[]][] = [
    ['every day', { each: 'day' }, ['2026-01-10', '2026-01-11'], []],
    ['every week', { each: 'week', weekday: 'saturday' }, ['2026-01-10'], ['2026-01-09', '2026-01-11']],
    // 1404/10/20 is 2026-01-10; Dey has 30 days, so its last is 2026-01-20.
    ['every month', { each: 'month', day: 20 }, ['2026-01-10'], ['2026-01-09', '2026-01-11', '2026-01-20']],
    [
      'on the last day of a shorter month',
      { each: 'month', day: 31 },
      ['2026-01-20'],
      ['2026-01-19', '2026-01-21'],
    ],
    ['every year', { each: 'year', date: '10-20' }, ['2026-01-10', '2027-01-10'], ['2026-01-11']],
    ['on the day before a missing leap day', { each: 'year', date: '12-30' }, ['2026-03-20'], ['2026-03-21']],
    ['once', { each: 'once', date: '1404-10-20' }, ['2026-01-10'], ['2027-01-10', '2026-01-11']],
  ];
  for (const [what, time, days, others] of rows) {
    it(`comes ${what}`, () => {
      for (const day of days) expect(on(time, day), day).to.deep.equal({ r0: 10 });
      for (const day of others) expect(on(time, day), day).to.deep.equal({});
    });
  }

  it('never comes where nothing asks for schedules', () => {
    expect(given('schedule', [{ time: { each: 'day' } }], {})).to.deep.equal({});
  });
});

describe('a rule on a profile', () => {
  const compiled = programOf([gift('p', 'profile', { fields: ['name', 'date:wedding'] })]);
  const why = (known: readonly string[]) => {
    const { awards } = decideOccasion(compiled, 'profile', { at: noon, member: memberOf(), known });
    return awards.map((award) => award.why);
  };

  it('holds when all of it is known, and tells what is missing', () => {
    expect(why(['date:wedding', 'gender', 'name'])).to.deep.equal([
      { kind: 'fixed', amount: 10, unit: 'points' },
    ]);
    expect(why(['name'])).to.deep.equal([{ kind: 'profile-incomplete', missing: ['date:wedding'] }]);
    expect(why([])).to.deep.equal([{ kind: 'profile-incomplete', missing: ['name', 'date:wedding'] }]);
  });

  it('gives once, whatever its other limits are', () => {
    const tally = () => ({ times: 1, amount: 10, carried: 0, lastAt: 0 });
    const { awards, tallies } = decideOccasion(compiled, 'profile', {
      ...{ at: noon, known: ['name', 'date:wedding'] },
      member: memberOf({ tally }),
    });
    expect([awards[0]?.why.kind, tallies]).to.deep.equal(['often-enough', []]);
  });
});

describe('faults of dates, profiles and schedules', () => {
  const rule = (words: object) => ({ ...least, rules: [{ ...joining, ...words }] });
  const time = (words: object) => rule({ on: 'schedule', time: words });
  checkFaults([
    ['another way to keep', rule({ on: 'birthday', kept: 'week' }), 'rules[0].kept', '"month"'],
    ['no years', rule({ on: 'birthday', everyYears: 0 }), 'rules[0].everyYears', 'at least 1'],
    ['a date of another name', rule({ on: 'date', date: 'Wedding' }), 'rules[0].date', 'small Latin'],
    ['no field', rule({ on: 'profile', fields: [] }), 'rules[0].fields', 'must not be empty'],
    ['another field', rule({ on: 'profile', fields: ['email'] }), 'rules[0].fields[0]', 'date:wedding'],
    ['no time', rule({ on: 'schedule' }), 'rules[0].time', 'is missing'],
    ['another rhythm', time({ each: 'hour' }), 'rules[0].time.each', '"once"'],
    ['a week without a day', time({ each: 'week' }), 'rules[0].time.weekday', 'is missing'],
    ['a month of 32 days', time({ each: 'month', day: 32 }), 'rules[0].time.day', 'at most 31'],
    ['a date without a year', time({ each: 'once', date: '01-13' }), 'rules[0].time.date', '1405-01-13'],
    [
      'a purchase at a time',
      rule({ on: 'schedule', time: { each: 'day' }, when: { amount: { from: 1 } } }),
      'rules[0].when.amount',
      'needs a purchase',
    ],
  ]);
});

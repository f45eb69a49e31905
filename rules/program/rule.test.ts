import { expect } from 'chai';
import { buying, checkFaults, faultsOf, joining, least, withRule } from '../testing/programs.ts';
import type { Words } from '../testing/programs.ts';

describe('faults of a rule', () => {
  const groups = { g: { take: 'highest' } };
  const two = (first: Words, second: Words, program: Words = {}) => ({
    ...{ ...least, ...program },
    rules: [
      { ...buying, id: 'a', ...first },
      { ...buying, id: 'b', ...second },
    ],
  });
  checkFaults([
    ['another trigger', withRule({ on: 'leaving' }), 'rules[0].on', 'must be one of "joining", "purchase"'],
    ['no name', withRule({ name: undefined }), 'rules[0].name', 'is missing'],
    [
      'one id twice',
      { ...least, rules: [joining, buying, { ...buying, id: 'j' }] },
      'rules[2].id',
      'used twice',
    ],
    ['a group that is not there', withRule({ group: 'g' }), 'rules[0].group', 'is not in groups'],
    ['a group that everything has', withRule({ group: 'constructor' }), 'rules[0].group', 'is not in groups'],
    [
      'a group of joining',
      { ...least, groups, rules: [{ ...joining, group: 'g' }] },
      'rules[0]',
      'has no "group"',
    ],
    [
      'a multiplier in a group',
      two({}, { give: { multiply: 2 }, group: 'g' }, { groups }),
      'rules[1].group',
      'compete in no group',
    ],
    [
      'rounding up in a group',
      two({}, { give: { unit: 'points', roundUpTo: 2 }, group: 'g' }, { groups }),
      'rules[1].group',
      'compete in no group',
    ],
    [
      'the highest of two units',
      two({ group: 'g' }, { give: { unit: 'credit', fixed: 1 }, group: 'g' }, { groups }),
      'rules[1].group',
      'highest of points and credit',
    ],
    [
      'multiplying what comes later',
      two({ give: { multiply: 2, rules: ['b'] } }, {}),
      'rules[0].give.rules[0]',
      'before this one',
    ],
    [
      'multiplying a multiplier',
      two({ give: { multiply: 2 } }, { give: { multiply: 2, rules: ['a'] } }),
      'rules[1].give.rules[0]',
      'before this one',
    ],
    [
      'multiplying what rounds up',
      two({ give: { unit: 'points', roundUpTo: 2 } }, { give: { multiply: 2, rules: ['a'] } }),
      'rules[1].give.rules[0]',
      'before this one',
    ],
    [
      'a multiplier that expires',
      two({}, { give: { multiply: 2 }, expires: 'never' }),
      'rules[1].expires',
      'nothing of its own',
    ],
    [
      'a multiplier up to an amount',
      two({}, { give: { multiply: 2 }, limits: [{ amount: 2 }] }),
      'rules[1].limits[0].amount',
      'limit its times',
    ],
    ['an empty expiry', withRule({ expires: {} }), 'rules[0].expires', 'write "never"'],
    [
      'an expiry in other words',
      withRule({ expires: { afterMonths: 12 } }),
      'rules[0].expires',
      'it may have after, on, steps',
    ],
    [
      'expiry at once',
      withRule({ expires: { after: { months: 0 } } }),
      'rules[0].expires.after.months',
      'at least 1',
    ],
    [
      'expiry after eleven years',
      withRule({ expires: { after: { months: 121 } } }),
      'rules[0].expires.after.months',
      'at most 120',
    ],
    [
      'expiry after two lengths',
      withRule({ expires: { after: { months: 1, days: 1 } } }),
      'rules[0].expires.after',
      'exactly one of',
    ],
    ['expiry on no day', withRule({ expires: { on: ['13-01'] } }), 'rules[0].expires.on[0]', 'as 12-29'],
    ['a cooldown of nothing', withRule({ cooldown: {} }), 'rules[0].cooldown', 'exactly one of'],
    [
      'a limit of nothing',
      withRule({ limits: [{ each: 'day' }] }),
      'rules[0].limits[0]',
      'one of times or amount',
    ],
    [
      'a limit of both',
      withRule({ limits: [{ times: 1, amount: 1 }] }),
      'rules[0].limits[0]',
      'one of times or amount',
    ],
    [
      'a limit of times for a purchase',
      withRule({ limits: [{ of: 'purchase', times: 1 }] }),
      'rules[0].limits[0]',
      'can only limit the amount',
    ],
    [
      'a limit each day for a purchase',
      withRule({ limits: [{ of: 'purchase', each: 'day', amount: 1 }] }),
      'rules[0].limits[0]',
      'can only limit the amount',
    ],
    [
      'eleven limits',
      withRule({ limits: Array.from({ length: 11 }, () => ({ times: 1 })) }),
      'rules[0].limits',
      'at most 10',
    ],
  ]);
});

describe('a group that takes the first', () => {
  it('may give points by one rule and credit by another', () => {
    const rules = ['points', 'credit'].map((unit) => ({
      ...buying,
      id: unit,
      group: 'g',
      give: { unit, fixed: 1 },
    }));
    expect(faultsOf({ ...least, groups: { g: { take: 'first' } }, rules })).to.deep.equal([]);
  });
});

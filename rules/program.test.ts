import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { checkProgram } from './program.ts';

const programs = new URL('./programs/', import.meta.url);

/** The smallest program there is. */
const least = { code: 'cafe', name: 'کافه', rules: [] };
const joining = { id: 'j', name: 'هدیه', on: 'joining', give: { unit: 'points', fixed: 1 } };
const buying = { id: 'p', name: 'خرید', on: 'purchase', give: { unit: 'points', give: 1, per: 100 } };
const reward = { id: 'r', name: { fa: 'قهوه', en: 'coffee' }, points: 100 };

const faultsOf = (input: unknown) => {
  const checked = checkProgram(input);
  return checked.ok ? [] : checked.faults;
};
const placesOf = (input: unknown) => faultsOf(input).map(({ place }) => place);

describe('checkProgram', () => {
  it('fills in what is left out', () => {
    expect(checkProgram(least)).to.deep.equal({
      ok: true,
      program: {
        ...least,
        ...{ language: 'fa', timeZone: 'Asia/Tehran', calendar: 'persian', rewards: [] },
        ...{ quietHours: { from: '21:00', to: '09:00' }, expiringSoonDays: 30, leapDay: 'before' },
      },
    });
  });

  for (const file of readdirSync(programs)) {
    it(`takes ${file}, which comes with Vafa`, () => {
      expect(faultsOf(JSON.parse(readFileSync(new URL(file, programs), 'utf8')))).to.deep.equal([]);
    });
  }

  it('takes the very ends of every range', () => {
    const faults = faultsOf({
      ...{ ...least, code: 'a'.repeat(63), name: 'ن'.repeat(60), timeZone: 'UTC', calendar: 'gregorian' },
      ...{ language: 'en', leapDay: 'after', nudge: { afterDays: 7 }, expiringSoonDays: 365 },
      ...{ $schema: 'https://example.com/program.json', quietHours: { from: '00:00', to: '23:59' } },
      rules: [
        { ...buying, amountMin: 1, give: { unit: 'credit', percent: 100 }, expires: { afterMonths: 120 } },
        {
          ...buying,
          id: '1-a',
          give: { unit: 'points', give: 1e12, per: 1e12 },
          expires: { afterMonths: 1 },
        },
        { ...buying, id: 'fixed', give: { unit: 'credit', fixed: 1e12 } },
        { ...joining, id: 'birthday', on: 'birthday' },
      ],
      rewards: [reward],
    });
    expect(faults).to.deep.equal([]);
  });

  const table: readonly [what: string, input: unknown, place: string][] = [
    ['nothing', undefined, 'the program'],
    ['a list', [], 'the program'],
    ['a text', 'cafe', 'the program'],
    ['a field nobody knows', { ...least, colour: 'red' }, 'the program'],
    ['no code', { ...least, code: undefined }, 'code'],
    ['an empty code', { ...least, code: '' }, 'code'],
    ['a code of big letters', { ...least, code: 'Cafe' }, 'code'],
    ['a code that begins with a dash', { ...least, code: '-cafe' }, 'code'],
    ['a code of 64 letters', { ...least, code: 'a'.repeat(64) }, 'code'],
    ['a blank name', { ...least, name: '  ' }, 'name'],
    ['a name of 61 letters', { ...least, name: 'ن'.repeat(61) }, 'name'],
    ['a language it does not speak', { ...least, language: 'de' }, 'language'],
    ['a zone that is none', { ...least, timeZone: 'Asia/Teheran' }, 'timeZone'],
    ['another calendar', { ...least, calendar: 'islamic' }, 'calendar'],
    ['no rules', { ...least, rules: undefined }, 'rules'],
    [
      '501 rules',
      { ...least, rules: Array.from({ length: 501 }, (_, n) => ({ ...joining, id: `j${n}` })) },
      'rules',
    ],
    ['another trigger', { ...least, rules: [{ ...joining, on: 'leaving' }] }, 'rules[0].on'],
    ['one id twice', { ...least, rules: [joining, buying, { ...buying, id: 'j' }] }, 'rules[2].id'],
    ['one reward twice', { ...least, rewards: [reward, reward] }, 'rewards[1].id'],
    [
      'half a point',
      { ...least, rules: [{ ...joining, give: { unit: 'points', fixed: 0.5 } }] },
      'rules[0].give.fixed',
    ],
    [
      'a gift of nothing',
      { ...least, rules: [{ ...joining, give: { unit: 'points', fixed: 0 } }] },
      'rules[0].give.fixed',
    ],
    [
      'a gift below nothing',
      { ...least, rules: [{ ...joining, give: { unit: 'points', fixed: -1 } }] },
      'rules[0].give.fixed',
    ],
    [
      'a gift beyond counting',
      { ...least, rules: [{ ...joining, give: { unit: 'points', fixed: 1e12 + 1 } }] },
      'rules[0].give.fixed',
    ],
    [
      'another unit',
      { ...least, rules: [{ ...joining, give: { unit: 'stars', fixed: 1 } }] },
      'rules[0].give.unit',
    ],
    [
      'an amount as a text',
      { ...least, rules: [{ ...joining, give: { unit: 'points', fixed: '1' } }] },
      'rules[0].give.fixed',
    ],
    [
      'more than one for each rial',
      { ...least, rules: [{ ...buying, give: { unit: 'points', give: 2, per: 1 } }] },
      'rules[0].give',
    ],
    [
      'a share in points',
      { ...least, rules: [{ ...buying, give: { unit: 'points', percent: 5 } }] },
      'rules[0].give',
    ],
    [
      'a share of 101 percent',
      { ...least, rules: [{ ...buying, give: { unit: 'credit', percent: 101 } }] },
      'rules[0].give.percent',
    ],
    [
      'a share of nothing',
      { ...least, rules: [{ ...buying, give: { unit: 'credit', percent: 0 } }] },
      'rules[0].give.percent',
    ],
    ['a minimum of nothing', { ...least, rules: [{ ...buying, amountMin: 0 }] }, 'rules[0].amountMin'],
    [
      'expiry at once',
      { ...least, rules: [{ ...buying, expires: { afterMonths: 0 } }] },
      'rules[0].expires.afterMonths',
    ],
    [
      'expiry after eleven years',
      { ...least, rules: [{ ...buying, expires: { afterMonths: 121 } }] },
      'rules[0].expires.afterMonths',
    ],
    [
      'expiry by days',
      { ...least, rules: [{ ...buying, expires: { afterDays: 5 } }] },
      'rules[0].expires.afterMonths',
    ],
    [
      'a reward without an English name',
      { ...least, rewards: [{ ...reward, name: { fa: 'قهوه' } }] },
      'rewards[0].name.en',
    ],
    ['a reward for nothing', { ...least, rewards: [{ ...reward, points: 0 }] }, 'rewards[0].points'],
    ['nudges within the week', { ...least, nudge: { afterDays: 6 } }, 'nudge.afterDays'],
    [
      'quiet hours that end with the day',
      { ...least, quietHours: { from: '21:00', to: '24:00' } },
      'quietHours.to',
    ],
    [
      'quiet hours without a nought',
      { ...least, quietHours: { from: '9:00', to: '10:00' } },
      'quietHours.from',
    ],
    ['quiet hours all day', { ...least, quietHours: { from: '09:00', to: '09:00' } }, 'quietHours'],
    ['soon within no days', { ...least, expiringSoonDays: 0 }, 'expiringSoonDays'],
    ['another leap day', { ...least, leapDay: 'never' }, 'leapDay'],
    ['what is inherited', JSON.parse('{"__proto__": {"code": "cafe"}, "name": "x", "rules": []}'), 'code'],
  ];

  for (const [what, input, place] of table) {
    it(`names ${place} for ${what}`, () => {
      const faults = faultsOf(input);
      expect(faults.map((fault) => fault.place)).to.include(place);
      for (const { problem } of faults) expect(problem).not.to.equal('');
    });
  }

  it('names every fault at once', () => {
    const rules = [
      { ...joining, name: '' },
      { ...buying, give: { unit: 'points', give: 1.5, per: 100 } },
    ];
    expect(
      placesOf({ code: 'X', name: 'کافه', rules, quietHours: { from: 'noon', to: '09:00' } }),
    ).to.include.members(['code', 'rules[0].name', 'quietHours.from']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileProgram } from './earn/compile.ts';
import { checkProgram } from './program.ts';
import {
  buying,
  checkFaults,
  faultsOf,
  giving,
  joining,
  least,
  points,
  reward,
  when,
  withRule,
} from './testing/programs.ts';

const programs = new URL('./programs/', import.meta.url);

describe('checkProgram', () => {
  it('fills in what is left out', () => {
    const checked = checkProgram(least);
    const [earns, not] = [{ earns: true }, { earns: false }];
    expect(checked.ok && checked.program).to.deep.include({
      ...least,
      ...{
        language: 'fa',
        timeZone: 'Asia/Tehran',
        calendar: 'persian',
        rewards: [],
        groups: {},
        pending: 'never',
      },
      ...{ quietHours: { from: '21:00', to: '09:00' }, expiringSoonDays: 30, leapDay: 'before' },
      ...{ spend: 'soonest-expiry', expires: { points: 'never', credit: 'never' } },
      rounding: { to: 'down', once: 'rule' },
      payments: {
        ...{ cash: earns, card: earns, other: earns },
        ...{ cheque: { earns: true, when: 'paid' }, on_account: { earns: true, when: 'paid' } },
        ...{ points: not, credit: not, gift_card: not },
      },
      counts: {
        ...{ of: 'paid', discount: 'after', tax: 'with' },
        products: { except: { groups: ['delivery', 'gift-card'] } },
      },
    });
  });

  it('fills in what a rule leaves out', () => {
    const checked = checkProgram(withRule({ limits: [{ times: 1 }], expires: { after: { days: 1 } } }));
    expect(checked.ok && checked.program.rules).to.deep.equal([
      {
        ...buying,
        give: [{ ...points, startedStep: false, carry: false }],
        limits: [{ of: 'member', each: 'ever', times: 1 }],
        expires: { after: { days: 1 } },
      },
    ]);
  });

  for (const file of readdirSync(programs)) {
    it(`takes ${file}, which comes along`, () => {
      const checked = checkProgram(JSON.parse(readFileSync(new URL(file, programs), 'utf8')));
      expect(checked).to.have.property('ok', true);
    });
  }
});

describe('a program without fault', () => {
  const products = { skus: ['a'], groups: ['b'], brands: ['c'], tags: ['d'], except: { skus: ['e'] } };
  const table: readonly [what: string, input: unknown][] = [
    [
      'at the ends of its own fields',
      {
        ...{ ...least, code: 'a'.repeat(63), name: 'ن'.repeat(60), timeZone: 'UTC', calendar: 'gregorian' },
        ...{
          language: 'en',
          leapDay: 'after',
          nudge: { afterDays: 7 },
          expiringSoonDays: 365,
          spend: 'oldest',
        },
        ...{ $schema: 'https://example.com/program.json', quietHours: { from: '00:00', to: '23:59' } },
        ...{
          rewards: [reward],
          rounding: { to: 'half-even', once: 'purchase' },
          expires: { credit: { on: ['12-30'] } },
        },
        payments: { points: { earns: true }, cheque: { earns: true, percent: 0.01 } },
        counts: { of: 'sold', discount: 'before', tax: 'without', products },
      },
    ],
    ['that gives as much as can be', giving({ unit: 'points', give: 1e12, per: 1e12 })],
    ['that gives one for each rial', giving({ unit: 'credit', give: 5, per: 5, startedStep: true })],
    ['that carries', giving({ ...points, carry: true })],
    ['that gives all', giving({ unit: 'credit', percent: 100 })],
    ['that gives next to nothing', giving({ unit: 'credit', percent: 0.01 })],
    ['by piece', giving({ unit: 'points', perPiece: 1, of: { products } })],
    [
      'by table',
      giving({
        unit: 'points',
        table: [
          { from: 0, give: 1 },
          { from: 1, give: 2 },
        ],
      }),
    ],
    [
      'by table of percent',
      giving({
        unit: 'credit',
        table: [
          { from: 0, percent: 1 },
          { from: 9, give: 2 },
        ],
      }),
    ],
    ['rounding up', giving({ unit: 'points', roundUpTo: 100 })],
    ['multiplying', giving({ multiply: 0, unit: 'credit' })],
    [
      'multiplying one rule',
      { ...least, rules: [buying, { ...buying, id: 'm', give: { multiply: 1.25, rules: ['p'] } }] },
    ],
    [
      'with every condition',
      when({
        ...{
          amount: { from: 1, below: 3 },
          shops: ['main'],
          products: { ...products, amount: { from: 1 }, pieces: { to: 9 } },
        },
        ...{
          payments: ['cash'],
          weekdays: ['friday'],
          hours: { from: '22:00', to: '02:00' },
          nth: { every: 2 },
        },
        dates: [
          ...[
            { from: '12-25', to: '01-13' },
            { from: '1404-01-01', to: '1404-01-01' },
          ],
          { from: '2026-01-01', to: '2026-12-31', calendar: 'gregorian' },
        ],
        ...{
          age: { from: 18 },
          all: [{ nth: { is: 1 } }],
          any: [{ amount: { to: 0 } }],
          none: [{ shops: ['x'] }],
        },
      }),
    ],
    [
      'with a condition of an occasion',
      { ...least, rules: [{ ...joining, when: { weekdays: ['friday'], age: { above: 17 } } }] },
    ],
    [
      'with limits',
      withRule({
        limits: [
          { each: 'day', times: 1 },
          { of: 'rule', each: 'season', amount: 1 },
          { of: 'purchase', amount: 5 },
        ],
        cooldown: { hours: 8760 },
      }),
    ],
    ['with rivals', withRule({ group: 'g', rounding: 'up' }, { groups: { g: { take: 'first' } } })],
  ];
  for (const [what, input] of table) {
    it(what, () => {
      expect(faultsOf(input)).to.deep.equal([]);
    });
  }
});

describe('faults of a program', () => {
  checkFaults([
    ['nothing', undefined, 'the program', 'is missing'],
    ['a list', [], 'the program', 'must be an object'],
    ['a text', 'cafe', 'the program', 'must be an object'],
    ['a field nobody knows', { ...least, colour: 'red' }, 'the program', 'has no "colour" here; it may have'],
    ['a misspelt field', { ...least, reward: [] }, 'the program', 'has no "reward"; is rewards meant?'],
    ['no code', { ...least, code: undefined }, 'code', 'is missing'],
    ['an empty code', { ...least, code: '' }, 'code', 'small Latin letters'],
    ['a code of big letters', { ...least, code: 'Cafe' }, 'code', 'small Latin letters'],
    ['a code that begins with a dash', { ...least, code: '-cafe' }, 'code', 'small Latin letters'],
    ['a code of 64 letters', { ...least, code: 'a'.repeat(64) }, 'code', 'up to 63'],
    ['a blank name', { ...least, name: '  ' }, 'name', 'must not be empty'],
    ['a name of 61 letters', { ...least, name: 'ن'.repeat(61) }, 'name', 'at most 60 letters long'],
    ['a language it does not speak', { ...least, language: 'de' }, 'language', 'must be "fa" or "en"'],
    ['a zone that is none', { ...least, timeZone: 'Asia/Teheran' }, 'timeZone', 'write one like Asia/Tehran'],
    ['another calendar', { ...least, calendar: 'islamic' }, 'calendar', '"persian" or "gregorian"'],
    ['no rules', { ...least, rules: undefined }, 'rules', 'is missing'],
    [
      '501 rules',
      { ...least, rules: Array.from({ length: 501 }, (_, n) => ({ ...joining, id: `j${n}` })) },
      'rules',
      'at most 500',
    ],
    ['another spending', { ...least, spend: 'newest' }, 'spend', '"soonest-expiry" or "oldest"'],
    [
      'a payment nobody knows',
      { ...least, payments: { bitcoin: { earns: true } } },
      'payments',
      'has no "bitcoin"',
    ],
    [
      'a payment that earns too much',
      { ...least, payments: { cash: { earns: true, percent: 101 } } },
      'payments.cash.percent',
      'at most 100',
    ],
    [
      'a payment that says nothing',
      { ...least, payments: { cash: {} } },
      'payments.cash.earns',
      'is missing',
    ],
    ['counting something else', { ...least, counts: { of: 'asked' } }, 'counts.of', '"paid" or "sold"'],
    ['another rounding', { ...least, rounding: { to: 'nearest' } }, 'rounding.to', '"half-even"'],
    ['another taking', { ...least, groups: { g: { take: 'last' } } }, 'groups.g.take', '"highest"'],
    [
      'a reward without an English name',
      { ...least, rewards: [{ ...reward, name: { fa: 'قهوه' } }] },
      'rewards[0].name.en',
      'is missing',
    ],
    [
      'a reward whose name is a number',
      { ...least, rewards: [{ ...reward, name: 5 }] },
      'rewards[0].name',
      'write a text',
    ],
    [
      'a reward for nothing',
      { ...least, rewards: [{ ...reward, points: 0 }] },
      'rewards[0].points',
      'more than 0',
    ],
    ['one reward twice', { ...least, rewards: [reward, reward] }, 'rewards[1].id', '"r" is used twice'],
    ['nudges within the week', { ...least, nudge: { afterDays: 6 } }, 'nudge.afterDays', 'at least 7'],
    [
      'quiet hours that end with the day',
      { ...least, quietHours: { from: '21:00', to: '24:00' } },
      'quietHours.to',
      'as 21:00',
    ],
    [
      'quiet hours without a nought',
      { ...least, quietHours: { from: '9:00', to: '10:00' } },
      'quietHours.from',
      'as 21:00',
    ],
    [
      'quiet hours all day',
      { ...least, quietHours: { from: '09:00', to: '09:00' } },
      'quietHours',
      'same time',
    ],
    ['soon within no days', { ...least, expiringSoonDays: 0 }, 'expiringSoonDays', 'at least 1'],
    ['another leap day', { ...least, leapDay: 'never' }, 'leapDay', '"before" or "after"'],
    [
      'what is inherited',
      JSON.parse('{"__proto__": {"code": "cafe"}, "name": "x", "rules": []}'),
      'code',
      'is missing',
    ],
  ]);
});

describe('checkProgram', () => {
  it('names every fault at once', () => {
    const rules = [
      { ...joining, name: '' },
      { ...buying, give: { ...points, give: 1.5 } },
    ];
    const input = { code: 'X', name: 'کافه', rules, quietHours: { from: 'noon', to: '09:00' } };
    expect(faultsOf(input).map(({ place }) => place)).to.have.members([
      ...['code', 'rules[0].name', 'rules[1].give.give', 'quietHours.from'],
    ]);
  });

  it('never throws, and names a place and a cure for whatever is wrong', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (input) => {
        for (const { place, problem } of faultsOf(input)) {
          expect(place).not.to.equal('');
          expect(problem).not.to.equal('');
        }
      }),
    );
  });

  it('never throws on a program with anything in any field, and what it takes can be made ready', () => {
    const whole = {
      ...least,
      groups: {},
      rewards: [reward],
      rules: [{ ...buying, when: { shops: ['a'] }, limits: [] }],
    };
    const rule = whole.rules[0] ?? {};
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('never', { after: { days: 1 } }, [], {}),
    );
    const year = fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0'));
    const dated = year.map((text) => ({ dates: [{ from: `${text}-01-01`, to: `${text}-12-31` }] }));
    const changed = fc.oneof(
      fc
        .tuple(fc.constantFrom(...Object.keys(whole)), value)
        .map(([key, said]) => ({ ...whole, [key]: said })),
      fc.tuple(fc.constantFrom(...Object.keys(rule)), value).map(([key, said]) => withRule({ [key]: said })),
      dated.map(when),
    );
    fc.assert(
      fc.property(changed, (input) => {
        const checked = checkProgram(input);
        if (checked.ok) expect(compileProgram(checked.program).program).to.equal(checked.program);
        else expect(checked.faults).not.to.deep.equal([]);
      }),
    );
  });
});

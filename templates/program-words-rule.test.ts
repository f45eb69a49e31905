import { expect } from 'chai';
import { describeProgram } from './program-words.ts';
import type { Condition, DescribedProgram } from './program-words-shape.ts';
import { says, withRule } from './testing/programs.ts';

const when = (condition: Condition) => withRule({ when: condition });

describe('describeProgram, when a rule gives', () => {
  says([
    [
      'when.amount',
      when({ amount: { from: 2_000_000 } }),
      'فقط اگر مبلغ حساب‌شده خرید از ۲۰۰٬۰۰۰ تومان به بالا باشد.',
      'Only if the amount counted is 200,000 toman or more.',
    ],
    ['when.shops', when({ shops: ['north'] }), 'در شعبه «north» باشد', 'it is in shop "north"'],
    [
      'when.products',
      when({ products: { tags: ['organic'] } }),
      'این کالا در آن باشد: برچسب «organic»',
      'a product like this: tag "organic"',
    ],
    [
      'when.products.amount',
      when({ products: { amount: { above: 100 } } }),
      'جمع مبلغ همین کالاها بیش از ۱۰ تومان باشد',
      'any product; and those come to more than 10 toman',
    ],
    [
      'when.products.pieces',
      when({ products: { pieces: { below: 3 } } }),
      'تعداد همین کالاها کمتر از ۳ باشد',
      'their number is less than 3',
    ],
    [
      'when.payments',
      when({ payments: ['cash', 'gift_card'] }),
      'با نقد یا کارت هدیه پرداخت شده باشد',
      'at least a part was paid by cash or gift card',
    ],
    [
      'when.weekdays',
      when({ weekdays: ['saturday', 'thursday'] }),
      'روز هفته شنبه یا پنجشنبه باشد',
      'the day is Saturday or Thursday',
    ],
    [
      'when.hours',
      when({ hours: { from: '08:00', to: '12:00' } }),
      'ساعت از ۰۸:۰۰ تا پیش از ۱۲:۰۰ باشد',
      'from 08:00 until just before 12:00.',
    ],
    [
      'when.hours over midnight',
      when({ hours: { from: '22:00', to: '02:00' } }),
      'تا پیش از ۰۲:۰۰ روز بعد',
      'just before 02:00 the next day',
    ],
    [
      'when.dates',
      when({ dates: [{ from: '1405-01-01', to: '1405-01-13' }] }),
      'تاریخ از ۱ فروردین ۱۴۰۵ تا ۱۳ فروردین ۱۴۰۵ باشد',
      'the date is from 1 Farvardin 1405 to 13 Farvardin 1405.',
    ],
    [
      'when.dates of every year',
      when({ dates: [{ from: '09-30', to: '09-30' }] }),
      'تاریخ ۳۰ آذر هر سال باشد',
      'the date is on 30 Azar of every year.',
    ],
    [
      'when.dates.calendar',
      when({ dates: [{ from: '02-01', to: '02-14', calendar: 'gregorian' }] }),
      'از ۱ فوریه تا ۱۴ فوریه هر سال',
      'from 1 February to 14 February of every year',
    ],
    [
      'when.nth.is',
      when({ nth: { is: 1 } }),
      'از خریدهای عضو، نخستین خرید باشد',
      'it is the first purchase of the member',
    ],
    ['when.nth.every', when({ nth: { every: 10 } }), 'هر ۱۰ خرید یک بار', 'one in every 10 purchases'],
    [
      'when.age',
      when({ age: { from: 18, to: 25 } }),
      'سن عضو از ۱۸ سال تا ۲۵ سال باشد',
      "the member's age is 18 to 25",
    ],
    [
      'when.all',
      when({ all: [{ age: { from: 18 } }, { shops: ['x'] }] }),
      'باشد (سن نامعلوم پذیرفته نیست)؛ و در شعبه «x» باشد.',
      'and it is in shop "x".',
    ],
    [
      'when.any',
      when({ any: [{ shops: ['x'] }, { weekdays: ['friday'], nth: { is: 2 } }] }),
      'دست‌کم یکی برقرار باشد: (در شعبه «x» باشد) یا (روز هفته جمعه باشد؛ و از خریدهای عضو، خرید شماره ۲ باشد',
      'at least one of these holds: (it is in shop "x") or (the day is Friday; and it is purchase number 2',
    ],
    [
      'when.none',
      when({ none: [{ shops: ['x'] }, { weekdays: ['friday'] }] }),
      'هیچ‌یک برقرار نباشد: (در شعبه «x» باشد)، (روز هفته جمعه باشد).',
      'none of these holds: (it is in shop "x"), (the day is Friday).',
    ],
  ]);
});

describe('describeProgram, how often and until when', () => {
  says([
    [
      'limits.amount',
      withRule({ limits: [{ of: 'member', each: 'month', amount: 50 }] }),
      'سقف ماهانه ۵۰ امتیاز.',
      'Monthly limit of 50 points.',
    ],
    [
      'limits.times',
      withRule({ limits: [{ of: 'member', each: 'day', times: 1 }] }),
      'حداکثر ۱ بار در روز برای هر عضو.',
      'At most once a day for each member.',
    ],
    [
      'limits.of',
      withRule({ limits: [{ of: 'rule', each: 'ever', amount: 900 }] }),
      'بودجه کل ۹۰۰ امتیاز برای همه اعضا با هم.',
      'Total budget of 900 points for all members together.',
    ],
    [
      'limits.each',
      withRule({ limits: [{ of: 'member', each: 'week', times: 2 }] }),
      'هفته از شنبه آغاز می‌شود.',
      'Weeks begin on Saturday.',
    ],
    [
      'cooldown',
      withRule({ cooldown: { hours: 1 } }),
      'پس از هر بار، تا ۱ ساعت به همان عضو',
      'does not get it again for 1 hour.',
    ],
    [
      'expires never',
      withRule({ expires: 'never' }),
      'حساب نمی‌شود. هرگز منقضی نمی‌شود.',
      'It never expires.',
    ],
    [
      'expires.to instant',
      withRule({ expires: { after: { days: 90 }, to: 'instant' } }),
      'تا ۹۰ روز پس از دریافت قابل خرج است (تا همان لحظه).',
      'It can be spent for 90 days (to the very instant).',
    ],
    [
      'expires.to month',
      withRule({ expires: { after: { months: 1 }, to: 'month' } }),
      '(تا پایان آن ماه)',
      'for 1 month (to the end of that month)',
    ],
    [
      'expires.to season',
      withRule({ expires: { after: { months: 1 }, to: 'season' } }),
      '(تا پایان آن فصل)',
      '(to the end of that season)',
    ],
    [
      'expires.on',
      withRule({ expires: { on: ['12-29'] } }),
      'تا پایان نخستین ۲۹ اسفند پس از دریافت',
      'until the end of the next 29 Esfand.',
    ],
    [
      'expires.on, several',
      withRule({ expires: { on: ['06-31', '12-30'] } }),
      'این روزها پس از دریافت قابل خرج است: ۳۱ شهریور یا آخرین روز اسفند.',
      'the next of these days: 31 Shahrivar or the last day of Esfand.',
    ],
    [
      'group',
      {
        ...withRule({ group: 'g' }),
        groups: { g: { name: { fa: 'فصل', en: 'Season' }, take: 'all' } },
      },
      'از گروه «فصل» است (زیر «گروه‌ها»).',
      'It is of the group "Season" (see "Groups").',
    ],
    [
      'rule.rounding',
      withRule({ rounding: 'half-even' }),
      'گرد کردن این قاعده: به نزدیک‌ترین، نیمه به عدد زوج.',
      'What it gives is rounded to the nearest, half to the even one.',
    ],
  ]);
});

describe('describeProgram, of rules that may give together', () => {
  const rulesOf = (program: DescribedProgram) =>
    describeProgram(program, 'en').sections.find(({ title }) => title === 'Rules')?.lines ?? [];
  const one = { ...withRule({}), rules: withRule({}).rules.slice(0, 1) };
  const twice = { ...one, rules: [...one.rules, ...one.rules] };

  it('says that two of a kind add up, and nothing of one alone', () => {
    expect(rulesOf(one)).to.have.length(1);
    expect(rulesOf(twice).at(-1)).to.equal('Where several rules hold, what they give adds up.');
  });

  it('leaves out those that compete', () => {
    const [rule] = one.rules;
    const rules = [...twice.rules, ...(rule ? [{ ...rule, group: 'g' }] : [])];
    expect(rulesOf({ ...one, rules, groups: { g: { take: 'first' } } }).at(-1)).to.equal(
      'Where several rules hold, what they give adds up, but for what "Groups" says.',
    );
  });
});

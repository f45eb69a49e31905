import type { StampCard } from './program-words-shape.ts';
import {
  birthday,
  first,
  giving,
  givingOf,
  multiplying,
  perAmount,
  says,
  second,
  withRule,
  base,
} from './testing/programs.ts';

const coffeeCard: StampCard = {
  ...{ id: 'c', name: 'کارت قهوه', stamps: 9, expires: 'never' },
  gives: [{ unit: 'points', fixed: 100 }],
};

describe('describeProgram, what a rule gives', () => {
  says([
    ['rule.name', withRule({ name: { fa: 'نام', en: 'name' } }), '۱. «نام»:', '1. "name":'],
    ['rule.on', withRule({ on: 'joining', give: birthday.give }), 'هر کس عضو شود ۵', 'Whoever joins gets 5'],
    [
      'fixed',
      giving({ unit: 'credit', fixed: 50_000 }),
      'عضو با هر خرید ۵٬۰۰۰ تومان اعتبار می‌گیرد.',
      'Each purchase earns 5,000 toman credit.',
    ],
    [
      'per',
      giving({ ...perAmount, per: 50_000 }),
      'هر ۵٬۰۰۰ تومان ۱ امتیاز',
      '1 point for every 5,000 toman',
    ],
    [
      'give',
      giving({ ...perAmount, give: 3 }),
      'هر ۱۰٬۰۰۰ تومان ۳ امتیاز',
      '3 points for every 10,000 toman',
    ],
    [
      'startedStep',
      giving({ ...perAmount, startedStep: true }),
      'پله ناتمام هم کامل حساب می‌شود.',
      'A step that was only begun counts in full.',
    ],
    [
      'partStep',
      giving({ ...perAmount, partStep: true }),
      'از پله ناتمام هم سهم آن داده می‌شود.',
      'A part of a step gives its part.',
    ],
    [
      'partStep and carry',
      giving({ ...perAmount, partStep: true, carry: true }),
      'سهم آن داده می‌شود و باقی‌مانده به خرید بعدی می‌رود.',
      'A part of a step gives its part, and what is left over goes on to the next purchase.',
    ],
    [
      'carry',
      giving({ ...perAmount, carry: true }),
      'آنچه از پله آخر بماند به خرید بعدی می‌رود.',
      'What is left after the last full step goes on to the next purchase.',
    ],
    [
      'percent',
      giving({ unit: 'credit', percent: 2.5 }),
      'عضو با هر خرید ۲٫۵ درصد مبلغ اعتبار می‌گیرد.',
      'Each purchase earns 2.5 percent of the amount as credit.',
    ],
    [
      'perPiece',
      giving({ unit: 'points', perPiece: 2 }),
      'برای هر عدد کالا ۲ امتیاز',
      '2 points for each piece',
    ],
    [
      'table',
      giving({
        unit: 'credit',
        table: [
          { from: 500_000, give: 50_000 },
          { from: 5_000_000, percent: 3 },
        ],
      }),
      'از ۵۰٬۰۰۰ تومان به بالا ۵٬۰۰۰ تومان اعتبار، از ۵۰۰٬۰۰۰ تومان به بالا ۳ درصد مبلغ اعتبار می‌گیرد. فقط بالاترین پله‌ای که به آن رسیده حساب است. کمتر از ۵۰٬۰۰۰ تومان چیزی ندارد.',
      '5,000 toman credit from 50,000 toman on, 3 percent of the amount as credit from 500,000 toman on. Only the highest row that is reached counts. Less than 50,000 toman earns nothing.',
    ],
    [
      'roundUpTo',
      giving({ unit: 'points', roundUpTo: 50 }),
      'تا مضرب بعدی ۵۰ امتیاز',
      'the next multiple of 50 points',
    ],
    [
      'of',
      givingOf({ of: 'sold', discount: 'before', tax: 'without', products: { brands: ['b'] } }),
      'برای این قاعده: همه مبلغ فروش حساب می‌شود، هر طور که پرداخت شده باشد؛ مبلغ پیش از تخفیف و بدون مالیات حساب می‌شود؛ فقط این کالاها حساب می‌شوند: برند «b».',
      'For this rule: all that was sold is counted, however it was paid; the amount counts before discounts and without tax; only these products count: brand "b".',
    ],
    [
      'multiply',
      multiplying({ multiply: 2 }),
      '۳. «یلدا»: آنچه قاعده‌های خریدِ پیش از این می‌دهند ۲ برابر می‌شود.',
      '3. "یلدا": What the purchase rules before this give is multiplied by 2.',
    ],
    [
      'multiply.unit',
      multiplying({ multiply: 2, unit: 'points' }),
      'امتیازی که قاعده‌های خریدِ پیش از این می‌دهند ۲ برابر',
      'The points that the purchase rules before this give are multiplied',
    ],
    [
      'multiply.rules',
      multiplying({ multiply: 2, unit: 'credit', rules: ['second'] }),
      'اعتباری که «دومی» می‌دهد ۲ برابر می‌شود.',
      'The credit that "second" gives is multiplied by 2.',
    ],
    [
      'stamps',
      { ...giving({ stamp: 'c', fixed: 2 }), stampCards: [coffeeCard] },
      'عضو با هر خرید ۲ مهر روی «کارت قهوه» می‌گیرد',
      'Each purchase earns 2 stamps on "کارت قهوه"',
    ],
    [
      'stamps for each piece',
      { ...giving({ stamp: 'c', perPiece: 1 }), stampCards: [coffeeCard] },
      'برای هر عدد کالا ۱ مهر روی «کارت قهوه»',
      '1 stamp for each piece on "کارت قهوه"',
    ],
    [
      'a stamp card',
      { ...base, stampCards: [coffeeCard] },
      '«کارت قهوه»: با ۹ مهر پر می‌شود؛ هر بار که پر شود ۱۰۰ امتیاز می‌دهد و با آنچه مانده از نو آغاز می‌شود.',
      '"کارت قهوه": full with 9 stamps; each time it gives 100 points and begins anew with what is left over.',
    ],
    [
      'points by percent',
      giving({ unit: 'points', percent: 2.5 }),
      '۲٫۵ درصد مبلغ به امتیاز می‌گیرد',
      '2.5 percent of the amount in points',
    ],
    [
      'several things',
      giving([perAmount, { unit: 'credit', percent: 2 }]),
      'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز و ۲ درصد مبلغ اعتبار می‌گیرد. برای امتیاز: پله ناتمام حساب نمی‌شود.',
      'Each purchase earns 1 point for every 10,000 toman and 2 percent of the amount as credit. For the points: only full steps count.',
    ],
    [
      'what each of several counts',
      giving([perAmount, { unit: 'credit', percent: 2, of: { tax: 'without' } }]),
      'برای اعتبار این قاعده: مبلغ بدون مالیات حساب می‌شود',
      'For the credit of this rule: the amount counts without tax',
    ],
    [
      'a limit of one of several',
      giving([perAmount, { unit: 'credit', percent: 2 }], {
        limits: [{ of: 'member', each: 'month', amount: 500_000, unit: 'credit' }],
      }),
      'سقف ماهانه ۵۰٬۰۰۰ تومان اعتبار',
      'limit of 50,000 toman credit',
    ],
    [
      'multiply.rules, several',
      multiplying({ multiply: 2, rules: ['first', 'second'] }),
      'آنچه «اولی» و «دومی» می‌دهند',
      'What "اولی" and "second" give is',
    ],
    [
      'multiply after filling up',
      multiplying({ multiply: 2 }, [first, { ...second, give: [{ unit: 'points', roundUpTo: 10 }] }]),
      'پر کردن موجودی چند برابر نمی‌شود.',
      'Filling up a balance is not multiplied.',
    ],
  ]);
});

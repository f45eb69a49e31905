import { expect } from 'chai';
import type { DescribedProgram } from './program-words-shape.ts';
import { base, birthday, first, giving, perAmount, says, textOf, withRule } from './testing/programs.ts';

const ladder: Omit<NonNullable<DescribedProgram['tiers']>, 'by'> = {
  ...{ over: 'lifetime', steps: [], crossing: 'old', downgrade: 'none', review: 'never' },
};
const later = { earns: true, when: 'paid' } as const;
const paying = (payments: object) => ({ ...base, payments: { ...base.payments, ...payments } });

describe('the words for what waits', () => {
  says([
    [
      'that a rule gives after some days',
      withRule({ pending: { for: { days: 3 }, to: 'day' } }),
      'تا ۳ روز در انتظار می‌ماند و پس از آن قابل خرج است (تا آغاز روز پس از آن).',
      'It waits for 3 days before it can be spent (to the start of the day after).',
    ],
    [
      'that hours are to the instant',
      withRule({ pending: { for: { hours: 1 } } }),
      'تا ۱ ساعت در انتظار می‌ماند و پس از آن قابل خرج است (تا همان لحظه).',
      'It waits for 1 hour before it can be spent (to the very instant).',
    ],
    [
      'that a rule gives on a date',
      withRule({ pending: { until: '1405-01-01' } }),
      'تا آغاز ۱ فروردین ۱۴۰۵ در انتظار می‌ماند.',
      'It waits until 1 Farvardin 1405 begins.',
    ],
    [
      'that a rule gives on a day of the year',
      withRule({ pending: { until: '01-01' } }),
      'تا آغاز نخستین ۱ فروردین پس از دریافت در انتظار می‌ماند.',
      'It waits until the next 1 Farvardin begins.',
    ],
    [
      'that a rule gives what is paid',
      withRule({ pending: { until: 'paid' } }),
      'سهم بخش پرداخت‌نشده خرید تا پرداخت آن در انتظار می‌ماند.',
      'It waits as far as the purchase is not paid: each payment frees its share.',
    ],
    [
      'that a rule gives what is approved',
      withRule({ pending: { until: 'approved' } }),
      'تا تأیید مدیر در انتظار می‌ماند.',
      'It waits until a manager approves it.',
    ],
    [
      'that a rule does not wait',
      { ...withRule({ pending: 'never' }), pending: { until: 'approved' } },
      'بی‌درنگ قابل خرج است.',
      'It can be spent at once.',
    ],
    [
      'what every rule waits for',
      { ...base, pending: { until: 'approved' } },
      'آنچه داده می‌شود تا تأیید مدیر در انتظار می‌ماند.',
      'What is given waits until a manager approves it.',
    ],
    [
      'what the other rules wait for',
      { ...withRule({ pending: 'never' }), pending: { until: 'approved' } },
      'آنچه قاعده‌اش زمان دیگری نگفته تا تأیید مدیر در انتظار می‌ماند.',
      'What is given by rules that do not say it themselves waits until a manager approves it.',
    ],
    [
      'that what is paid later waits',
      paying({ on_account: later, cheque: later }),
      'امتیاز و اعتبار سهم نسیه و چک تا پرداخت آن در انتظار می‌ماند و با هر پرداخت به همان نسبت آزاد می‌شود.',
      'Points and credit of what is bought on account and by cheque wait until it is paid: each payment frees its share.',
    ],
    [
      'that one kind of it waits',
      paying({ on_account: later, cheque: { earns: true, when: 'sale' } }),
      'سهم نسیه تا پرداخت آن',
      'Points and credit of what is bought on account wait until it is paid',
    ],
    [
      'that what is sold waits though the kind itself earns nothing',
      {
        ...giving({ ...perAmount, of: { of: 'sold' } }),
        payments: paying({ cheque: { ...later, earns: false } }).payments,
      },
      'سهم چک تا پرداخت آن',
      'Points and credit of what is bought by cheque wait until it is paid',
    ],
  ]);

  const said = (program: Parameters<typeof textOf>[0]) => textOf(program, 'en');
  it('says what does not wait for payment, as far as the program has it', () => {
    const purchase = { ...first, on: 'purchase' as const };
    const rules = [
      { ...purchase, give: [{ stamp: 'coffee', fixed: 1 }, { giftCard: 10_000 }] },
      { ...purchase, give: [{ charity: 'school', fixed: 10 }] },
    ];
    const program = {
      ...{ ...paying({ on_account: later }), rules },
      stampCards: [{ id: 'coffee', name: 'قهوه', stamps: 5, gives: [], expires: 'never' as const }],
      charities: [{ id: 'school', name: 'مدرسه' }],
      tiers: { ...ladder, by: 'spent' as const },
    };
    expect(textOf(program, 'fa')).to.include(
      'همان هنگام خرید داده یا حساب می‌شود: مهر، هدیه، سهم خیریه و مبلغ خرید برای سطح.',
    );
    expect(textOf(program, 'en')).to.include(
      'Given or counted at the sale all the same: stamps, things, shares to charities and what tiers count as spent.',
    );
    const byPaid = { ...paying({ on_account: later }), tiers: { ...ladder, by: 'paid' as const } };
    expect(said(byPaid)).not.to.include('all the same');
    expect(said(byPaid)).to.include('counts for tiers only once all of it is paid');
    expect(said({ ...program, ...{ payments: base.payments } })).not.to.include('all the same');
  });

  it('says nothing of what never happens', () => {
    expect(said(paying({ on_account: { ...later, earns: false } }))).not.to.include('until it is paid');
    expect(said({ ...paying({ on_account: later }), rules: [birthday] })).not.to.include('until it is paid');
    const all = { ...base, rules: [{ ...first, pending: 'never' as const }], pending: { until: 'approved' } };
    expect(said(all)).not.to.include('approves');
  });
});

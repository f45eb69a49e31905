import { expect } from 'chai';
import { givenTierPhrase } from './program-words-tier-effect.ts';
import type { DescribedProgram, Expiry } from './program-words-shape.ts';
import { explains } from './testing/explains.ts';
import { giving, says } from './testing/programs.ts';

const tiers: NonNullable<DescribedProgram['tiers']> = {
  ...{ by: 'spent', over: 'year', crossing: 'old', downgrade: 'none', review: 'never' },
  steps: [
    { id: 'silver', name: 'نقره‌ای' },
    { id: 'gold', name: { fa: 'طلایی', en: 'Gold' }, from: 100 },
  ],
};
const putting = (expires?: Expiry) => ({
  ...giving({ tier: 'gold', ...(expires && { expires }) }),
  tiers,
});

describe('describeProgram of tiers that rules give', () => {
  says([
    ['one for good', putting(), 'سطح «طلایی» را (برای همیشه) می‌گیرد', 'the tier "Gold" (for good)'],
    [
      'one for a time',
      putting({ after: { months: 3 }, to: 'month' }),
      'سطح «طلایی» را (تا ۳ ماه پس از آن، تا پایان آن ماه) می‌گیرد',
      'the tier "Gold" (for 3 months, to the end of that month)',
    ],
    [
      'one until a date',
      putting({ on: ['12-29'] }),
      'سطح «طلایی» را (تا پایان نخستین ۲۹ اسفند پس از آن) می‌گیرد',
      'the tier "Gold" (to the end of the next 29 Esfand)',
    ],
  ]);
});

describe('explain, of tiers that rules give', () => {
  explains([
    [{ kind: 'placed' }, 'سطح', 'a tier'],
    [
      { kind: 'tier-held' },
      'سطحی به همین بلندی را تا همان زمان دارد',
      'A tier as high has been given for as long',
    ],
  ]);

  it('names the tier and its last day', () => {
    const given = { name: 'طلایی', lastDay: '2026-08-03' };
    expect(givenTierPhrase(given, 'fa')).to.equal('سطح «طلایی» تا ۱۲ مرداد ۱۴۰۵');
    expect(givenTierPhrase({ ...given, calendar: 'gregorian' }, 'en')).to.equal(
      'the tier "طلایی" until 3 August 2026',
    );
    expect(givenTierPhrase({ name: 'طلایی' }, 'fa')).to.equal('سطح «طلایی» برای همیشه');
    expect(givenTierPhrase({ name: 'طلایی' }, 'en')).to.equal('the tier "طلایی" for good');
  });
});

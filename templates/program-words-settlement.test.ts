import { expect } from 'chai';
import { explain } from './explain.ts';
import { says, withRule } from './testing/programs.ts';

describe('the words for a purchase that is paid in full', () => {
  says([
    [
      'what it gives',
      withRule({ on: 'settlement', give: [{ unit: 'points', fixed: 7 }] }),
      'عضو با تسویه کامل خرید نسیه یا چکی',
      'When what was bought on account or by cheque is paid in full, the member gets',
    ],
    [
      'how soon it has to be paid',
      withRule({ on: 'settlement', give: [{ unit: 'points', fixed: 7 }], paidWithin: { days: 30 } }),
      'فقط اگر تا ۳۰ روز پس از خرید پرداخت شود.',
      'Only if it is paid within 30 days of the purchase.',
    ],
  ]);

  it('explain that it was paid late', () => {
    const why = { kind: 'paid-late', within: { days: 30 } } as const;
    expect(explain(why, { language: 'fa' })).to.equal('فقط اگر تا ۳۰ روز پس از خرید پرداخت شود');
    expect(explain(why, { language: 'en' })).to.equal('Only if it is paid within 30 days');
  });
});

import { expect } from 'chai';
import { explainPending } from './explain-pending.ts';
import type { PendingPart } from './explain-shape.ts';

const midnight = Date.parse('2026-01-13T20:30:00Z');

describe('explainPending', () => {
  const part = (said: Partial<PendingPart>): PendingPart => ({
    ...{ amount: 5, opensAt: null, untilPaid: false, untilApproved: false },
    ...said,
  });
  const table: readonly [what: string, parts: readonly PendingPart[], fa: string, en: string][] = [
    ['a payment', [part({ untilPaid: true })], '۵ امتیاز در انتظار پرداخت', '5 points pending until paid'],
    [
      'an approval',
      [part({ untilApproved: true })],
      '۵ امتیاز در انتظار تأیید',
      '5 points pending until approved',
    ],
    [
      'the beginning of a day',
      [part({ opensAt: midnight })],
      '۵ امتیاز در انتظار تا ۲۴ دی ۱۴۰۴',
      '5 points pending until 24 Dey 1404',
    ],
    [
      'an instant',
      [part({ opensAt: midnight + 3_900_000 })],
      '۵ امتیاز در انتظار تا ۲۴ دی ۱۴۰۴ ساعت ۰۱:۰۵',
      '5 points pending until 24 Dey 1404, 01:05',
    ],
    [
      'several things, each part its own',
      [part({ opensAt: midnight }), part({ amount: 1, opensAt: midnight, untilPaid: true })],
      '۵ امتیاز در انتظار تا ۲۴ دی ۱۴۰۴؛ ۱ امتیاز در انتظار پرداخت و تا ۲۴ دی ۱۴۰۴',
      '5 points pending until 24 Dey 1404; 1 point pending until paid and until 24 Dey 1404',
    ],
    ['nothing', [], '', ''],
  ];
  for (const [what, parts, fa, en] of table) {
    it(`says that it waits for ${what}`, () => {
      expect(explainPending(parts, { language: 'fa', unit: 'points' })).to.equal(fa);
      expect(explainPending(parts, { language: 'en', unit: 'points' })).to.equal(en);
    });
  }

  it('speaks of credit in toman, in the zone and calendar of the program', () => {
    const parts = [part({ amount: 50_000, opensAt: Date.parse('2026-01-14T00:00:00Z') })];
    const options = { language: 'en', unit: 'credit', timeZone: 'UTC', calendar: 'gregorian' } as const;
    expect(explainPending(parts, options)).to.equal('5,000 toman credit pending until 14 January 2026');
  });
});

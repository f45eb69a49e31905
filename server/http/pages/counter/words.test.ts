import { expect } from 'chai';
import { messageWords } from './words.ts';

describe('what became of the message about a purchase', () => {
  it('is not said to have failed where nobody knows', () => {
    expect(messageWords({ state: 'unknown', code: 'fate-unknown' })).to.include('معلوم نیست');
    expect(messageWords({ state: 'undelivered', code: null })).to.include('نرسید');
  });

  for (const [code, why] of [
    ['undone', 'برگردانده شد'],
    ['expired', 'دیر شده بود'],
    ['address-dead', 'نشانی بسته است'],
    ['discarded', 'کنار گذاشته شد'],
    ['simulated', 'شبیه‌ساز'],
  ] as const) {
    it(`is told with its own reason: ${code}`, () => {
      const words = messageWords({ state: 'suppressed', code });
      expect(words).to.include('فرستاده نشد').and.include(why).and.not.include('نمی‌خواهد');
    });
  }
});

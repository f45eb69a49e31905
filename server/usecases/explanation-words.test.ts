import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import { waitingProgram } from '../testing/waiting.ts';
import { explanationWords } from './explanation-words.ts';

describe('the words for a limit that is used up', () => {
  const give = { unit: 'points', fixed: 10 };
  const table = [
    [
      { of: 'member', each: 'month', amount: 15 },
      'fixed gift of 10 points; monthly limit of 15 points, would be 10',
      'Its limit is reached: monthly limit of 15 points',
      'به سقف رسیده است: سقف ماهانه ۱۵ امتیاز',
    ],
    [
      { of: 'member', each: 'month', times: 2 },
      'fixed gift of 10 points',
      'Its limit is reached: at most 2 times a month for each member',
      'به سقف رسیده است: حداکثر ۲ بار در ماه برای هر عضو',
    ],
  ] as const;
  for (const [limit, last, en, fa] of table) {
    it(en, async () => {
      const runtime = await createTestRuntime({ program: waitingProgram({ give, limits: [limit] }) });
      const { program } = runtime.club;
      const { phone } = await aMember(runtime);
      const said = [];
      for (let n = 0; n < 3; n++) {
        const { explanation } = await aPurchase(runtime, { phone });
        const [words] = explanationWords(explanation, { language: 'en', program });
        said.push(words?.why);
        if (n < 2) continue;
        expect(words).to.include({ amount: 0, why: en, code: 'often-enough' });
        expect(explanationWords(explanation, { language: 'fa', program })[0]?.why).to.equal(fa);
      }
      expect(said[1]?.toLowerCase()).to.equal(last);
      await runtime.close();
    });
  }
});

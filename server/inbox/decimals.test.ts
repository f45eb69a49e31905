import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createDialling } from '../testing/dialling.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';
import { ussdKeys } from '../../templates/ussd-screens.ts';

describe('points with decimals, in what members are told', () => {
  let runtime: TestRuntime;
  const channels = { sms: createScriptedChannel('sms'), telegram: createScriptedChannel('telegram') };
  const program = {
    ...{ code: 'cafe', name: 'کافه', units: { points: { decimals: 2 } } },
    rules: [{ id: 'buy', name: 'خرید', on: 'purchase', give: { unit: 'points', give: 1, per: 10_000 } }],
    rewards: [{ id: 'coffee', name: { fa: 'یک قهوه', en: 'a coffee' }, points: 20 }],
  };
  shareRuntime((made) => (runtime = made), { program, channels });
  const { say } = createTexting(() => runtime, channels);

  for (const [language, asked, balance, missing] of [
    ['fa', ['امتیاز', 'چرا'], 'امتیاز شما: ۱۲٫۳۴', '۷٫۶۶ امتیاز دیگر'],
    ['en', ['points', 'why'], 'Your points: 12.34', '7.66 points to go'],
  ] as const) {
    it(`by SMS and USSD, in ${language}`, async () => {
      const { phone } = await aMember(runtime, { language });
      await aPurchase(runtime, { phone, amount: 123_400 });
      await runtime.settle();
      const [answer] = await say(phone, asked[0]);
      expect(answer).to.include(balance).and.include(missing);
      const { text } = await createDialling(() => runtime, phone)(ussdKeys.balance);
      expect(text).to.include(balance);
      const [why] = await say(phone, asked[1]);
      expect(why).to.include(language === 'fa' ? '۱۲٫۳۴' : '12.34');
    });
  }
});

import { expect } from 'chai';
import { ussdKeys } from '../../templates/ussd-screens.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createDialling } from '../testing/dialling.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';

const phone = '+989120000001';
const give = { unit: 'points', fixed: 10 };
const program = {
  ...testProgram,
  rules: [
    {
      ...{ id: 'months', name: { fa: 'هدیه فصل', en: 'Season gift' }, on: 'reached', give },
      ...{ count: 'spent', from: 50_000_000, within: { months: 3 } },
    },
    {
      id: 'long',
      name: 'هدیه همراهی',
      on: 'reached',
      count: 'purchases',
      from: 3,
      within: { months: 24 },
      give,
    },
  ],
};

describe('what a member is on the way to, in her balance', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');
  shareRuntime((made) => (runtime = made), { program, channels: { sms, telegram } });
  const { say } = createTexting(() => runtime, { sms, telegram });

  /** On 10 Dey 1404, of 50,000,000 rial: 38,000,000 are missing. */
  async function aBuyer(): Promise<void> {
    runtime.clock.set('2025-12-31T10:00:00Z');
    await aMember(runtime, { phone });
    await aPurchase(runtime, { phone, amount: 12_000_000 });
    await runtime.settle();
  }

  const fa = ['۲ خرید تا «هدیه همراهی» (تا ۹ دی ۱۴۰۶)', '۳٬۸۰۰٬۰۰۰ تومان تا «هدیه فصل» (تا ۹ فروردین)'];

  it('is told by SMS, in the language of who asks, and not before she has begun', async () => {
    await aMember(runtime, { phone: '+989120000002' });
    expect((await say('+989120000002', 'امتیاز'))[0]).not.to.include('تا «هدیه');
    await aBuyer();
    expect((await say(phone, 'امتیاز'))[0]?.split('\n').slice(-2)).to.deep.equal(fa);
    expect((await say(phone, 'my points'))[0]?.split('\n').at(-1)).to.equal(
      '3,800,000 toman to "Season gift" (until 9 Farvardin)',
    );
  });

  it('is told in a chat', async () => {
    await aBuyer();
    await say('77', '', { channel: 'telegram', contact: { phone, own: true } });
    const [text = ''] = await say('77', 'امتیاز', { channel: 'telegram' });
    expect(text.split('\n').slice(-2)).to.deep.equal(fa);
  });

  it('is told by USSD, on the last screens', async () => {
    await aBuyer();
    const dial = createDialling(() => runtime, phone);
    const texts: string[] = [];
    for (let input: string = ussdKeys.balance; texts.length < 6; input += '*1') {
      const { text, more } = await dial(input);
      texts.push(text.replace(/\n۱: ادامه$/u, ''));
      if (!more) break;
    }
    expect(texts.join('\n').split('\n').slice(-2)).to.deep.equal(fa);
  });
});

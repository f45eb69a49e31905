import { expect } from 'chai';
import { createSimulator } from '../../channels/simulator/simulator.ts';
import type { Channel } from '../../channels/types.ts';
import { receive } from '../inbox/receive.ts';
import { answerUssd, simulatorGateway } from '../inbox/ussd.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createFakeChannel } from '../testing/fake-channel.ts';
import type { FakeChannel } from '../testing/fake-channel.ts';
import { aMessage, messageById } from '../testing/messages.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';

const phone = '+989121234567';

/** An example's number may be a subscriber's: who tries things out today takes a provider tomorrow. */
describe('a number tried out in the simulator', () => {
  let runtime: TestRuntime;
  let channels: { sms: Channel; telegram: Channel };
  let provider: FakeChannel;

  beforeEach(async () => {
    channels = { sms: createSimulator('sms'), telegram: createSimulator('telegram') };
    runtime = await createTestRuntime({ channels });
  });
  afterEach(() => runtime.close());

  const text = async (body: string, more: { simulated?: true } = {}) => {
    const message = {
      kind: 'message',
      providerId: `${body}${more.simulated}`,
      from: phone,
      text: body,
    } as const;
    await receive(runtime, 'sms', { ...message, ...more });
    await runtime.settle();
  };
  const dial = (input: string) => {
    const step = { kind: 'ussd', sessionId: 's', from: phone, text: input } as const;
    return answerUssd(runtime, simulatorGateway, step);
  };
  const chat = async () => {
    const contact = { phone, own: true };
    const message = { kind: 'message', providerId: 'c', from: '989121234567', text: '', contact } as const;
    await receive(runtime, 'telegram', { ...message, simulated: true });
    await runtime.settle();
  };
  const goLive = () => {
    provider = createFakeChannel('sms');
    channels.sms = provider;
  };
  const told = async () => {
    const id = await aMessage(runtime, { to: { channel: 'sms', address: phone } });
    await runtime.settle();
    return messageById(runtime, id);
  };

  const doors = {
    'by SMS': () => text('عضویت', { simulated: true }),
    'by USSD': async () => {
      await dial('');
      await dial('1');
    },
    'in the chat': chat,
  };
  for (const [name, join] of Object.entries(doors)) {
    it(`joins ${name}, and is not written to by a provider`, async () => {
      await join();
      expect(await runtime.count('members', `phone = '${phone}'`)).to.equal(1);
      expect(await told(), 'while it is simulated').to.include({ state: 'delivered' });
      goLive();
      expect(await told()).to.include({ state: 'suppressed', code: 'simulated' });
      expect(provider.sent).to.deep.equal([]);
    });
  }

  it('is written to once its owner has written herself', async () => {
    await text('عضویت', { simulated: true });
    goLive();
    await text('امتیاز');
    expect(provider.sent).to.have.length(1);
    expect(await told()).to.include({ state: 'delivered' });
  });

  it('is written to once staff have logged a purchase for it, but not while they try things out', async () => {
    await text('عضویت', { simulated: true });
    await aPurchase(runtime, { phone });
    goLive();
    expect(await told()).to.include({ state: 'suppressed', code: 'simulated' });
    await aPurchase(runtime, { phone });
    await runtime.settle();
    expect(provider.sent, 'of the second purchase').to.have.length(1);
  });

  it('is written to once she is enrolled for real', async () => {
    await text('عضویت', { simulated: true });
    goLive();
    await aMember(runtime, { phone, consent: { channel: 'counter', address: phone, words: 'بله' } });
    expect(await told()).to.include({ state: 'delivered' });
  });

  it('does not silence who is a member already', async () => {
    await aMember(runtime, { phone });
    await text('عضویت', { simulated: true });
    await chat();
    goLive();
    expect(await told()).to.include({ state: 'delivered' });
  });
});

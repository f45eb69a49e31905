import { expect } from 'chai';
import { createTelegram } from '../../channels/telegram/telegram.ts';
import { SendError, type OutboundMessage, type SendFault } from '../../channels/types.ts';
import type { TelegramFault } from './fake-telegram-state.ts';
import { freePort } from './free-port.ts';
import { startFakeTelegram, type FakeTelegram } from './fake-telegram.ts';

const TOKEN = '4242:the-token';
const TIMEOUT_MS = 150;
const live = (): AbortSignal => new AbortController().signal;
const hello: OutboundMessage = { id: 1, to: '77', text: 'سلام' };

describe('telegram send', () => {
  let fake: FakeTelegram;
  const connect = (apiRoot = fake.apiRoot, token = TOKEN) =>
    createTelegram({ name: 'telegram', token, apiRoot, mode: 'polling', timeoutMs: TIMEOUT_MS });
  const failure = async (message = hello, channel = connect(), signal = live()): Promise<SendError> => {
    const error: unknown = await channel.send(message, signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof SendError)) throw new Error(`no SendError but ${String(error)}`);
    expect(error.message).to.not.contain('the-token');
    expect(error).to.not.have.property('cause');
    return error;
  };

  beforeEach(async () => {
    fake = await startFakeTelegram({ token: TOKEN });
  });
  afterEach(() => fake.close());

  it('sends plain text without previews, and no keyboard unless asked', async () => {
    const receipt = await connect().send({ ...hello, text: '*سلام* <b>_x_' }, live());
    expect(receipt).to.deep.equal({ providerId: '77:1', state: 'delivered' });
    expect(fake.sent).to.have.length(1);
    expect(fake.sent[0]?.payload).to.deep.equal({
      chat_id: 77,
      text: '*سلام* <b>_x_',
      link_preview_options: { is_disabled: true },
    });
  });

  it('sends buttons in rows, one of them asking for the contact', async () => {
    const buttons = [[{ label: 'شماره من', asksContact: true }], [{ label: 'امتیاز' }, { label: 'راهنما' }]];
    await connect().send({ ...hello, buttons }, live());
    expect(fake.sent[0]?.replyMarkup).to.deep.equal({
      keyboard: [[{ text: 'شماره من', request_contact: true }], [{ text: 'امتیاز' }, { text: 'راهنما' }]],
      resize_keyboard: true,
    });
  });

  it('takes the keyboard away when there are to be no buttons', async () => {
    await connect().send({ ...hello, buttons: [] }, live());
    expect(fake.sent[0]?.replyMarkup).to.deep.equal({ remove_keyboard: true });
  });

  it('keeps the path of a relay', async () => {
    const error = await failure(hello, connect(`${fake.apiRoot}/relay`));
    expect(error.code).to.equal('404');
    expect(fake.requests).to.have.length(0);
  });

  it('counts characters, not code units', async () => {
    await connect().send({ ...hello, text: '😀'.repeat(4096) }, live());
    expect(await failure({ ...hello, text: 'a'.repeat(4097) })).to.include({
      fault: 'rejected',
      code: 'too-long',
    });
    expect(fake.requests).to.have.length(1);
  });

  for (const to of ['', '@someone', '-100', '77x', '+989121234567']) {
    it(`never sends to '${to}'`, async () => {
      expect(await failure({ ...hello, to })).to.include({ fault: 'rejected', code: 'bad-address' });
      expect(fake.requests).to.have.length(0);
    });
  }

  const FAULTS: readonly [TelegramFault, SendFault, string, number][] = [
    ['hang', 'fate-unknown', 'timeout', 0],
    ['take-and-hang', 'fate-unknown', 'timeout', 1],
    ['reset', 'fate-unknown', 'ECONNRESET', 0],
    ['take-and-reset', 'fate-unknown', 'ECONNRESET', 1],
    ['server-error', 'fate-unknown', '502', 0],
    ['garbage', 'fate-unknown', 'garbage', 1],
    ['odd-result', 'fate-unknown', 'garbage', 1],
    [{ busyForS: 7 }, 'busy', '429', 0],
  ];
  for (const [fault, expected, code, sent] of FAULTS) {
    it(`${JSON.stringify(fault)} is ${expected}, asked once`, async () => {
      fake.fail(fault);
      const error = await failure();
      expect(error).to.include({ fault: expected, code });
      expect(error.retryAfterMs).to.equal(code === '429' ? 7000 : undefined);
      expect(fake.requests).to.have.length(1);
      expect(fake.sent).to.have.length(sent);
      await connect().send(hello, live());
    });
  }

  for (const refusal of ['blocked', 'deactivated', 'not-found'] as const) {
    it(`a chat that is ${refusal} is dead, others are not`, async () => {
      fake.refuseChat(77, refusal);
      expect(await failure()).to.have.property('fault', 'address-dead');
      await connect().send({ ...hello, to: '78' }, live());
    });
  }

  for (const [token, code] of [
    ['4243:the-token', '401'],
    ['the-token', '404'],
  ] as const) {
    it(`the token ${token} is a matter of the account`, async () => {
      expect(await failure(hello, connect(fake.apiRoot, token))).to.include({ fault: 'account', code });
    });
  }

  it('an empty text is rejected by the provider', async () => {
    expect(await failure({ ...hello, text: ' ' })).to.include({ fault: 'rejected', code: '400' });
  });

  it('nobody at the port is unreachable', async () => {
    const port = await freePort();
    const error = await failure(hello, connect(`http://127.0.0.1:${port}`));
    expect(error).to.include({ fault: 'unreachable', code: 'ECONNREFUSED' });
  });

  it('ends soon after an abort, with the fate unknown', async () => {
    fake.fail('take-and-hang');
    const controller = new AbortController();
    const slow = createTelegram({ name: 'bale', token: TOKEN, apiRoot: fake.apiRoot, mode: 'polling' });
    const ended = failure(hello, slow, controller.signal);
    await fake.waitForSent(1);
    const startedAt = Date.now();
    controller.abort();
    expect(await ended).to.include({ fault: 'fate-unknown', code: 'aborted' });
    expect(Date.now() - startedAt).to.be.below(100);
  });

  it('sends nothing when aborted before it began', async () => {
    expect(await failure(hello, connect(), AbortSignal.abort())).to.have.property('fault', 'unreachable');
    expect(fake.requests).to.have.length(0);
  });

  it('says who the bot is', async () => {
    expect(await connect().account?.(live())).to.deep.equal({ identity: '@vafa_test_bot' });
  });
});

import { expect } from 'chai';
import { startFakeTelegram, type FakeTelegram } from './fake-telegram.ts';

const TOKEN = '4242:the-token';

interface Answer {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly result?: unknown;
}

describe('fake telegram', () => {
  let fake: FakeTelegram;
  const call = async (method: string, payload: object = {}, token = TOKEN): Promise<Answer> => {
    const response = await fetch(`${fake.apiRoot}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
    const answer = (await response.json()) as Answer;
    expect(response.status).to.equal(answer.error_code ?? 200);
    return answer;
  };
  const ids = async (payload: object): Promise<number[]> => {
    const { result } = await call('getUpdates', payload);
    return (result as { update_id: number }[]).map((update) => update.update_id);
  };

  beforeEach(async () => {
    fake = await startFakeTelegram({ token: TOKEN });
  });
  afterEach(() => fake.close());

  it('keeps updates until an offset confirms them, and gives no more than the limit', async () => {
    const first = (await fake.say({ from: 1, text: 'a' })).updateId;
    await fake.say({ from: 1, text: 'b' });
    await fake.say({ from: 1, text: 'c' });
    expect(await ids({ limit: 2 })).to.deep.equal([first, first + 1]);
    expect(await ids({})).to.deep.equal([first, first + 1, first + 2]);
    expect(await ids({ offset: first + 2 })).to.deep.equal([first + 2]);
    expect(fake.pending()).to.have.length(1);
  });

  it('holds a poll until something comes', async () => {
    const poll = ids({ timeout: 5 });
    setTimeout(() => void fake.say({ from: 1, text: 'a' }), 20);
    const startedAt = Date.now();
    expect(await poll).to.have.length(1);
    expect(Date.now() - startedAt).to.be.below(1_000);
  });

  it('gives a repeated update once more, though it was confirmed', async () => {
    const { updateId } = await fake.say({ from: 1, text: 'a' });
    await ids({ offset: updateId + 1 });
    await fake.repeat(updateId);
    expect(await ids({ offset: updateId + 1 })).to.deep.equal([updateId]);
    expect(await ids({ offset: updateId + 1 })).to.deep.equal([]);
  });

  it('ends the poll of another', async () => {
    const first = call('getUpdates', { timeout: 5 });
    while (fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await call('getUpdates')).to.include({ ok: true });
    expect(await first).to.include({ ok: false, error_code: 409 });
  });

  it('does not poll while a webhook is set', async () => {
    await call('setWebhook', { url: 'http://127.0.0.1:9/' });
    expect(await call('getUpdates')).to.include({ ok: false, error_code: 409 });
    const info = await call('getWebhookInfo');
    expect(info.result).to.include({ url: 'http://127.0.0.1:9/', pending_update_count: 0 });
    await call('deleteWebhook');
    expect(await call('getUpdates')).to.include({ ok: true });
  });

  it('knows its own token only', async () => {
    expect(await call('getMe', {}, '1:x')).to.include({ error_code: 401 });
    expect(await call('getMe', {}, 'nonsense')).to.include({ error_code: 404 });
    expect(await call('noSuchThing')).to.include({ error_code: 404 });
    expect(await call('getMe')).to.include({ ok: true });
  });

  it('fails until it recovers', async () => {
    fake.fail({ busyForS: 1 }, { times: Infinity });
    for (let count = 0; count < 3; count += 1) {
      expect(await call('sendMessage', { chat_id: 1, text: 'x' })).to.include({ error_code: 429 });
    }
    fake.recover();
    await call('sendMessage', { chat_id: 1, text: 'x' });
    expect(await fake.waitForSent(1)).to.have.length(1);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import type { ListenProblem } from '../../channels/telegram/backoff.ts';
import { createTelegram, type TelegramOptions } from '../../channels/telegram/telegram.ts';
import type { Received } from '../../channels/types.ts';
import { startFakeTelegram, type FakeTelegram } from './fake-telegram.ts';

const TOKEN = '4242:the-token';
const backoff = { firstMs: 5, maxMs: 20, personMs: 40 };

describe('telegram listen', () => {
  let fake: FakeTelegram;
  let stop: AbortController;
  let listening: Promise<void> | undefined;
  let stored: Received[];
  let problems: ListenProblem[];
  let store: (received: Received) => Promise<void>;

  const listen = (options: Partial<TelegramOptions> = {}): void => {
    const channel = createTelegram({
      ...{ name: 'telegram', token: TOKEN, apiRoot: fake.apiRoot, mode: 'polling', timeoutMs: 200, backoff },
      onProblem: (problem) => problems.push(problem),
      ...options,
    });
    listening = channel.listen?.((received) => store(received), stop.signal);
  };
  const halt = async (): Promise<void> => {
    stop.abort();
    await listening;
  };
  const texts = (): string[] => stored.map((received) => (received.kind === 'message' ? received.text : '-'));
  const polls = () => fake.requests.filter(({ method }) => method === 'getUpdates');

  beforeEach(async () => {
    fake = await startFakeTelegram({ token: TOKEN });
    stop = new AbortController();
    stored = [];
    problems = [];
    store = (received) => Promise.resolve(void stored.push(received));
  });
  afterEach(async () => {
    await halt();
    await fake.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('stores what waited and what comes, in order, and confirms after', async () => {
    await fake.say({ from: 77, text: 'یک' });
    listen();
    await until(() => stored.length === 1);
    await fake.say({ from: 77, text: 'دو' });
    await fake.shareContact({ from: 77, phone: '989121234567' });
    await until(() => stored.length === 3 && fake.pending().length === 0);
    expect(texts()).to.deep.equal(['یک', 'دو', '']);
    expect(stored[2]).to.deep.include({ contact: { phone: '+989121234567', own: true } });
    expect(polls()[0]?.payload).to.deep.equal({
      ...{ offset: 0, limit: 100, timeout: 25 },
      allowed_updates: ['message'],
    });
    expect(problems).to.deep.equal([]);
  });

  it('hands on ignored and malformed updates too, and is not held up by them', async () => {
    await fake.sayRaw({ edited_message: {} });
    await fake.sayRaw({ message: { text: 5 } });
    await fake.say({ from: 77, text: 'after' });
    listen();
    await until(() => fake.pending().length === 0);
    expect(stored.map(({ kind }) => kind)).to.deep.equal(['ignored', 'malformed', 'message']);
  });

  it('offers the same update again until it is stored, and confirms nothing meanwhile', async () => {
    const offered: Received[] = [];
    let broken = true;
    store = (received) => {
      offered.push(received);
      return broken
        ? Promise.reject(new Error('database down'))
        : Promise.resolve(void stored.push(received));
    };
    await fake.say({ from: 77, text: 'one' });
    await fake.say({ from: 77, text: 'two' });
    listen();
    await until(() => offered.length >= 3);
    expect(new Set(offered.map((received) => JSON.stringify(received))).size).to.equal(1);
    expect(fake.pending()).to.have.length(2);
    expect(polls()).to.have.length(1);
    broken = false;
    await until(() => fake.pending().length === 0);
    expect(texts()).to.deep.equal(['one', 'two']);
    expect(problems[0]).to.include({ code: 'store', needsPerson: false });
    expect(JSON.stringify(problems)).to.not.contain('database down');
  });

  it('a crash before the store resolved loses nothing: the next listener gets the update', async () => {
    store = () => Promise.reject(new Error('killed'));
    const { updateId } = await fake.say({ from: 77, text: 'kept' });
    listen();
    await until(() => problems.length > 0);
    await halt();
    expect(fake.pending().map((update) => update.update_id)).to.deep.equal([updateId]);
    stop = new AbortController();
    store = (received) => Promise.resolve(void stored.push(received));
    listen();
    await until(() => fake.pending().length === 0);
    expect(texts()).to.deep.equal(['kept']);
  });

  it('gives a repeated update the same id', async () => {
    listen();
    const { updateId } = await fake.say({ from: 77, text: 'once' });
    await until(() => stored.length === 1 && fake.pending().length === 0);
    await fake.repeat(updateId);
    await until(() => stored.length === 2);
    expect(stored[1]).to.deep.equal(stored[0]);
  });

  it('ends within 100 ms of the abort, in the middle of a poll', async () => {
    listen();
    await until(() => polls().length === 1);
    const startedAt = Date.now();
    await halt();
    expect(Date.now() - startedAt).to.be.below(100);
    expect(problems).to.deep.equal([]);
  });

  it('ends at once when aborted before it began', async () => {
    stop.abort();
    listen();
    await listening;
    expect(fake.requests).to.have.length(0);
  });

  for (const fault of ['reset', 'server-error', 'garbage', 'odd-result', { busyForS: 0 }] as const) {
    it(`goes on after ${JSON.stringify(fault)}, with no update lost`, async () => {
      fake.fail(fault, { method: 'getUpdates', times: 3 });
      await fake.say({ from: 77, text: 'still here' });
      listen();
      await until(() => fake.pending().length === 0);
      expect(texts()).to.deep.equal(['still here']);
      expect(problems).to.have.length(3);
    });
  }

  it('rests longer after each failure, up to the cap', async () => {
    fake.fail('server-error', { method: 'getUpdates', times: 5 });
    listen({ backoff: { firstMs: 20, maxMs: 80 } });
    await until(() => polls().length >= 6);
    const times = polls().map(({ at }) => at.getTime());
    const rests = times.slice(1, 6).map((time, index) => time - (times[index] ?? 0));
    expect(rests.reduce((sum, each) => sum + each)).to.be.within(280, 700);
  });

  it('does not ask without pause when answered empty at once', async () => {
    let answers = 0;
    const server = createServer((request, response) => {
      if (request.url?.endsWith('getUpdates') === true) answers += 1;
      response.end(JSON.stringify({ ok: true, result: [] }));
    });
    listen({ apiRoot: await start(server), backoff: { firstMs: 50 } });
    await new Promise((resolve) => setTimeout(resolve, 180));
    expect(answers).to.be.within(2, 5);
  });

  it('takes a standing webhook away at the start, keeping what waits', async () => {
    await fake.say({ from: 77, text: 'before' });
    await call('setWebhook', { url: 'http://127.0.0.1:9/' });
    listen();
    await until(() => stored.length === 1);
    expect(fake.webhook()).to.equal(undefined);
    expect(fake.requests.find(({ method }) => method === 'deleteWebhook')?.payload).to.deep.equal({
      drop_pending_updates: false,
    });
  });

  it('takes a webhook away once more, and then leaves it and says so', async () => {
    listen();
    await until(() => polls().length === 1);
    await call('setWebhook', { url: 'http://127.0.0.1:9/' });
    await until(() => fake.webhook() === undefined);
    await until(() => polls().length === 2);
    await call('setWebhook', { url: 'http://127.0.0.1:9/' });
    await until(() => problems.length >= 4);
    expect(fake.webhook()).to.not.equal(undefined);
    expect(problems.at(-1)).to.include({ code: '409', needsPerson: true });
    expect(problems.at(-1)?.message).to.contain('a webhook is set');
  });

  it('gives way to another poller, says so, and comes back', async () => {
    listen();
    await until(() => polls().length === 1);
    await call('getUpdates', { timeout: 0 });
    await until(() => polls().length === 3);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'another program polls this bot: stop it, or give each its own token',
    ]);
    await fake.say({ from: 77, text: 'back' });
    await until(() => stored.length === 1);
  });

  it('reports a bad token, rests long, and never shows it', async () => {
    listen({ token: '1:wrong-token', backoff: { firstMs: 1, maxMs: 1, personMs: 60_000 } });
    await until(() => problems.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: '401', needsPerson: true });
    expect(JSON.stringify(problems)).to.not.contain('wrong-token');
  });

  describe('by webhook', () => {
    const webhook = {
      mode: 'webhook',
      webhookUrl: 'http://127.0.0.1:9/hook',
      webhookSecret: 'hook-secret',
    } as const;

    it('registers once, with its secret, and waits', async () => {
      fake.fail('server-error', { method: 'setWebhook', times: 2 });
      listen(webhook);
      await until(() => fake.webhook() !== undefined);
      expect(fake.webhook()).to.deep.equal({
        url: 'http://127.0.0.1:9/hook',
        secretToken: 'hook-secret',
        allowedUpdates: ['message'],
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(fake.requests.map(({ method }) => method)).to.deep.equal(Array(3).fill('setWebhook'));
      expect(problems).to.have.length(2);
    });

    it('is pushed to with the header that it accepts', async () => {
      const channel = createTelegram({ name: 'telegram', token: TOKEN, apiRoot: fake.apiRoot, ...webhook });
      const received: Received[] = [];
      const server = createServer((request, response) => {
        void readBody(request).then((body) => {
          const headers = request.headers as Record<string, string>;
          received.push(channel.receiveMessage({ method: 'POST', headers, query: {}, body }));
          response.writeHead(received.length === 1 ? 503 : 200).end();
        });
      });
      const url = await start(server);
      await call('setWebhook', { url, secret_token: 'hook-secret' });
      const given = await fake.say({ from: 77, text: 'سلام' });
      expect(given.status).to.equal(503);
      expect(await fake.repeat(given.updateId)).to.deep.equal({ ...given, status: 200 });
      expect(received[0]).to.deep.include({ kind: 'message', text: 'سلام' });
      expect(received[1]).to.deep.equal(received[0]);
    });

    it('needs an address', () => {
      expect(() =>
        createTelegram({ name: 'telegram', token: TOKEN, apiRoot: fake.apiRoot, mode: 'webhook' }),
      ).to.throw('webhookUrl');
    });
  });

  async function call(method: string, payload: object): Promise<void> {
    const response = await fetch(`${fake.apiRoot}/bot${TOKEN}/${method}`, {
      method: 'POST',
      body: JSON.stringify(payload),
    });
    await response.arrayBuffer();
  }
});

/** Closed after each test, however it ends. */
const servers: Server[] = [];

async function start(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readBody(request: AsyncIterable<unknown>): Promise<unknown> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return JSON.parse(body) as unknown;
}

async function until(condition: () => boolean, withinMs = 2_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`still not: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

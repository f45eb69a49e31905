import { expect } from 'chai';
import { createTelegram } from '../../channels/telegram/telegram.ts';
import { pushDelivery, pushInbound } from '../testing/fake-kavenegar-callbacks.ts';
import type { CallbackForm } from '../testing/fake-kavenegar-callbacks.ts';
import { contents } from '../testing/contents.ts';
import { createFakeChannel } from '../testing/fake-channel.ts';
import { createTestRuntime, testSecret } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

const headerSecret = 'secret-of-the-header';

/** A bot whose updates are pushed to us. */
const pushedBot = {
  TELEGRAM_BOT_TOKEN: '123456:abcdefghijklmnopqrstuvwxyz123456789',
  TELEGRAM_MODE: 'webhook',
  PUBLIC_URL: 'https://club.example',
};

/** Reads pushes as the real channel does and keeps what is sent. */
function fakeBot(name: 'telegram' | 'bale', webhookSecret?: string) {
  return createFakeChannel(
    name,
    createTelegram({
      ...{ name, token: '123456:abcdefghijkl', apiRoot: 'http://127.0.0.1:9' },
      ...{ mode: 'webhook', webhookUrl: 'https://club.example/x' },
      ...(webhookSecret !== undefined && { webhookSecret }),
    }),
  );
}

describe('the callbacks of the providers', () => {
  let runtime: TestRuntime;
  let server: TestServer;

  beforeEach(async () => {
    const channels = {
      sms: createFakeChannel('sms'),
      telegram: fakeBot('telegram', headerSecret),
      bale: fakeBot('bale'),
    };
    runtime = await createTestRuntime({ channels, env: { USSD_CODE: '*789*1#', ...pushedBot } });
    server = await startTestServer(runtime);
  });

  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const at = (path: string, secret = testSecret) =>
    `${server.url}/channels/${path.replace('SECRET', secret)}`;
  const inbox = () =>
    runtime.store.all('SELECT channel, provider_id, kind, address, state FROM inbox ORDER BY id');
  const push = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(at(path), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const update = {
    update_id: 77,
    message: { chat: { id: 5, type: 'private' }, from: { id: 5 }, text: 'امتیاز' },
  };
  const telegramHeader = { 'X-Telegram-Bot-Api-Secret-Token': headerSecret };

  describe('Kavenegar', () => {
    for (const form of ['query', 'form', 'json'] satisfies CallbackForm[]) {
      it(`stores a message and a report once, sent as ${form}`, async () => {
        const message = {
          to: at('kavenegar/SECRET/inbound'),
          messageid: 7,
          from: '09123456789',
          text: 'عضویت',
        };
        const report = { to: at('kavenegar/SECRET/status'), messageid: 8, status: 10 };
        for (const otherNames of [false, true]) {
          expect(await pushInbound({ ...message, form, otherNames })).to.equal(200);
          expect(await pushDelivery({ ...report, form })).to.equal(200);
        }
        const [first, second, ...others] = await inbox();
        expect(first).to.include({
          channel: 'sms',
          provider_id: '7',
          kind: 'message',
          address: '+989123456789',
        });
        expect(second).to.include({ channel: 'sms', provider_id: 'report:8:10', kind: 'delivery' });
        expect(others).to.deep.equal([]);
      });
    }

    it('answers 400 with the reason for what the provider would not send, and stores nothing', async () => {
      for (const [query, reason] of [
        ['', 'messageid is missing'],
        ['messageid=7&messageid=8&from=09123456789&message=2', 'messageid is not a text'],
        ['messageid=7&from=%20&message=2', 'from does not look right'],
        [`messageid=7&from=09123456789&message=${'x'.repeat(10_001)}`, 'message is too long'],
      ] as const) {
        const response = await fetch(`${at('kavenegar/SECRET/inbound')}?${query}`);
        expect(response.status).to.equal(400);
        expect(response.headers.get('content-type')).to.equal('application/problem+json');
        expect(await response.json()).to.include({ code: 'callback-malformed', detail: reason });
      }
      expect(await inbox()).to.deep.equal([]);
    });

    it('answers 200 for a message without a text, and stores nothing', async () => {
      const response = await fetch(`${at('kavenegar/SECRET/inbound')}?messageid=7&from=09123456789&message=`);
      expect(response.status).to.equal(200);
      expect(await inbox()).to.deep.equal([]);
    });

    it('answers 200 for what a service sends under its name, keeps it, and says nothing back', async () => {
      const sender = encodeURIComponent('همراه اول');
      const response = await fetch(`${at('kavenegar/SECRET/inbound')}?messageid=7&from=${sender}&message=2`);
      expect(response.status).to.equal(200);
      await runtime.settle();
      expect(await runtime.count('inbox', "state = 'ignored'")).to.equal(1);
      expect(await runtime.count('outbox')).to.equal(0);
    });

    it('answers a customer once, however often her message is repeated', async () => {
      const message = {
        to: at('kavenegar/SECRET/inbound'),
        messageid: 7,
        from: '09123456789',
        text: 'عضویت',
      };
      await Promise.all(Array.from({ length: 20 }, () => pushInbound(message)));
      await runtime.settle();
      await pushInbound(message);
      await runtime.settle();
      expect(await runtime.count('members')).to.equal(1);
      expect(await runtime.count('outbox')).to.equal(1);
    });

    it('does not take a HEAD for a message', async () => {
      const url = `${at('kavenegar/SECRET/inbound')}?messageid=7&from=09123456789&message=2`;
      expect((await fetch(url, { method: 'HEAD' })).status).to.equal(404);
      expect((await fetch(url, { method: 'PUT' })).status).to.equal(404);
      expect(await inbox()).to.deep.equal([]);
    });
  });

  describe('Telegram and Bale', () => {
    it('stores an update once', async () => {
      for (let time = 0; time < 2; time++) {
        expect((await push('telegram/SECRET', update, telegramHeader)).status).to.equal(200);
      }
      expect(await inbox()).to.deep.equal([
        { channel: 'telegram', provider_id: '123456:77', kind: 'message', address: '5', state: 'received' },
      ]);
    });

    it('have no door while they are polled: the secret of the path proves no chat', async () => {
      expect((await push('bale/SECRET', update)).status).to.equal(404);
      await server.close();
      const { TELEGRAM_BOT_TOKEN } = pushedBot;
      const telegram = fakeBot('telegram');
      const polled = await createTestRuntime({ channels: { telegram }, env: { TELEGRAM_BOT_TOKEN } });
      server = await startTestServer(polled);
      try {
        expect((await push('telegram/SECRET', update)).status).to.equal(404);
        expect((await push('telegram/SECRET', update, telegramHeader)).status).to.equal(404);
        expect(await polled.count('inbox')).to.equal(0);
      } finally {
        await polled.close();
      }
    });

    it('answers 404 without the secret in the header, 400 for what is no update, 200 for what is no message', async () => {
      expect((await push('telegram/SECRET', update)).status).to.equal(404);
      const wrong = { 'X-Telegram-Bot-Api-Secret-Token': 'wrong' };
      expect((await push('telegram/SECRET', update, wrong)).status).to.equal(404);
      for (const bad of [[], {}, { update_id: 'x' }]) {
        expect((await push('telegram/SECRET', bad, telegramHeader)).status).to.equal(400);
      }
      const poll = { update_id: 78, poll: {} };
      expect((await push('telegram/SECRET', poll, telegramHeader)).status).to.equal(200);
      expect(await inbox()).to.deep.equal([]);
    });
  });

  describe('USSD', () => {
    const form = (fields: Readonly<Record<string, string>>) =>
      fetch(at('ussd/SECRET/africastalking'), { method: 'POST', body: new URLSearchParams(fields) });
    const dialled = { sessionId: 's1', serviceCode: '*789*1#', phoneNumber: '+989123456789' };

    it('answers in the form of Africa’s Talking, and once for a repeated step', async () => {
      const menu = await form({ ...dialled, text: '' });
      expect(menu.headers.get('content-type')).to.match(/^text\/plain/);
      expect(await menu.text()).to.match(/^CON باشگاه آزمون/);
      const joined = await (await form({ ...dialled, text: '1' })).text();
      expect(joined).to.match(/^CON [^]*خوش آمدید/);
      expect(await (await form({ ...dialled, text: '1' })).text()).to.equal(joined);
      expect(await runtime.count('members')).to.equal(1);
      expect(await runtime.count('inbox')).to.equal(2);
    });

    it('answers in the form of iNoti', async () => {
      const query = new URLSearchParams({ call: '*789*1*3#', sessionid: 's1', mobile: '09123456789' });
      const response = await fetch(`${at('ussd/SECRET/inoti')}?${query}`);
      expect(response.status).to.equal(200);
      expect(await response.text()).to.match(/پیامک[^]*\[end\]$/);
    });

    it('answers in time, in its own words, where the work takes too long', async () => {
      await server.close();
      const store = { ...runtime.store, transaction: () => new Promise<never>(() => undefined) };
      server = await startTestServer({ ...runtime, store });
      const startedAt = performance.now();
      const response = await form({ ...dialled, text: '' });
      expect(performance.now() - startedAt).to.be.within(4_000, 5_000);
      expect(response.status).to.equal(200);
      expect(await response.text()).to.match(/^END [^]*نمی‌توانیم پاسخ دهیم/);
    });

    it('tells nothing of a fault of ours, and is loud about it', async () => {
      await runtime.store.schema((tx) => tx.execute('DROP TABLE conversations'));
      const response = await form({ ...dialled, text: '' });
      expect(response.status).to.equal(200);
      expect(await response.text()).to.match(/^END [^]*نمی‌توانیم پاسخ دهیم/);
      expect(runtime.lines.filter(({ level }) => level === 'error')).to.have.length(1);
    });

    it('answers 400 for what no gateway sends, and stores nothing', async () => {
      const before = await contents(runtime);
      expect((await form({ sessionId: 's1', text: '1' })).status).to.equal(400);
      expect((await form({ ...dialled, text: 'x'.repeat(1_001) })).status).to.equal(400);
      expect((await fetch(`${at('ussd/SECRET/inoti')}?call=*789*1%23`)).status).to.equal(400);
      expect(await contents(runtime)).to.deep.equal(before);
    });
  });

  describe('without the secret', () => {
    const paths = [
      'kavenegar/SECRET/inbound?messageid=7&from=09123456789&message=2',
      'kavenegar/SECRET/status?messageid=7&status=10',
      'ussd/SECRET/africastalking?sessionId=1&phoneNumber=09123456789&text=1',
      'ussd/SECRET/inoti?sessionid=1&mobile=09123456789&call=1',
      'telegram/SECRET',
      'bale/SECRET',
    ];

    it('answers every path alike, as if nothing were there, and stores nothing', async () => {
      const before = await contents(runtime);
      const answers: unknown[] = [];
      const ask = async (url: string, init: RequestInit) => {
        const response = await fetch(url, init);
        answers.push([response.status, response.headers.get('content-type'), await response.text()]);
      };
      const headers = { 'Content-Type': 'application/json', ...telegramHeader };
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? JSON.stringify(update) : null;
        for (const path of paths) {
          for (const secret of ['wrong', '%E0%A4', `${testSecret}x`]) {
            await ask(at(path, secret), { method, headers, body });
          }
        }
        for (const path of ['nobody/SECRET', 'kavenegar/SECRET', 'ussd/SECRET/other', '']) {
          await ask(at(path), { method, headers, body });
        }
        // Nothing of the body is looked at.
        const huge = method === 'POST' ? 'x'.repeat(200_000) : null;
        await ask(at('telegram/SECRET', 'wrong'), { method, headers, body: huge });
      }
      for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
      expect(answers[0]).to.deep.include.members([404, 'application/problem+json']);
      expect(await contents(runtime)).to.deep.equal(before);
    });

    it('stops listening to an address that guesses, and goes on with the providers', async () => {
      await server.close();
      server = await startTestServer(runtime, { rates: { wrongSecret: { limit: 3, windowMs: 60_000 } } });
      const guess = async () => (await fetch(at('telegram/SECRET', 'guess'))).status;
      const statuses = await Promise.all(Array.from({ length: 5 }, guess));
      expect(statuses.sort()).to.deep.equal([404, 404, 404, 429, 429]);
      expect((await push('telegram/SECRET', update, telegramHeader)).status).to.equal(200);
    });
  });

  describe('of channels that are not set up', () => {
    it('are as closed as with a wrong secret', async () => {
      await server.close();
      const bare = await createTestRuntime({ env: { SIMULATOR: 'off' }, channels: 'configured' });
      server = await startTestServer(bare);
      try {
        const message = { to: at('kavenegar/SECRET/inbound'), messageid: 7, from: '09123456789', text: '1' };
        expect(await pushInbound(message)).to.equal(404);
        expect((await push('telegram/SECRET', update)).status).to.equal(404);
        expect((await push('bale/SECRET', update)).status).to.equal(404);
        expect(await bare.count('inbox')).to.equal(0);
      } finally {
        await bare.close();
      }
    });

    it('take Kavenegar’s form while the simulator stands in, and no bot’s', async () => {
      await server.close();
      const simulated = await createTestRuntime({ channels: 'configured' });
      server = await startTestServer(simulated);
      try {
        const message = { to: at('kavenegar/SECRET/inbound'), messageid: 7, from: '09123456789', text: '1' };
        expect(await pushInbound(message)).to.equal(200);
        expect((await push('telegram/SECRET', update)).status).to.equal(404);
        expect(await simulated.count('inbox')).to.equal(1);
      } finally {
        await simulated.close();
      }
    });
  });
});

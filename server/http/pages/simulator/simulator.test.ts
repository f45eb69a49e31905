import { expect } from 'chai';
import { createInboxWorker } from '../../../inbox/handle.ts';
import type { InboxWorker } from '../../../inbox/handle.ts';
import { trialPath } from '../../staff/trial.ts';
import { aMember } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { hiddenField, wordsOf } from '../../../testing/web-visitor.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';

const from = '09121234567';

/** As the owner does who clicks the link that the server has printed. */
async function openTrial({ runtime }: PagesServer, visitor: Visitor): Promise<void> {
  await visitor.follow(await visitor.get(trialPath(runtime.config)));
}

describe('the simulator', () => {
  let server: PagesServer;
  let visitor: Visitor;
  let inbox: InboxWorker;
  beforeEach(async () => {
    server = await startPagesServer({ channels: 'configured' });
    inbox = createInboxWorker(server.runtime);
    inbox.start();
    visitor = server.visitor();
    await openTrial(server, visitor);
  });
  afterEach(async () => {
    await inbox.stop();
    await server.close();
  });

  const sms = async (text: string, more: Readonly<Record<string, string>> = {}) => {
    const page = await visitor.get(`/simulator?from=${from}`);
    return visitor.post('/simulator/sms', { from, id: hiddenField(page.text, 'id'), text, ...more });
  };

  it('explains what to try first', async () => {
    const page = await visitor.get('/simulator');
    expect(page.status).to.equal(200);
    expect(wordsOf(page.text)).to.include('هنوز پیامی نیست').and.include('یک خرید ثبت کن');
  });

  it('has what members text most at a press, «چرا» among it', async () => {
    const { text } = await visitor.get(`/simulator?from=${from}`);
    const chips = [...text.matchAll(/name="quick" value="([^"]+)"/g)].map(([, chip]) => chip);
    expect(chips).to.include.members(['عضویت', 'امتیاز', 'چرا', 'راهنما']);
  });

  it('leads to the counter with the number of the phone', async () => {
    expect((await visitor.get(`/simulator?from=${from}`)).text).to.include(`href="/counter?phone=${from}"`);
    expect((await visitor.get('/simulator?from=30001234')).text).to.not.include('/counter?phone');
  });

  it('orders messages by their time, not by their ids', async () => {
    const { store, clock } = server.runtime;
    await store.transaction(async (tx) => {
      const early = tx.id();
      const late = tx.id();
      const row = {
        ...{ channel: 'sms', address: '+989121234567', template: 'help', class: 'service' },
        ...{ parts: 1, cost_rial: 2000, due_at: clock.now(), state: 'suppressed', code: 'simulated' },
      };
      await tx.insert('outbox', [
        { ...row, id: late, body: 'پیام-اول', created_at: clock.now() - 1000 },
        { ...row, id: early, body: 'پیام-دوم', created_at: clock.now() },
      ]);
    });
    const { text } = await visitor.get(`/simulator?from=${from}`);
    const list = text.slice(text.indexOf('id="outbox"'));
    expect(list.indexOf('پیام-دوم')).to.be.greaterThan(-1).and.lessThan(list.indexOf('پیام-اول'));
  });

  it('texts through the channel’s own door, and shows the answer, its parts and what it would cost', async () => {
    const answer = await sms('عضویت');
    expect(answer).to.include({ status: 303, location: '/simulator?tab=sms&from=09121234567' });
    await server.runtime.settle();
    const words = wordsOf((await visitor.follow(answer)).text);
    expect(words)
      .to.include('خوش آمدید! هدیه عضویت: ۵۰ امتیاز')
      .and.include('۲ بخش')
      .and.include('۴۰۰ تومان');
    expect(words).to.include('رسید').and.include('۰۹۱۲ ۱۲۳ ۴۵۶۷');
    const inboxRow = await server.runtime.store.one('SELECT channel, address, provider_id FROM inbox');
    expect(inboxRow).to.include({ channel: 'sms', address: '+989121234567' });
    expect(await server.runtime.count('members', `joined_channel = 'sms'`)).to.equal(1);
  });

  it('sends a chip’s text when it is pressed', async () => {
    await sms('', { quick: 'عضویت' });
    await server.runtime.settle();
    expect(await server.runtime.count('members')).to.equal(1);
  });

  it('sends one message however often its form comes', async () => {
    const page = await visitor.get(`/simulator?from=${from}`);
    const form = { from, id: hiddenField(page.text, 'id'), text: 'عضویت' };
    for (let n = 0; n < 3; n++) await visitor.post('/simulator/sms', form);
    expect(await server.runtime.count('inbox')).to.equal(1);
    expect(await server.runtime.count('outbox')).to.equal(1);
  });

  it('says that a sender who is no mobile gets no answer', async () => {
    const page = await visitor.get('/simulator');
    await visitor.post('/simulator/sms', {
      from: '30001234',
      id: hiddenField(page.text, 'id'),
      text: 'سلام',
    });
    expect(wordsOf((await visitor.get('/simulator?from=30001234')).text)).to.include('پاسخی نمی‌گیرد');
    expect(await server.runtime.count('outbox')).to.equal(0);
  });

  it('says why a message waits, or was not sent', async () => {
    const { store, clock } = server.runtime;
    const member = await aMember(server.runtime, { phone: '+989121234567', name: 'مریم' });
    await store.transaction(async (tx) => {
      const row = {
        ...{
          channel: 'sms',
          address: member.phone,
          member_id: member.id,
          template: 'nudge',
          class: 'promotional',
        },
        ...{
          body: 'سلام',
          parts: 1,
          cost_rial: 2000,
          due_at: Date.parse('2026-01-11T05:30:00Z'),
          created_at: clock.now(),
        },
      };
      await tx.insert('outbox', [
        { ...row, id: tx.id(), state: 'deferred', code: 'quiet-hours' },
        { ...row, id: tx.id(), state: 'suppressed', code: 'opted-out' },
      ]);
    });
    const words = wordsOf((await visitor.get('/simulator')).text);
    expect(words)
      .to.include('تا ساعت ۰۹:۰۰ نگه داشته شد')
      .and.include('فرستاده نشد: لغو۱۱')
      .and.include('مریم');
    expect(words, 'what was not sent costs nothing').to.include('هزینه، برآورد ۲۰۰ تومان');
  });

  it('tells its news only when there are some', async () => {
    const first = await visitor.get(`/simulator?from=${from}`);
    const path = /hx-get="(\/simulator\/news[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await visitor.get(path)).status).to.equal(204);
    await sms('عضویت');
    const news = await visitor.get(path);
    expect(news.status).to.equal(200);
    expect(news.text).to.include('id="outbox"').and.include('id="thread"').and.include('خوش آمدید');
  });

  it('dials, joins once, and goes on where the session broke off', async () => {
    const dial = await visitor.get(`/simulator?tab=ussd&from=${from}`);
    const session = hiddenField(dial.text, 'session');
    const menu = await visitor.post('/simulator/ussd', { from, session });
    expect(wordsOf(menu.text)).to.include('۱: عضویت');
    const step = { from, session, path: '', input: '1' };
    const joined = await visitor.post('/simulator/ussd', step);
    expect(wordsOf(joined.text)).to.include('تاریخ تولدتان؟');
    const repeated = await visitor.post('/simulator/ussd', step);
    expect(wordsOf(repeated.text), 'a reload shows the same screen').to.include('تاریخ تولدتان؟');
    expect(await server.runtime.count('members', `joined_channel = 'ussd'`)).to.equal(1);
    const again = await visitor.post('/simulator/ussd', { from, session: 'another-session' });
    expect(wordsOf(again.text), 'dialled again').to.include('تاریخ تولدتان؟');
    const saved = await visitor.post('/simulator/ussd', {
      from,
      session: 'another-session',
      input: '1370/5/12',
    });
    expect(saved.text).to.include('بستن').and.not.include('name="input"');
    expect(await server.runtime.count('members', 'birth_year = 1370')).to.equal(1);
  });

  it('chats with the bot: her own contact makes her a member, another’s does not', async () => {
    const chat = async (form: Readonly<Record<string, string>>) => {
      const page = await visitor.get(`/simulator?tab=chat&from=${from}`);
      return visitor.follow(
        await visitor.post('/simulator/chat', { from, id: hiddenField(page.text, 'id'), ...form }),
      );
    };
    const started = await chat({ quick: '/start' });
    expect(wordsOf(started.text)).to.include('ارسال شماره من');
    await chat({ contact: 'other' });
    expect(await server.runtime.count('members')).to.equal(0);
    const joined = await chat({ contact: 'own' });
    expect(await server.runtime.count('members', `phone = '+989121234567'`)).to.equal(1);
    expect(wordsOf(joined.text)).to.include('امتیاز من').and.not.include('شمارهٔ کس دیگری');
  });

  it('needs the token even where it needs no log-in', async () => {
    await visitor.get('/simulator');
    visitor.token = 'x';
    expect((await visitor.post('/simulator/sms', { from, id: 'a', text: 'عضویت' })).status).to.equal(403);
    expect(await server.runtime.count('inbox')).to.equal(0);
  });

  it('is opened by its link alone, which takes the key off the address', async () => {
    const answer = await server.visitor().get(`${trialPath(server.runtime.config)}&tab=ussd`);
    expect(answer).to.include({ status: 303, location: '/simulator?tab=ussd' });
    const stranger = server.visitor();
    for (const path of ['/simulator', '/simulator?key=', `/simulator?key=${'A'.repeat(43)}`]) {
      const there = await stranger.follow(await stranger.get(path));
      expect(wordsOf(there.text), path).to.include('ورود کارکنان');
    }
    expect((await stranger.post('/simulator/sms', { from, id: 'a', text: 'عضویت' })).status).to.equal(303);
    expect(await server.runtime.count('inbox')).to.equal(0);
  });

  it('keeps who is logged in when the link is opened', async () => {
    const { visitor: cashier } = await server.loggedIn();
    expect((await cashier.get('/simulator')).status).to.equal(403);
    await openTrial(server, cashier);
    expect((await cashier.get('/simulator')).status).to.equal(200);
    expect((await cashier.get('/counter')).status).to.equal(200);
  });

  const proxied: readonly Readonly<Record<string, string>>[] = [
    { 'X-Forwarded-For': '203.0.113.7' },
    { Forwarded: 'for=203.0.113.7' },
    { 'X-Real-IP': '203.0.113.7' },
  ];
  for (const headers of proxied) {
    it(`asks who somebody is that comes through a proxy (${Object.keys(headers).join()})`, async () => {
      expect(await visitor.get('/simulator', { headers })).to.include({ status: 303 });
      const path = trialPath(server.runtime.config);
      const other = server.visitor();
      await other.get(path, { headers });
      expect(await other.get('/simulator')).to.include({ status: 303 });
    });
  }
});

describe('the simulator’s door', () => {
  const open = async (
    env: Readonly<Record<string, string>>,
    work: (server: PagesServer) => Promise<void>,
  ) => {
    const server = await startPagesServer({ channels: 'configured', env });
    try {
      await work(server);
    } finally {
      await server.close();
    }
  };

  it('is for managers where the server can be reached from elsewhere', async () => {
    await open({ PUBLIC_URL: 'http://192.0.2.1:3000' }, async (server) => {
      const visitor = server.visitor();
      await openTrial(server, visitor);
      expect((await visitor.get('/simulator')).location).to.equal('/login?next=%2Fsimulator');
      const { visitor: cashier } = await server.loggedIn();
      expect((await cashier.get('/simulator')).status).to.equal(403);
      expect((await cashier.post('/simulator/sms', { from, id: 'a', text: 'عضویت' })).status).to.equal(403);
      expect(await server.runtime.count('inbox')).to.equal(0);
      const { visitor: manager } = await server.loggedIn({ role: 'manager' });
      expect((await manager.get('/simulator')).status).to.equal(200);
    });
  });

  it('is for managers where the server listens to every network', async () => {
    await open({ HOST: '0.0.0.0' }, async (server) => {
      const visitor = server.visitor();
      await openTrial(server, visitor);
      expect((await visitor.get('/simulator')).status).to.equal(303);
    });
  });

  it('is not there without the simulator', async () => {
    await open({ SIMULATOR: 'off' }, async (server) => {
      const { visitor } = await server.loggedIn({ role: 'owner' });
      expect((await visitor.get('/simulator')).status).to.equal(404);
      expect((await visitor.post('/simulator/sms', { from, id: 'a', text: 'عضویت' })).status).to.equal(404);
      expect((await visitor.get('/counter')).text).to.not.include('/simulator');
      expect(await server.runtime.count('inbox')).to.equal(0);
    });
  });

  it('has no texting where texts would go out by a real provider', async () => {
    await open({ SIMULATOR: 'on', KAVENEGAR_API_KEY: 'a-real-key-0123' }, async (server) => {
      const visitor = server.visitor();
      await openTrial(server, visitor);
      const page = await visitor.get('/simulator');
      expect(wordsOf(page.text)).to.include('به سرویس‌دهندهٔ واقعی وصل است');
      expect(wordsOf(page.text)).to.include('آنچه با تلگرام می‌رفت').and.not.include('از این دستگاه بیرون');
      expect(page.text, 'the bot is simulated still').to.include('tab=chat').and.not.include('tab=ussd');
      const dialled = await visitor.post('/simulator/ussd', { from, session: 'a' });
      expect(dialled.status).to.equal(303);
      await visitor.post('/simulator/sms', { from, id: 'a', text: 'عضویت' });
      expect(await server.runtime.count('inbox')).to.equal(0);
    });
  });
});

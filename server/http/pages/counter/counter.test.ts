import { expect } from 'chai';
import { nationalPhone } from '../../../../rules/phone.ts';
import { aMember } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { hiddenField, typedIn, wordsOf } from '../../../testing/web-visitor.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';
import { consentSentence } from './words.ts';

const phone = '+989123456789';
const typed = '09123456789';

describe('the counter, up to the amount', () => {
  let server: PagesServer;
  let visitor: Visitor;
  beforeEach(async () => {
    server = await startPagesServer();
    ({ visitor } = await server.loggedIn());
  });
  afterEach(() => server.close());

  it('is where the server leads to', async () => {
    expect(await visitor.get('/')).to.include({ status: 303, location: '/counter' });
  });

  it('asks for a number first, in Persian and from right to left', async () => {
    const { status, text } = await visitor.get('/counter');
    expect(status).to.equal(200);
    expect(text)
      .to.match(/^<!doctype html><html lang="fa" dir="rtl">/)
      .and.match(/id="phone"[^>]*autofocus/);
  });

  const forms = [
    '09123456789',
    '۰۹۱۲ ۳۴۵ ۶۷۸۹',
    '٠٩١٢٣٤٥٦٧٨٩',
    '+98 912 345 6789',
    '00989123456789',
    '\u202a9123456789\u202c',
  ];
  for (const form of forms) {
    it(`finds a member by ${JSON.stringify(form)}`, async () => {
      await aMember(server.runtime, { phone, name: 'مریم' });
      const page = await visitor.get(`/counter?phone=${encodeURIComponent(form)}`);
      expect(page.status).to.equal(200);
      expect(wordsOf(page.text))
        .to.include('مریم')
        .and.include('امتیاز ۵۰')
        .and.include('۵۰ امتیاز دیگر تا «یک اسپرسو»');
      expect(page.text).to.match(/id="amount"[^>]*autofocus/);
    });
  }

  const wrong = [
    '',
    '0912',
    '09123',
    '02188776655',
    'مریم',
    '0912345678901',
    '<b>x</b>',
    '9'.repeat(50),
    '--',
    '0',
  ];
  for (const number of wrong) {
    it(`says what is wrong with ${JSON.stringify(number.slice(0, 20))}, and keeps it`, async () => {
      const page = await visitor.get(`/counter?phone=${encodeURIComponent(number)}`);
      expect(page.status).to.equal(422);
      expect(page.text)
        .to.match(/aria-invalid="true"/)
        .and.include('id="phone-problem"');
      expect(typedIn(page.text, 'phone')).to.equal(number);
    });
  }

  it('says that a number is nobody’s, with what to say to her', async () => {
    const page = await visitor.get(`/counter?phone=${typed}`);
    expect(page.status).to.equal(200);
    expect(wordsOf(page.text)).to.include('عضو نیست').and.include(consentSentence('باشگاه آزمون'));
    expect(await server.runtime.count('members')).to.equal(0);
  });

  it('makes her a member on the spot, with the words she agreed to', async () => {
    await visitor.get(`/counter?phone=${typed}`);
    const answer = await visitor.post('/counter/members', { phone, name: ' نگار ', birthday: '۱۳۷۰/۵/۱۲' });
    expect(answer).to.include({ status: 303, location: '/counter?phone=09123456789&joined=yes' });
    expect(wordsOf((await visitor.follow(answer)).text))
      .to.include('نگار')
      .and.include('همین حالا عضو شد');
    const { store } = server.runtime;
    expect(
      await store.one('SELECT name, birth_year AS year, joined_channel AS channel FROM members'),
    ).to.deep.equal({
      ...{ name: 'نگار', year: 1370, channel: 'counter' },
    });
    const consent = await store.one<Record<string, unknown>>('SELECT * FROM consents');
    expect(consent).to.include({
      channel: 'counter',
      kind: 'membership',
      words: consentSentence('باشگاه آزمون'),
    });
    expect(consent?.['actor']).to.match(/^staff:\d+$/);
    await server.runtime.settle();
    expect(server.runtime.sent).to.have.length(1);
  });

  it('makes her a member once, however often the form comes', async () => {
    await visitor.get(`/counter?phone=${typed}`);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => visitor.post('/counter/members', { phone, name: 'نگار' })),
    );
    for (const answer of answers) expect(answer.status).to.equal(303);
    expect(await server.runtime.count('members')).to.equal(1);
    expect(await server.runtime.count('consents')).to.equal(1);
    expect(await server.runtime.count('outbox')).to.equal(1);
  });

  const birthdays = [
    ['دیروز', /این تاریخ خوانده نشد/],
    ['۱۴۵۰/۱/۱', /نمی‌تواند درست باشد/],
  ] as const;
  for (const [birthday, problem] of birthdays) {
    it(`asks again about the birthday ${birthday}, and enrolls nobody meanwhile`, async () => {
      await visitor.get(`/counter?phone=${typed}`);
      const answer = await visitor.post('/counter/members', { phone, name: 'نگار', birthday });
      expect(answer.status).to.equal(422);
      expect(wordsOf(answer.text)).to.match(problem);
      expect(typedIn(answer.text, 'birthday')).to.equal(birthday);
      expect(typedIn(answer.text, 'name')).to.equal('نگار');
      expect(await server.runtime.count('members')).to.equal(0);
    });
  }

  it('keeps who brought her', async () => {
    const referrer = await aMember(server.runtime);
    await visitor.get(`/counter?phone=${typed}`);
    const answer = await visitor.post('/counter/members', { phone, referrer: nationalPhone(referrer.phone) });
    expect(answer.status).to.equal(303);
    const { store } = server.runtime;
    const she = await store.one('SELECT referrer_id AS referrerId FROM members WHERE phone = ?', [phone]);
    expect(she).to.deep.equal({ referrerId: referrer.id });
  });

  const referrers = [
    ['۰۹۱۲۳۴۵۶۷۸۹', /این شماره خود اوست/],
    ['09129999999', /کسی با این شماره عضو نیست/],
    ['0912', /./],
  ] as const;
  for (const [referrer, problem] of referrers) {
    it(`asks again about who brought her, ${referrer}, and enrolls nobody meanwhile`, async () => {
      await visitor.get(`/counter?phone=${typed}`);
      const answer = await visitor.post('/counter/members', { phone, name: 'نگار', referrer });
      expect(answer.status).to.equal(422);
      expect(wordsOf(answer.text)).to.match(problem);
      expect(typedIn(answer.text, 'referrer')).to.equal(referrer);
      expect(typedIn(answer.text, 'name')).to.equal('نگار');
      expect(await server.runtime.count('members')).to.equal(0);
    });
  }

  it('keeps a name clean of what cannot be seen, and writes it as text', async () => {
    await visitor.get(`/counter?phone=${typed}`);
    await visitor.post('/counter/members', { phone, name: '\u202e<img src=x>\u0000' });
    const page = await visitor.get(`/counter?phone=${typed}`);
    expect(page.text).to.include('&lt;img src=x>').and.not.include('<img');
    expect(await server.runtime.store.one('SELECT name FROM members')).to.deep.equal({ name: '<img src=x>' });
  });

  it('says while the amount is typed what it will earn', async () => {
    await aMember(server.runtime, { phone });
    const quote = (amount: string) =>
      visitor.get(`/counter/quote?phone=${typed}&amount=${encodeURIComponent(amount)}`);
    expect(wordsOf((await quote('۱۸۵٬۰۰۰')).text)).to.include('۱۸ امتیاز می‌گیرد');
    expect((await quote('۵٬۰۰۰')).text).to.include('۵٬۰۰۰ تومان امتیازی ندارد');
    for (const amount of ['', '0', '12.5', 'x']) {
      expect((await quote(amount)).text, amount).to.match(/^<p[^>]*><\/p>$/);
    }
    expect(await server.runtime.count('purchases')).to.equal(0);
  });

  it('says what was bought before, and what was undone', async () => {
    await aMember(server.runtime, { phone });
    const form = await visitor.get(`/counter?phone=${typed}`);
    const key = hiddenField(form.text, 'key');
    const bought = await visitor.post('/counter/purchases', { phone, key, amount: '185000' });
    const again = await visitor.get(`/counter?phone=${typed}`);
    expect(wordsOf(again.text)).to.match(/خریدهای اخیر امروز ۱۱:۳۰ ۱۸۵٬۰۰۰ تومان ۱۸ امتیاز/);
    await visitor.post(`${bought.location ?? ''}/undo`, { reason: 'cancelled' });
    expect(wordsOf((await visitor.get(`/counter?phone=${typed}`)).text)).to.include('برگردانده شد');
  });

  it('warns when messages cannot go out, and tells a manager the provider’s code', async () => {
    await server.runtime.store.transaction((tx) =>
      tx.insert('channel_pauses', [
        { channel: 'sms', code: '418', reason: 'no credit', since_at: 1, until_at: 2 },
      ]),
    );
    expect(wordsOf((await visitor.get('/counter')).text))
      .to.include('فرستادن با پیامک فعلاً ممکن نیست')
      .and.not.include('418');
    const { visitor: manager } = await server.loggedIn({ role: 'manager' });
    expect(wordsOf((await manager.get('/counter')).text)).to.include('418');
  });

  it('lists today’s purchases of the one who logged them, and not yesterday’s', async () => {
    await aMember(server.runtime, { phone, name: 'مریم' });
    const log = async (amount: string) => {
      const form = await visitor.get(`/counter?phone=${typed}`);
      await visitor.post('/counter/purchases', { phone, key: hiddenField(form.text, 'key'), amount });
    };
    await log('111000');
    await log('222000');
    const mine = wordsOf((await visitor.get('/counter')).text);
    expect(mine).to.include('۲ خرید، ۳۳۳٬۰۰۰ تومان').and.include('۱۱۱٬۰۰۰').and.include('می‌شود برگرداند');
    const { visitor: other } = await server.loggedIn();
    expect(wordsOf((await other.get('/counter')).text)).to.not.include('۱۱۱٬۰۰۰');
    server.runtime.clock.advance(11 * 3_600_000);
    await visitor.get('/counter');
    server.runtime.clock.advance(3 * 3_600_000);
    expect(wordsOf((await visitor.get('/counter')).text)).to.not.include('۱۱۱٬۰۰۰');
  });
});

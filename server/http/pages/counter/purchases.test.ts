import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { StoreUnavailable } from '../../../store/errors.ts';
import { aMember, aPurchase, aStaff, staffPassword } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { hiddenField, typedIn, wordsOf } from '../../../testing/web-visitor.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';
import type { Staff } from '../../../usecases/staff.ts';

const phone = '+989123456789';
const typed = '09123456789';
const minuteMs = 60_000;

describe('a purchase at the counter', () => {
  let server: PagesServer;
  let visitor: Visitor;
  let staff: Staff;
  beforeEach(async () => {
    server = await startPagesServer();
    ({ visitor, staff } = await server.loggedIn());
    await aMember(server.runtime, { phone, name: 'مریم' });
  });
  afterEach(() => server.close());

  const formKey = async () => hiddenField((await visitor.get(`/counter?phone=${typed}`)).text, 'key');
  const buy = async (amount: string, more: Readonly<Record<string, string>> = {}) =>
    visitor.post('/counter/purchases', { phone, key: await formKey(), amount, ...more });
  const purchases = (where?: string) => server.runtime.count('purchases', where);
  const points = async () =>
    (
      await server.runtime.store.one<{ balance: number }>(
        `SELECT balance FROM accounts WHERE unit = 'points'`,
      )
    )?.balance;

  it('shows what it earned, why, and the new balance; she is told', async () => {
    const answer = await buy('۱۸۵٬۰۰۰', { receipt: 'A-12' });
    expect(answer.status).to.equal(303);
    const page = await visitor.follow(answer);
    const words = wordsOf(page.text);
    expect(words).to.include('خرید ثبت شد').and.include('۱۸ امتیاز').and.include('۶۸ امتیاز');
    expect(words).to.include('به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان؛ ۵٬۰۰۰ تومان باقی ماند');
    expect(words).to.include('پیامکش در راه است').and.include('تا ساعت ۱۱:۴۰');
    const row = await server.runtime.store.one<Record<string, unknown>>('SELECT * FROM purchases');
    expect(row).to.include({
      amount: 1_850_000,
      receipt_no: 'A-12',
      channel: 'counter',
      shop_id: staff.shopId,
    });
    expect(row?.['actor']).to.equal(`staff:${staff.id}`);
    await server.runtime.settle();
    expect(server.runtime.sent).to.have.length(1);
    expect(server.runtime.sent[0]?.to).to.equal(phone);
    expect(wordsOf((await visitor.get(answer.location ?? '')).text)).to.include('پیامکش فرستاده شد');
  });

  it('is one however often its form comes: double click, reload, back', async () => {
    const key = await formKey();
    const form = { phone, key, amount: '185000' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => visitor.post('/counter/purchases', form)),
    );
    const later = await visitor.post('/counter/purchases', form);
    expect(new Set([...answers, later].map(({ location }) => location))).to.have.length(1);
    expect(later.status).to.equal(303);
    expect(await purchases()).to.equal(1);
    expect(await points()).to.equal(68);
    expect(await server.runtime.count('outbox')).to.equal(1);
  });

  it('is not taken for another one when the same form comes with another amount', async () => {
    const key = await formKey();
    await visitor.post('/counter/purchases', { phone, key, amount: '185000' });
    const other = await visitor.post('/counter/purchases', { phone, key, amount: '200000' });
    expect(other.status).to.equal(409);
    expect(wordsOf(other.text)).to.include('پیش‌تر با مبلغ دیگری ثبت شده است');
    expect(hiddenField(other.text, 'key')).to.not.equal(key);
    expect(await purchases()).to.equal(1);
  });

  it('may have another person’s key: each has her own', async () => {
    const key = await formKey();
    await visitor.post('/counter/purchases', { phone, key, amount: '185000' });
    const { visitor: other } = await server.loggedIn();
    const answer = await other.post('/counter/purchases', { phone, key, amount: '200000' });
    expect(answer.status).to.equal(303);
    expect(await purchases()).to.equal(2);
  });

  const refused = [
    '',
    '0',
    '۰',
    '-5',
    '12.5',
    '۱۲٫۵',
    '1e5',
    'صد',
    '100000000001',
    '9007199254740992',
    '09123456789',
    '1800000 ریال',
  ];
  for (const amount of refused) {
    it(`is refused with the amount ${JSON.stringify(amount)}, which stays in its field`, async () => {
      const answer = await buy(amount);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('id="amount-problem"');
      expect(typedIn(answer.text, 'amount')).to.equal(amount);
      expect(answer.headers.get('HX-Push-Url')).to.include('/counter?phone=09123456789&key=');
      expect(await purchases()).to.equal(0);
    });
  }

  it('is asked about once more from 20 million toman on, and only that amount is then taken', async () => {
    const key = await formKey();
    const form = { phone, key, amount: '20,000,000' };
    const asked = await visitor.post('/counter/purchases', form);
    expect(asked.status).to.equal(422);
    expect(wordsOf(asked.text)).to.include('مبلغ بزرگی است. مطمئنید؟').and.include('بیست میلیون تومان');
    expect(asked.text.indexOf('class="unseen" type="submit"')).to.be.lessThan(
      asked.text.indexOf('name="sure"'),
    );
    const changed = await visitor.post('/counter/purchases', {
      ...form,
      amount: '90,000,000',
      sure: '200000000',
    });
    expect(changed.status).to.equal(422);
    expect(await purchases()).to.equal(0);
    const sure = await visitor.post('/counter/purchases', { ...form, sure: '200000000' });
    expect(sure.status).to.equal(303);
    expect(await purchases('amount = 200000000')).to.equal(1);
    expect((await buy('19,999,999')).status, 'below it nobody is asked').to.equal(303);
  });

  it('is asked about when it is ten times her largest yet, as rial typed for toman are', async () => {
    await buy('185000');
    const asked = await buy('1850000');
    expect(asked.status).to.equal(422);
    expect(wordsOf(asked.text)).to.include('خرید این مشتری (۱۸۵٬۰۰۰ تومان)').and.include('به ریال');
    expect((await buy('1849999')).status).to.equal(303);
    expect(await purchases()).to.equal(2);
  });

  it('is asked about when the same was recorded for her within two minutes, unless that was undone', async () => {
    const { location = '' } = await buy('185000');
    expect(wordsOf((await buy('185000')).text)).to.include('همین مبلغ چند لحظه پیش ثبت شد. مطمئنید؟');
    server.runtime.clock.advance(minuteMs);
    const asked = await buy('185000');
    expect(asked.status).to.equal(422);
    expect(wordsOf(asked.text)).to.include('همین مبلغ یک دقیقه پیش ثبت شد. مطمئنید؟');
    expect((await buy('185000', { sure: '1850000' })).status).to.equal(303);
    server.runtime.clock.advance(2 * minuteMs);
    const third = await buy('185000');
    expect(third.status, 'two minutes later').to.equal(303);
    for (const path of [location, third.location ?? '']) {
      await visitor.post(`${path}/undo`, { reason: 'cancelled' });
    }
    expect((await buy('185000')).status, 'undone').to.equal(303);
  });

  it('is refused with a receipt number that stands already, and leads to that purchase', async () => {
    const first = await buy('185000', { receipt: 'A-12' });
    const second = await buy('200000', { receipt: 'A-12' });
    expect(second.status).to.equal(409);
    expect(second.text).to.include(`href="${first.location ?? '-'}"`);
    expect(await purchases()).to.equal(1);
    expect((await buy('200000', { receipt: 'x'.repeat(70) })).status).to.equal(422);
  });

  it('sends a number that is nobody’s back to the enrolment, with what was typed', async () => {
    const answer = await visitor.post('/counter/purchases', {
      phone: '+989351112233',
      key: '',
      amount: '185000',
    });
    expect(answer.location).to.equal('/counter?phone=09351112233&amount=185000');
    expect(wordsOf((await visitor.follow(answer)).text)).to.include('عضو نیست');
  });

  it('is written down by nobody without the form’s token', async () => {
    const key = await formKey();
    for (const token of ['', 'x', 'f'.repeat(64)]) {
      visitor.token = token;
      const answer = await visitor.ask('POST', '/counter/purchases', {
        form: { _csrf: token, phone, key, amount: '185000' },
      });
      expect(answer.status).to.equal(403);
      expect(answer.text).to.include(`/counter?phone=09123456789&amp;key=${key}&amp;amount=185000`);
    }
    expect(await purchases()).to.equal(0);
  });

  it('survives a session that ended meanwhile: log in, and all that was typed is there', async () => {
    const key = await formKey();
    server.runtime.clock.advance(13 * 3_600_000);
    const form = { phone, key, amount: '۱۸۵٬۰۰۰', receipt: 'A-12' };
    const ended = await visitor.post('/counter/purchases', form);
    expect(ended.status).to.equal(303);
    const login = await visitor.follow(ended);
    const next = hiddenField(login.text, 'next');
    const back = await visitor.post('/login', { login: staff.login, password: staffPassword, next });
    const page = await visitor.follow(back);
    expect(hiddenField(page.text, 'key')).to.equal(key);
    expect(typedIn(page.text, 'amount')).to.equal('۱۸۵٬۰۰۰');
    expect(typedIn(page.text, 'receipt')).to.equal('A-12');
    expect(wordsOf(page.text)).to.include('۱۸ امتیاز می‌گیرد');
    expect(await purchases()).to.equal(0);
    expect((await visitor.post('/counter/purchases', form)).status).to.equal(303);
    expect(await purchases()).to.equal(1);
  });

  it('survives a database that is away: a sentence, and a way back that is safe', async () => {
    const key = await formKey();
    const { store } = server.runtime;
    const real = store.transaction.bind(store);
    const away = () => Promise.reject(new StoreUnavailable('the database is locked', { transient: false }));
    Object.assign(store, { transaction: away });
    const form = { phone, key, amount: '185000' };
    const answer = await visitor.post('/counter/purchases', form, { 'HX-Request': 'true' });
    Object.assign(store, { transaction: real });
    expect(answer.status).to.equal(503);
    expect(wordsOf(answer.text))
      .to.include('شاید آخرین کار ثبت شده باشد و شاید نه')
      .and.include('تلاش دوباره');
    expect(answer.headers.get('HX-Retarget')).to.equal('#main');
    const back = answer.headers.get('HX-Push-Url') ?? '';
    expect(answer.text).to.include(back.replaceAll('&', '&amp;'));
    const page = await visitor.get(back);
    expect(hiddenField(page.text, 'key')).to.equal(key);
    expect((await visitor.post('/counter/purchases', form)).status).to.equal(303);
    expect(await purchases()).to.equal(1);
  });

  it('is undone within ten minutes, with its reason, and can be logged right', async () => {
    const { location = '' } = await buy('185000', { receipt: 'A-12' });
    server.runtime.clock.advance(10 * minuteMs);
    const undone = await visitor.post(`${location}/undo`, { reason: 'wrong-amount' });
    expect(undone).to.include({ status: 303, location });
    expect(wordsOf((await visitor.follow(undone)).text))
      .to.include('خرید برگردانده شد')
      .and.include('۵۰ امتیاز');
    expect(await points()).to.equal(50);
    const audit = await server.runtime.store.one<{ actor: string; detail: string }>(
      `SELECT actor, detail FROM audit WHERE action = 'purchase.undo'`,
    );
    expect(audit).to.deep.equal({ actor: `staff:${staff.id}`, detail: '{"reason":"wrong-amount"}' });
    expect((await buy('158000', { receipt: 'A-12' })).status, 'the receipt number is free again').to.equal(
      303,
    );
  });

  it('is undone once', async () => {
    const { location = '' } = await buy('185000');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => visitor.post(`${location}/undo`, { reason: 'cancelled' })),
    );
    for (const answer of answers) expect(answer.status).to.equal(303);
    expect(await points()).to.equal(50);
    expect(await server.runtime.count('ledger_entries', `type = 'reversal'`)).to.equal(1);
    expect(await server.runtime.count('audit', `action = 'purchase.undo'`)).to.equal(1);
  });

  it('is not undone after ten minutes', async () => {
    const { location = '' } = await buy('185000');
    server.runtime.clock.advance(10 * minuteMs + 1);
    const answer = await visitor.post(`${location}/undo`, { reason: 'cancelled' });
    expect(answer.status).to.equal(409);
    expect(wordsOf(answer.text)).to.include('ده دقیقه گذشته است').and.not.include('برگرداندن تا ساعت');
    expect(await points()).to.equal(68);
  });

  it('is not undone without a reason, a token or a log-in', async () => {
    const { location = '' } = await buy('185000');
    expect((await visitor.post(`${location}/undo`, {})).status).to.equal(400);
    expect((await visitor.post(`${location}/undo`, { reason: 'because' })).status).to.equal(400);
    expect((await visitor.post(`${location}/undo`, { reason: 'cancelled', _csrf: 'x' })).status).to.equal(
      403,
    );
    expect((await server.visitor().post(`${location}/undo`, { reason: 'cancelled' })).status).to.equal(303);
    expect(await purchases('undone_at IS NULL')).to.equal(1);
  });

  it('of another shop is not there', async () => {
    const shopId = await server.runtime.store.transaction(async (tx) => {
      const id = tx.id();
      await tx.insert('shops', [{ id, code: 'second', name: 'شعبه دوم', created_at: 1 }]);
      return id;
    });
    const { id } = await aPurchase(server.runtime, { phone, shopId });
    expect((await visitor.get(`/counter/purchases/${id}`)).status).to.equal(404);
    expect((await visitor.post(`/counter/purchases/${id}/undo`, { reason: 'cancelled' })).status).to.equal(
      404,
    );
    expect(await purchases('undone_at IS NULL')).to.equal(1);
  });

  it('is undone by a colleague of the same shop too, who is written down', async () => {
    const { location = '' } = await buy('185000');
    const colleague = await aStaff(server.runtime);
    const other = server.visitor();
    await other.logIn(colleague.login, staffPassword);
    expect((await other.post(`${location}/undo`, { reason: 'wrong-member' })).status).to.equal(303);
    expect(
      await server.runtime.count('audit', `actor = 'staff:${colleague.id}' AND action = 'purchase.undo'`),
    ).to.equal(1);
  });

  it('leads a reload of what was posted to a page', async () => {
    for (const path of ['/counter/purchases', '/counter/members']) {
      expect(await visitor.get(path)).to.include({ status: 303, location: '/counter' });
    }
    const key = randomUUID();
    expect((await visitor.get(`/counter?phone=${typed}&key=${key}`)).text).to.include(key);
    expect((await visitor.get(`/counter?phone=${typed}&key=not-ours`)).text).to.not.include('not-ours');
  });
});

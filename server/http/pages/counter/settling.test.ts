import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { pointsOf, waitingProgram } from '../../../testing/waiting.ts';
import { reset } from '../../../testing/reset.ts';
import { hiddenField, typedIn, wordsOf } from '../../../testing/web-visitor.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';
import type { Staff } from '../../../usecases/staff.ts';

const phone = '+989123456789';
const member = '/counter?phone=09123456789';

describe('what is paid later, at the counter', () => {
  let server: PagesServer;
  let visitor: Visitor;
  let staff: Staff;
  before(async () => {
    server = await startPagesServer({ program: waitingProgram() });
  });
  after(() => server.close());
  beforeEach(async () => {
    await reset(server.runtime);
    ({ visitor, staff } = await server.loggedIn());
    await aMember(server.runtime, { phone, name: 'مشتری نمونه' });
  });

  const buy = async (more: Readonly<Record<string, string>>) => {
    const key = hiddenField((await visitor.get(member)).text, 'key');
    return visitor.post('/counter/purchases', { phone, key, amount: '100000', ...more });
  };
  const onAccount = async () => (await buy({ pay: 'on_account' })).location ?? '';
  const pay = (purchase: string, amount: string, key: string = randomUUID()) =>
    visitor.post(`${purchase}/settlements`, { phone, key, amount });
  const points = () => pointsOf(server.runtime, phone);
  const payments = () =>
    server.runtime.store.all<{ amount: number; actor: string }>('SELECT amount, actor FROM settlements');

  for (const [kind, balance, pending] of [
    ['', 10, 0],
    ['cash', 10, 0],
    ['card', 10, 0],
    ['cheque', 0, 10],
    ['on_account', 0, 10],
  ] as const) {
    it(`logs a purchase paid by ${kind || 'what nobody said'}`, async () => {
      expect((await buy({ pay: kind })).status).to.equal(303);
      const row = await server.runtime.store.one<{ kind: string }>('SELECT kind FROM purchase_payments');
      expect(row?.kind).to.equal(kind === '' ? undefined : kind);
      expect(await points()).to.deep.equal({ balance, pending });
    });
  }

  it('keeps the way of payment in a form that comes back, and refuses one that is none', async () => {
    const answer = await buy({ pay: 'cheque', amount: 'x' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.match(/value="cheque"[^>]* checked/);
    expect(answer.headers.get('HX-Push-Url')).to.include('pay=cheque');
    expect((await buy({ pay: 'gold' })).status).to.equal(400);
    expect(await server.runtime.count('purchases')).to.equal(0);
  });

  it('takes a form with another way of payment for another purchase', async () => {
    const key = randomUUID();
    await buy({ key, pay: 'cash' });
    expect((await buy({ key, pay: 'on_account' })).status).to.equal(409);
    expect(await server.runtime.count('purchases')).to.equal(1);
  });

  it('tells while the amount is typed what would wait', async () => {
    const quote = (kind: string) =>
      visitor.get(`/counter/quote?phone=${phone.slice(1)}&amount=100000&pay=${kind}`);
    expect(wordsOf((await quote('')).text)).to.equal('۱۰ امتیاز می‌گیرد');
    expect(wordsOf((await quote('on_account')).text)).to.equal('۱۰ امتیاز در انتظار می‌ماند');
  });

  it('is not on the card of who owes nothing', async () => {
    await buy({ pay: 'cash' });
    expect((await visitor.get(member)).text).to.not.include('unpaid');
  });

  it('is listed with what is left, and all of that is what the form asks for', async () => {
    const purchase = await onAccount();
    await pay(purchase, '30000');
    const page = await visitor.get(member);
    expect(wordsOf(page.text)).to.include('خرید ۱۰۰٬۰۰۰ تومان مانده ۷۰٬۰۰۰ تومان');
    expect(wordsOf(page.text)).to.include('امتیاز ۳ در انتظار ۷ امتیاز');
    expect(page.text).to.match(/name="amount" dir="ltr" value="۷۰٬۰۰۰"/);
  });

  it('answers what a payment freed, and what is left', async () => {
    const purchase = await onAccount();
    const first = await pay(purchase, '۳۰٬۰۰۰');
    expect(first.status).to.equal(303);
    expect(wordsOf((await visitor.follow(first)).text)).to.include(
      'پرداخت ۳۰٬۰۰۰ تومان ثبت شد. ۳ امتیاز آزاد شد. ۷۰٬۰۰۰ تومان مانده است.',
    );
    expect(wordsOf((await visitor.follow(await pay(purchase, '70000'))).text)).to.include(
      'پرداخت ۷۰٬۰۰۰ تومان ثبت شد. ۷ امتیاز آزاد شد. دیگر چیزی نمانده است.',
    );
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    expect(await payments()).to.deep.equal([
      { amount: 300_000, actor: `staff:${staff.id}` },
      { amount: 700_000, actor: `staff:${staff.id}` },
    ]);
  });

  it('is one however often its form comes, and another amount with its key is none', async () => {
    const purchase = await onAccount();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => pay(purchase, '40000', key)));
    answers.push(await pay(purchase, '40000', key));
    expect(new Set(answers.map(({ location }) => location))).to.deep.equal(
      new Set([`${member}&paid=${key}`]),
    );
    const other = await pay(purchase, '50000', key);
    expect(other.status).to.equal(422);
    expect(wordsOf(other.text)).to.include('پیش‌تر با مبلغ دیگری ثبت شده است');
    expect(await payments()).to.have.length(1);
    expect(await points()).to.deep.equal({ balance: 4, pending: 6 });
  });

  it('refuses more than is left in a sentence, keeps what was typed, and records nothing', async () => {
    const purchase = await onAccount();
    const answer = await pay(purchase, '100001');
    expect(answer.status).to.equal(422);
    expect(wordsOf(answer.text)).to.include('از این خرید فقط ۱۰۰٬۰۰۰ تومان مانده است. چیزی ثبت نشد');
    expect(answer.text).to.include('<details open').and.include('value="100001"');
    expect(typedIn(answer.text, 'amount'), 'of the next purchase').to.equal('');
    expect(wordsOf((await pay(purchase, '0')).text)).to.include('مبلغ نمی‌تواند صفر باشد');
    expect(await payments()).to.deep.equal([]);
    await pay(purchase, '100000');
    expect(wordsOf((await pay(purchase, '1')).text)).to.include('چیزی برای پرداخت نمانده است');
  });

  it('takes the whole toman above what is left in rial for all of it', async () => {
    const { id } = await aPurchase(server.runtime, {
      ...{ phone, amount: 99_995, payments: [{ kind: 'on_account', amount: 99_995 }] },
    });
    expect((await pay(`/counter/purchases/${id}`, '10000')).status).to.equal(303);
    expect(await payments()).to.deep.include({ amount: 99_995, actor: `staff:${staff.id}` });
  });

  it('is of the shop of the staff alone', async () => {
    const shopId = await server.runtime.store.transaction(async (tx) => {
      const id = tx.id();
      await tx.insert('shops', [{ id, code: 'second', name: 'شعبه دوم', created_at: 1 }]);
      return id;
    });
    const payment = [{ kind: 'on_account' as const, amount: 500_000 }];
    const { id } = await aPurchase(server.runtime, { phone, shopId, payments: payment });
    expect((await visitor.get(member)).text).to.not.include('unpaid');
    expect((await pay(`/counter/purchases/${id}`, '50000')).status).to.equal(404);
    expect(await payments()).to.deep.equal([]);
  });

  it('is not there once the purchase is undone', async () => {
    const purchase = await onAccount();
    await visitor.post(`${purchase}/undo`, { reason: 'cancelled' });
    expect((await visitor.get(member)).text).to.not.include('unpaid');
    expect(wordsOf((await pay(purchase, '1000')).text)).to.include('برگردانده شده است و پرداختی ندارد');
  });

  it('is written down by nobody without the form’s token or a log-in', async () => {
    const purchase = await onAccount();
    const path = `${purchase}/settlements`;
    const form = { phone, key: randomUUID(), amount: '1000' };
    expect((await visitor.post(path, { ...form, _csrf: 'x' })).status).to.equal(403);
    const stranger = await server.visitor().post(path, form);
    expect(stranger.location).to.include('/login');
    expect(await payments()).to.deep.equal([]);
    expect(await visitor.get(path)).to.include({ status: 303, location: purchase });
  });

  it('tells nobody about a payment of somebody else', async () => {
    const purchase = await onAccount();
    const key = randomUUID();
    await pay(purchase, '40000', key);
    await aMember(server.runtime, { phone: '+989351112233' });
    const page = await visitor.get(`/counter?phone=09351112233&paid=${key}`);
    expect(page.text).to.not.include('unpaid');
  });
});

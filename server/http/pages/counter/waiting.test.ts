import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { settle, waitingProgram } from '../../../testing/waiting.ts';
import { wordsOf } from '../../../testing/web-visitor.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';

const phone = '+989123456789';

describe('what waits, in the lists of purchases', () => {
  let server: PagesServer;
  let visitor: Visitor;

  beforeEach(async () => {
    server = await startPagesServer({ program: waitingProgram() });
    ({ visitor } = await server.loggedIn());
    await aMember(server.runtime, { phone });
  });
  afterEach(() => server.close());

  const onAccount = async (amount: number, actor?: string) =>
    aPurchase(server.runtime, {
      ...{ phone, amount, payments: [{ kind: 'on_account', amount }], ...(actor && { actor }) },
    });
  const recent = async () => {
    const words = wordsOf((await visitor.get(`/counter?phone=${encodeURIComponent(phone)}`)).text);
    return words.slice(words.indexOf('خریدهای اخیر'));
  };

  it('stands beside what can be spent, and less of it with each payment', async () => {
    const { id } = await onAccount(1_000_000);
    expect(await recent()).to.include('۱۰۰٬۰۰۰ تومان ۱۰ امتیاز در انتظار');
    await settle(server.runtime, { purchaseId: id, amount: 400_000 });
    expect(await recent()).to.include('۱۰۰٬۰۰۰ تومان ۴ امتیاز ۶ امتیاز در انتظار');
    await settle(server.runtime, { purchaseId: id, amount: 600_000 });
    expect(await recent())
      .to.include('۱۰۰٬۰۰۰ تومان ۱۰ امتیاز')
      .and.not.include('در انتظار');
  });

  it('stands in what staff logged today, and no purchase has what waits of another', async () => {
    const staff = await server.runtime.store.one<{ id: number }>('SELECT MAX(id) AS id FROM staff');
    const actor = `staff:${staff?.id ?? 0}`;
    const { id } = await onAccount(1_000_000, actor);
    await onAccount(700_000, actor);
    await settle(server.runtime, { purchaseId: id, amount: 1_000_000 });
    const words = wordsOf((await visitor.get('/counter')).text);
    const today = words.slice(words.indexOf('امروز من'));
    expect(today).to.match(/۷۰٬۰۰۰ تومان ۷ امتیاز در انتظار.*۱۰۰٬۰۰۰ تومان ۱۰ امتیاز می‌شود/u);
  });
});

describe('what waits, on the page of a purchase', () => {
  let server: PagesServer;
  let visitor: Visitor;
  const start = async (...given: Parameters<typeof waitingProgram>) => {
    server = await startPagesServer({ program: waitingProgram(...given) });
    ({ visitor } = await server.loggedIn());
    await aMember(server.runtime, { phone });
  };
  afterEach(() => server.close());

  const buy = async (...payments: { kind: 'on_account' | 'cash'; amount: number }[]) =>
    aPurchase(server.runtime, {
      ...{ phone, payments, amount: payments.reduce((sum, one) => sum + one.amount, 0) },
    });
  const page = async (id: number) => wordsOf((await visitor.get(`/counter/purchases/${id}`)).text);

  it('is told with its amount and its reason, apart from what can be spent', async () => {
    await start();
    const { id } = await buy({ kind: 'on_account', amount: 1_000_000 });
    const words = await page(id);
    expect(words).to.include('این بار گرفت هنوز هیچ در انتظار پرداخت ۱۰ امتیاز موجودی تازه ۰ امتیاز');
    expect(words).to.include('امتیاز خرید ۱۰ امتیاز در انتظار به ازای هر');
    expect(words).to.include('۱۰ امتیاز در انتظار پرداخت');
  });

  it('is told in part where a part was paid, and no more once all is', async () => {
    await start();
    const { id } = await buy({ kind: 'cash', amount: 700_000 }, { kind: 'on_account', amount: 300_000 });
    const before = await page(id);
    expect(before).to.include('این بار گرفت ۷ امتیاز در انتظار پرداخت ۳ امتیاز');
    expect(before).to.include('امتیاز خرید ۱۰ امتیاز ۳ امتیاز در انتظار به ازای هر');
    await settle(server.runtime, { purchaseId: id, amount: 200_000 });
    expect(await page(id)).to.include('این بار گرفت ۹ امتیاز در انتظار پرداخت ۱ امتیاز');
    await settle(server.runtime, { purchaseId: id, amount: 100_000 });
    expect(await page(id))
      .to.include('این بار گرفت ۱۰ امتیاز موجودی تازه ۱۰ امتیاز')
      .and.not.include('در انتظار');
  });

  it('is told until when, and no longer from that moment on', async () => {
    await start({ pending: { for: { days: 2 }, to: 'instant' } });
    const { id } = await buy({ kind: 'cash', amount: 500_000 });
    expect(await page(id)).to.match(/در انتظار تا \S+ \S+ \S+ ساعت ۱۱:۳۰ ۵ امتیاز/);
    server.runtime.clock.advance(2 * 24 * 3_600_000);
    const other = await server.loggedIn();
    const words = wordsOf((await other.visitor.get(`/counter/purchases/${id}`)).text);
    expect(words).to.include('این بار گرفت ۵ امتیاز').and.not.include('در انتظار');
  });

  it('is named for each reason, what waits for the same one together', async () => {
    const credit = { id: 'credit', name: 'اعتبار', on: 'purchase', give: { unit: 'credit', percent: 1 } };
    const { rules } = waitingProgram();
    const until = { pending: { until: 'approved' } };
    const third = { ...credit, id: 'third', ...until };
    await start(
      {},
      { rules: [...rules.map((rule) => ({ ...rule, ...until })), { ...credit, ...until }, third] },
    );
    const { id } = await buy({ kind: 'cash', amount: 500_000 });
    expect(await page(id)).to.include('در انتظار تأیید ۵ امتیاز و ۱٬۰۰۰ تومان اعتبار');
  });
});

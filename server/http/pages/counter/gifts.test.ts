import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { testProgram } from '../../../testing/test-program.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';
import { reversePurchase } from '../../../usecases/reverse-purchase.ts';

const phone = '+989123456789';
const dayMs = 24 * 3_600_000;
const give = [
  { reward: 'coffee', expires: { after: { days: 10 } } },
  { voucher: { name: '<b>بن</b>', percent: 12.5 } },
  { ticket: 'nowruz' },
];
const program = {
  ...{ ...testProgram, draws: [{ id: 'nowruz', name: 'قرعه نوروز' }] },
  rewards: [{ id: 'coffee', name: 'قهوه', points: 100 }],
  rules: [{ id: 'things', name: 'هدیه‌ها', on: 'purchase', give, when: { amount: { from: 900_000 } } }],
};

describe('gifts at the counter', () => {
  let server: PagesServer;
  let visitor: Visitor;

  beforeEach(async () => {
    server = await startPagesServer({ program });
    ({ visitor } = await server.loggedIn());
    await aMember(server.runtime, { phone });
  });
  afterEach(() => server.close());

  const buy = (amount = 900_000) => aPurchase(server.runtime, { phone, amount });
  const textAt = async (path: string) => (await visitor.get(path)).text;
  const member = () => textAt('/counter?phone=09123456789');

  it('are shown with the purchase that gave them, each with its code, and with no other', async () => {
    const { id, gifts } = await buy();
    const other = await buy(100_000);
    const shown = await textAt(`/counter/purchases/${id}`);
    expect(shown).to.include('پاداش «قهوه»').and.include('(۱۲٫۵ درصد)').and.include('«قرعه نوروز»');
    for (const { code } of gifts) expect(shown).to.include(code);
    expect(shown).to.include('تا ۳۰ دی ۱۴۰۴').and.not.include('<b>بن').and.not.include('بدون امتیاز<');
    expect(await textAt(`/counter/purchases/${other.id}`)).not.to.include('gift-code');
  });

  it('are struck out with a purchase that is undone', async () => {
    const { id, gifts } = await buy();
    await server.runtime.store.transaction((tx) =>
      reversePurchase(server.runtime, tx, { purchaseId: id, actor: 'test', reason: 'test' }),
    );
    const shown = await textAt(`/counter/purchases/${id}`);
    expect(shown.match(/باطل شد/g)).to.have.length(gifts.length);
    expect(await member()).not.to.include('gift-code');
  });

  it('are shown with the member as long as she can use them', async () => {
    expect(await member()).not.to.include('هدیه‌ها');
    const { gifts } = await buy();
    const shown = await member();
    for (const { code } of gifts) expect(shown).to.include(code);
    server.runtime.clock.advance(11 * dayMs);
    ({ visitor } = await server.loggedIn());
    const later = await member();
    expect(later).not.to.include(gifts[0]?.code ?? 'no code');
    expect(later).to.include(gifts[1]?.code ?? 'no code');
  });

  it('are no more than the newest five, with how many more there are', async () => {
    for (let n = 0; n < 3; n++) await buy();
    const shown = await member();
    expect(shown.match(/gift-code/g)).to.have.length(5);
    expect(shown).to.include('و ۴ هدیه دیگر');
  });

  it('are told while the amount is typed', async () => {
    expect(await textAt('/counter/quote?phone=09123456789&amount=90000')).to.include('۳ هدیه می‌گیرد');
    expect(await textAt('/counter/quote?phone=09123456789&amount=89999')).to.include('امتیازی ندارد');
  });

  it('of who brought the buyer are not shown to her', async () => {
    const rule = { id: 'friend', name: 'معرفی', on: 'referral', to: 'referrer', at: 'every-purchase' };
    await server.close();
    server = await startPagesServer({
      program: { ...program, rules: [{ ...rule, give: { giftCard: 500_000 } }] },
    });
    ({ visitor } = await server.loggedIn());
    const { id: referrerId } = await aMember(server.runtime);
    await aMember(server.runtime, { phone, referrerId });
    const { id } = await buy();
    expect(await server.runtime.count('gifts')).to.equal(1);
    expect(await textAt(`/counter/purchases/${id}`)).not.to.include('gift-code');
  });
});

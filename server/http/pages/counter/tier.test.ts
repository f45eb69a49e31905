import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { testProgram } from '../../../testing/test-program.ts';
import type { Visitor } from '../../../testing/web-visitor.ts';

const phone = '+989123456789';
const tiers = {
  ...{ by: 'spent', over: { last: { months: 12 } }, downgrade: 'one-step' },
  review: { after: { months: 12 } },
  steps: [
    { id: 'bronze', name: 'برنزی' },
    { id: 'silver', name: 'نقره‌ای', from: 10_000_000 },
    { id: 'gold', name: 'طلایی', from: 50_000_000 },
  ],
};

describe('the tier at the counter', () => {
  let server: PagesServer;
  let visitor: Visitor;

  async function open(program: object): Promise<void> {
    server = await startPagesServer({ program });
    ({ visitor } = await server.loggedIn());
    await aMember(server.runtime, { phone });
  }

  afterEach(() => server.close());

  const buy = async (amount: number) => (await aPurchase(server.runtime, { phone, amount })).id;
  const textAt = async (path: string) => (await visitor.get(path)).text;
  const member = () => textAt('/counter?phone=09123456789');

  it('is a badge, and a bar to the next one and to keep it', async () => {
    await open({ ...testProgram, tiers });
    expect(await member())
      .to.include('سطح «برنزی»')
      .and.include('۱٬۰۰۰٬۰۰۰ تومان خرید دیگر تا سطح «نقره‌ای»');
    expect(await member()).not.to.include('پیشرفت تا ماندن');
    await buy(20_000_000);
    const after = await member();
    expect(after).to.include('سطح «نقره‌ای»').and.include('۳٬۰۰۰٬۰۰۰ تومان خرید دیگر تا سطح «طلایی»');
    expect(after).to.include('value="40"').and.include('برای ماندن در این سطح تا ۲۰ دی ۱۴۰۵');
  });

  it('is told with the purchase that reached it, and not with others', async () => {
    await open({ ...testProgram, tiers });
    const first = await buy(100_000);
    const second = await buy(10_000_000);
    const third = await buy(100_000);
    expect(await textAt(`/counter/purchases/${second}`)).to.include('به سطح «نقره‌ای» رسیدید!');
    for (const id of [first, third]) {
      expect(await textAt(`/counter/purchases/${id}`)).not.to.include('رسیدید!');
    }
  });

  it('is nothing without tiers', async () => {
    await open(testProgram);
    const id = await buy(100_000);
    for (const text of [await member(), await textAt(`/counter/purchases/${id}`)]) {
      expect(text).not.to.include('سطح').and.not.include('badge tier');
    }
  });
});

import { expect } from 'chai';
import { screenMax } from '../../templates/phrases.ts';
import { balancePages } from '../../templates/ussd-balance.ts';
import { ussdKeys, ussdScreens } from '../../templates/ussd-screens.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createDialling } from '../testing/dialling.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';

const give = { unit: 'points', give: 1, per: 100_000 };
const program = {
  ...testProgram,
  rules: [{ id: 'by-amount', name: 'امتیاز خرید', on: 'purchase', give, expires: { after: { days: 5 } } }],
  tiers: {
    by: 'earned',
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'gold', name: 'طلایی مشتریان همیشگی', from: 1_000 },
    ],
  },
};

describe('the balance by USSD', () => {
  let runtime: TestRuntime;
  shareRuntime((made) => (runtime = made), { program });

  it('goes on with the tier, the way to the next one and what expires soon', async () => {
    const { phone } = await aMember(runtime);
    await aPurchase(runtime, { phone, amount: 2_000_000 });
    const dial = createDialling(() => runtime, phone);
    const texts: string[] = [];
    for (let input: string = ussdKeys.balance; texts.length < 6; input += '*1') {
      const { text, more } = await dial(input);
      texts.push(text);
      expect(text.length).to.be.at.most(screenMax);
      expect(text.includes('۱: ادامه')).to.equal(more);
      if (!more) break;
    }
    expect(texts.length).to.be.above(1);
    expect(texts[0]).to.include('امتیاز شما: ۲۰');
    const all = texts.join('\n');
    for (const part of ['سطح شما: «برنزی»', '۹۸۰ امتیاز دیگر تا سطح', 'مهلت ۲۰ امتیاز: ']) {
      expect(all).to.include(part);
    }
  });

  it('is one screen where all has room, and cuts no number where it has not', () => {
    const balances = { points: 9_007_199_254_740_991, credit: 9_007_199_254_740_990 };
    const params = { club: 'کافه', balances, pending: { points: 12, credit: 0 } };
    expect(balancePages({ club: 'کافه', balances: { points: 5, credit: 0 } }, 'fa')).to.equal(1);
    const pages = Array.from({ length: balancePages(params, 'fa') }, (_, page) =>
      ussdScreens.ussdBalance.fa({ ...params, page }, 'sms'),
    );
    const all = pages.join('\n');
    expect(all).to.include('امتیاز شما: ۹٬۰۰۷٬۱۹۹٬۲۵۴٬۷۴۰٬۹۹۱').and.include('۹۰۰٬۷۱۹٬۹۲۵٬۴۷۴٬۰۹۹ تومان');
    expect(all).to.include('در انتظار: ۱۲ امتیاز');
  });
});

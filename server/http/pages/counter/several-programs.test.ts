import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { testProgram } from '../../../testing/test-program.ts';
import { wordsOf } from '../../../testing/web-visitor.ts';

const beside = {
  ...testProgram,
  ...{ code: 'green', name: 'باشگاه سبز', rewards: [] },
  rules: [{ id: 'share', name: 'بازگشت نقدی', on: 'purchase', give: { unit: 'credit', percent: 2 } }],
};

describe('the counter of a club with several programs', () => {
  let server: PagesServer;
  before(async () => {
    server = await startPagesServer({ program: [testProgram, beside] });
  });
  after(() => server.close());

  it('shows what she has in each, and of which program a rule is', async () => {
    const { visitor } = await server.loggedIn();
    const { phone } = await aMember(server.runtime, { phone: '+989123456789' });
    const { id } = await aPurchase(server.runtime, { phone, amount: 1_000_000 });
    const member = wordsOf((await visitor.get('/counter?phone=09123456789')).text);
    expect(member).to.include('باشگاه سبز ۲٬۰۰۰ تومان اعتبار');
    const purchase = wordsOf((await visitor.get(`/counter/purchases/${id}`)).text);
    expect(purchase).to.include('۱۰ امتیاز').and.include('بازگشت نقدی باشگاه سبز ۲٬۰۰۰ تومان اعتبار');
  });
});

import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { testProgram } from '../../../testing/test-program.ts';

const phone = '+989123456789';
const program = {
  ...testProgram,
  rules: [
    {
      ...{ id: 'season', name: 'هدیه فصل', on: 'reached', count: 'spent', from: 50_000_000 },
      ...{ within: { months: 3 }, give: { unit: 'points', fixed: 10 } },
    },
  ],
};

describe('what a member is on the way to, at the counter', () => {
  let server: PagesServer;
  beforeEach(async () => (server = await startPagesServer({ program })));
  afterEach(() => server.close());

  it('is a line with a bar once she has begun, and gone once it gave', async () => {
    server.runtime.clock.set('2025-12-31T10:00:00Z');
    const { visitor } = await server.loggedIn();
    await aMember(server.runtime, { phone });
    const member = async () => (await visitor.get('/counter?phone=09123456789')).text;
    expect(await member()).not.to.include('«هدیه فصل»');
    await aPurchase(server.runtime, { phone, amount: 12_000_000 });
    expect(await member())
      .to.include('۳٬۸۰۰٬۰۰۰ تومان تا «هدیه فصل» (تا ۹ فروردین)')
      .and.match(/<progress max="50000000" value="12000000" aria-label="پیشرفت تا هدیه"/);
    await aPurchase(server.runtime, { phone, amount: 38_000_000 });
    expect(await member()).not.to.include('«هدیه فصل»');
  });
});

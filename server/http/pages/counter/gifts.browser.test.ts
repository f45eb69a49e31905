import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openPage, overflowOf, phoneScreen, startChromium, tillScreen } from '../../../testing/chromium.ts';
import { aMember, aPurchase, aStaff, staffPassword } from '../../../testing/factories.ts';
import { startRunningServer } from '../../../testing/running-server.ts';
import type { RunningServer } from '../../../testing/running-server.ts';
import { testProgram } from '../../../testing/test-program.ts';

const phone = '+989123456789';
const give = [
  {
    voucher: { name: 'تخفیف ماه تولد مشتریان همیشگی باشگاه', percent: 20 },
    expires: { after: { days: 31 } },
  },
  { giftCard: 500_000 },
  { ticket: 'nowruz' },
];
const program = {
  ...{ ...testProgram, draws: [{ id: 'nowruz', name: 'قرعه نوروز' }] },
  rules: [{ id: 'things', name: 'هدیه‌ها', on: 'purchase', give }],
};

describe('gifts at the counter in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: RunningServer;
  before(async () => {
    browser = await startChromium();
    server = await startRunningServer({ program });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const [name, viewport] of Object.entries({ phone: phoneScreen, till: tillScreen })) {
    it(`have room on a ${name}, and each code is in one piece`, async () => {
      const { page, context, complaints } = await openPage(browser, { viewport });
      const staff = await aStaff(server.runtime);
      await aMember(server.runtime, { phone });
      const { id, gifts } = await aPurchase(server.runtime, { phone, shopId: staff.shopId });
      await page.goto(`${server.url}/counter`);
      await page.fill('#login', staff.login);
      await page.fill('#password', staffPassword);
      await page.keyboard.press('Enter');
      await page.locator('#phone:focus').waitFor();
      for (const path of [`purchases/${id}`, '?phone=09123456789']) {
        await page.goto(`${server.url}/counter/${path}`);
        expect(await overflowOf(page), path).to.equal(0);
        for (const { code } of gifts) {
          const box = await page.locator('.gift-code', { hasText: code ?? 'no code' }).boundingBox();
          expect(box?.height, code ?? '').to.be.below(40);
        }
      }
      expect(complaints).to.deep.equal([]);
      await context.close();
    });
  }
});

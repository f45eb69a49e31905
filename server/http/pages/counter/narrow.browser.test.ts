import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openPage, overflowOf, phoneScreen, startChromium, tillScreen } from '../../../testing/chromium.ts';
import { aMember, aPurchase, aStaff, staffPassword } from '../../../testing/factories.ts';
import { startRunningServer } from '../../../testing/running-server.ts';
import type { RunningServer } from '../../../testing/running-server.ts';
import { testProgram } from '../../../testing/test-program.ts';

const phone = '+989123456789';
const rules = [
  { id: 'points', name: 'امتیاز خرید', on: 'purchase', give: { unit: 'points', fixed: 48 } },
  { id: 'credit', name: 'اعتبار خرید', on: 'purchase', give: { unit: 'credit', fixed: 550_000 } },
  { id: 'double', name: 'دو برابر', on: 'purchase', give: { multiply: 2, rules: ['points'] } },
  { id: 'stamp', name: 'مهر خرید', on: 'purchase', give: { stamp: 'coffee', fixed: 4 } },
  {
    ...{ id: 'voucher', name: 'تخفیف', on: 'purchase' },
    give: { voucher: { name: 'تخفیف ماه تولد', percent: 20 } },
  },
];
const stampCards = [
  {
    id: 'coffee',
    name: 'کارت قهوهٔ همیشگی',
    stamps: 9,
    gives: { voucher: { name: 'قهوهٔ رایگان', percent: 100 } },
  },
];

/** What sticks out of the box that it belongs to, at either side. */
const sticksOut = (page: Page, outer: string, inner: string) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('${outer}')].flatMap((box) => {
    const { left, right } = box.getBoundingClientRect();
    return [...box.querySelectorAll('${inner}')].filter((part) => {
      const at = part.getBoundingClientRect();
      return at.width > 0 && part.textContent !== '' && !part.closest('.unseen, datalist') &&
        (at.left < left - 0.5 || at.right > right + 0.5);
    }).map((part) => part.textContent);
  })`);

describe('much that was given, at the counter in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: RunningServer;
  before(async () => {
    browser = await startChromium();
    server = await startRunningServer({ program: { ...testProgram, stampCards, rules } });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const [name, viewport] of Object.entries({ phone: phoneScreen, till: tillScreen })) {
    it(`has room on a ${name}`, async () => {
      const { page, context, complaints } = await openPage(browser, { viewport });
      const staff = await aStaff(server.runtime);
      await aMember(server.runtime, { phone, name: 'مشتری نمونه' });
      const { id } = await aPurchase(server.runtime, { phone, shopId: staff.shopId, amount: 1_850_000_000 });
      await page.goto(`${server.url}/counter`);
      await page.fill('#login', staff.login);
      await page.fill('#password', staffPassword);
      await page.keyboard.press('Enter');
      await page.locator('#phone:focus').waitFor();
      for (const path of [`purchases/${id}`, '?phone=09123456789', '']) {
        await page.goto(`${server.url}/counter/${path}`);
        expect(await overflowOf(page), path).to.equal(0);
        expect(await sticksOut(page, '.card', '*'), path).to.deep.equal([]);
        expect(await sticksOut(page, '.numbers > div, .balance > div', '*'), path).to.deep.equal([]);
        expect(await sticksOut(page, '.row-gain', 'span'), path).to.deep.equal([]);
      }
      const receiptNo = name === 'phone' ? '14040820001234' : '14040820001235';
      await page.goto(`${server.url}/counter?phone=09123456789`);
      await page.fill('#receipt', receiptNo);
      const cut =
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#receipt'))";
      expect(await page.evaluate<number>(cut), 'fourteen digits').to.equal(0);
      await page.fill('#amount', name === 'phone' ? '185000' : '186000');
      await page.keyboard.press('Enter');
      await page.waitForURL(/purchases/);
      expect(await server.runtime.count('purchases', `receipt_no = '${receiptNo}'`)).to.equal(1);
      await page.goto(`${server.url}/counter/purchases/${id}`);
      expect(await page.locator('.why-amount').allInnerTexts()).to.include('×۲');
      expect(complaints).to.deep.equal([]);
      await context.close();
    });
  }
});

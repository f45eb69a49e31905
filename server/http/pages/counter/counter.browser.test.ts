import assert from 'node:assert/strict';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openPage, overflowOf, phoneScreen, startChromium, tillScreen } from '../../../testing/chromium.ts';
import type { WatchedPage } from '../../../testing/chromium.ts';
import { aMember, aStaff, staffPassword } from '../../../testing/factories.ts';
import { startRunningServer } from '../../../testing/running-server.ts';
import type { RunningServer } from '../../../testing/running-server.ts';
import type { Staff } from '../../../usecases/staff.ts';

const phone = '+989123456789';
/** Until the button that goes on takes an Enter again. */
const settledMs = 600;

describe('the counter in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: RunningServer;
  let staff: Staff;
  let watched: WatchedPage;
  let page: Page;
  before(async () => (browser = await startChromium()));
  after(() => browser.close());
  beforeEach(async () => {
    server = await startRunningServer();
    staff = await aStaff(server.runtime, { name: 'صندوق‌دار نمونه' });
    await aMember(server.runtime, { phone, name: 'مشتری نمونه' });
  });
  afterEach(async () => {
    await watched.context.close();
    await server.close();
  });

  async function open(options: Parameters<typeof openPage>[1] = {}): Promise<void> {
    watched = await openPage(browser, { viewport: tillScreen, ...options });
    ({ page } = watched);
    await page.goto(`${server.url}/counter`);
    await logIn();
    await page.locator('#phone:focus').waitFor();
  }

  async function logIn(): Promise<void> {
    await page.locator('#login:focus').waitFor();
    await page.keyboard.type(staff.login);
    await page.keyboard.press('Tab');
    await page.keyboard.type(staffPassword);
    await page.keyboard.press('Enter');
  }

  const typeAndEnter = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  const textOf = (selector: string) => page.locator(selector).innerText();
  const focused = () => page.locator(':focus').getAttribute('id');
  const boxOf = async (selector: string) => {
    const box = await page.locator(selector).boundingBox();
    assert(box, `${selector} is shown`);
    return box;
  };
  const purchases = () => server.runtime.count('purchases');

  for (const [name, viewport] of Object.entries({ phone: phoneScreen, till: tillScreen })) {
    it(`serves one customer after the other by keyboard alone, on a ${name}`, async () => {
      await open({ viewport });
      const fits = async (step: string) => expect(await overflowOf(page), step).to.equal(0);
      await fits('empty');
      expect(await focused()).to.equal('phone');
      await typeAndEnter('+98 912 345 6789');
      await page.locator('#amount:focus').waitFor();
      expect(await textOf('.person h1')).to.equal('مشتری نمونه');
      expect(await focused()).to.equal('amount');
      await fits('member');
      await page.keyboard.type('185000');
      expect(await page.inputValue('#amount')).to.equal('۱۸۵٬۰۰۰');
      expect(await textOf('.words')).to.equal('صد و هشتاد و پنج هزار تومان');
      await page.locator('#quote', { hasText: '۱۸ امتیاز می‌گیرد' }).waitFor();
      await fits('amount');
      await page.keyboard.press('Enter');
      await page.locator('.result').waitFor();
      expect(await textOf('.result'))
        .to.include('۱۸ امتیاز')
        .and.include('۶۸')
        .and.include('به ازای هر ۱۰٬۰۰۰ تومان');
      expect(await textOf('.undo summary')).to.match(/برگرداندن\s+(۱۰:۰۰|۹:۵۹) مانده/);
      expect(await textOf('#today')).to.include('۱۸۵٬۰۰۰');
      await fits('result');
      await page.waitForTimeout(settledMs);
      await page.keyboard.press('Enter');
      await page.locator('#phone:focus').waitFor();
      expect(await focused()).to.equal('phone');
      await typeAndEnter('۰۹۳۵۱۱۱۲۲۳۳');
      await page.locator('.say').waitFor();
      await fits('stranger');
      await typeAndEnter('نگار');
      await page.locator('#amount:focus').waitFor();
      expect(await textOf('.person'))
        .to.include('نگار')
        .and.include('همین حالا عضو شد');
      await page.keyboard.press('Escape');
      await page.locator('#phone:focus').waitFor();
      expect(await purchases()).to.equal(1);
      expect(watched.complaints).to.deep.equal([]);
    });
  }

  it('undoes by keyboard, asks why, and counts down meanwhile', async () => {
    await open();
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    await typeAndEnter('185000');
    await page.locator('.result').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.undo-reasons').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.result.undone').waitFor();
    expect(await server.runtime.count('purchases', 'undone_at IS NOT NULL')).to.equal(1);
    expect(await textOf('#today')).to.include('برگردانده شد');
    expect(watched.complaints).to.deep.equal([]);
  });

  it('says what is wrong, keeps it, and goes on from there', async () => {
    await open();
    await typeAndEnter('0912');
    await page.locator('#phone-problem').waitFor();
    expect(await page.inputValue('#phone')).to.equal('۰۹۱۲');
    expect(await focused()).to.equal('phone');
    expect(await textOf('#said')).to.include('چند رقم کم دارد');
    await page.keyboard.press('End');
    await typeAndEnter('3456789');
    await page.locator('#amount:focus').waitFor();
    await typeAndEnter('12.5');
    await page.locator('#amount-problem').waitFor();
    expect(await page.inputValue('#amount')).to.equal('۱۲.5');
    await page.fill('#amount', '185000');
    expect(await page.locator('#amount-problem').count(), 'the old problem').to.equal(0);
    expect(await page.locator('#amount').getAttribute('aria-invalid')).to.equal(null);
    await page.keyboard.press('Enter');
    await page.locator('.result').waitFor();
  });

  it('lets the caret stay where it is while digits are put in and taken out', async () => {
    await open();
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    await page.keyboard.type('123456');
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    expect(await page.inputValue('#amount')).to.equal('۱۲٬۴۵۶');
    await page.keyboard.type('۹');
    expect(await page.inputValue('#amount')).to.equal('۱۲۹٬۴۵۶');
  });

  it('records one purchase for two Enters, a reload and a way back', async () => {
    await open();
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    await page.route('**/counter/purchases', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await route.continue();
    });
    await page.keyboard.type('185000');
    await page.keyboard.press('Enter');
    expect(await page.locator('#desk .primary').isDisabled(), 'while sending').to.equal(true);
    expect(await page.locator('.busy').isVisible(), 'progress').to.equal(true);
    await page.keyboard.press('Enter');
    await page.locator('.result').waitFor();
    await page.keyboard.press('Enter');
    expect(
      await page.locator('.result').isVisible(),
      'one Enter too many does not take the result away',
    ).to.equal(true);
    await page.reload();
    await page.locator('.result').waitFor();
    expect(page.url()).to.match(/\/counter\/purchases\/\d+$/);
    await page.goBack();
    await page.locator('#amount:focus').waitFor();
    expect(await page.inputValue('#amount')).to.equal('');
    await page.goForward();
    await page.locator('.result').waitFor();
    expect(await purchases()).to.equal(1);
  });

  it('says when the server cannot be reached, and trying again is safe', async () => {
    await open();
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    // The purchase is recorded, only its answer is lost.
    await page.route('**/counter/purchases', async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort('connectionreset');
    });
    await typeAndEnter('185000');
    await page.locator('#offline').waitFor();
    expect(await page.inputValue('#amount')).to.equal('۱۸۵٬۰۰۰');
    await page.unroute('**/counter/purchases');
    await page.keyboard.press('Enter');
    await page.locator('.result').waitFor();
    expect(await purchases()).to.equal(1);
  });

  for (const [name, viewport] of Object.entries({ phone: phoneScreen, till: { width: 1280, height: 900 } })) {
    it(`says so where it is seen without scrolling, beside the button, on a ${name}`, async () => {
      await open({ viewport });
      await typeAndEnter('09123456789');
      await page.locator('#amount:focus').waitFor();
      await page.keyboard.type('185000');
      await watched.context.setOffline(true);
      await page.locator('#desk .primary').click();
      const note = page.locator('#offline');
      await note.waitFor();
      const noted = await boxOf('#offline');
      const button = await boxOf('#desk .primary');
      expect(noted.y).to.be.at.least(0);
      expect(noted.y + noted.height).to.be.at.most(viewport.height);
      expect(button.y).to.be.at.least(0);
      expect(button.y + button.height, 'the button is not covered').to.be.at.most(noted.y);
      expect(await note.getAttribute('role')).to.equal('alert');
      expect(await overflowOf(page)).to.equal(0);
    });
  }

  it('comes back with what was typed when the session ended meanwhile', async () => {
    await open();
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    await page.keyboard.type('185000');
    await server.runtime.store.transaction((tx) => tx.run('DELETE FROM sessions'));
    await page.keyboard.press('Enter');
    await logIn();
    await page.locator('#amount:focus').waitFor();
    expect(await page.inputValue('#amount')).to.equal('۱۸۵٬۰۰۰');
    await page.keyboard.press('Enter');
    await page.locator('.result').waitFor();
    expect(await purchases()).to.equal(1);
  });

  it('asks about a large amount, and no second Enter says yes', async () => {
    await open();
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    await typeAndEnter('150000000');
    await page.locator('.sure').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(500);
    expect(await purchases()).to.equal(0);
    await page.locator('[name=sure]').focus();
    await page.keyboard.press('Enter');
    await page.locator('.result').waitFor();
    expect(await purchases()).to.equal(1);
  });

  it('logs on account in one click more, and settles it in two', async () => {
    await open({ viewport: phoneScreen });
    await typeAndEnter('09123456789');
    await page.locator('#amount:focus').waitFor();
    await page.keyboard.type('185000');
    await page.locator('#quote', { hasText: '۱۸ امتیاز می‌گیرد' }).waitFor();
    await page.getByLabel('نسیه').check();
    await page.locator('#quote', { hasText: '۱۸ امتیاز در انتظار می‌ماند' }).waitFor();
    await page.locator('#desk .primary').click();
    await page.locator('.result').waitFor();
    expect(await textOf('.numbers-waiting'))
      .to.include('در انتظار پرداخت')
      .and.include('۱۸ امتیاز');
    await page.getByText('خرید دیگر همین مشتری').click();
    await page.locator('.unpaid summary').waitFor();
    expect(await textOf('.unpaid summary')).to.include('مانده ۱۸۵٬۰۰۰ تومان');
    await page.locator('.unpaid summary').click();
    expect(await overflowOf(page)).to.equal(0);
    await page.getByText('ثبت پرداخت').click();
    await page.locator('.settled').waitFor();
    expect(await textOf('.settled')).to.include('۱۸ امتیاز آزاد شد');
    await page.reload();
    await page.locator('.settled').waitFor();
    expect(await server.runtime.count('settlements')).to.equal(1);
    expect(watched.complaints).to.deep.equal([]);
  });

  it('works without JavaScript', async () => {
    await open({ javaScriptEnabled: false });
    await page.fill('#phone', '09351112233');
    await page.keyboard.press('Enter');
    await page.fill('#name', 'نگار');
    await page.keyboard.press('Enter');
    await page.fill('#amount', '180,000');
    await page.keyboard.press('Enter');
    await page.locator('.result').waitFor();
    expect(await textOf('.result'))
      .to.include('۱۸ امتیاز')
      .and.match(/تا ساعت ۱۱:۴۰/);
    await page.locator('.undo summary').click();
    await page.locator('[value=cancelled]').click();
    await page.locator('.result.undone').waitFor();
    await page.locator('[data-next]').click();
    await page.locator('#phone:focus').waitFor();
    expect(watched.complaints).to.deep.equal([]);
  });
});

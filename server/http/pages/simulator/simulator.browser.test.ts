import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { trialPath } from '../../staff/trial.ts';
import { openPage, overflowOf, phoneScreen, startChromium, tillScreen } from '../../../testing/chromium.ts';
import type { WatchedPage } from '../../../testing/chromium.ts';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startRunningServer } from '../../../testing/running-server.ts';
import type { RunningServer } from '../../../testing/running-server.ts';

describe('the simulator in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: RunningServer;
  let watched: WatchedPage;
  let page: Page;
  before(async () => (browser = await startChromium()));
  after(() => browser.close());
  beforeEach(async () => (server = await startRunningServer({ env: { USSD_CODE: '*789*1#' } })));
  afterEach(async () => {
    expect(watched.complaints).to.deep.equal([]);
    await watched.context.close();
    await server.close();
  });

  async function open(path: string, viewport = tillScreen): Promise<void> {
    watched = await openPage(browser, { viewport });
    ({ page } = watched);
    await page.goto(server.url + trialPath(server.runtime.config));
    await page.goto(server.url + path);
  }

  for (const [name, viewport] of Object.entries({ phone: phoneScreen, till: tillScreen })) {
    it(`texts the club and shows its answer, parts and cost, on a ${name}`, async () => {
      await open('/simulator', viewport);
      expect(await overflowOf(page)).to.equal(0);
      await page.fill('#text', 'عضویت');
      await page.keyboard.press('Enter');
      await page.locator('.bubble.ours', { hasText: 'خوش آمدید! هدیه عضویت: ۵۰ امتیاز' }).waitFor();
      await page.locator('.sent-item .state-good').waitFor();
      const item = await page.locator('.sent-item').first().innerText();
      expect(item).to.include('۲ بخش').and.include('۴۰۰ تومان').and.include('۰۹۱۲ ۱۲۳ ۴۵۶۷');
      expect(await page.locator('.totals').innerText()).to.match(/پیام\s+۱\s+بخش\s+۲/);
      await page.locator('.chips button', { hasText: 'امتیاز' }).click();
      await page.locator('.bubble.ours', { hasText: 'امتیاز شما: ۵۰' }).waitFor();
      expect(await overflowOf(page)).to.equal(0);
      expect(await server.runtime.count('members')).to.equal(1);
    });
  }

  it('shows by itself what goes out meanwhile, and leaves alone what is being typed', async () => {
    await open('/simulator?from=09123456789');
    await page.fill('#text', 'نیمه‌کاره');
    const { phone } = await aMember(server.runtime, { phone: '+989123456789', name: 'مریم' });
    await aPurchase(server.runtime, { phone, amount: 1_850_000 });
    await page.locator('.sent-item .state-good', { hasText: 'رسید' }).waitFor();
    await page.locator('.bubble.ours', { hasText: '۱۸' }).waitFor();
    expect(await page.inputValue('#text')).to.equal('نیمه‌کاره');
  });

  it('dials the code, joins, and goes on after hanging up', async () => {
    await open('/simulator?tab=ussd', phoneScreen);
    await page.locator('.call').click();
    await page.locator('.ussd-text', { hasText: '۱: عضویت' }).waitFor();
    expect(await overflowOf(page)).to.equal(0);
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.locator('.ussd-text', { hasText: 'تاریخ تولدتان؟' }).waitFor();
    await page.locator('.answer a', { hasText: 'قطع' }).click();
    await page.locator('.call').click();
    await page.locator('.ussd-text', { hasText: 'تاریخ تولدتان؟' }).waitFor();
    await page.keyboard.type('1370/5/12');
    await page.keyboard.press('Enter');
    await page.locator('.ussd a', { hasText: 'بستن' }).waitFor();
    expect(await server.runtime.count('members', `joined_channel = 'ussd' AND birth_year = 1370`)).to.equal(
      1,
    );
  });

  it('chats with the bot by its buttons', async () => {
    await open('/simulator');
    await page.locator('.tabs a', { hasText: 'تلگرام' }).click();
    await page.locator('.keyboard button', { hasText: 'شروع' }).click();
    await page.locator('[name=contact][value=own]').click();
    await page.locator('.keyboard button', { hasText: 'امتیاز من' }).click();
    await page.locator('.bubble.ours', { hasText: 'امتیاز شما: ۵۰' }).waitFor();
    expect(
      await server.runtime.count('addresses', `channel = 'telegram' AND member_id IS NOT NULL`),
    ).to.equal(1);
  });
});

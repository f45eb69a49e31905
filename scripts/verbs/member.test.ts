import { expect } from 'chai';
import { aMember, aPurchase, aStaff } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';
import { reversePurchase } from '../../server/usecases/reverse-purchase.ts';
import { setBirthday } from '../../server/usecases/set-birthday.ts';
import { setPromotions } from '../../server/usecases/set-promotions.ts';
import type { MemberSheet } from './member-sheet.ts';

describe('vafa member show', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  const phone = '+989121234567';

  before(async () => {
    runtime = await createTestRuntime({ startAt: '2026-11-21T08:00:00.000Z' });
    const { id: memberId } = await aMember(runtime, { phone, name: 'مشتری نمونه' });
    const birthday = { calendar: 'persian', year: 1370, month: 5, day: 12 } as const;
    await runtime.store.transaction((tx) => setBirthday(runtime, tx, { memberId, birthday }));
    const staff = await aStaff(runtime, { login: 'mina' });
    for (let i = 0; i < 12; i++)
      await aPurchase(runtime, { phone, amount: 500_000, actor: `staff:${staff.id}` });
    await runtime.settle();
  });
  after(() => runtime.close());

  it('shows who she is and what she has, found by any form of her number', async () => {
    for (const typed of ['۰۹۱۲ ۱۲۳ ۴۵۶۷', '+98 912-123-4567', '9121234567']) {
      const { code, stdout, stderr } = await runVafa(['member', 'show', typed], {
        env: settingsOf(runtime),
      });
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.match(/^name +مشتری نمونه$/m);
      expect(stdout).to.match(/^joined +1405\/08\/30 11:30 by sms$/m);
      expect(stdout).to.match(/^birthday +12 Mordad 1370$/m);
      expect(stdout).to.match(/^balance +110 points, 0 toman of credit$/m);
      expect(stdout).to.match(/50,000 toman +\+5 points +main +staff mina/);
    }
  });

  it('answers in JSON with the newest of everything first, and no more than asked for', async () => {
    const sheet = await askVafa<MemberSheet>(['member', 'show', phone], { env: settingsOf(runtime) });
    expect(sheet).to.deep.include({ phone, balances: { points: 110, credit: 0 }, promotionsStoppedAt: null });
    expect(sheet.lots).to.have.length(13);
    expect(sheet.lots.at(0)).to.include({ remaining: 5, lastDay: '2027-11-21', overdue: false });
    expect(sheet.lots.at(-1)).to.include({ remaining: 50, lastDay: null });
    expect([sheet.entries, sheet.purchases, sheet.messages].map((list) => list.length)).to.deep.equal([
      10, 5, 5,
    ]);
    expect(sheet.entries[0]).to.include({
      reason: 'purchase',
      rule: 'by-amount',
      who: 'staff mina',
      amount: 5,
    });
    expect(sheet.messages[0]).to.include({ template: 'purchaseRecordedForMember', state: 'delivered' });
  });

  it('shows what she agreed to and in which words, where she was enrolled, and who undid what', async () => {
    const { id: staffId, shopId } = await aStaff(runtime, { login: 'parisa' });
    const other = '+989121234568';
    const consent = { channel: 'counter', address: other, words: 'agreed\n\u202ealoud' } as const;
    const actor = `staff:${staffId}`;
    const member = await aMember(runtime, { phone: other, shopId, actor, consent });
    const promotions = { channel: 'sms', address: other, member, wanted: false, words: '11' } as const;
    await runtime.store.transaction((tx) => setPromotions(runtime, tx, promotions));
    const { id: purchaseId } = await aPurchase(runtime, { phone: other });
    const undoing = { purchaseId, actor, reason: 'mistyped' };
    await runtime.store.transaction((tx) => reversePurchase(runtime, tx, undoing));
    const env = settingsOf(runtime);
    const { stdout } = await runVafa(['member', 'show', other], { env });
    expect(stdout).to.match(/^joined +1405\/08\/30 11:30 by counter at main$/m);
    expect(stdout).to.match(/1405\/08\/30 11:30 +counter +membership +yes +agreed aloud +staff parisa$/m);
    expect(stdout).to.match(/1405\/08\/30 11:30 +sms +promotions +no +11 +member$/m);
    expect(stdout).to.match(/undone 1405\/08\/30 11:30 by staff parisa$/m);
    const sheet = await askVafa<MemberSheet>(['member', 'show', other], { env });
    expect(sheet).to.include({ joinedShop: 'main' });
    expect(sheet.consents.map(({ granted }) => granted)).to.deep.equal([false, true]);
  });

  it('changes what is known of her, tag by tag, with the reason', async () => {
    const env = settingsOf(runtime);
    const set = (...args: string[]) =>
      runVafa(['member', 'set', phone, ...args, '--reason', 'a form'], { env });
    const first = ['--gender', 'female', '--education', 'master', '--tag', 'vip', '--tag', 'old'];
    expect((await set(...first, '--group', 'staff')).code).to.equal(0);
    const second = ['--untag', 'old', '--tag', 'new', '--date', 'wedding=1395/06/20'];
    expect((await set(...second)).code).to.equal(0);
    const sheet = await askVafa<MemberSheet>(['member', 'show', phone], { env });
    expect(sheet).to.deep.include({
      ...{ gender: 'female', education: 'master', tags: ['new', 'vip'], customerGroups: ['staff'] },
      dates: { wedding: { calendar: 'persian', year: 1395, month: 6, day: 20 } },
    });
    const { stdout } = await runVafa(['member', 'show', phone], { env });
    expect(stdout)
      .to.match(/^tags +new, vip$/m)
      .and.to.match(/^dates +wedding 20 Shahrivar 1395$/m);
    expect(await runtime.count('audit', `detail LIKE '%"reason":"a form"%'`)).to.equal(2);
    expect((await set()).stderr).to.include('Nothing to change');
    expect((await set('--date', 'wedding')).stderr).to.include('wedding=1395/06/20');
    expect((await set('--birthday', '1500/01/01')).code).to.equal(2);
  });

  it('says when nobody has the number', async () => {
    const run = await runVafa(['member', 'show', '09121111111'], { env: settingsOf(runtime) });
    expect(run).to.deep.equal({
      ...{ code: 1, stdout: '', stderr: 'Nobody is enrolled with 09121111111: check the number.\n' },
    });
  });

  it('shows what she was given of things, with the codes', async () => {
    const giving = await createTestRuntime({
      startAt: '2026-11-21T08:00:00.000Z',
      program: {
        ...{ code: 'club', name: 'باشگاه نمونه' },
        rules: [
          {
            ...{ id: 'things', name: 'هدیه‌ها', on: 'purchase' },
            give: [
              { voucher: { name: { fa: 'بن', en: 'sale' }, percent: 10 }, expires: { after: { days: 3 } } },
              { giftCard: 500_000 },
            ],
          },
        ],
      },
    });
    try {
      await aMember(giving, { phone });
      const { gifts } = await aPurchase(giving, { phone });
      const env = settingsOf(giving);
      const { stdout } = await runVafa(['member', 'show', phone], { env });
      const [voucher, card] = gifts;
      expect(stdout).to.match(
        new RegExp(`voucher "sale" \\(10 percent off\\) +${voucher?.code} +1405/09/03 +open +things`),
      );
      expect(stdout).to.match(new RegExp(`gift card of 50,000 toman +${card?.code} +never ends +open`));
      expect(stdout).to.match(/\+1 gift, \+1 gift/);
      const sheet = await askVafa<MemberSheet>(['member', 'show', phone], { env });
      expect(sheet.gifts.map(({ code }) => code)).to.deep.equal([card?.code, voucher?.code]);
    } finally {
      await giving.close();
    }
  });
});

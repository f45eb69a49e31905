import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { messagesOf, outbox } from '../testing/messages.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { settle, waitingProgram } from '../testing/waiting.ts';
import { reversePurchase } from './reverse-purchase.ts';

const gift = { id: 'paid', name: 'خوش‌حسابی', on: 'settlement', give: { unit: 'points', fixed: 7 } };
const steps = [
  { id: 'bronze', name: { fa: 'برنزی', en: 'Bronze' } },
  { id: 'silver', name: { fa: 'نقره‌ای', en: 'Silver' }, from: 10 },
];

describe('what a member is told when a purchase is paid in full', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(program: object): Promise<void> {
    runtime = await createTestRuntime({ program: { ...waitingProgram(), ...program } });
    ({ phone } = await aMember(runtime));
  }
  afterEach(() => runtime.close());

  const buy = async () =>
    (
      await aPurchase(runtime, {
        phone,
        amount: 1_000_000,
        payments: [{ kind: 'on_account', amount: 1_000_000 }],
      })
    ).id;
  const told = async () => (await messagesOf(runtime, 'purchaseSettledForMember')).map(({ body }) => body);

  it('is what came free of all payments, once and with the last one', async () => {
    await club({});
    const purchaseId = await buy();
    await settle(runtime, { purchaseId, amount: 400_000 });
    expect(await told()).to.deep.equal([]);
    await settle(runtime, { purchaseId, amount: 600_000 });
    expect(await told()).to.deep.equal([
      'باشگاه آزمون\nخرید ۱۰۰٬۰۰۰ تومان تسویه شد، سپاس!\n۱۰ امتیاز آن آزاد شد. جمع: ۱۰\nلغو۱۱',
    ]);
    expect((await messagesOf(runtime, 'purchaseSettledForMember'))[0]).to.include({ class: 'informational' });
    await settle(runtime, { purchaseId, amount: 1 });
    expect(await outbox(runtime)).to.have.length(2);
  });

  it('is the gift for it and the tier that it reached as well, in her language', async () => {
    const thing = {
      id: 'silver',
      name: 'هدیه سطح',
      on: 'tier',
      give: { voucher: { name: 'بن', amount: 200_000 } },
    };
    await club({ rules: [...waitingProgram().rules, gift, thing], tiers: { by: 'earned', steps } });
    await runtime.store.transaction((tx) => tx.run("UPDATE members SET language = 'en'"));
    await settle(runtime, { purchaseId: await buy(), amount: 1_000_000 });
    const [body = ''] = await told();
    expect(body).to.include(
      'Your 100,000 toman is paid in full, thanks!\nFreed: 10 points. Earned 7 points.',
    );
    expect(body)
      .to.match(/20,000 toman.*[A-Z0-9]{8}/s)
      .and.include('You have reached "Silver"!');
  });

  const silent: readonly [what: string, rules: object[]][] = [
    ['nothing came of it', [{ ...gift, paidWithin: { days: 1 } }]],
    [
      'the rule tells of it in words of its own',
      [{ ...gift, give: [gift.give, { message: 'سپاس!', kind: 'service' }] }],
    ],
  ];
  for (const [what, rules] of silent) {
    it(`is nothing where ${what}`, async () => {
      await club({ rules });
      const purchaseId = await buy();
      runtime.clock.advance(3 * 24 * 3_600_000);
      await settle(runtime, { purchaseId, amount: 1_000_000 });
      expect(await told()).to.deep.equal([]);
    });
  }

  it('is nothing where all that waited was cancelled, as it was paid in a way that earns nothing', async () => {
    await club({});
    await settle(runtime, { purchaseId: await buy(), amount: 1_000_000, kind: 'points' });
    expect(await told()).to.deep.equal([]);
  });

  it('does not leave any more once the purchase is undone', async () => {
    await club({});
    const purchaseId = await buy();
    await settle(runtime, { purchaseId, amount: 1_000_000 });
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );
    const [message] = await messagesOf(runtime, 'purchaseSettledForMember');
    expect(message).to.include({ state: 'suppressed', code: 'undone' });
  });
});

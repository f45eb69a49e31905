import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { aMessage, dispatchDue, messageById, outbox } from '../testing/messages.ts';
import { createScriptedChannel, faultOf, receiptOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';

describe('a message of a purchase that is undone while nobody knows whether it arrived', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');

  shareRuntime((made) => (runtime = made), { channels: { sms } });

  beforeEach(async () => {
    const { phone } = await aMember(runtime);
    const { id: purchaseId } = await aPurchase(runtime, { phone });
    sms.sends.push(faultOf('fate-unknown'));
    await dispatchDue(runtime);
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'staff:1', reason: 'a mistake' }),
    );
  });

  const told = async () =>
    (await outbox(runtime)).map(({ template, state, code }) => [template, state, code]);
  /** The questions and sends that are still due. */
  const settle = async () => {
    for (let round = 0; round < 5; round++) {
      runtime.clock.advance(60_000);
      await dispatchDue(runtime);
    }
  };

  it('is not sent when it never arrived; that it was undone is', async () => {
    sms.answers.push({ known: false });
    await settle();
    expect(await told()).to.deep.equal([
      ['purchaseRecordedForMember', 'suppressed', 'undone'],
      ['purchaseUndoneForMember', 'wired', null],
    ]);
    expect(sms.tried).to.have.length(2);
  });

  it('holds back nothing that tells of the undoing itself', async () => {
    const purchase = await runtime.store.one<{ id: number }>('SELECT id FROM purchases');
    const told = { club: 'کافه', taken: { points: 1, credit: 0 }, balances: { points: 0, credit: 0 } };
    for (const template of ['giftTakenBackForMember', 'occasionUndoneForMember'] as const) {
      const reply = { template, params: told };
      const id = await aMessage(runtime, { reply, purchaseId: purchase?.id ?? 0 });
      await dispatchDue(runtime);
      expect(await messageById(runtime, id), template).to.include({ state: 'wired' });
    }
  });

  it('is taken for sent when it had arrived', async () => {
    const [message] = await outbox(runtime);
    sms.answers.push({ known: true, receipt: receiptOf(message?.id ?? 0, 'delivered') });
    await settle();
    expect(await told()).to.deep.equal([
      ['purchaseRecordedForMember', 'delivered', null],
      ['purchaseUndoneForMember', 'wired', null],
    ]);
  });
});

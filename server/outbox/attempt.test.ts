import { expect } from 'chai';
import sinon from 'sinon';
import type { Receipt } from '../../channels/types.ts';
import { createDeferred } from '../testing/deferred.ts';
import { eventually } from '../testing/eventually.ts';
import { aMember } from '../testing/factories.ts';
import { aMessage, dispatchDue, leaseDue, messageById, replies } from '../testing/messages.ts';
import { createScriptedChannel, faultOf, receiptOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { dispatch } from './dispatch.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('dispatch', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');

  const { errors } = shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });

  it('asks instead of sending when it was held up for as long as somebody else might have waited', async () => {
    const id = await aMessage(runtime);
    const [lease] = await leaseDue(runtime);
    const [now, store] = [performance.now.bind(performance), runtime.store];
    let heldUpMs = 0;
    const clock = sinon.stub(performance, 'now').callsFake(() => now() + heldUpMs);
    const transaction: typeof store.transaction = async (work) => {
      const result = await store.transaction(work);
      heldUpMs = minute;
      return result;
    };
    if (lease) await dispatch({ ...runtime, store: { ...store, transaction } }, lease);
    clock.restore();
    expect(sms.tried).to.deep.equal([]);
    runtime.clock.advance(minute);
    await dispatchDue(runtime);
    expect(sms.asked).to.deep.equal([id]);
    await dispatchDue(runtime);
    expect(sms.tried.map((message) => message.id)).to.deep.equal([id]);
  });

  describe('when nobody knows whether a message was taken', () => {
    it('asks before anything else, and sends no second time what was taken', async () => {
      const id = await aMessage(runtime);
      sms.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'sending', code: 'c-fate-unknown' });
      expect(await dispatchDue(runtime)).to.equal(0);
      runtime.clock.advance(2 * second);
      sms.answers.push({ known: true, receipt: receiptOf(id, 'delivered') });
      await dispatchDue(runtime);
      expect(sms.tried).to.have.length(1);
      expect(sms.asked).to.deep.equal([id]);
      expect(await messageById(runtime, id)).to.include({ state: 'delivered', provider_id: `p${id}` });
    });

    it('sends again, once, what the provider has never seen', async () => {
      const id = await aMessage(runtime);
      sms.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      runtime.clock.advance(2 * second);
      sms.answers.push({ known: false });
      while ((await dispatchDue(runtime)) > 0);
      expect(sms.tried.map((message) => message.id)).to.deep.equal([id, id]);
      expect(sms.asked).to.deep.equal([id]);
      expect(await messageById(runtime, id)).to.include({ state: 'wired' });
    });

    it('looks at consent again before it sends what was never seen', async () => {
      const member = await aMember(runtime);
      const to = { channel: 'sms', address: member.phone } as const;
      const id = await aMessage(runtime, { to, reply: replies.promotional });
      sms.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      await runtime.store.transaction((tx) =>
        setPromotions(runtime, tx, { ...to, member, wanted: false, words: '11' }),
      );
      runtime.clock.advance(2 * second);
      while ((await dispatchDue(runtime)) > 0);
      expect(sms.tried).to.have.length(1);
      expect(await messageById(runtime, id)).to.include({ state: 'suppressed', code: 'opted-out' });
    });

    for (const kind of ['busy', 'unreachable', 'fate-unknown', 'account', 'rejected'] as const) {
      it(`does not send while the question itself ends in ${kind}`, async () => {
        const id = await aMessage(runtime);
        sms.sends.push(faultOf('fate-unknown'));
        await dispatchDue(runtime);
        sms.answers.push(faultOf(kind), faultOf(kind));
        for (let round = 0; round < 2; round++) {
          runtime.clock.advance(10 * minute);
          await dispatchDue(runtime);
        }
        expect(sms.tried).to.have.length(1);
        const expected = kind === 'rejected' ? 'unknown' : 'sending';
        expect(await messageById(runtime, id)).to.include({ state: expected });
      });
    }

    it('does not hand over for ever what never arrives, and ends where a person can see it', async () => {
      const id = await aMessage(runtime);
      for (let round = 0; round < 60; round++) {
        sms.sends.push(faultOf('fate-unknown'));
        await dispatchDue(runtime);
        runtime.clock.advance(15 * minute);
      }
      expect(await messageById(runtime, id)).to.include({ state: 'failed', code: 'never-arrived' });
      expect(sms.tried).to.have.length(11);
    });

    it('asks less and less often', async () => {
      const id = await aMessage(runtime);
      sms.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      const waits: number[] = [];
      for (let round = 0; round < 4; round++) {
        const { due_at: dueAt } = await messageById(runtime, id);
        waits.push(dueAt - runtime.clock.now());
        runtime.clock.advance(dueAt - runtime.clock.now());
        sms.answers.push(faultOf('unreachable'));
        await dispatchDue(runtime);
      }
      expect(waits).to.deep.equal([2, 4, 8, 16].map((s) => s * second));
    });

    it('calls a person where the provider has forgotten, and never sends by itself', async () => {
      const id = await aMessage(runtime);
      sms.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      runtime.clock.advance(11 * hour + 1);
      await dispatchDue(runtime);
      expect(sms.tried).to.have.length(1);
      expect(sms.asked).to.deep.equal([]);
      expect(await messageById(runtime, id)).to.include({ state: 'unknown', code: 'fate-unknown' });
      expect(errors()).to.have.length(1);
    });

    it('calls a person where the provider cannot be asked', async () => {
      const id = await aMessage(runtime, { to: { channel: 'telegram', address: '77' } });
      telegram.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      runtime.clock.advance(2 * second);
      await dispatchDue(runtime);
      expect(telegram.tried).to.have.length(1);
      expect(await messageById(runtime, id)).to.include({ state: 'unknown' });
      expect(errors()).to.have.length(1);
    });

    it('treats a channel that breaks its contract the same, loudly', async () => {
      const id = await aMessage(runtime);
      sms.sends.push(new TypeError('a mistake of ours'));
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'sending', code: 'internal' });
      expect(errors()).to.have.length(1);
      sms.answers.push({ known: true, receipt: receiptOf(id) });
      runtime.clock.advance(2 * second);
      await dispatchDue(runtime);
      expect(sms.tried).to.have.length(1);
    });
  });

  describe('when the sender dies', () => {
    it('before it began: the message is found again and sent', async () => {
      const id = await aMessage(runtime);
      expect(await leaseDue(runtime)).to.have.length(1);
      expect(await dispatchDue(runtime)).to.equal(0);
      runtime.clock.advance(minute);
      expect(await dispatchDue(runtime)).to.equal(1);
      expect(sms.tried).to.have.length(1);
      expect(sms.asked).to.deep.equal([]);
      expect(await messageById(runtime, id)).to.include({ state: 'wired' });
    });

    for (const taken of [true, false]) {
      it(`in the middle, when the provider ${taken ? 'has' : 'never'} got it: asked, and there once`, async () => {
        const id = await aMessage(runtime);
        const never = createDeferred<Receipt>();
        sms.sends.push(never.promise);
        const [lease] = await leaseDue(runtime);
        const dying = lease ? dispatch(runtime, lease) : Promise.resolve();
        while (sms.tried.length === 0) await new Promise(setImmediate);
        expect(await dispatchDue(runtime)).to.equal(0);
        runtime.clock.advance(minute);
        if (taken) sms.answers.push({ known: true, receipt: receiptOf(id, 'delivered') });
        while ((await dispatchDue(runtime)) > 0);
        expect(sms.asked).to.deep.equal([id]);
        expect(sms.tried).to.have.length(taken ? 1 : 2);
        const state = taken ? 'delivered' : 'wired';
        expect(await messageById(runtime, id)).to.include({ state });
        // The one that was given up wakes again: what was learned meanwhile stands.
        never.reject(faultOf('rejected'));
        await dying;
        expect(await messageById(runtime, id)).to.include({ state });
      });
    }

    it('a receipt that comes after the lease has lapsed is the truth all the same', async () => {
      const id = await aMessage(runtime);
      const [lease] = await leaseDue(runtime);
      const answer = createDeferred<Receipt>();
      sms.sends.push(answer.promise);
      const sending = lease ? dispatch(runtime, lease) : Promise.resolve();
      await eventually(() => Promise.resolve(sms.tried.length === 1));
      await runtime.store.transaction((tx) => tx.run("UPDATE outbox SET lease_token = 'another'"));
      answer.resolve(receiptOf(id));
      await sending;
      expect(await messageById(runtime, id)).to.include({ state: 'wired', provider_id: `p${id}` });
    });

    it('a slow one does not lose its lease by having waited before it began', async () => {
      await aMessage(runtime);
      const [lease] = await leaseDue(runtime);
      runtime.clock.advance(minute - second);
      const slow = createDeferred<Receipt>();
      sms.sends.push(slow.promise);
      const sending = lease ? dispatch(runtime, lease) : Promise.resolve();
      while (sms.tried.length === 0) await new Promise(setImmediate);
      runtime.clock.advance(20 * second);
      expect(await leaseDue(runtime)).to.deep.equal([]);
      slow.resolve(receiptOf(1));
      await sending;
      expect(sms.tried).to.have.length(1);
    });
  });
});

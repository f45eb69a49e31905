import { expect } from 'chai';
import sinon from 'sinon';
import type { Receipt } from '../../channels/types.ts';
import { createDeferred } from '../testing/deferred.ts';
import { aMember } from '../testing/factories.ts';
import { aMessage, dispatchDue, leaseDue, messageById, outbox, replies } from '../testing/messages.ts';
import { createScriptedChannel, faultOf, receiptOf } from '../testing/scripted-channel.ts';
import { eventually } from '../testing/eventually.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { dispatch } from './dispatch.ts';
import { channelPauses } from './pause.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('dispatch', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');
  const { errors } = shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });

  it('sends what is due once, under its own id, and keeps what the provider said', async () => {
    const id = await aMessage(runtime);
    sms.sends.push({ providerId: 'k1', state: 'wired', costRial: 990 });
    expect(await dispatchDue(runtime)).to.equal(1);
    expect(await dispatchDue(runtime)).to.equal(0);
    const row = await messageById(runtime, id);
    expect(sms.tried).to.deep.equal([{ id, to: '+989120000001', text: row.body }]);
    expect(row).to.include({ state: 'wired', provider_id: 'k1', code: null, lease_token: null, attempts: 1 });
    expect(row).to.include({ charged_rial: 990, wired_at: runtime.clock.now(), ended_at: null });
  });

  it('hands a chat its buttons', async () => {
    const buttons = [[{ label: 'امتیاز من' }], [{ label: 'ارسال شماره من', asksContact: true }]];
    await aMessage(runtime, { to: { channel: 'telegram', address: '77' }, buttons });
    await dispatchDue(runtime);
    expect(telegram.tried).to.have.length(1);
    expect(telegram.tried[0]).to.deep.include({ to: '77', buttons });
  });

  for (const [state, ends] of [
    ['wired', false],
    ['delivered', true],
    ['undelivered', true],
    ['failed', true],
  ] as const) {
    it(`takes a receipt that says ${state} for the state`, async () => {
      const id = await aMessage(runtime);
      sms.sends.push(receiptOf(id, state));
      await dispatchDue(runtime);
      const row = await messageById(runtime, id);
      expect(row).to.include({ state, ended_at: ends ? runtime.clock.now() : null });
    });
  }

  it('takes a receipt that does not know for wired: the provider has it', async () => {
    const id = await aMessage(runtime);
    sms.sends.push(receiptOf(id, 'unknown'));
    await dispatchDue(runtime);
    expect(await messageById(runtime, id)).to.include({ state: 'wired', provider_id: `p${id}` });
  });

  it('says so when there is no such channel', async () => {
    const id = await aMessage(runtime, { to: { channel: 'bale', address: '5' } });
    await dispatchDue(runtime);
    expect(await messageById(runtime, id)).to.include({ state: 'failed', code: 'no-such-channel' });
  });

  it('does nothing with a lease that is not its own any more', async () => {
    const id = await aMessage(runtime);
    const [lease] = await leaseDue(runtime);
    await dispatch(runtime, { messageId: id, token: 'another', lane: '' });
    expect(sms.tried).to.deep.equal([]);
    if (lease) await dispatch(runtime, lease);
    if (lease) await dispatch(runtime, lease);
    expect(sms.tried).to.have.length(1);
  });

  it('makes its attempt also when the answer to its own COMMIT was lost', async () => {
    const id = await aMessage(runtime, { to: { channel: 'telegram', address: '77' } });
    const [lease] = await leaseDue(runtime);
    const { store } = runtime;
    // What was committed unheard is done again, as the store does it.
    const transaction: typeof store.transaction = async (work) => {
      await store.transaction(work);
      return store.transaction(work);
    };
    if (lease) await dispatch({ ...runtime, store: { ...store, transaction } }, lease);
    expect(telegram.tried.map((message) => message.id)).to.deep.equal([id]);
    expect(await messageById(runtime, id)).to.include({ state: 'wired', attempts: 1 });
  });

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

  for (const kind of ['busy', 'unreachable'] as const) {
    it(`${kind}: tries again later and later, at most a quarter of an hour apart`, async () => {
      const id = await aMessage(runtime);
      const waits: number[] = [];
      for (let attempt = 1; attempt <= 12; attempt++) {
        sms.sends.push(faultOf(kind));
        expect(await dispatchDue(runtime)).to.equal(1);
        const row = await messageById(runtime, id);
        expect(row).to.include({ state: 'queued', code: `c-${kind}`, attempts: attempt, lease_token: null });
        waits.push(row.due_at - runtime.clock.now());
        runtime.clock.advance(row.due_at - runtime.clock.now() - 1);
        expect(await dispatchDue(runtime)).to.equal(0);
        runtime.clock.advance(1);
      }
      expect(waits.slice(0, 4)).to.deep.equal([2, 4, 8, 16].map((s) => s * second));
      expect(waits.slice(-2)).to.deep.equal([15 * minute, 15 * minute]);
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'wired', code: null });
      expect(sms.asked).to.deep.equal([]);
    });

    it(`${kind}: gives up after 48 hours, in a state a person can see`, async () => {
      const id = await aMessage(runtime);
      sms.sends.push(faultOf(kind), faultOf(kind));
      runtime.clock.advance(48 * hour);
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'queued' });
      runtime.clock.advance(2 * second);
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'failed', code: `c-${kind}` });
      runtime.clock.advance(hour);
      expect(await dispatchDue(runtime)).to.equal(0);
    });
  }

  it('busy: waits for as long as the provider says', async () => {
    const id = await aMessage(runtime);
    sms.sends.push(faultOf('busy', { retryAfterMs: 37 * second }));
    await dispatchDue(runtime);
    expect((await messageById(runtime, id)).due_at).to.equal(runtime.clock.now() + 37 * second);
  });

  it('rejected: has failed, with the code, and is not tried again', async () => {
    const id = await aMessage(runtime);
    sms.sends.push(faultOf('rejected'));
    await dispatchDue(runtime);
    runtime.clock.advance(72 * hour);
    expect(await dispatchDue(runtime)).to.equal(0);
    expect(await messageById(runtime, id)).to.include({ state: 'failed', code: 'c-rejected' });
  });

  it('address-dead: has failed, and so has whatever else is for that address', async () => {
    const member = await aMember(runtime);
    const to = { channel: 'sms', address: member.phone } as const;
    const first = await aMessage(runtime, { to });
    sms.sends.push(faultOf('address-dead'));
    await dispatchDue(runtime);
    const next = await aMessage(runtime, { to, reply: replies.answer });
    await dispatchDue(runtime);
    expect(await messageById(runtime, first)).to.include({ state: 'failed', code: 'c-address-dead' });
    expect(await messageById(runtime, next)).to.include({ state: 'suppressed', code: 'address-dead' });
    expect(sms.tried).to.have.length(1);
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

  describe('consent', () => {
    const stop = async (address: string, member?: Awaited<ReturnType<typeof aMember>>) =>
      runtime.store.transaction((tx) =>
        setPromotions(runtime, tx, { channel: 'sms', address, member, wanted: false, words: '11' }),
      );

    it('that ended between the enqueuing and the sending holds promotional messages back', async () => {
      const member = await aMember(runtime);
      const to = { channel: 'sms', address: member.phone } as const;
      const held = await aMessage(runtime, { to, reply: replies.promotional });
      const told = await aMessage(runtime, { to, reply: replies.informational });
      const answered = await aMessage(runtime, { to, reply: replies.answer });
      await stop(member.phone, member);
      await dispatchDue(runtime);
      expect(await messageById(runtime, held)).to.include({ state: 'suppressed', code: 'opted-out' });
      expect(sms.tried.map(({ id }) => id)).to.deep.equal([told, answered]);
      runtime.clock.advance(72 * hour);
      expect(await dispatchDue(runtime)).to.equal(0);
    });

    it("is a stranger's too", async () => {
      await stop('+989120000001');
      const held = await aMessage(runtime, { reply: replies.promotional });
      await dispatchDue(runtime);
      expect(await messageById(runtime, held)).to.include({ state: 'suppressed' });
      expect(sms.tried).to.deep.equal([]);
    });
  });

  describe('quiet hours', () => {
    // 21:00 and 09:00 in Tehran, which is 3:30 ahead of UTC.
    const table = [
      ['2026-01-10T17:29:59.999Z', 'sent'],
      ['2026-01-10T17:30:00.000Z', 'held'],
      ['2026-01-10T20:30:00.000Z', 'held'],
      ['2026-01-11T05:29:59.999Z', 'held'],
      ['2026-01-11T05:30:00.000Z', 'sent'],
    ] as const;

    for (const [iso, outcome] of table) {
      it(`at ${iso} a promotional message is ${outcome}, all others are sent`, async () => {
        runtime.clock.set(iso);
        const promotional = await aMessage(runtime, { reply: replies.promotional });
        const others = [await aMessage(runtime), await aMessage(runtime, { reply: replies.answer })];
        await dispatchDue(runtime);
        const expected = outcome === 'sent' ? [promotional, ...others] : others;
        expect(sms.tried.map(({ id }) => id)).to.deep.equal(expected);
        if (outcome === 'sent') return;
        expect(await messageById(runtime, promotional)).to.include({
          ...{ state: 'deferred', code: 'quiet-hours', attempts: 0 },
          due_at: Date.parse('2026-01-11T05:30:00.000Z'),
        });
        runtime.clock.set('2026-01-11T05:29:59.999Z');
        expect(await dispatchDue(runtime)).to.equal(0);
        runtime.clock.set('2026-01-11T05:30:00.000Z');
        await dispatchDue(runtime);
        expect(sms.tried.at(-1)?.id).to.equal(promotional);
        expect(await messageById(runtime, promotional)).to.include({ state: 'wired', code: null });
      });
    }

    it('hold for good what would be worth nothing in the morning', async () => {
      runtime.clock.set('2026-01-10T18:00:00Z');
      const expiresAt = Date.parse('2026-01-11T05:30:00Z');
      const id = await aMessage(runtime, { reply: replies.promotional, expiresAt });
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'suppressed', code: 'expired' });
    });
  });

  it('lets an answer be that is six hours late', async () => {
    const onTime = await aMessage(runtime, { reply: replies.answer });
    runtime.clock.advance(6 * hour - 1);
    await dispatchDue(runtime);
    const late = await aMessage(runtime, { reply: replies.answer });
    runtime.clock.advance(6 * hour);
    await dispatchDue(runtime);
    expect(sms.tried.map(({ id }) => id)).to.deep.equal([onTime]);
    expect(await messageById(runtime, late)).to.include({ state: 'suppressed', code: 'expired' });
  });

  describe('when the provider refuses the account', () => {
    it('rests the whole channel, loudly, keeps every message, and leaves the other channels alone', async () => {
      const ids = [await aMessage(runtime), await aMessage(runtime), await aMessage(runtime)];
      sms.sends.push(faultOf('account'));
      const leases = await leaseDue(runtime);
      for (const lease of leases) await dispatch(runtime, lease);
      await aMessage(runtime, { to: { channel: 'telegram', address: '77' } });
      await dispatchDue(runtime);
      expect(sms.tried).to.have.length(1);
      expect(telegram.tried).to.have.length(1);
      for (const id of ids) expect(await messageById(runtime, id)).to.include({ state: 'queued' });
      const [pause] = await channelPauses(runtime.store);
      expect(pause).to.include({ channel: 'sms', code: 'c-account', sinceAt: runtime.clock.now() });
      expect(errors()).to.have.length(1);
    });

    it('tries again after five minutes, and resumes', async () => {
      const ids = [await aMessage(runtime), await aMessage(runtime)];
      sms.sends.push(faultOf('account'), faultOf('account'));
      await dispatchDue(runtime);
      const since = runtime.clock.now();
      runtime.clock.advance(5 * minute - 1);
      expect(await dispatchDue(runtime)).to.equal(0);
      runtime.clock.advance(1);
      await dispatchDue(runtime);
      expect(await channelPauses(runtime.store)).to.have.length(1);
      expect((await channelPauses(runtime.store))[0]).to.include({ sinceAt: since });
      runtime.clock.advance(5 * minute);
      while ((await dispatchDue(runtime)) > 0);
      expect(await channelPauses(runtime.store)).to.deep.equal([]);
      expect((await outbox(runtime)).map(({ state }) => state)).to.deep.equal(['wired', 'wired']);
      // One try a rest, then each message once.
      expect(sms.tried).to.have.length(2 + ids.length);
    });
  });

  it('sends what has a once-key once, whatever is enqueued again', async () => {
    await aMessage(runtime, { onceKey: 'birthday:1' });
    await aMessage(runtime, { onceKey: 'birthday:1' });
    await aMessage(runtime, { onceKey: 'birthday:2' });
    await dispatchDue(runtime);
    await aMessage(runtime, { onceKey: 'birthday:1' });
    await dispatchDue(runtime);
    expect(sms.tried).to.have.length(2);
  });
});

import { expect } from 'chai';
import { aMember } from '../testing/factories.ts';
import { aMessage, dispatchDue, leaseDue, messageById, replies } from '../testing/messages.ts';
import { createScriptedChannel, faultOf, receiptOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { dispatch } from './dispatch.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('dispatch', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');

  shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });

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

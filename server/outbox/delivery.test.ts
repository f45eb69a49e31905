import { expect } from 'chai';
import fc from 'fast-check';
import type { DeliveryReport } from '../../channels/types.ts';
import { receive } from '../inbox/receive.ts';
import { aMember } from '../testing/factories.ts';
import { aMessage, dispatchDue, leaseDue, messageById } from '../testing/messages.ts';
import { createScriptedChannel, receiptOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { dispatch } from './dispatch.ts';
import { stateAfterReport } from './states.ts';
import type { MessageState } from './states.ts';

const minute = 60_000;
const reportStates = ['wired', 'delivered', 'undelivered', 'failed', 'unknown'] as const;

describe('the state after a report', () => {
  const later: Readonly<Record<MessageState, readonly MessageState[]>> = {
    queued: ['wired', 'delivered', 'undelivered', 'failed'],
    deferred: ['wired', 'delivered', 'undelivered', 'failed'],
    sending: ['wired', 'delivered', 'undelivered', 'failed'],
    unknown: ['wired', 'delivered', 'undelivered', 'failed'],
    wired: ['delivered', 'undelivered', 'failed'],
    failed: ['delivered'],
    undelivered: ['delivered'],
    delivered: [],
    suppressed: [],
  };

  for (const [state, states] of Object.entries(later) as [MessageState, MessageState[]][]) {
    it(`of a message that is ${state}`, () => {
      for (const reported of reportStates) {
        const expected = states.includes(reported) ? reported : undefined;
        expect(stateAfterReport(state, reported), reported).to.equal(expected);
      }
    });
  }

  it('is the same in whatever order they come, and however often', () => {
    const after = (reports: readonly DeliveryReport['state'][]) =>
      reports.reduce<MessageState>((state, report) => stateAfterReport(state, report) ?? state, 'wired');
    const some = fc.subarray(['wired', 'delivered', 'undelivered', 'unknown'] as const, { minLength: 1 });
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (reports, picks) => {
        const shuffled = [...reports, ...reports];
        for (let at = shuffled.length - 1; at > 0; at--) {
          const other = Number(picks.next().value) % (at + 1);
          [shuffled[at], shuffled[other]] = [shuffled[other] ?? 'unknown', shuffled[at] ?? 'unknown'];
        }
        expect(after(shuffled)).to.equal(after(reports));
      }),
    );
  });
});

describe('delivery reports', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');

  shareRuntime((made) => (runtime = made), { channels: { sms } });

  const report = (
    providerId: string,
    state: DeliveryReport['state'],
    more: Partial<DeliveryReport> = {},
  ): Promise<'stored' | 'duplicate'> =>
    receive(runtime, 'sms', {
      ...{ kind: 'delivery', providerId, state, code: `c-${state}`, blocksPromotions: false },
      ...more,
    });

  it('move the message on, and say when it ended', async () => {
    const id = await aMessage(runtime);
    await dispatchDue(runtime);
    runtime.clock.advance(minute);
    await report(`p${id}`, 'delivered');
    await runtime.settle();
    expect(await messageById(runtime, id)).to.include({
      ...{ state: 'delivered', code: 'c-delivered', ended_at: runtime.clock.now() },
      wired_at: runtime.clock.now() - minute,
    });
    expect(await runtime.count('inbox', "state = 'handled'")).to.equal(1);
  });

  it('in the wrong order or repeated change nothing back', async () => {
    const id = await aMessage(runtime);
    await dispatchDue(runtime);
    for (const state of ['delivered', 'wired', 'undelivered', 'unknown'] as const) {
      expect(await report(`p${id}`, state)).to.equal('stored');
    }
    expect(await report(`p${id}`, 'delivered')).to.equal('duplicate');
    await runtime.settle();
    expect(await messageById(runtime, id)).to.include({ state: 'delivered', code: 'c-delivered' });
    expect(await runtime.count('inbox', "state = 'handled'")).to.equal(4);
  });

  it('may overtake our own note of the receipt', async () => {
    const id = await aMessage(runtime);
    const [lease] = await leaseDue(runtime);
    await report(`p${id}`, 'delivered');
    await report(`p${id}`, 'wired');
    await runtime.settle();
    if (lease) await dispatch(runtime, lease);
    expect(await messageById(runtime, id)).to.include({ state: 'wired' });
    runtime.clock.advance(5000);
    await runtime.settle();
    expect(await messageById(runtime, id)).to.include({ state: 'delivered' });
    expect(await runtime.count('inbox', "state <> 'handled'")).to.equal(0);
  });

  it('tell the fate of a message that nobody could be asked about any more', async () => {
    const id = await aMessage(runtime);
    await dispatchDue(runtime);
    await runtime.store.transaction((tx) => tx.run("UPDATE outbox SET state = 'unknown', ended_at = 1"));
    await report(`p${id}`, 'wired');
    await runtime.settle();
    expect(await messageById(runtime, id)).to.include({ state: 'wired', ended_at: null });
  });

  it('of nothing of ours are let be after a while, quietly', async () => {
    await report('another-1', 'delivered');
    const id = await aMessage(runtime);
    await dispatchDue(runtime);
    await runtime.settle();
    runtime.clock.advance(12 * 60 * minute);
    await runtime.settle();
    expect(await runtime.count('inbox', "state = 'received'")).to.equal(1);
    runtime.clock.advance(24 * 60 * minute);
    await runtime.settle();
    expect(await runtime.count('inbox', "state = 'ignored'")).to.equal(1);
    expect(await messageById(runtime, id)).to.include({ state: 'wired' });
    expect(runtime.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('of another channel are of another message', async () => {
    const id = await aMessage(runtime);
    sms.sends.push(receiptOf(id));
    await dispatchDue(runtime);
    const delivery = { kind: 'delivery', providerId: `p${id}`, state: 'delivered' } as const;
    await receive(runtime, 'telegram', { ...delivery, code: '10', blocksPromotions: false });
    await runtime.settle();
    expect(await messageById(runtime, id)).to.include({ state: 'wired' });
  });

  it('that the receiver blocks advertising stop promotional messages, and say whose word that was', async () => {
    const member = await aMember(runtime);
    const id = await aMessage(runtime, {
      to: { channel: 'sms', address: member.phone },
      memberId: member.id,
    });
    await dispatchDue(runtime);
    await report(`p${id}`, 'undelivered', { code: '14', blocksPromotions: true });
    await report(`p${id}`, 'undelivered', { code: '14b', blocksPromotions: true });
    await runtime.settle();
    expect(await messageById(runtime, id)).to.include({ state: 'undelivered', code: '14' });
    expect(await runtime.count('members', 'promotions_stopped_at IS NOT NULL')).to.equal(1);
    const consents = await runtime.store.all("SELECT words, granted FROM consents WHERE kind = 'promotions'");
    expect(consents).to.deep.equal([{ words: 'provider status 14', granted: 0 }]);
    // Nothing is said to her about it.
    expect(sms.tried).to.have.length(1);
  });
});

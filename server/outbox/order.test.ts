import { expect } from 'chai';
import { createStore } from '../store/store.ts';
import { createDeferred } from '../testing/deferred.ts';
import { aMessage, dispatchDue, leaseDue, messageById, outbox } from '../testing/messages.ts';
import { createScriptedChannel, receiptOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { eventually } from '../testing/eventually.ts';
import { dispatch } from './dispatch.ts';
import { leaseMs } from './lease.ts';
import { overtakenRestMs } from './order.ts';

describe('the order of messages to one address', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');

  shareRuntime((made) => (runtime = made), { channels: { sms } });

  const sentIds = () => sms.tried.map(({ id }) => id);

  it('leaves a message alone while another sender has an earlier one in hand, and no longer', async () => {
    const [first, second] = [await aMessage(runtime), await aMessage(runtime)];
    const stranger = await aMessage(runtime, { to: { channel: 'sms', address: '+989120000002' } });
    const [lease] = (await leaseDue(runtime)).filter(({ messageId }) => messageId === first);
    await runtime.store.transaction((tx) =>
      tx.run('UPDATE outbox SET lease_token = NULL, due_at = ? WHERE id > ?', [runtime.clock.now(), first]),
    );
    expect((await leaseDue(runtime)).map(({ messageId }) => messageId)).to.deep.equal([stranger]);
    if (lease) await dispatch(runtime, lease);
    expect(await dispatchDue(runtime)).to.equal(1);
    expect(sentIds()).to.deep.equal([first, second]);
  });

  it('is that of their writing, whichever process took the higher ids', async () => {
    const other = createStore({ url: runtime.config.databaseUrl, now: () => runtime.clock.now() });
    const elsewhere = { ...runtime, store: other };
    // The process that took its ids last has the higher ones, and writes first.
    await aMessage(runtime, { to: { channel: 'sms', address: '+989120000009' } });
    const first = await aMessage(elsewhere);
    runtime.clock.advance(500);
    await aMessage(runtime);
    const second = (await outbox(runtime)).find(
      ({ id, address }) => id !== first && address.endsWith('1'),
    )?.id;
    runtime.clock.advance(500);
    expect(first).to.be.greaterThan(second ?? Infinity);
    await dispatchDue(runtime);
    expect(sentIds().filter((id) => id === first || id === second)).to.deep.equal([first, second]);
    await other.close();
  });

  it('puts back what was leased beside an earlier one that is being sent, unchanged', async () => {
    const first = await aMessage(runtime);
    const [begun] = await leaseDue(runtime);
    const second = await aMessage(runtime);
    const token = 'of-another-relay';
    await runtime.store.transaction((tx) =>
      tx.run('UPDATE outbox SET lease_token = ?, due_at = ? WHERE id = ?', [
        ...[token, runtime.clock.now() + leaseMs, second],
      ]),
    );
    const answer = createDeferred<ReturnType<typeof receiptOf>>();
    sms.sends.push(answer.promise);
    const sending = begun && dispatch(runtime, begun);
    await eventually(() => sms.tried.length === 1);
    await dispatch(runtime, { messageId: second, token, lane: 'sms:+989120000001' });
    const row = await messageById(runtime, second);
    expect(row).to.include({ state: 'queued', lease_token: null, attempts: 0 });
    expect(row.due_at).to.equal(runtime.clock.now() + overtakenRestMs);
    answer.resolve(receiptOf(first));
    await sending;
    runtime.clock.advance(overtakenRestMs);
    await dispatchDue(runtime);
    expect(sentIds()).to.deep.equal([first, second]);
  });

  it('waits for nobody whose lease has lapsed, nor for one that is put off', async () => {
    const ids = [await aMessage(runtime), await aMessage(runtime)];
    expect(await leaseDue(runtime)).to.have.length(2);
    runtime.clock.advance(leaseMs);
    await runtime.store.transaction((tx) =>
      tx.run('UPDATE outbox SET lease_token = NULL, due_at = ? WHERE id = ?', [
        ...[runtime.clock.now() + leaseMs, ids[0] ?? 0],
      ]),
    );
    expect((await leaseDue(runtime)).map(({ messageId }) => messageId)).to.deep.equal([ids[1]]);
  });
});

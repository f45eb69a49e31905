import { expect } from 'chai';
import sinon from 'sinon';
import { createInProcessQueue } from '../queue/in-process.ts';
import type { Runtime } from '../runtime.ts';
import { anotherProcess } from '../testing/another-process.ts';
import { aMessage, createHeldQueue, leaseDue, messageById } from '../testing/messages.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { eventually } from '../testing/eventually.ts';
import { dispatch } from './dispatch.ts';
import { leaseMs } from './lease.ts';
import { createRelay } from './relay.ts';
import { openStates } from './states.ts';

describe('the relay', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');

  shareRuntime((made) => (runtime = made), { channels: { sms } });

  afterEach(() => sinon.restore());

  const to = (number: number) => ({ channel: 'sms', address: `+98912000${1000 + number}` }) as const;

  it('takes what is due, oldest first, and not more than the queue has room for', async () => {
    const ids: number[] = [];
    for (let index = 0; index < 7; index++) ids.push(await aMessage(runtime, { to: to(index) }));
    const queue = createHeldQueue(3);
    const relay = createRelay(runtime, queue);
    expect(await relay.sweep()).to.equal(3);
    expect(await relay.sweep()).to.equal(0);
    expect(queue.leases.map(({ messageId }) => messageId)).to.deep.equal(ids.slice(0, 3));
    queue.leases.length = 0;
    expect(await relay.sweep()).to.equal(3);
    expect(queue.leases.map(({ messageId }) => messageId)).to.deep.equal(ids.slice(3, 6));
    expect(queue.leases.map(({ lane }) => lane)).to.deep.equal([3, 4, 5].map((n) => `sms:${to(n).address}`));
  });

  it('begins nothing more once it is stopped, however much is due', async () => {
    for (let index = 0; index < 20; index++) await aMessage(runtime, { to: to(index) });
    const queue = createHeldQueue();
    const relay = createRelay(runtime, { ...queue, room: () => Promise.resolve(1) });
    relay.start();
    await eventually(() => queue.leases.length >= 2);
    await relay.stop();
    expect(queue.leases.length).to.be.below(20);
  });

  it('takes a leased message again once the lease has lapsed, under another token', async () => {
    const id = await aMessage(runtime);
    const [first] = await leaseDue(runtime);
    runtime.clock.advance(leaseMs - 1);
    expect(await leaseDue(runtime)).to.deep.equal([]);
    runtime.clock.advance(1);
    const [second] = await leaseDue(runtime);
    expect([first?.messageId, second?.messageId]).to.deep.equal([id, id]);
    expect(second?.token).not.to.equal(first?.token);
  });

  it('takes open messages only', async () => {
    const states = [
      'queued',
      'deferred',
      'sending',
      'wired',
      'delivered',
      'undelivered',
      'failed',
      'suppressed',
      'unknown',
    ];
    const expected: number[] = [];
    for (const state of states) {
      const id = await aMessage(runtime);
      await runtime.store.transaction((tx) =>
        tx.run('UPDATE outbox SET state = ? WHERE id = ?', [state, id]),
      );
      if ((openStates as readonly string[]).includes(state)) expected.push(id);
    }
    expect((await leaseDue(runtime)).map(({ messageId }) => messageId)).to.deep.equal(expected);
  });

  describe('beside another one on the same database', () => {
    let other: Runtime;

    before(async () => {
      other = await anotherProcess(runtime);
    });

    after(() => other.store.close());

    it('never leases what the other has', async () => {
      const ids: number[] = [];
      for (let index = 0; index < 60; index++) ids.push(await aMessage(runtime, { to: to(index) }));
      const queues = [createHeldQueue(), createHeldQueue()] as const;
      const relays = [createRelay(runtime, queues[0]), createRelay(other, queues[1])] as const;
      await Promise.all([relays[0].sweep(), relays[1].sweep(), relays[0].sweep(), relays[1].sweep()]);
      const leased = queues.flatMap(({ leases }) => leases.map(({ messageId }) => messageId));
      expect(leased).to.have.length(ids.length);
      expect(leased).to.have.members(ids);
    });

    it('sends nothing twice, whoever dispatches what', async () => {
      for (let index = 0; index < 30; index++) await aMessage(runtime, { to: to(index) });
      const round = async (of: Runtime) => {
        for (const lease of await leaseDue(of)) await dispatch(of, lease);
      };
      await Promise.all([round(runtime), round(other), round(other), round(runtime)]);
      expect(sms.tried).to.have.length(30);
      expect(new Set(sms.tried.map(({ id }) => id)).size).to.equal(30);
    });
  });

  it('is woken by the commit: nothing waits for the next look', async () => {
    // The clock of the sweeping stands still, so only the bell can wake it.
    sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const failures: unknown[] = [];
    const queue = createInProcessQueue({ onError: (error) => failures.push(error) });
    const relay = createRelay(runtime, queue);
    queue.work(async (lease) => {
      await dispatch(runtime, lease);
    });
    relay.start();
    const ids: number[] = [];
    for (let index = 0; index < 5; index++) {
      const id = await aMessage(runtime, { to: to(index) });
      ids.push(id);
      await eventually(async () => (await messageById(runtime, id)).state === 'wired');
    }
    await relay.stop();
    await queue.close();
    expect(sms.tried.map(({ id }) => id)).to.deep.equal(ids);
    expect(failures).to.deep.equal([]);
    expect(runtime.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });
});

import { expect } from 'chai';
import { receive } from '../../server/inbox/receive.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';

describe('vafa inbox', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let ids: number[];
  const env = () => settingsOf(runtime);
  const run = (...args: string[]) => runVafa(['inbox', ...args], { env: env() });
  const ask = <T>(...args: string[]) => askVafa<T>(['inbox', ...args], { env: env() });

  beforeEach(async () => {
    runtime = await createTestRuntime({ startAt: new Date().toISOString() });
    for (const providerId of ['1', '2']) {
      const message = { kind: 'message', from: '09121234567', text: 'عضویت', providerId } as const;
      await receive(runtime, 'sms', message);
    }
    ids = (await runtime.store.all<{ id: number }>('SELECT id FROM inbox ORDER BY id')).map(({ id }) => id);
    await runtime.store.transaction((tx) =>
      tx.run("UPDATE inbox SET state = 'failed', attempts = 5, error = 'a fault of ours'"),
    );
  });
  afterEach(() => runtime.close());

  it('lists what could not be handled, newest first, with phones masked and no texts', async () => {
    const listed = await ask<{ id: number }[]>('list');
    expect(listed.map(({ id }) => id)).to.deep.equal([...ids].reverse());
    expect(listed[0]).to.include({ attempts: 5, error: 'a fault of ours', handledAt: null });
    const { stdout, stderr } = await run('list', '--limit', '1');
    expect(stdout).to.include('+98912***4567').and.to.include('a fault of ours');
    expect(stdout).to.not.include('9121234567').and.not.include('عضویت');
    expect(stderr).to.include('There are more');
    expect((await run('list', '--state', 'handled')).stdout).to.include('no message that came in is handled');
  });

  it('handles once more or lets be, each with its reason, after which nobody waits', async () => {
    const [first = 0, second = 0] = ids;
    expect(await ask('retry', String(first), '--reason', 'mended')).to.deep.equal({
      ...{ id: first, outcome: 'retried' },
    });
    expect(await ask('discard', String(second), '--reason', 'the same again')).to.include({
      outcome: 'discarded',
    });
    runtime.clock.set(new Date().toISOString());
    await runtime.settle();
    expect(await runtime.count('members')).to.equal(1);
    expect(runtime.sent).to.have.length(1);
    expect(await ask('list')).to.deep.equal([]);
    const [handled] = await ask<{ id: number; handledAt: string | null }[]>('list', '--state', 'handled');
    expect([handled?.id, typeof handled?.handledAt]).to.deep.equal([first, 'string']);
    expect(await runtime.count('audit', "actor = 'cli' AND detail LIKE '%mended%'")).to.equal(1);
    expect(await runtime.count('audit', "action = 'inbox.discard'")).to.equal(1);
  });

  it('refuses what does not wait, what is not there, and no reason', async () => {
    const [first = 0] = ids;
    await ask('discard', String(first), '--reason', 'x');
    for (const verb of ['retry', 'discard']) {
      const { code, stdout, stderr } = await run(verb, String(first), '--reason', 'x');
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.include('is ignored');
      expect((await run(verb, '12', '--reason', 'x')).stderr).to.match(/^There is no message 12: .*\n$/);
      expect((await run(verb, String(first))).code).to.not.equal(0);
    }
    expect(await runtime.count('audit')).to.equal(1);
  });
});

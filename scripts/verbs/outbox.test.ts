import { expect } from 'chai';
import { aMember, aPurchase } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';

describe('vafa outbox', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let ids: number[];
  const env = () => settingsOf(runtime);
  const run = (...args: string[]) => runVafa(['outbox', ...args], { env: env() });
  const ask = <T>(...args: string[]) => askVafa<T>(['outbox', ...args], { env: env() });
  const set = (columns: string, id: number) =>
    runtime.store.transaction((tx) => tx.run(`UPDATE outbox SET ${columns} WHERE id = ?`, [id]));

  beforeEach(async () => {
    runtime = await createTestRuntime({ startAt: new Date().toISOString() });
    const { phone } = await aMember(runtime, { phone: '+989121234567' });
    for (let i = 0; i < 3; i++) await aPurchase(runtime, { phone });
    ids = (await runtime.store.all<{ id: number }>('SELECT id FROM outbox ORDER BY id')).map(({ id }) => id);
  });
  afterEach(() => runtime.close());

  it('lists what waits for a person, newest first, with phones masked', async () => {
    const [failed = 0, unknown = 0, waiting = 0] = ids;
    expect((await run('list')).stdout).to.equal('no message waits for a person\n');
    await set("state = 'failed', code = '411'", failed);
    await set("state = 'unknown'", unknown);
    const listed = await ask<{ id: number }[]>('list');
    expect(listed.map(({ id }) => id)).to.deep.equal([unknown, failed]);
    const queued = await ask<{ id: number }[]>('list', '--state', 'queued');
    expect(queued.map(({ id }) => id)).to.deep.equal([waiting]);
    const people = await run('list', '--limit', '1');
    expect(people.stdout).to.include('+98912***4567').and.not.include('9121234567');
    expect(people.stderr).to.include('There are more');
  });

  it('retries and discards with a reason, after which nothing waits any more', async () => {
    const [failed = 0, missed = 0, unknown = 0] = ids;
    await set("state = 'failed', code = '411'", failed);
    await set("state = 'undelivered'", missed);
    await set(`state = 'unknown', attempted_at = 1`, unknown);
    const retried = await ask<{ messageId: number }>('retry', String(failed), '--reason', 'line is fixed');
    expect(retried).to.deep.include({ id: failed, outcome: 'sent-anew' });
    expect(await ask('discard', String(missed), '--reason', 'told her')).to.deep.include({ stopped: false });
    const refused = await run('retry', String(unknown), '--reason', 'x');
    expect([refused.code, refused.stdout]).to.deep.equal([1, '']);
    expect(refused.stderr).to.include('--may-double');
    const doubled = await ask('retry', String(unknown), '--reason', 'x', '--may-double');
    expect(doubled).to.include({ outcome: 'asking', messageId: unknown });
    expect(await ask('list')).to.deep.equal([]);
    expect(await runtime.count('audit', "actor = 'cli' AND action LIKE 'message.%'")).to.equal(3);
  });

  it('discards all that wait with one code, each with its own record', async () => {
    const [one = 0, two = 0, other = 0] = ids;
    for (const id of [one, two]) await set("state = 'unknown', code = 'restored'", id);
    await set("state = 'failed', code = '411'", other);
    const discarded = await ask('discard', '--code', 'restored', '--reason', 'they had gone out');
    expect(discarded).to.deep.equal({ code: 'restored', outcome: 'discarded', discarded: 2 });
    const left = await ask<{ id: number }[]>('list');
    expect(left.map(({ id }) => id)).to.deep.equal([other]);
    expect(await runtime.count('audit', "action = 'message.discard'")).to.equal(2);
    const { code, stderr } = await run('discard', '--reason', 'x');
    expect([code, stderr.includes('either the id')]).to.deep.equal([1, true]);
    for (const unknown of ['nosuch', 'نامعلوم']) {
      const none = await run('discard', '--code', unknown, '--reason', 'x');
      expect([none.code, none.stderr.includes('No message with the code')]).to.deep.equal([1, true]);
    }
  });

  it('refuses what there is not and what is on its way', async () => {
    for (const verb of ['retry', 'discard']) {
      expect((await run(verb, '12', '--reason', 'x')).stderr).to.match(/^There is no message 12: .*\n$/);
    }
    const { code, stderr } = await run('retry', String(ids[0]), '--reason', 'x');
    expect(code).to.equal(1);
    expect(stderr).to.include('is queued');
  });
});

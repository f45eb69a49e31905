import { expect } from 'chai';
import { aMember, aPurchase } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { pointsOf, waitingProgram } from '../../server/testing/waiting.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';

interface Listed {
  readonly pending: readonly { readonly id: number; readonly amount: number; readonly why: string }[];
}

describe('vafa member pending', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  const phone = '+989121234567';
  const run = (...args: string[]) => runVafa(['member', 'pending', ...args], { env: settingsOf(runtime) });
  const list = async () =>
    (await askVafa<Listed>(['member', 'pending', phone], { env: settingsOf(runtime) })).pending;
  const audited = () =>
    runtime.store.all<{ action: string; actor: string; detail: string }>(
      "SELECT action, actor, detail FROM audit WHERE action LIKE 'pending.%' ORDER BY id",
    );

  beforeEach(async () => {
    runtime = await createTestRuntime({ program: waitingProgram({ pending: { until: 'approved' } }) });
    await aMember(runtime, { phone });
    await aPurchase(runtime, { phone, amount: 1_000_000 });
    await aPurchase(runtime, { phone, amount: 500_000 });
  });
  afterEach(() => runtime.close());

  it('lists what waits, and for what', async () => {
    const { stdout, stderr, code } = await run('۰۹۱۲ ۱۲۳ ۴۵۶۷');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(/\d+ +10 points +pending until approved +\S+ +\d{4}\/\d\d\/\d\d \d\d:\d\d +\d+/);
    expect(await list()).to.have.length(2);
    expect((await list())[0]).to.include({ amount: 10, why: 'pending until approved' });
  });

  it('approves one and declines another, each with its reason in the audit log', async () => {
    const [first, second] = (await list()).map(({ id }) => String(id));
    const approved = await run('approve', phone, first ?? '', '--reason', 'seen the receipt');
    expect(approved).to.deep.equal({
      ...{ code: 0, stderr: '', stdout: 'Approved for 09121234567: she can spend it.\n' },
    });
    expect(await pointsOf(runtime, phone)).to.deep.equal({ balance: 10, pending: 5 });
    const declined = await run('decline', phone, second ?? '', '--reason', 'no such sale', '--json');
    expect(JSON.parse(declined.stdout)).to.deep.equal({
      ...{ phone, id: Number(second), decision: 'decline', waiting: null },
    });
    expect(await pointsOf(runtime, phone)).to.deep.equal({ balance: 10, pending: 0 });
    expect((await run(phone)).stdout).to.equal('nothing waits\n');
    expect((await audited()).map(({ action, actor }) => [action, actor])).to.deep.equal([
      ['pending.approve', 'cli'],
      ['pending.decline', 'cli'],
    ]);
    expect((await audited())[0]?.detail).to.include('"reason":"seen the receipt"');
  });

  it('says what to do where it can do nothing, and changes nothing', async () => {
    const [first] = (await list()).map(({ id }) => String(id));
    await run('approve', phone, first ?? '', '--reason', 'x');
    const twice = await run('approve', phone, first ?? '', '--reason', 'x');
    expect([twice.code, twice.stderr]).to.deep.equal([
      1,
      'It waits for no approval, or was decided about already. Nothing was changed.\n',
    ]);
    const unknown = await run('decline', phone, '4711', '--reason', 'x');
    expect(unknown.stderr).to.equal(
      'Nothing with this id waits for 09121234567: see ./scripts/vafa member pending 09121234567\n',
    );
    expect((await run('09121111111')).stderr).to.include('Nobody is enrolled with 09121111111');
    expect((await run('approve', phone, first ?? '')).code).to.equal(2);
    expect((await run('approve', phone, 'x', '--reason', 'x')).code).to.equal(2);
    expect(await audited()).to.have.length(1);
  });
});

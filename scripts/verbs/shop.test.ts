import { expect } from 'chai';
import { aMember } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';

describe('vafa shop', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  before(async () => {
    runtime = await createTestRuntime();
    await aMember(runtime);
  });
  after(() => runtime.close());

  const run = (...args: string[]) => runVafa(['shop', ...args], { env: settingsOf(runtime) });
  const codes = async () =>
    (await askVafa<{ code: string; name: string }[]>(['shop', 'list'], { env: settingsOf(runtime) })).map(
      ({ code, name }) => [code, name],
    );

  it('makes a branch once, and renames it', async () => {
    const [first] = await codes();
    expect(first?.[0]).to.equal('main');
    expect((await run('add', 'north', '--name', 'شعبه نمونه')).code).to.equal(0);
    const again = await run('add', 'north', '--name', 'دیگر');
    expect(again.code).to.equal(1);
    expect(again.stderr).to.include('already').and.include('shop rename');
    expect((await run('rename', 'north', '--name', 'شعبه دیگر')).code).to.equal(0);
    expect(await codes()).to.deep.equal([first, ['north', 'شعبه دیگر']]);
    const audited = await runtime.store.all<{ action: string }>(
      "SELECT action FROM audit WHERE action LIKE 'shop.%' ORDER BY id",
    );
    expect(audited.map(({ action }) => action)).to.deep.equal(['shop.add', 'shop.rename']);
  });

  it('refuses a code that no till could send, and a shop that there is not', async () => {
    expect((await run('add', 'شمال', '--name', 'x')).stderr).to.include('Latin letters');
    const none = await run('rename', 'south', '--name', 'x');
    expect(none.code).to.equal(1);
    expect(none.stderr).to.include('main');
  });
});

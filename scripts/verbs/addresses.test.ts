import { expect } from 'chai';
import { createRuntime } from '../../server/create-runtime.ts';
import { rejection } from '../../server/testing/rejection.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { runVafa, settingsOf } from '../testing/run-vafa.ts';

const changed = { channelSecret: 'a-secret-that-was-changed', sessionSecret: 'another-that-was-changed' };

describe('vafa addresses', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await createTestRuntime();
  });
  afterEach(() => runtime.close());

  const env = () => ({
    ...settingsOf(runtime),
    ...{ CHANNEL_SECRET: changed.channelSecret, SESSION_SECRET: changed.sessionSecret },
  });
  const begin = async (secrets: Partial<typeof changed>) =>
    (
      await createRuntime({ ...runtime.config, ...secrets }, { log: runtime.log, channels: {} })
    ).store.close();

  it('lets no server start with other secrets by only showing them', async () => {
    const { code, stdout } = await runVafa(['addresses'], { env: env() });
    expect(code).to.equal(0);
    expect(stdout).to.include('/a-secret-that-was-changed/inbound');
    await rejection(begin(changed));
    expect(await runtime.count('audit')).to.equal(0);
  });

  it('lets the servers start with changed secrets once that is asked for, and no more with the old ones', async () => {
    const { code, stdout, stderr } = await runVafa(['addresses', '--renew'], { env: env() });
    expect(code).to.equal(0);
    expect(stdout).to.include('/a-secret-that-was-changed/inbound');
    expect(stderr).to.include('restart each server');
    await begin(changed);
    await rejection(begin({}));
    expect(await runtime.count('audit', "action = 'secrets.renew'")).to.equal(1);
  });
});

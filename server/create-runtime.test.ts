import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NotUsable } from './check-at-start.ts';
import type { Club } from './club.ts';
import { attachRuntime, createRuntime, NotPrepared, secretsOf } from './create-runtime.ts';
import type { Config } from './config.ts';
import type { CreateOptions } from './create-runtime.ts';
import { rejection } from './testing/rejection.ts';
import { testProgram } from './testing/test-program.ts';
import { createTestRuntime } from './testing/test-runtime.ts';
import type { TestRuntime } from './testing/test-runtime.ts';

describe('createRuntime', () => {
  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await createTestRuntime();
  });
  afterEach(() => runtime.close());

  const other = 'another-secret-of-another-machine';

  async function begin(secrets: Partial<Config>, options: CreateOptions = {}): Promise<void> {
    const substitutes = { log: runtime.log, clock: runtime.clock, channels: {} };
    await (await createRuntime({ ...runtime.config, ...secrets }, substitutes, options)).store.close();
  }

  it('counts repeated transactions by their cause from the first scrape on', async () => {
    const lines = (await runtime.metrics.text()).split('\n');
    const counted = lines.filter((line) => line.startsWith('vafa_transaction_retries_total{'));
    const reasons = ['deadlock', 'lock-wait', 'changed', 'connection', 'unique', 'busy'];
    expect(counted).to.deep.equal(
      reasons.map((reason) => `vafa_transaction_retries_total{reason="${reason}"} 0`),
    );
  });

  it('refuses secrets that the other processes do not have, and writes nothing', async () => {
    writeFileSync(join(runtime.dir, 'program.json'), JSON.stringify({ ...testProgram, name: 'x' }));
    for (const [name, secrets] of [
      ['CHANNEL_SECRET of', { channelSecret: other }],
      ['SESSION_SECRET of', { sessionSecret: other }],
      ['CHANNEL_SECRET and SESSION_SECRET of', { channelSecret: other, sessionSecret: other }],
    ] as const) {
      const refusal = await rejection(begin(secrets));
      expect(refusal).to.be.instanceOf(NotUsable);
      expect(refusal.message).to.include(name).and.include('addresses --renew').and.not.include(other);
    }
    expect(await runtime.count('program_versions')).to.equal(1);
    await begin({});
  });

  it('leaves the secrets to the first server where a tool makes the database', async () => {
    await runtime.store.transaction((tx) => tx.run('DELETE FROM installation'));
    await begin({ channelSecret: other }, { tool: true });
    await begin({});
    expect(await rejection(begin({ channelSecret: other }))).to.be.instanceOf(NotUsable);
  });
});

describe('attachRuntime', () => {
  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await createTestRuntime();
  });
  afterEach(() => runtime.close());

  const inForce = ({ programs }: Club) =>
    programs.map(({ programId, version, program }) => ({ programId, version, program }));

  async function attachedClub() {
    const attached = await attachRuntime(runtime.config, { log: runtime.log, channels: {} });
    await attached.store.close();
    return inForce(attached.club);
  }

  it('takes the program that is in force, whatever the file says meanwhile, and writes nothing', async () => {
    for (const edited of [{ ...testProgram, name: 'x' }, { ...testProgram, code: 'other' }, '{ broken']) {
      writeFileSync(join(runtime.dir, 'program.json'), JSON.stringify(edited));
      expect(await attachedClub()).to.deep.equal(inForce(runtime.club));
    }
    expect(await runtime.count('program_versions')).to.equal(1);
    expect(await runtime.count('programs')).to.equal(1);
  });

  it('refuses a database of another schema', async () => {
    const last = 'number = (SELECT MAX(number) FROM schema_migrations)';
    await runtime.store.transaction((tx) => tx.run(`DELETE FROM schema_migrations WHERE ${last}`));
    expect(await rejection(attachedClub())).to.be.instanceOf(NotPrepared);
  });
});

describe('secretsOf', () => {
  it('names every key, and the proof that a bot repeats in a header', async () => {
    const keys = {
      ...{ KAVENEGAR_API_KEY: 'key-of-sms', TELEGRAM_BOT_TOKEN: '123:key-of-a-bot' },
      ...{ BALE_BOT_TOKEN: '345:key-of-a-bot' },
    };
    const runtime = await createTestRuntime({ env: keys });
    const { channelSecret, sessionSecret } = runtime.config;
    const proof = createHmac('sha256', channelSecret).update('telegram').digest('hex');
    const all = [...Object.values(keys), channelSecret, sessionSecret, proof];
    expect(secretsOf(runtime.config)).to.include.members(all);
    await runtime.close();
  });
});

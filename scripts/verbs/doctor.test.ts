import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { addDays, dayOf } from '../../rules/calendar.ts';
import { receive } from '../../server/inbox/receive.ts';
import { createPresence } from '../../server/presence.ts';
import type { Role } from '../../server/settings.ts';
import { aMember, aPurchase } from '../../server/testing/factories.ts';
import { startFakeKavenegar } from '../../server/testing/fake-kavenegar.ts';
import type { FakeKavenegar } from '../../server/testing/fake-kavenegar.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { runVafa, settingsOf } from '../testing/run-vafa.ts';
import type { Finding } from '../../server/finding.ts';

describe('vafa doctor', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await createTestRuntime({ startAt: new Date().toISOString() });
  });
  afterEach(() => runtime.close());

  const run = (env: Record<string, string> = {}, ...args: string[]) =>
    runVafa(['doctor', ...args], { env: { ...settingsOf(runtime), ...env } });

  /** What it found that is not well, as `part: what`; all of it has a cure. */
  async function troubles(
    env: Record<string, string> = {},
  ): Promise<{ code: number | null; list: string[] }> {
    const { code, stdout } = await run(env, '--json');
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
    const unwell = findings.filter(({ mark }) => mark !== 'fine');
    for (const finding of unwell) expect(finding.cure).to.be.a('string');
    expect(ok).to.equal(code === 0);
    return { code, list: unwell.map(({ mark, part, what }) => `${mark} ${part}: ${what}`) };
  }

  it('finds a fresh installation whole, and says what is only simulated', async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout)
      .to.match(/^✓ database .*(the file is whole|flushes at each commit)$/m)
      .and.to.match(/^! sms .*simulator/m);
    expect(stdout).to.include('Nothing is broken');
  });

  it('lists every faulty setting with its cure, and every fault of the program', async () => {
    const settings = await troubles({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(settings.code).to.equal(1);
    expect(settings.list).to.have.length(2);
    writeFileSync(join(runtime.dir, 'program.json'), '{"code":"A B"}');
    const program = await troubles();
    expect(program.code).to.equal(1);
    expect(program.list.filter((line) => line.startsWith('bad program'))).to.have.length.above(1);
  });

  it('finds what waits, what is paused, what was missed, and what others can read', async () => {
    const { phone } = await aMember(runtime);
    for (let i = 0; i < 2; i++) await aPurchase(runtime, { phone });
    const now = runtime.clock.now();
    await runtime.store.transaction(async (tx) => {
      await tx.run("UPDATE outbox SET state = 'unknown' WHERE id = (SELECT MAX(id) FROM outbox)");
      await tx.run("UPDATE outbox SET due_at = ? WHERE state = 'queued'", [now - 3_600_000]);
      await tx.insert('channel_pauses', [
        { channel: 'sms', code: '418', reason: 'no credit', since_at: now, until_at: now },
      ]);
      await tx.insert('job_runs', [
        {
          ...{ id: 1, job: 'expiry', period: '2026-01-01', state: 'done', lease_token: 'x', lease_until: 0 },
          ...{ started_at: 0 },
        },
      ]);
    });
    chmodSync(runtime.dir, 0o755);
    const { code, list } = await troubles();
    expect(code).to.equal(1);
    expect(list.join('\n')).to.match(/^look data: other accounts .* can read/m);
    expect(list.join('\n')).to.match(/^bad sms: paused since .*no credit/m);
    expect(list.join('\n')).to.match(/^bad outbox: 1 message to be sent, the first due since/m);
    expect(list.join('\n')).to.match(/^look outbox: 1 message may have arrived or not/m);
  });

  it('finds what came in and is not handled, once a worker should have done it', async () => {
    const text = { kind: 'message', providerId: '1', from: '09121234567', text: '1' } as const;
    await receive(runtime, 'sms', text);
    expect((await troubles()).list.join('\n')).to.not.match(/ inbox: /);
    await runtime.store.transaction((tx) => tx.run('UPDATE inbox SET due_at = due_at - 360000'));
    const { code, list } = await troubles();
    expect(code).to.equal(1);
    expect(list.join('\n')).to.match(/^bad inbox: 1 message waits, the first since /m);
  });

  it('says which roles are at work, and what is left undone where one is missing', async () => {
    expect((await troubles()).list).to.include('look processes: no server is at work');
    const presences = ['web', 'web', 'scheduler'].map((role) => {
      const config = { ...runtime.config, roles: new Set([role as Role]) };
      return createPresence({ ...runtime, config });
    });
    for (const presence of presences) await presence.start();
    const { stdout } = await run();
    const { code, list } = await troubles();
    for (const presence of presences) await presence.stop();
    expect(stdout).to.match(/^✓ processes +3 at work: 2 web, 1 scheduler$/m);
    expect(code).to.equal(1);
    expect(list.filter((line) => line.includes('processes'))).to.deep.equal([
      'bad processes: no worker: what came in is not handled, and nothing is sent',
    ]);
  });

  it('finds what jobs owe from earlier days, and only what no later run covers', async () => {
    const today = dayOf(runtime.clock.now(), 'Asia/Tehran');
    const runs = [
      ...[['birthdays', 5, 'done', 0] as const, ['birthdays', 3, 'running', 0] as const],
      ...[['birthdays', 2, 'done', 4] as const, ['birthdays', 1, 'done', 0] as const],
      ...[['nudges', 5, 'done', 0] as const, ['nudges', 1, 'done', 0] as const],
    ];
    await runtime.store.transaction((tx) =>
      tx.insert(
        'job_runs',
        runs.map(([job, ago, state, failed]) => ({
          ...{
            id: tx.id(),
            job,
            period: addDays(today, -ago),
            state,
            failed,
            error: failed ? 'a fault' : null,
          },
          ...{ lease_token: 'x', lease_until: 0, started_at: 0 },
        })),
      ),
    );
    const { list } = await troubles();
    const owed = list.filter((line) => /jobs: .*(ended|failed|did not run)/.test(line));
    expect(owed).to.have.length(3);
    expect(owed[0]).to.match(/^bad jobs: birthdays of .* began and has not ended$/);
    expect(owed[1]).to.match(/^look jobs: birthdays of .* failed for 4 members: a fault$/);
    expect(owed[2]).to.match(/^look jobs: birthdays did not run on /);
  });

  it('tells what is broken about a database, without making one', async () => {
    const none = await troubles({ DATABASE_URL: `sqlite:${join(runtime.dir, 'none.sqlite')}` });
    expect(none.list.join()).to.match(/look database: .*none\.sqlite is not there yet/);
    writeFileSync(
      join(runtime.dir, 'text.sqlite'),
      'no database at all, but long enough to look at '.repeat(50),
    );
    const text = await troubles({ DATABASE_URL: `sqlite:${join(runtime.dir, 'text.sqlite')}` });
    expect(text.code).to.equal(1);
    expect(text.list.join()).to.match(/bad database: cannot be used/);
  });

  it('makes no data folder and no secrets where there are none, and says what does', async () => {
    const dir = join(runtime.dir, 'none');
    const { code, list } = await troubles({ DATA_DIR: dir, CHANNEL_SECRET: '', DATABASE_URL: '' });
    expect(code).to.equal(1);
    expect(list).to.have.length(1);
    expect(list[0]).to.match(/^bad settings: DATA_DIR is .*, where no server was started yet/);
    expect(existsSync(dir)).to.equal(false);
  });

  describe('with a provider', () => {
    let fake: FakeKavenegar;
    afterEach(() => fake.close());
    const env = (apiKey: string) => ({ KAVENEGAR_BASE_URL: fake.url, KAVENEGAR_API_KEY: apiKey });

    it('tells the credit, how long it lasts, and whose clock is wrong', async () => {
      fake = await startFakeKavenegar({ creditRial: 20_000, clockAheadMs: 600_000 });
      const { phone } = await aMember(runtime);
      await aPurchase(runtime, { phone });
      const wired = "UPDATE outbox SET state = 'wired', charged_rial = 70000, wired_at = ?";
      await runtime.store.transaction((tx) => tx.run(wired, [runtime.clock.now()]));
      const { code, list } = await troubles(env(fake.apiKey));
      expect(code).to.equal(0);
      expect(list.join('\n')).to.match(/^look sms: credit: 2,000 toman, for 2 days at last week's rate$/m);
      expect(list.join('\n')).to.match(/^look sms: this machine's clock is (599|600|601) seconds behind/m);
      expect(fake.messages).to.deep.equal([]);
    });

    it('tells a wrong key from a provider that is not there, and never prints the key', async () => {
      fake = await startFakeKavenegar();
      const { code, stdout, stderr } = await run(env('wrong-key-of-ours'));
      expect(code).to.equal(1);
      expect(stdout).to.match(/^✗ sms .*refuses us \(403\)$/m);
      expect(stdout + stderr).to.not.include('wrong-key-of-ours');
      const gone = await troubles({ ...env(fake.apiKey), KAVENEGAR_BASE_URL: 'http://127.0.0.1:9' });
      expect(gone.list.join('\n')).to.match(/^bad sms: the provider cannot be reached/m);
    });
  });
});

import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { aMember, aPurchase } from '../../server/testing/factories.ts';
import { makeTestDatabase } from '../../server/testing/test-database.ts';
import type { TestDatabase } from '../../server/testing/test-database.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';

interface Restored {
  readonly rows: number;
  readonly questions: Record<string, number>;
  readonly ledger: { readonly ok: boolean; readonly members: number };
}

describe('vafa backup and restore', function () {
  this.timeout(90_000);

  let runtime: TestRuntime;
  let other: TestDatabase;
  const settings = (databaseUrl: string) => ({
    env: { ...settingsOf(runtime), DATABASE_URL: databaseUrl },
  });
  const here = () => settings(runtime.config.databaseUrl);
  const there = () => settings(other.env.DATABASE_URL);

  beforeEach(async () => {
    runtime = await createTestRuntime({ startAt: new Date().toISOString() });
    other = await makeTestDatabase();
    const { phone } = await aMember(runtime);
    await aPurchase(runtime, { phone });
  });
  afterEach(async () => {
    await other.remove();
    await runtime.close();
  });

  it('carry a club over beside a running server, and say what is to be done then', async () => {
    const taken = await askVafa<{ file: string; rows: number; bytes: number }>(['backup'], here());
    const [name = ''] = readdirSync(join(runtime.dir, 'backups'));
    expect(taken.file).to.equal(join(runtime.dir, 'backups', name));
    expect(name).to.match(/^vafa-backup-\d{4}-\d\d-\d\dT\d{6}Z\.jsonl\.gz$/);
    expect(taken.bytes).to.equal(statSync(taken.file).size);
    const checked = await askVafa<{ rows: number }>(['restore', taken.file, '--check'], there());
    expect(checked).to.include({ ok: true, rows: taken.rows });
    const { code, stdout, stderr } = await runVafa(['restore', taken.file], there());
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.include('ledger: all right (1 member, 2 entries)');
    expect(stdout).to.include('sms: 1 message may have gone out since');
    expect(await askVafa(['verify'], there())).to.include({ ok: true, members: 1 });
    const doctor = await runVafa(['doctor'], there());
    expect(doctor.stdout).to.include('since the restore only questions go out');
    const listed = await runVafa(['outbox', 'list'], there());
    expect(listed.stderr).to.include('sms');
  });

  it('answer in JSON', async () => {
    const file = join(runtime.dir, 'club.gz');
    await askVafa(['backup', '--to', file], here());
    const restored = await askVafa<Restored>(['restore', file], there());
    expect(restored.questions).to.deep.equal({ sms: 1 });
    expect(restored.ledger).to.include({ ok: true, members: 1 });
  });

  it('refuse in a sentence', async () => {
    const file = join(runtime.dir, 'club.gz');
    await askVafa(['backup', '--to', file], here());
    const refuses = async (args: string[], says: string, to = there()) => {
      const { code, stdout, stderr } = await runVafa(args, to);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.include(says);
      expect(stderr.trim()).to.not.include('\n');
    };
    await refuses(['backup', '--to', file], 'is there already', here());
    const unmounted = join(runtime.dir, 'disk');
    await refuses(['backup', '--to', join(unmounted, 'a.gz')], `There is no folder ${unmounted}:`, here());
    expect(existsSync(unmounted)).to.equal(false);
    await refuses(['restore', file], 'never writes over a club', here());
    await refuses(['restore', join(runtime.dir, 'none.gz')], 'There is no file');
    truncateSync(file, 100);
    await refuses(['restore', file], 'damaged');
    await refuses(['restore', file, '--check'], 'damaged');
    await refuses(['restore', join(runtime.dir, 'program.json')], 'no backup of Vafa');
  });
});

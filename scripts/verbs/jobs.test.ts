import { expect } from 'chai';
import { addDays, dayOf, partsOf } from '../../rules/calendar.ts';
import { aMember } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';
import { setBirthday } from '../../server/usecases/set-birthday.ts';

describe('vafa jobs', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  // A day that is past wherever midnight falls during the test.
  const day = addDays(dayOf(Date.now(), 'Asia/Tehran'), -1);
  const { year, month, day: date } = partsOf(day, 'persian');
  const typed = `${year}/${month}/${date}`;
  const run = (...args: string[]) => runVafa(['jobs', ...args], { env: settingsOf(runtime) });
  const ask = <T>(...args: string[]) => askVafa<T>(['jobs', ...args], { env: settingsOf(runtime) });

  beforeEach(async () => {
    runtime = await createTestRuntime({ startAt: new Date().toISOString() });
    const { id: memberId } = await aMember(runtime, { phone: '+989121234567' });
    await aMember(runtime);
    // Day 30 and 31 are left out: not every month has them.
    const birthday = { calendar: 'persian', year: 1370, month, day: Math.min(date, 29) } as const;
    await runtime.store.transaction((tx) => setBirthday(runtime, tx, { memberId, birthday }));
  });
  afterEach(() => runtime.close());

  it('says whom a run would concern without writing anything, also for a day to come', async () => {
    const dry = await ask('run', 'birthdays', '--date', typed, '--dry-run');
    const concerned = date > 29 ? [] : ['+98912***4567'];
    expect(dry).to.deep.include({ job: 'birthdays', day, dryRun: true, count: concerned.length });
    const people = await run('run', 'birthdays', '--date', `${year + 1}/${month}/1`, '--dry-run');
    expect(people.stdout).to.include('would concern');
    expect(await runtime.count('job_runs')).to.equal(0);
    expect(await runtime.count('outbox')).to.equal(0);
    expect(await runtime.count('audit', "actor = 'cli'")).to.equal(0);
    expect(await runtime.count('ledger_entries')).to.equal(2);
  });

  it('runs a job once a day, says so the second time, and writes down who did it', async () => {
    const given = date > 29 ? 0 : 1;
    expect(await ask('run', 'birthdays', '--date', day)).to.include({ outcome: 'done', done: given });
    expect(await ask('run', 'birthdays', '--date', typed)).to.include({
      outcome: 'already-done',
      done: given,
    });
    expect(await runtime.count('ledger_entries', "reason = 'birthday'")).to.equal(given);
    expect(await runtime.count('outbox', "template = 'birthdayGiftForMember'")).to.equal(given);
    expect(await runtime.count('audit', "actor = 'cli' AND action = 'job.run'")).to.equal(1);
  });

  it('lists where it is told nothing', async () => {
    const { code, stdout } = await run();
    expect([code, stdout]).to.deep.equal([0, (await run('list')).stdout]);
    expect(stdout).to.include('birthdays').and.include('never ran');
  });

  it('says who holds a run', async () => {
    await runtime.store.transaction((tx) =>
      tx.insert('job_runs', [
        {
          ...{ id: 1, job: 'birthdays', period: day, state: 'running', lease_token: 'other' },
          ...{ lease_until: runtime.clock.now() + 60_000, started_at: runtime.clock.now() },
        },
      ]),
    );
    expect(await ask('run', 'birthdays', '--date', day)).to.include({ outcome: 'held' });
  });

  it('does not run a day that has not come', async () => {
    const { code, stdout, stderr } = await run('run', 'birthdays', '--date', addDays(day, 3));
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.include('--dry-run');
    expect(await runtime.count('job_runs')).to.equal(0);
  });

  it('lists for how many a run failed, and goes over it again', async () => {
    const given = date > 29 ? 0 : 1;
    await runtime.store.transaction((tx) =>
      tx.insert('job_runs', [
        {
          ...{ id: 1, job: 'birthdays', period: day, state: 'done', lease_token: 'x', lease_until: 0 },
          ...{ watermark: 9e12, failed: 1, error: 'member 2: a fault', started_at: 0 },
        },
      ]),
    );
    expect((await run('list')).stdout).to.include('done: 0, failed: 1 (member 2: a fault)');
    expect(await ask('run', 'birthdays', '--date', day)).to.include({
      outcome: 'done',
      done: given,
      failed: 0,
    });
    expect(await ask('run', 'birthdays', '--date', day)).to.include({ outcome: 'already-done' });
  });

  it('lists the jobs with their times and last runs', async () => {
    await run('run', 'expiry', '--date', day);
    const listed =
      await ask<{ name: string; from: string; runs: { day: string; state: string }[] }[]>('list');
    expect(listed.map(({ name, from }) => `${name} ${from}`)).to.deep.equal([
      ...[
        'tiers 00:01',
        'pending 00:05',
        'expiry 00:05',
        'birthdays 09:00',
        'dates 09:00',
        'schedules 09:00',
        'nudges 10:00',
      ],
    ]);
    expect(listed[2]?.runs[0]).to.include({ day, state: 'done' });
    expect((await run('list')).stdout)
      .to.match(/^expiry +from 00:05 .*done: 0/m)
      .and.to.match(/^nudges .*never ran/m);
  });
});

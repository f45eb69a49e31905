import { expect } from 'chai';
import sinon from 'sinon';
import { eventually } from '../testing/eventually.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createScheduler, jobs } from './scheduler.ts';

describe('the scheduler', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made));

  const ran = async () =>
    (
      await runtime.store.all<{ job: string; period: string }>('SELECT job, period FROM job_runs ORDER BY id')
    ).map(({ job, period }) => `${job} ${period}`);

  // Tehran is 3:30 ahead of UTC.
  const night = ['tiers', 'pending', 'expiry'];
  const morning = ['birthdays', 'dates', 'schedules'];
  const table: readonly [iso: string, ran: readonly string[]][] = [
    ['2026-01-09T20:30:59.999Z', []],
    ['2026-01-09T20:31:00.000Z', ['tiers']],
    ['2026-01-09T20:34:59.999Z', ['tiers']],
    ['2026-01-09T20:35:00.000Z', night],
    ['2026-01-10T05:29:59.999Z', night],
    ['2026-01-10T05:30:00.000Z', [...night, ...morning]],
    ['2026-01-10T06:29:59.999Z', [...night, ...morning]],
    ['2026-01-10T06:30:00.000Z', [...night, ...morning, 'nudges']],
    ['2026-01-10T20:29:59.999Z', [...night, ...morning, 'nudges']],
  ];

  for (const [iso, expected] of table) {
    it(`has run at ${iso}: ${expected.join(', ') || 'nothing'}`, async () => {
      runtime.clock.set(iso);
      const scheduler = createScheduler(runtime);
      await scheduler.runDue();
      await scheduler.runDue();
      expect(await ran()).to.deep.equal(expected.map((job) => `${job} 2026-01-10`));
    });
  }

  it('counts its runs from zero', async () => {
    const scheduler = createScheduler(runtime);
    scheduler.start();
    await scheduler.stop();
    for (const { name } of jobs) {
      const line = `vafa_job_runs_total{job="${name}",outcome="failed"} 0`;
      expect(await runtime.metrics.text()).to.include(line);
    }
  });

  const begun = (job: string, period: string) =>
    runtime.store.transaction((tx) =>
      tx.insert('job_runs', [
        {
          ...{ id: tx.id(), job, period, state: 'running', lease_token: 'of the dead' },
          ...{ lease_until: runtime.clock.now(), started_at: 0 },
        },
      ]),
    );

  it('ends the runs of earlier days before those of today, whatever the hour', async () => {
    runtime.clock.set('2026-01-10T21:00:00Z');
    for (const period of ['2026-01-09', '2026-01-10']) await begun('birthdays', period);
    await begun('nudges', '2026-01-12');
    const before = runtime.lines.length;
    await createScheduler(runtime).runDue();
    const done = runtime.lines.slice(before).filter(({ msg }) => msg === 'job done');
    expect(done.map(({ job, day: of }) => [job, of])).to.deep.equal([
      ['tiers', '2026-01-11'],
      ['pending', '2026-01-11'],
      ['expiry', '2026-01-11'],
      ['birthdays', '2026-01-09'],
      ['birthdays', '2026-01-10'],
    ]);
    expect(await runtime.count('job_runs', "state <> 'done'")).to.equal(1);
  });

  it('runs today though an earlier day fails again', async () => {
    const [first] = jobs;
    if (!first) throw new Error('there are jobs');
    await begun(first.name, '2026-01-09');
    const page = sinon.match({ day: '2026-01-09' });
    const stub = sinon.stub(first, 'targets').callThrough();
    stub.withArgs(sinon.match.any, sinon.match.any, page).rejects(new Error('still'));
    await createScheduler(runtime).runDue();
    sinon.restore();
    expect(await runtime.count('job_runs', "state = 'failed' AND error = 'still'")).to.equal(1);
    expect(await runtime.count('job_runs', "state = 'done'")).to.equal(jobs.length);
  });

  it('skips the days on which nothing ran', async () => {
    await createScheduler(runtime).runDue();
    runtime.clock.advance(3 * 86_400_000);
    await createScheduler(runtime).runDue();
    expect((await ran()).filter((one) => one.startsWith('expiry'))).to.deep.equal([
      'expiry 2026-01-10',
      'expiry 2026-01-13',
    ]);
  });

  it('goes on with the other jobs when one fails, loudly', async () => {
    const [first] = jobs;
    if (!first) throw new Error('there are jobs');
    sinon.stub(first, 'targets').rejects(new Error('of the first job'));
    const before = runtime.lines.length;
    await createScheduler(runtime).runDue();
    sinon.restore();
    expect(await runtime.count('job_runs', "state = 'done'")).to.equal(jobs.length - 1);
    expect(await runtime.count('job_runs', "state = 'failed' AND error = 'of the first job'")).to.equal(1);
    const loud = runtime.lines.slice(before).filter(({ level }) => level === 'error');
    expect(loud.map(({ job }) => job)).to.deep.equal([first.name]);
  });

  it('looks at once when it starts, and ends what is under way before it has stopped', async () => {
    const scheduler = createScheduler(runtime);
    scheduler.start();
    await eventually(async () => (await ran()).length > 0);
    await scheduler.stop();
    expect(
      await runtime.count('job_runs', `state <> 'done' AND lease_until > ${runtime.clock.now()}`),
    ).to.equal(0);
  });
});

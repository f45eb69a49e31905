import { expect } from 'chai';
import type { MemberDate } from '../../rules/member-date.ts';
import { writeProfile } from '../store/profiles.ts';
import type { ProfileChange } from '../store/profiles.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createScheduler } from './scheduler.ts';

const gift = (id: string, on: string, words: object = {}) => ({
  ...{ id, name: id, on, give: { unit: 'points', fixed: 10 } },
  ...words,
});

const persian = (year: number | null, month: number, day: number): MemberDate => ({
  ...{ calendar: 'persian', year, month, day },
});

/** Half past nine in the morning of Tehran. */
const morning = (day: string) => `${day}T06:00:00.000Z`;

describe('dates of members', () => {
  let runtime: TestRuntime;

  const open = async (rules: readonly object[], startAt = morning('2026-01-09')) => {
    runtime = await createTestRuntime({ program: { ...testProgram, rules }, startAt });
  };
  afterEach(() => runtime.close());

  const known = async (change: ProfileChange) => {
    const member = await aMember(runtime);
    await runtime.store.transaction((tx) => writeProfile(tx, member.id, change));
    return member;
  };
  const given = async (day: string) => {
    runtime.clock.set(morning(day));
    await createScheduler(runtime).runDue();
    const rows = await runtime.store.all<{ reason: string; rule: string; memberId: number }>(
      'SELECT reason, rule, member_id AS memberId FROM ledger_entries WHERE occurred_at >= ? ORDER BY rule',
      [runtime.clock.now()],
    );
    return rows.map(({ reason, rule }) => `${reason} ${rule}`);
  };

  it('gives for a birthday on its day and for its month on the first, each once a year', async () => {
    await open([gift('d', 'birthday'), gift('m', 'birthday', { kept: 'month' })]);
    await known({ birthday: persian(1370, 10, 20) });
    // 1404/10/20 is 2026-01-10, and 1405/10/01 is 2026-12-22.
    expect(await given('2026-01-10')).to.deep.equal(['birthday d']);
    expect(await given('2026-12-22')).to.deep.equal(['birthday m']);
    expect(await given('2027-01-10')).to.deep.equal(['birthday d']);
    await createScheduler(runtime).runDue();
    expect(await runtime.count('occasions')).to.equal(3);
    await auditLedger(runtime);
  });

  it('gives for a birthday whose year nobody knows, but for round years only where it is known', async () => {
    await open([gift('all', 'birthday'), gift('tens', 'birthday', { everyYears: 10 })]);
    await known({ birthday: persian(null, 10, 20) });
    expect(await given('2026-01-10')).to.deep.equal(['birthday all']);
    await known({ birthday: persian(1375, 10, 21) });
    await known({ birthday: persian(1374, 10, 21) });
    expect(await given('2026-01-11')).to.deep.equal(['birthday all', 'birthday all', 'birthday tens']);
  });

  it('gives for a wedding and any other date, by name', async () => {
    await open([gift('w', 'date', { date: 'wedding' }), gift('any', 'date')]);
    await known({ dates: { wedding: persian(1400, 10, 20), shop: persian(null, 10, 20) } });
    await known({ dates: { wedding: persian(1404, 10, 20) } });
    expect(await given('2026-01-10')).to.deep.equal(['date any', 'date any', 'date w']);
    await runtime.settle();
    expect(runtime.sent.map(({ text }) => text).join('\n'))
      .to.include('«any»')
      .and.include('«w»');
    expect(await given('2026-01-10')).to.deep.equal(['date any', 'date any', 'date w']);
  });

  it('gives once for a date that is moved', async () => {
    await open([gift('w', 'date')]);
    const { id } = await known({ dates: { wedding: persian(1400, 10, 20) } });
    expect(await given('2026-01-10')).to.deep.equal(['date w']);
    await runtime.store.transaction((tx) =>
      writeProfile(tx, id, { dates: { wedding: persian(1400, 10, 21) } }),
    );
    expect(await given('2026-01-11')).to.deep.equal([]);
  });

  it('gives for the anniversary of joining, on the day after a missing leap day where the program says so', async () => {
    // Joined on 30 Esfand 1403.
    await open([gift('a', 'joining-anniversary')], morning('2025-03-20'));
    await aMember(runtime);
    expect(await given('2026-03-19')).to.deep.equal([]);
    expect(await given('2026-03-20')).to.deep.equal(['joining-anniversary a']);
    expect(await given('2026-03-21')).to.deep.equal([]);
    await runtime.close();
    runtime = await createTestRuntime({
      program: { ...testProgram, rules: [gift('a', 'joining-anniversary')], leapDay: 'after' },
      startAt: morning('2025-03-20'),
    });
    await aMember(runtime);
    expect(await given('2026-03-20')).to.deep.equal([]);
    expect(await given('2026-03-21')).to.deep.equal(['joining-anniversary a']);
  });

  it('gives for round anniversaries only where the rule says so', async () => {
    await open([gift('a', 'joining-anniversary', { everyYears: 2 })], morning('2026-01-10'));
    await aMember(runtime);
    expect(await given('2027-01-10')).to.deep.equal([]);
    expect(await given('2028-01-10')).to.deep.equal(['joining-anniversary a']);
  });

  it('gives at certain times, to those for whom the condition holds, once', async () => {
    const rule = { time: { each: 'month', day: 20 }, when: { tags: ['vip'] } };
    await open([gift('monthly', 'schedule', rule)]);
    const members = await Promise.all(Array.from({ length: 3 }, () => known({ tags: ['vip'] })));
    await known({});
    expect(await given('2026-01-09')).to.deep.equal([]);
    expect(await given('2026-01-10')).to.deep.equal(members.map(() => 'schedule monthly'));
    expect(await given('2026-01-10')).to.have.length(3);
    expect(await given('2026-01-11')).to.deep.equal([]);
    expect(await given('2026-02-09')).to.have.length(3);
    await auditLedger(runtime);
  });

  it('goes on with a day that was broken off, and gives nobody twice', async () => {
    await open([gift('daily', 'schedule', { time: { each: 'day' } })]);
    await known({});
    await known({});
    await given('2026-01-10');
    await runtime.store.transaction((tx) =>
      tx.run("UPDATE job_runs SET state = 'failed', watermark = 0, lease_until = 0 WHERE job = 'schedules'"),
    );
    runtime.clock.advance(24 * 3_600_000);
    await createScheduler(runtime).runDue();
    expect(await runtime.count('occasions', "name = '2026-01-10'")).to.equal(2);
    expect(await runtime.count('occasions', "name = '2026-01-11'")).to.equal(2);
  });
});

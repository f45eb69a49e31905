import { expect } from 'chai';
import type { CalendarDate } from '../../rules/calendar.ts';
import type { Member } from '../store/members.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { comeTo, noonOf, runDay } from '../testing/days.ts';
import { aMember } from '../testing/factories.ts';
import { messagesOf } from '../testing/messages.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { createScheduler } from './scheduler.ts';

const dayMs = 86_400_000;
const startAt = noonOf('2026-01-10');

describe('birthdays', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made), { startAt });
  afterEach(() => auditLedger(runtime));

  const born = async (birthday: CalendarDate, member?: Member) => {
    const who = member ?? (await aMember(runtime));
    const kept = await runtime.store.transaction((tx) =>
      setBirthday(runtime, tx, { memberId: who.id, birthday }),
    );
    expect(kept).to.be.true;
    return who;
  };
  const persian = (year: number, month: number, day: number): CalendarDate => ({
    calendar: 'persian',
    year,
    month,
    day,
  });
  const gifts = () => runtime.count('ledger_entries', "reason = 'birthday'");
  const greetings = () => messagesOf(runtime, 'birthdayGiftForMember');

  // 1404/10/20 is 2026-01-10.
  it('bring the gift and one message on the day, and on no other', async () => {
    const member = await born(persian(1370, 10, 21));
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(0);
    await comeTo(runtime, '2026-01-11');
    await comeTo(runtime, '2026-01-12');
    expect(await gifts()).to.equal(1);
    const [message] = await greetings();
    expect(message).to.include({ address: member.phone, state: 'delivered', class: 'promotional' });
    expect(runtime.sent.at(-1)?.text).to.include('تولدتان مبارک');
  });

  it('come once, whatever is run again', async () => {
    await born(persian(1370, 10, 20));
    await comeTo(runtime, '2026-01-10');
    await runtime.store.transaction((tx) => tx.run('DELETE FROM job_runs'));
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(1);
    expect(await greetings()).to.have.length(1);
  });

  // The clock stands at noon; birthdays are kept from nine on.
  it('come at once to who tells hers on the day after the hour, once', async () => {
    await comeTo(runtime, '2026-01-10');
    const member = await born(persian(1370, 10, 20));
    await runtime.settle();
    expect(await gifts()).to.equal(1);
    expect(await greetings()).to.have.length(1);
    await comeTo(runtime, '2026-01-10');
    await born(persian(1370, 10, 21), member);
    await comeTo(runtime, '2026-01-11');
    await auditLedger(runtime);
    expect(await gifts(), 'whatever it is corrected to').to.equal(1);
  });

  it('do not come at once to who corrects hers to the day', async () => {
    const member = await born(persian(1370, 10, 25));
    await comeTo(runtime, '2026-01-10');
    await born(persian(1370, 10, 20), member);
    expect(await gifts()).to.equal(0);
  });

  it('come by the hour to who tells hers on the day before it', async () => {
    runtime.clock.set('2026-01-10T05:29:00Z');
    await born(persian(1370, 10, 20));
    expect(await gifts()).to.equal(0);
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(1);
  });

  it('come at once to who joins on the day after the hour', async () => {
    const birthday = { ...persian(1370, 10, 20), year: 1370 };
    await runtime.store.transaction((tx) =>
      enrollMember(runtime, tx, {
        ...{ phone: '+989123456788', profile: { birthday }, shopId: null, actor: 'key:1' },
        consent: { channel: 'api', address: '+989123456788', words: 'test' },
      }),
    );
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(1);
  });

  it('come every year', async () => {
    await born(persian(1370, 10, 20));
    for (const day of ['2026-01-10', '2027-01-10', '2028-01-10']) await comeTo(runtime, day);
    expect(await gifts()).to.equal(3);
    expect(await greetings()).to.have.length(3);
  });

  it('keep the calendar they were told in', async () => {
    await born({ calendar: 'gregorian', year: 1990, month: 1, day: 10 });
    await born(persian(1370, 1, 10));
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(1);
  });

  for (const [what, birthday, days] of [
    // 1403 is a leap year, 1404 and 1405 are not: 29 Esfand of them is the last day of the year.
    ['30 Esfand', persian(1375, 12, 30), ['2026-03-20', '2027-03-20']],
    [
      '29 February',
      { calendar: 'gregorian', year: 1996, month: 2, day: 29 },
      ['2026-02-28', '2027-02-28', '2028-02-29'],
    ],
  ] as const) {
    it(`on ${what} come every year, once`, async () => {
      await born(birthday);
      const due = new Set<string>(days);
      let expected = 0;
      for (const day of days) {
        for (const offset of [-2, -1, 0, 1, 2]) {
          const date = new Date(Date.parse(day) + offset * dayMs).toISOString().slice(0, 10);
          await comeTo(runtime, date);
          if (due.has(date)) expected += 1;
          expect(await gifts(), date).to.equal(expected);
        }
      }
    });
  }

  it('do not come twice to who corrects the date', async () => {
    const member = await born(persian(1370, 10, 20));
    await comeTo(runtime, '2026-01-10');
    await born(persian(1370, 10, 22), member);
    await comeTo(runtime, '2026-01-12');
    await born({ calendar: 'gregorian', year: 1990, month: 1, day: 14 }, member);
    await comeTo(runtime, '2026-01-14');
    expect(await gifts()).to.equal(1);
    expect(await greetings()).to.have.length(1);
    await comeTo(runtime, '2027-01-14');
    expect(await gifts()).to.equal(2);
  });

  it('do not come twice in a year to who moves the date to its other end, and keep nobody from hers', async () => {
    const member = await born(persian(1370, 1, 2));
    // 2 Farvardin 1405; 25 Esfand of the same year is 359 days later.
    await comeTo(runtime, '2026-03-22');
    expect(await gifts()).to.equal(1);
    await born(persian(1370, 12, 25), member);
    await born(persian(1372, 12, 25));
    await comeTo(runtime, '2027-03-16');
    expect(await gifts()).to.equal(2);
    expect(await greetings()).to.have.length(2);
    expect(await runtime.count('job_runs', 'failed > 0')).to.equal(0);
    await comeTo(runtime, '2028-03-15');
    expect(await gifts()).to.equal(4);
  });

  const brokenOff = (period: string) =>
    runtime.store.transaction((tx) =>
      tx.insert('job_runs', [
        {
          ...{ id: tx.id(), job: 'birthdays', period, state: 'failed', lease_token: 'x' },
          ...{ lease_until: 0, started_at: 0 },
        },
      ]),
    );

  it('of a run that was broken off come in the night, and the greeting in the morning', async () => {
    await born(persian(1370, 10, 20));
    await brokenOff('2026-01-10');
    runtime.clock.set('2026-01-10T20:45:00Z');
    await runDay(runtime);
    expect(await gifts()).to.equal(1);
    expect(await greetings()).to.have.nested.property('[0].state', 'deferred');
    await comeTo(runtime, '2026-01-11');
    expect(await gifts()).to.equal(1);
    expect(await greetings()).to.have.nested.property('[0].state', 'delivered');
  });

  it('of a run that was broken off days ago come without a greeting', async () => {
    await born(persian(1370, 10, 20));
    await brokenOff('2026-01-10');
    await comeTo(runtime, '2026-01-13');
    expect(await gifts()).to.equal(1);
    const [message, second] = await greetings();
    expect(message).to.include({ state: 'suppressed', code: 'expired' });
    expect(second).to.be.undefined;
  });

  it('do not come on the day of birth itself', async () => {
    await born(persian(1404, 10, 20));
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(0);
  });

  it('bring the gift without the message to who wants no promotions', async () => {
    const member = await aMember(runtime);
    const stopped = { channel: 'sms', address: member.phone, member, wanted: false, words: '11' } as const;
    await runtime.store.transaction((tx) => setPromotions(runtime, tx, stopped));
    await born(persian(1370, 10, 20), member);
    await comeTo(runtime, '2026-01-10');
    expect(await gifts()).to.equal(1);
    expect(await greetings()).to.deep.equal([]);
  });

  it('are not made up for when nothing ran on the day', async () => {
    await born(persian(1370, 10, 21));
    await comeTo(runtime, '2026-01-12');
    expect(await gifts()).to.equal(0);
  });

  it('greet nobody days late', async () => {
    await born(persian(1370, 10, 20));
    await createScheduler(runtime).runDue();
    runtime.clock.set('2026-01-11T20:30:00Z');
    await runtime.settle();
    const [message] = await greetings();
    expect(message).to.include({ state: 'suppressed', code: 'expired' });
    expect(await gifts()).to.equal(1);
  });

  describe('in a program without a gift', () => {
    let without: TestRuntime;

    shareRuntime((made) => (without = made), { program: { ...testProgram, rules: [] }, startAt });
    afterEach(() => auditLedger(without));

    it('pass by', async () => {
      const member = await aMember(without);
      await without.store.transaction((tx) =>
        setBirthday(without, tx, { memberId: member.id, birthday: persian(1370, 10, 20) }),
      );
      await comeTo(without, '2026-01-10');
      expect(await messagesOf(without, 'birthdayGiftForMember')).to.deep.equal([]);
    });
  });
});

describe('a birthday', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made), { startAt });
  afterEach(() => auditLedger(runtime));

  for (const [what, birthday] of [
    ['30 Esfand of a common year', { calendar: 'persian', year: 1404, month: 12, day: 30 }],
    ['a day to come', { calendar: 'persian', year: 1404, month: 10, day: 21 }],
    ['a day 130 years ago', { calendar: 'gregorian', year: 1896, month: 1, day: 1 }],
  ] as const) {
    it(`is not taken for ${what}`, async () => {
      const member = await aMember(runtime);
      const kept = await runtime.store.transaction((tx) =>
        setBirthday(runtime, tx, { memberId: member.id, birthday }),
      );
      expect(kept).to.be.false;
      expect(await runtime.count('members', 'birth_day IS NOT NULL')).to.equal(0);
    });
  }
});

import { expect } from 'chai';
import type { CalendarDate } from '../../rules/calendar.ts';
import { verifyLedger } from '../ledger/verify.ts';
import type { Member } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { reset } from '../testing/reset.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime, TestRuntimeOptions } from '../testing/test-runtime.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { createScheduler } from './scheduler.ts';

const dayMs = 86_400_000;
const minute = 60_000;

/** One runtime for the tests of a describe, at 12:00 in Tehran. */
function useRuntime(options: TestRuntimeOptions = {}) {
  const used = { runtime: undefined as TestRuntime | undefined };
  const get = () => {
    if (!used.runtime) throw new Error('the runtime is made before the tests');
    return used.runtime;
  };
  before(async () => {
    used.runtime = await createTestRuntime(options);
  });
  after(() => get().close());
  beforeEach(() => reset(get(), '2026-01-10T08:30:00Z'));
  afterEach(async () => {
    expect((await verifyLedger(get().store)).difference).to.be.undefined;
  });
  return get;
}

/** Lets whole days go by, with everything that happens by itself on each. */
async function live(runtime: TestRuntime, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    runtime.clock.advance(dayMs);
    await createScheduler(runtime).runDue();
    await runtime.settle();
  }
}

/** To noon in Tehran of a day, and what happens by itself on it. */
async function on(runtime: TestRuntime, day: string): Promise<void> {
  runtime.clock.set(`${day}T08:30:00Z`);
  await createScheduler(runtime).runDue();
  await runtime.settle();
}

const stop = (runtime: TestRuntime, member: Member, wanted = false) =>
  runtime.store.transaction((tx) =>
    setPromotions(runtime, tx, { channel: 'sms', address: member.phone, member, wanted, words: '11' }),
  );

const texts = async (runtime: TestRuntime, template: string) =>
  (await outbox(runtime)).filter((message) => message.template === template);

describe('birthdays', () => {
  const get = useRuntime();

  const born = async (birthday: CalendarDate, member?: Member) => {
    const who = member ?? (await aMember(get()));
    const kept = await get().store.transaction((tx) =>
      setBirthday(get(), tx, { memberId: who.id, birthday }),
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
  const gifts = () => get().count('ledger_entries', "reason = 'birthday'");

  // 1404/10/20 is 2026-01-10.
  it('bring the gift and one message on the day, and on no other', async () => {
    const member = await born(persian(1370, 10, 21));
    await on(get(), '2026-01-10');
    expect(await gifts()).to.equal(0);
    await on(get(), '2026-01-11');
    await on(get(), '2026-01-12');
    expect(await gifts()).to.equal(1);
    const [message] = await texts(get(), 'birthdayGiftForMember');
    expect(message).to.include({ address: member.phone, state: 'delivered', class: 'promotional' });
    expect(get().sent.at(-1)?.text).to.include('تولدتان مبارک');
  });

  it('come once, whatever is run again', async () => {
    await born(persian(1370, 10, 20));
    await on(get(), '2026-01-10');
    await get().store.transaction((tx) => tx.run('DELETE FROM job_runs'));
    await on(get(), '2026-01-10');
    expect(await gifts()).to.equal(1);
    expect(await texts(get(), 'birthdayGiftForMember')).to.have.length(1);
  });

  it('come every year', async () => {
    await born(persian(1370, 10, 20));
    for (const day of ['2026-01-10', '2027-01-10', '2028-01-10']) await on(get(), day);
    expect(await gifts()).to.equal(3);
    expect(await texts(get(), 'birthdayGiftForMember')).to.have.length(3);
  });

  it('keep the calendar they were told in', async () => {
    await born({ calendar: 'gregorian', year: 1990, month: 1, day: 10 });
    await born(persian(1370, 1, 10));
    await on(get(), '2026-01-10');
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
          await on(get(), date);
          if (due.has(date)) expected += 1;
          expect(await gifts(), date).to.equal(expected);
        }
      }
    });
  }

  it('do not come twice to who corrects the date', async () => {
    const member = await born(persian(1370, 10, 20));
    await on(get(), '2026-01-10');
    await born(persian(1370, 10, 22), member);
    await on(get(), '2026-01-12');
    await born({ calendar: 'gregorian', year: 1990, month: 1, day: 14 }, member);
    await on(get(), '2026-01-14');
    expect(await gifts()).to.equal(1);
    expect(await texts(get(), 'birthdayGiftForMember')).to.have.length(1);
    await on(get(), '2027-01-14');
    expect(await gifts()).to.equal(2);
  });

  it('do not come twice in a year to who moves the date to its other end, and keep nobody from hers', async () => {
    const member = await born(persian(1370, 1, 2));
    // 2 Farvardin 1405; 25 Esfand of the same year is 359 days later.
    await on(get(), '2026-03-22');
    expect(await gifts()).to.equal(1);
    await born(persian(1370, 12, 25), member);
    await born(persian(1372, 12, 25));
    await on(get(), '2027-03-16');
    expect(await gifts()).to.equal(2);
    expect(await texts(get(), 'birthdayGiftForMember')).to.have.length(2);
    expect(await get().count('job_runs', 'failed > 0')).to.equal(0);
    await on(get(), '2028-03-15');
    expect(await gifts()).to.equal(4);
  });

  const brokenOff = (period: string) =>
    get().store.transaction((tx) =>
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
    get().clock.set('2026-01-10T20:45:00Z');
    await createScheduler(get()).runDue();
    await get().settle();
    expect(await gifts()).to.equal(1);
    expect(await texts(get(), 'birthdayGiftForMember')).to.have.nested.property('[0].state', 'deferred');
    await on(get(), '2026-01-11');
    expect(await gifts()).to.equal(1);
    expect(await texts(get(), 'birthdayGiftForMember')).to.have.nested.property('[0].state', 'delivered');
  });

  it('of a run that was broken off days ago come without a greeting', async () => {
    await born(persian(1370, 10, 20));
    await brokenOff('2026-01-10');
    await on(get(), '2026-01-13');
    expect(await gifts()).to.equal(1);
    const [message, second] = await texts(get(), 'birthdayGiftForMember');
    expect(message).to.include({ state: 'suppressed', code: 'expired' });
    expect(second).to.be.undefined;
  });

  it('do not come on the day of birth itself', async () => {
    await born(persian(1404, 10, 20));
    await on(get(), '2026-01-10');
    expect(await gifts()).to.equal(0);
  });

  it('bring the gift without the message to who wants no promotions', async () => {
    const member = await born(persian(1370, 10, 20));
    await stop(get(), member);
    await on(get(), '2026-01-10');
    expect(await gifts()).to.equal(1);
    expect(await texts(get(), 'birthdayGiftForMember')).to.deep.equal([]);
  });

  it('are not made up for when nothing ran on the day', async () => {
    await born(persian(1370, 10, 21));
    await on(get(), '2026-01-12');
    expect(await gifts()).to.equal(0);
  });

  it('greet nobody days late', async () => {
    await born(persian(1370, 10, 20));
    await createScheduler(get()).runDue();
    get().clock.set('2026-01-11T20:30:00Z');
    await get().settle();
    const [message] = await texts(get(), 'birthdayGiftForMember');
    expect(message).to.include({ state: 'suppressed', code: 'expired' });
    expect(await gifts()).to.equal(1);
  });

  describe('in a program without a gift', () => {
    const without = useRuntime({ program: { ...testProgram, rules: [] } });

    it('pass by', async () => {
      const member = await aMember(without());
      await without().store.transaction((tx) =>
        setBirthday(without(), tx, { memberId: member.id, birthday: persian(1370, 10, 20) }),
      );
      await on(without(), '2026-01-10');
      expect(await texts(without(), 'birthdayGiftForMember')).to.deep.equal([]);
    });
  });
});

describe('a birthday', () => {
  const get = useRuntime();

  for (const [what, birthday] of [
    ['30 Esfand of a common year', { calendar: 'persian', year: 1404, month: 12, day: 30 }],
    ['a day to come', { calendar: 'persian', year: 1404, month: 10, day: 21 }],
    ['a day 130 years ago', { calendar: 'gregorian', year: 1896, month: 1, day: 1 }],
  ] as const) {
    it(`is not taken for ${what}`, async () => {
      const member = await aMember(get());
      const kept = await get().store.transaction((tx) =>
        setBirthday(get(), tx, { memberId: member.id, birthday }),
      );
      expect(kept).to.be.false;
      expect(await get().count('members', 'birth_day IS NOT NULL')).to.equal(0);
    });
  }
});

describe('nudges', () => {
  const get = useRuntime();
  const nudged = async () => (await texts(get(), 'nudgeForMember')).length;

  it('go out after thirty whole days without a purchase, once an absence', async () => {
    await aMember(get());
    await live(get(), 29);
    expect(await nudged()).to.equal(0);
    await live(get(), 1);
    expect(await nudged()).to.equal(1);
    await live(get(), 90);
    expect(await nudged()).to.equal(1);
    expect(await texts(get(), 'nudgeForMember')).to.have.nested.property('[0].state', 'delivered');
  });

  it('count from the last purchase, and begin anew with the next', async () => {
    const member = await aMember(get());
    await live(get(), 20);
    await aPurchase(get(), { phone: member.phone });
    await live(get(), 29);
    expect(await nudged()).to.equal(0);
    await live(get(), 5);
    expect(await nudged()).to.equal(1);
    await aPurchase(get(), { phone: member.phone });
    await live(get(), 29);
    expect(await nudged()).to.equal(1);
    await live(get(), 5);
    expect(await nudged()).to.equal(2);
  });

  it('do not go out a second time because a purchase was undone', async () => {
    const member = await aMember(get());
    await live(get(), 31);
    expect(await nudged()).to.equal(1);
    const { id } = await aPurchase(get(), { phone: member.phone });
    await get().store.transaction((tx) =>
      reversePurchase(get(), tx, { purchaseId: id, actor: 'staff:1', reason: 'a mistake' }),
    );
    await live(get(), 40);
    expect(await nudged()).to.equal(1);
  });

  it('leave alone who stopped them, and come back with her', async () => {
    const member = await aMember(get());
    await stop(get(), member);
    await live(get(), 40);
    expect(await nudged()).to.equal(0);
    await stop(get(), { ...member, promotionsStoppedAt: 1 }, true);
    await live(get(), 2);
    expect(await nudged()).to.equal(1);
    await stop(get(), member);
    await stop(get(), { ...member, promotionsStoppedAt: 1 }, true);
    await live(get(), 40);
    expect(await nudged()).to.equal(1);
  });

  it('go out once, whatever is run again', async () => {
    await aMember(get());
    await live(get(), 30);
    await get().store.transaction((tx) => tx.run('DELETE FROM job_runs'));
    await createScheduler(get()).runDue();
    await get().settle();
    expect(await nudged()).to.equal(1);
  });

  it('reach who was away while nothing ran', async () => {
    await aMember(get());
    get().clock.advance(60 * dayMs);
    await live(get(), 1);
    expect(await nudged()).to.equal(1);
  });

  describe('in a program without them', () => {
    const without = useRuntime({ program: { ...testProgram, nudge: undefined } });

    it('go to nobody', async () => {
      await aMember(without());
      await live(without(), 60);
      expect(await texts(without(), 'nudgeForMember')).to.deep.equal([]);
    });
  });
});

describe('expiry', () => {
  const rule = (id: string, afterMonths: number) => ({
    ...{ id, name: 'امتیاز', on: 'purchase', expires: { afterMonths } },
    give: { unit: id === 'credit' ? 'credit' : 'points', give: 1, per: 100_000 },
  });
  const get = useRuntime({
    program: {
      ...testProgram,
      nudge: undefined,
      rules: [rule('short', 1), rule('long', 2), rule('credit', 1)],
    },
  });

  const balances = () => get().store.all('SELECT unit, balance, lifetime FROM accounts ORDER BY unit');

  it('writes off what is left of a lot on the day after its last, and no more', async () => {
    const member = await aMember(get());
    await aPurchase(get(), { phone: member.phone });
    // 1404/10/20 and a month is 1404/11/20, 2026-02-09: the last day.
    await on(get(), '2026-02-09');
    expect(await get().count('ledger_entries', "type = 'expiry'")).to.equal(0);
    get().clock.set('2026-02-09T20:29:00Z');
    await createScheduler(get()).runDue();
    expect(await get().count('ledger_entries', "type = 'expiry'")).to.equal(0);
    await on(get(), '2026-02-10');
    expect(await balances()).to.deep.equal([
      { unit: 'credit', balance: 0, lifetime: 5 },
      { unit: 'points', balance: 5, lifetime: 10 },
    ]);
    const entries = await get().store.all<{ occurredAt: number }>(
      "SELECT rule, actor, reason, amount, occurred_at AS occurredAt FROM ledger_entries WHERE type = 'expiry'",
    );
    expect(entries).to.have.length(2);
    for (const entry of entries) {
      expect(entry).to.include({ rule: null, actor: 'job:expiry', reason: 'expired', amount: -5 });
      expect(entry.occurredAt).to.equal(Date.parse('2026-02-09T20:30:00Z'));
    }
  });

  it('happens once, and catches up on the days on which nothing ran', async () => {
    const member = await aMember(get());
    await aPurchase(get(), { phone: member.phone });
    await on(get(), '2026-06-01');
    await get().store.transaction((tx) => tx.run('DELETE FROM job_runs'));
    await on(get(), '2026-06-01');
    await on(get(), '2026-06-02');
    expect(await get().count('ledger_entries', "type = 'expiry'")).to.equal(3);
    expect(await get().count('lots', 'remaining > 0')).to.equal(0);
  });

  it('says nothing to anybody', async () => {
    const member = await aMember(get());
    await aPurchase(get(), { phone: member.phone });
    await get().settle();
    const before = get().sent.length;
    get().clock.advance(minute);
    await on(get(), '2026-06-01');
    expect(get().sent).to.have.length(before);
  });
});

/** What goes out by itself: over days and years of a member who came by SMS, with the server ending in between. */
import { expect } from 'chai';
import { createScheduler } from '../scheduler/scheduler.ts';
import { auditAndClose } from '../testing/audit-club.ts';
import { anApiKey, aPhone } from '../testing/factories.ts';
import { openLiveClub } from '../testing/live-club.ts';
import type { LiveClub } from '../testing/live-club.ts';
import { outbox } from '../testing/messages.ts';
import { call } from '../testing/test-server.ts';

const dayMs = 86_400_000;
// In whichever language she is written to.
const greeting = /تولدتان مبارک|Happy birthday/;
const missed = /جایتان خالی است|We miss you/;
const thanks = /سپاس|Thanks for your/;

describe('by itself, end to end', () => {
  let club: LiveClub;

  beforeEach(async () => {
    club = await openLiveClub();
  });

  afterEach(() => auditAndClose(club));

  /** A member with what she texted, in order. */
  const someone = async (...texts: string[]) => {
    const phone = aPhone();
    for (const text of ['عضویت', ...texts]) expect(await club.text(phone, text)).to.have.length(1);
    return phone;
  };
  /** Comes to a moment of Tehran's clock, with all that is due by then. */
  const at = async (day: string, time = '12:00') => {
    await club.wait(`${day}T${time}:00+03:30`);
    await createScheduler(club.runtime).runDue();
    await club.quiet();
  };
  const texts = (phone: string, part: RegExp) =>
    club.sms.messages.filter((one) => one.receptor === phone.replace('+98', '0') && part.test(one.text))
      .length;
  const gifts = (phone: string) =>
    club.runtime.count(
      'ledger_entries',
      `reason = 'birthday' AND member_id = (SELECT id FROM members WHERE phone = '${phone}')`,
    );
  const addDays = (day: string, days: number) =>
    new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
  const last = async (phone: string) =>
    (await outbox(club.runtime)).filter(({ address }) => address === phone).at(-1);

  for (const [birthday, due] of [
    ['تولد ۱۳۷۵/۱۲/۳۰', ['2026-03-20', '2027-03-20', '2028-03-19', '2029-03-19', '2030-03-20']],
    ['birthday 1996/2/29', ['2026-02-28', '2027-02-28', '2028-02-29', '2029-02-28', '2030-02-28']],
    ['تولد ۱۳۷۰/۱۰/۲۱', ['2026-01-11', '2027-01-11', '2028-01-11', '2029-01-10', '2030-01-10']],
  ] as const) {
    it(`«${birthday}»: a gift and a greeting each year on the day, once, whatever is run or started again`, async () => {
      const phone = await someone(birthday);
      for (const [years, day] of due.entries()) {
        await at(addDays(day, -1));
        expect([await gifts(phone), texts(phone, greeting)], `before ${day}`).to.deep.equal([years, years]);
        await at(day);
        await club.restart();
        await at(day, '12:01');
        await club.runtime.store.transaction((tx) => tx.run('DELETE FROM job_runs'));
        await at(day, '12:02');
        await at(addDays(day, 1));
        expect([await gifts(phone), texts(phone, greeting)], `after ${day}`).to.deep.equal([
          years + 1,
          years + 1,
        ]);
      }
    });
  }

  it('a greeting says what was given, and that she can stop it', async () => {
    const phone = await someone('تولد ۱۳۷۰/۱۰/۲۱');
    await at('2026-01-11');
    expect(club.sms.messages.at(-1)?.text.split('\n')).to.deep.equal([
      'باشگاه آزمون',
      'تولدتان مبارک!',
      'هدیه شما: ۱۰۰ امتیاز. جمع: ۱۵۰',
      'لغو۱۱',
    ]);
    expect(await last(phone)).to.include({ class: 'promotional', state: 'wired' });
  });

  it('a server that starts at 22:00 gives the gift, and greets at 09:00, once, though it ends in between', async () => {
    const phone = await someone('تولد ۱۳۷۰/۱۰/۲۱');
    await at('2026-01-11', '22:00');
    expect([await gifts(phone), texts(phone, greeting)]).to.deep.equal([1, 0]);
    expect(await last(phone)).to.include({ state: 'deferred', code: 'quiet-hours', attempts: 0 });
    // What she asks for is answered at night too.
    expect((await club.text(phone, '2'))[0]).to.include('امتیاز شما: ۱۵۰');
    await club.restart();
    await at('2026-01-12', '08:59');
    expect(texts(phone, greeting)).to.equal(0);
    await at('2026-01-12', '09:00');
    expect(texts(phone, greeting)).to.equal(1);
    await at('2026-01-12', '22:00');
    expect([await gifts(phone), texts(phone, greeting)]).to.deep.equal([1, 1]);
  });

  it('who says 11 in the night is not greeted in the morning, and keeps her gift', async () => {
    const phone = await someone('تولد ۱۳۷۰/۱۰/۲۱');
    await at('2026-01-11', '22:00');
    expect(await club.text(phone, '11')).to.have.length(1);
    await at('2026-01-12', '09:00');
    expect([await gifts(phone), texts(phone, greeting)]).to.deep.equal([1, 0]);
    const greetings = "template = 'birthdayGiftForMember' AND state = 'suppressed' AND code = 'opted-out'";
    expect(await club.runtime.count('outbox', greetings)).to.equal(1);
  });

  it('greets nobody a day late: what the provider would not take in time is left', async () => {
    const phone = await someone('تولد ۱۳۷۰/۱۰/۲۱');
    club.sms.setMode({ refuse: 409 }, 'sms/send');
    await at('2026-01-11');
    club.sms.setMode('ok');
    await at('2026-01-14');
    expect([await gifts(phone), texts(phone, greeting)]).to.deep.equal([1, 0]);
    const late = "template = 'birthdayGiftForMember' AND state = 'suppressed' AND code = 'expired'";
    expect(await club.runtime.count('outbox', late)).to.equal(1);
  });

  it('who stayed away is nudged once, and again only after she has been back and away', async () => {
    const phone = await someone();
    const { key } = await anApiKey(club.runtime);
    for (const [cycle, from] of ['2026-01-10', '2026-03-15'].entries()) {
      for (let days = 28; days <= 34; days++) {
        await at(addDays(from, days));
        if (days === 31) await club.restart();
        expect(texts(phone, missed), `${days} days after ${from}`).to.equal(days < 30 ? cycle : cycle + 1);
      }
      await at(addDays(from, 64));
      const idempotencyKey = `buy ${from}`;
      const body = { phone, amount: 500_000 };
      expect((await call(club, 'POST /v1/purchases', { key, idempotencyKey, body })).status).to.equal(201);
      await club.quiet();
      expect(texts(phone, thanks)).to.equal(cycle + 1);
    }
    expect(texts(phone, missed)).to.equal(2);
  });

  it('who opted out is neither nudged nor greeted; she has her gift, and 12 brings the messages back', async () => {
    const phone = await someone('تولد ۱۳۷۰/۱۰/۲۱', '11');
    for (const day of ['2026-01-11', '2026-02-09', '2026-02-20']) await at(day);
    expect([await gifts(phone), texts(phone, greeting), texts(phone, missed)]).to.deep.equal([1, 0, 0]);
    expect(await club.text(phone, '12')).to.have.length(1);
    await at('2026-02-21');
    expect(texts(phone, missed)).to.equal(1);
    await at('2027-01-11');
    expect([await gifts(phone), texts(phone, greeting)]).to.deep.equal([2, 1]);
  });

  it('nobody gets anything from whom nothing is wanted: not a stranger, not a member without a date', async () => {
    const phone = await someone();
    await club.text(aPhone(), '2');
    const sent = await club.smsDuring(async () => {
      for (let days = 1; days < 28; days += 3) await at(addDays('2026-01-10', days));
    });
    expect(sent).to.deep.equal([]);
    expect(await gifts(phone)).to.equal(0);
  });
});

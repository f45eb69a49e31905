import { expect } from 'chai';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { random } from '../testing/random.ts';
import { replayed } from '../testing/replayed.ts';
import { testProgram } from '../testing/test-program.ts';

const sara = '09121000001';
const at = (day: string, time = '12:00') => `${day}T${time}:00+03:30`;
const join = (phone: string, when: string, more: object = {}) => ({
  ...{ event: 'join', id: `join-${phone}`, at: when, phone },
  ...more,
});
const buy = (id: string, when: string, more: object) => ({ event: 'purchase', id, at: when, ...more });

describe('replay', function () {
  this.timeout(60_000);

  it('case 1: the same purchase confirmed twice awards once, together or days apart', async () => {
    const bought = buy('p1', at('2026-01-10'), { phone: sara, amount: 500_000 });
    const { outcomes, members, entries } = await replayed(testProgram, [
      join(sara, at('2026-01-01')),
      ...[bought, bought, { ...bought, at: at('2026-01-13') }],
      { ...bought, amount: 900_000, at: at('2026-01-14') },
    ]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
      ...['done', 'done', 'repeated', 'repeated', 'refused'],
    ]);
    expect(entries.filter(({ reason }) => reason === 'purchase')).to.have.length(1);
    expect(members[0]).to.deep.include({ balances: { points: 55, credit: 0 } });
  });

  it('answers each event as the API does, and refuses without ending', async () => {
    const { outcomes, faults } = await replayed(testProgram, [
      join(sara, at('2026-01-01'), { member: 'm1', name: 'مشتری نمونه' }),
      buy('p1', at('2026-01-02'), { member: 'm1', amount: 1_000_000, shop: 'north' }),
      buy('p2', at('2026-01-02'), { member: 'nobody', amount: 1_000_000 }),
      '{"event": "purchase"',
      { ...buy('p3', at('2026-01-02'), { member: 'm1', amount: 0 }), colour: 'red' },
      { event: 'dance', id: 'd1', at: at('2026-01-02') },
      { event: 'purchase', at: at('2026-01-02'), member: 'm1', amount: 1_000_000 },
      buy('p4', at('2026-01-02'), { member: 'm1', phone: '09121000002', amount: 1_000_000 }),
      { event: 'undo', id: 'u0', at: at('2026-01-02'), member: 'm1', purchase: 'p9' },
      { event: 'undo', id: 'u1', at: at('2026-01-02', '12:05'), member: 'm1', purchase: 'p1' },
      buy('p5', at('2026-01-01', '13:00'), { member: 'm1', amount: 1_000_000 }),
    ]);
    const codes = outcomes.map((outcome) =>
      outcome.kind === 'refused' ? outcome.problem.code : outcome.kind,
    );
    expect(codes).to.deep.equal([
      ...['done', 'done', 'member-unknown', 'purchase-unknown', 'done', 'out-of-order'],
    ]);
    expect(faults.map(({ line }) => line)).to.deep.equal([4, 5, 6, 7, 8]);
    expect(faults[1]?.problem).to.include('amount must be at least 1').and.include('colour is not known');
    const bodies = outcomes.map((outcome) => ('body' in outcome ? outcome.body() : {}));
    expect(bodies[0]).to.deep.include({ name: 'مشتری نمونه', balances: { points: 50, credit: 0 } });
    expect(bodies[1]).to.deep.include({
      earned: { points: 10, credit: 0 },
      balances: { points: 60, credit: 0 },
    });
    expect(bodies[4]).to.deep.include({
      taken: { points: 10, credit: 0 },
      balances: { points: 50, credit: 0 },
    });
  });

  it('case 2: an on-account sale never awards at the sale and again at its settlement', async () => {
    const sale = { phone: sara, amount: 1_000_000, payments: [{ kind: 'on_account', amount: 1_000_000 }] };
    const pay = (id: string, day: string, amount: number) => ({
      ...{ event: 'settle', id, at: at(day), phone: sara, purchase: 'p1', amount },
    });
    const { outcomes, members, entries } = await replayed(testProgram, [
      join(sara, at('2026-01-01')),
      buy('p1', at('2026-01-02'), sale),
      ...[pay('s1', '2026-01-10', 400_000), pay('s1', '2026-01-10', 400_000)],
      ...[pay('s2', '2026-01-11', 600_000), pay('s3', '2026-01-12', 600_000)],
    ]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
      ...['done', 'done', 'done', 'repeated', 'done', 'refused'],
    ]);
    const awarded = entries.filter(({ reason }) => reason === 'purchase').map(({ amount }) => amount);
    expect(awarded).to.deep.equal([4, 6]);
    expect(members[0]).to.deep.include({
      balances: { points: 60, credit: 0 },
      pending: { points: 0, credit: 0 },
    });
  });

  it('takes visits, events of other systems and what becomes known of a member', async () => {
    const rules = [
      { id: 'visit', name: 'بازدید', on: 'visit', give: { unit: 'points', fixed: 3 } },
      { id: 'survey', name: 'نظرسنجی', on: 'event', event: 'survey', give: { unit: 'points', fixed: 8 } },
      {
        ...{ id: 'vip', name: 'ویژه', on: 'purchase', when: { tags: ['vip'] } },
        give: { unit: 'points', fixed: 20 },
      },
    ];
    const survey = { event: 'event', id: 'e1', at: at('2026-01-04'), member: 'm1', name: 'survey' };
    const { outcomes, members, faults } = await replayed({ ...testProgram, rules }, [
      join(sara, at('2026-01-01'), { member: 'm1' }),
      { event: 'visit', id: 'v1', at: at('2026-01-03'), member: 'm1', shop: 'north' },
      survey,
      { ...survey, at: at('2026-01-05') },
      buy('p1', at('2026-01-06'), { member: 'm1', amount: 50_000 }),
      { event: 'profile', id: 'c1', at: at('2026-01-07'), member: 'm1', tags: ['vip'] },
      buy('p2', at('2026-01-08'), { member: 'm1', amount: 50_000 }),
      { event: 'profile', id: 'c2', at: at('2026-01-09'), member: 'm1', colour: 'red' },
    ]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
      ...['done', 'done', 'done', 'repeated', 'done', 'done', 'done'],
    ]);
    expect(faults.map(({ line }) => line)).to.deep.equal([8]);
    // A purchase on another day is a visit too.
    expect(members[0]).to.deep.include({ balances: { points: 37, credit: 0 } });
  });

  it('knows who brought whom, by number or by reference', async () => {
    const gift = (to: string) => ({
      ...{ id: to, name: to, on: 'referral', to, at: 'joining' },
      give: { unit: 'points', fixed: to === 'referrer' ? 7 : 5 },
    });
    const rules = [gift('referrer'), gift('referred')];
    const { outcomes, members, faults } = await replayed({ ...testProgram, rules }, [
      { ...join(sara, at('2026-01-01'), { member: 'm1' }), event: 'open' },
      join('09121000002', at('2026-01-02'), { member: 'm2', referrer: 'm1' }),
      join('09121000003', at('2026-01-03'), { referrer: sara }),
      join('09121000004', at('2026-01-04'), { referrer: '09121000004' }),
      join('09121000005', at('2026-01-05'), { referrer: '09121000009' }),
      join('09121000006', at('2026-01-06'), { referrer: 'm9' }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['done', 'done', 'done', 'refused', 'refused']);
    expect(faults.map(({ line }) => line)).to.deep.equal([6]);
    expect(members.map(({ balances }) => balances.points)).to.deep.equal([14, 5, 5]);
  });

  it('lets time pass: gifts of birthdays and expiry come on their days', async () => {
    const { members, entries } = await replayed(testProgram, [
      join(sara, at('2026-01-01'), { birthday: '1370/01/12' }),
      buy('p1', at('2026-01-10'), { phone: sara, amount: 500_000 }),
      { event: 'tick', at: at('2027-03-01') },
    ]);
    const told = entries.map(({ type, reason, amount, occurredAt }) => [
      ...[type, reason, amount, new Date(occurredAt).toISOString()],
    ]);
    expect(told).to.deep.equal([
      ['accrual', 'joining', 50, '2026-01-01T08:30:00.000Z'],
      ['accrual', 'purchase', 5, '2026-01-10T08:30:00.000Z'],
      ['accrual', 'birthday', 100, '2026-04-01T05:30:00.000Z'],
      ['expiry', 'expired', -5, '2027-01-10T20:30:00.000Z'],
    ]);
    expect(members[0]).to.deep.include({ balances: { points: 150, credit: 0 } });
    expect(members[0]?.lots.map(({ source, left }) => [source, left])).to.deep.equal([
      ...[
        ['joining', 50],
        ['birthday', 100],
      ],
    ]);
  });

  it('begins with what a member brings along, without a joining gift', async () => {
    const program = {
      ...testProgram,
      rules: [
        ...testProgram.rules,
        {
          ...{ id: 'tenth', name: 'دهمین خرید', on: 'purchase', when: { nth: { is: 10 } } },
          give: { unit: 'credit', fixed: 70_000 },
        },
      ],
    };
    const { outcomes, members } = await replayed(program, [
      {
        ...{ event: 'open', id: 'o1', at: at('2026-01-01'), member: 'm1', joinedAt: at('2024-05-01') },
        lots: [
          { unit: 'points', amount: 40, earnedAt: at('2025-03-01'), expiresAt: at('2026-02-01') },
          { unit: 'credit', amount: 90_000 },
        ],
        balances: { points: 7 },
        totals: { purchases: 9, spent: 12_000_000, lastPurchaseAt: at('2025-12-01') },
      },
      join('09121000009', at('2026-01-01'), { member: 'm1' }),
      { event: 'open', id: 'o2', at: at('2026-01-02'), member: 'm1' },
      buy('p1', at('2026-01-10'), { member: 'm1', amount: 500_000 }),
      { event: 'tick', at: at('2026-02-02') },
    ]);
    const kinds = outcomes.map((outcome) =>
      outcome.kind === 'refused' ? outcome.problem.code : outcome.kind,
    );
    expect(kinds).to.deep.equal(['done', 'member-already', 'done', 'done']);
    expect(members[0]).to.deep.include({
      ...{ member: 'm1', balances: { points: 12, credit: 160_000 } },
      totals: { purchases: 10, spent: 12_500_000, lastPurchaseAt: '2026-01-10T08:30:00.000Z' },
    });
  });

  it('opens a member with what she has paid of what she spent', async () => {
    const tiers = { by: 'paid', steps: [{ id: 'gold', name: 'طلایی', from: 1_000_000 }] };
    const program = { ...testProgram, rules: [], tiers };
    const opening = (id: string, totals: object) => ({
      ...{
        event: 'open',
        id,
        at: at('2026-01-01'),
        member: id,
        totals: { purchases: 1, spent: 900_000, ...totals },
      },
    });
    const { members } = await replayed(program, [
      opening('all', {}),
      opening('most', { paid: 899_999 }),
      buy('p1', at('2026-01-10'), { member: 'all', amount: 100_000 }),
      buy('p2', at('2026-01-10'), { member: 'most', amount: 100_000 }),
    ]);
    expect(members.map(({ member, tier }) => [member, tier?.id])).to.have.deep.members([
      ['all', 'gold'],
      ['most', null],
    ]);
  });

  it('leaves nothing behind', async () => {
    const folders = () =>
      ['/dev/shm', tmpdir()]
        .filter((path) => existsSync(path))
        .flatMap((path) => readdirSync(path).filter((name) => name.startsWith('vafa-replay-')));
    const before = folders();
    await replayed(testProgram, [join(sara, at('2026-01-01'))]);
    expect(folders().filter((name) => !before.includes(name))).to.deep.equal([]);
  });
});

/** Everything that could tell one moment from another: ends within hours, limits by day, balances, carrying. */
const touchy = {
  ...testProgram,
  units: { points: { worth: 1000 } },
  rules: [
    ...testProgram.rules,
    {
      ...{ id: 'short', name: 'کوتاه', on: 'purchase', give: { unit: 'credit', percent: 10 } },
      ...{
        expires: { after: { hours: 2 }, to: 'instant' },
        limits: [{ of: 'member', each: 'day', amount: 60_000 }],
      },
    },
    {
      ...{ id: 'carried', name: 'باقی‌مانده', on: 'purchase' },
      give: { unit: 'points', give: 1, per: 70_000, carry: true },
      ...{
        limits: [{ of: 'rule', each: 'week', amount: 40 }],
        expires: { after: { days: 1 }, to: 'instant' },
      },
    },
    {
      id: 'round',
      name: 'گرد',
      on: 'purchase',
      give: { unit: 'points', roundUpTo: 7 },
      cooldown: { hours: 3 },
    },
    {
      ...{ id: 'round-credit', name: 'گرد اعتبار', on: 'purchase', when: { nth: { every: 3 } } },
      give: { unit: 'credit', roundUpTo: 5_000 },
    },
  ],
};

describe('purchases that are recorded together', function () {
  this.timeout(120_000);

  for (const seed of [1, 2]) {
    it(`are decided as one by one (${seed})`, async () => {
      const events = randomHistory(seed);
      const [alone, together] = [await replayed(touchy, events, 1), await replayed(touchy, events, 256)];
      expect(together.entries).to.deep.equal(alone.entries);
      expect(together.members).to.deep.equal(alone.members);
      const [expected, told] = [answersOf(alone), answersOf(together)];
      for (const [index, answer] of told.entries()) expect(answer).to.deep.equal(expected[index]);
    });
  }
});

/** Without ids of the club, which hang on what was made when. */
function answersOf({ outcomes }: Awaited<ReturnType<typeof replayed>>): unknown[] {
  return outcomes.map((outcome) => {
    const told = 'body' in outcome ? outcome.body() : 'problem' in outcome && outcome.problem;
    return JSON.parse(
      JSON.stringify([outcome.kind, told]).replaceAll(/"(id|purchaseId)":\d+/g, '"$1":0'),
    ) as unknown;
  });
}

function randomHistory(seed: number): object[] {
  const next = random(seed);
  const pick = (max: number) => Math.floor(next() * max);
  const people = Array.from({ length: 6 }, (_, index) => `0912100000${index}`);
  const events: object[] = [];
  let now = Date.parse('2026-01-01T08:00:00Z');
  for (let n = 0; n < 150; n++) {
    now += pick(5) === 0 ? pick(20) * 3_600_000 : pick(30) * 60_000;
    const phone = people[pick(people.length)] ?? '';
    const head = { id: `e${n}`, at: new Date(now).toISOString(), phone };
    const kind = pick(20);
    if (kind < 2) events.push({ ...head, event: 'join' });
    else if (kind === 2) events.push({ ...head, event: 'undo', purchase: `e${n - 1}` });
    else {
      const late = pick(15) === 0 && { occurredAt: new Date(now - pick(50) * 3_600_000).toISOString() };
      const receipt = pick(4) === 0 && { receiptNo: String(pick(30)) };
      const id = pick(25) === 0 ? `e${n - 2}` : head.id;
      events.push({ ...head, id, event: 'purchase', amount: 10_000 + pick(900_000), ...late, ...receipt });
    }
  }
  return events;
}

import { expect } from 'chai';
import { replayed } from '../testing/replayed.ts';
import { testProgram } from '../testing/test-program.ts';

const phone = '09121000001';
const at = (day: string) => `${day}T12:00:00+03:30`;
const program = {
  ...testProgram,
  stampCards: [{ id: 'coffee', name: 'قهوه', stamps: 9, gives: { unit: 'points', fixed: 60 } }],
  rules: [
    { id: 'stamp', name: 'مهر', on: 'purchase', give: { stamp: 'coffee', fixed: 1 } },
    {
      ...{ id: 'cake', name: 'کیک', on: 'purchase', when: { nth: { every: 2 } } },
      give: { voucher: { name: 'کیک', amount: 50_000 } },
    },
    {
      ...{ id: 'asked', name: 'با تأیید', on: 'purchase' },
      ...{ give: { unit: 'points', fixed: 7 }, pending: { until: 'approved' } },
    },
  ],
  tiers: {
    ...{ by: 'spent', over: { last: { days: 60 } }, downgrade: 'to-earned', review: { after: { days: 30 } } },
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 1_000_000 },
      { id: 'gold', name: 'طلایی', from: 9_000_000 },
    ],
  },
};
const open = (more: object) => ({ event: 'open', id: 'o1', at: at('2026-01-01'), phone, ...more });
const tick = (day: string) => ({ event: 'tick', at: at(day) });

describe('tiers in a replay', function () {
  this.timeout(30_000);

  it('begin with the one she has, and end at its validity', async () => {
    const silver = { tier: 'silver', since: at('2025-12-15'), validUntil: at('2026-01-14') };
    const lineAfter = async (day: string) =>
      (await replayed(program, [open({ tiers: [silver] }), tick(day)])).members[0]?.tier;
    expect(await lineAfter('2026-01-10')).to.deep.include({
      ...{ id: 'silver', since: '2025-12-15T08:30:00.000Z', validUntil: '2026-01-14T08:30:00.000Z' },
      given: false,
    });
    expect(await lineAfter('2026-01-16')).to.deep.include({ id: 'bronze', validUntil: null });
  });

  it('hold what people gave as a floor, until its end', async () => {
    const gold = { tier: 'gold', validUntil: at('2026-02-01'), given: true };
    const { members } = await replayed(program, [open({ tiers: [gold] }), tick('2026-01-20')]);
    expect(members[0]?.tier).to.deep.include({ id: 'gold', given: true, since: null });
    const later = await replayed(program, [open({ tiers: [gold] }), tick('2026-02-02')]);
    expect(later.members[0]?.tier).to.deep.include({ id: 'bronze', given: false });
  });

  it('count what she did before over a window by the day she did it', async () => {
    const spent = (day: string, amount: number) => ({ at: at(day), spent: amount, purchases: 1 });
    const progress = async (totals: unknown, ...more: object[]) => {
      const { members, outcomes } = await replayed(program, [open({ totals }), ...more]);
      expect(outcomes[0]?.kind).to.equal('done');
      return members[0]?.tier;
    };
    const buy = { event: 'purchase', id: 'p1', at: at('2026-01-02'), phone, amount: 200_000 };
    const recent = [spent('2025-12-01', 500_000), spent('2025-12-20', 300_000)];
    expect(await progress(recent, buy)).to.deep.include({ id: 'silver' });
    // The first day of sixty that end on 2 January is 4 November.
    expect(await progress([spent('2025-11-04', 800_000)], buy)).to.deep.include({ id: 'silver' });
    expect(await progress([spent('2025-11-03', 800_000)], buy)).to.deep.include({ id: 'bronze' });
    expect(await progress({ spent: 800_000, purchases: 1 }, buy), 'nobody knows when').to.deep.include({
      id: 'bronze',
    });
  });

  it('count points and visits before as well, each by its day', async () => {
    const by = (measure: string, more: object = {}) => ({
      ...{ ...program, ...more, tiers: { ...program.tiers, by: measure } },
      rules: [...program.rules, { id: 'v', name: 'بازدید', on: 'visit', give: { unit: 'points', fixed: 1 } }],
    });
    const steps = [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 5 },
    ];
    const tierAfter = async (measure: string, totals: object) => {
      const tiers = { ...program.tiers, by: measure, steps };
      const visit = { event: 'visit', id: 'v1', at: at('2026-01-02'), phone };
      const { members } = await replayed({ ...by(measure), tiers }, [open({ totals }), visit]);
      return members[0]?.tier?.id;
    };
    expect(await tierAfter('earned', [{ at: at('2025-12-20'), earned: 4 }])).to.equal('silver');
    expect(await tierAfter('earned', [{ at: at('2025-12-20'), earned: 3 }])).to.equal('bronze');
    expect(await tierAfter('visits', [{ at: at('2025-12-20'), visits: 4 }])).to.equal('silver');
    expect(await tierAfter('visits', [{ at: at('2025-10-20'), visits: 4 }])).to.equal('bronze');
    expect(await tierAfter('visits', [{ at: at('2025-12-20'), purchases: 4 }])).to.equal('silver');
  });

  it('refuse totals of days to come, and name the place of a fault in them', async () => {
    const { outcomes, faults } = await replayed(program, [
      open({ totals: [{ at: at('2025-12-01') }, { at: at('2026-01-02'), spent: 5 }] }),
      open({ totals: [{ at: at('2025-12-01'), spent: -5 }] }),
      open({ totals: { spent: 'x' } }),
    ]);
    const [first] = outcomes;
    expect(first?.kind === 'refused' && first.problem.errors?.[0]?.field).to.equal('totals[1].at');
    expect(faults.map(({ problem }) => problem)).to.deep.equal([
      'totals[0].spent must be at least 0',
      'totals.spent must be a whole number',
    ]);
  });

  it('are refused where the ladder has no such tier', async () => {
    const { outcomes, members } = await replayed(program, [open({ tiers: [{ tier: 'platinum' }] })]);
    expect(outcomes[0]?.kind === 'refused' && outcomes[0].problem.errors?.[0]?.problem).to.include(
      'bronze, silver, gold',
    );
    expect(members, 'nothing of it was done').to.deep.equal([]);
  });

  it('are given and taken back by events', async () => {
    const tier = (id: string, day: string, more: object) => ({
      ...{ event: 'tier', id, at: at(day), phone },
      ...more,
    });
    const { outcomes, members } = await replayed(program, [
      open({}),
      tier('t1', '2026-01-02', { tier: 'gold' }),
      tier('t2', '2026-01-03', { tier: null }),
      tier('t3', '2026-01-04', { tier: null }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['done', 'done', 'done', 'refused']);
    expect(members[0]?.tier).to.deep.include({ id: 'bronze' });
  });
});

describe('what a member line of a replay tells', function () {
  this.timeout(30_000);

  const buy = (id: string, day: string) => ({
    ...{ event: 'purchase', id, at: at(day), phone, amount: 1_500_000 },
  });

  it('stamps and things given, and what was approved and what still waits', async () => {
    const { outcomes, members } = await replayed(program, [
      open({ lots: [{ unit: 'stamps:coffee', amount: 1 }] }),
      buy('p1', '2026-01-02'),
      buy('p2', '2026-01-03'),
      { event: 'approve', id: 'a1', at: at('2026-01-04'), phone, purchase: 'p1' },
      { event: 'approve', id: 'a2', at: at('2026-01-04'), phone, purchase: 'p1' },
      buy('p3', '2026-01-05'),
    ]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
      ...['done', 'done', 'done', 'done', 'refused', 'done'],
    ]);
    const [line] = members;
    expect(line).to.deep.include({
      ...{ stamps: { coffee: 4 }, balances: { points: 7, credit: 0 }, pending: { points: 14, credit: 0 } },
    });
    expect(line?.gifts).to.deep.equal([
      {
        ...{ program: testProgram.code, kind: 'voucher', what: null, amount: 50_000, rule: 'cake' },
        ...{ state: 'open', purchase: 'p2', givenAt: '2026-01-03T08:30:00.000Z', expiresAt: null },
      },
    ]);
    expect(line?.tier).to.deep.include({ id: 'silver' });
  });

  it('refuses stamps of a card that there is not', async () => {
    const { outcomes } = await replayed(program, [open({ lots: [{ unit: 'stamps:tea', amount: 1 }] })]);
    expect(outcomes[0]?.kind).to.equal('refused');
  });
});

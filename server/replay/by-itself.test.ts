import { expect } from 'chai';
import { replayed } from '../testing/replayed.ts';
import { testProgram } from '../testing/test-program.ts';

const at = (day: string, time = '12:00') => `${day}T${time}:00+03:30`;
const buy = (id: string, when: string, amount = 1_000_000) => ({
  ...{ event: 'purchase', id, at: when, member: 'm1', amount },
});
const join = { event: 'join', id: 'j1', at: at('2026-01-01'), member: 'm1', birthday: '1991-02-10' };
const tick = (day: string) => ({ event: 'tick', at: at(day) });

const program = {
  ...testProgram,
  rules: [
    {
      ...{ id: 'spend', name: 'خرید', on: 'purchase', give: { unit: 'points', give: 1, per: 100_000 } },
      expires: { after: { days: 30 } },
    },
    {
      ...{ id: 'later', name: 'بعد', on: 'purchase', give: { unit: 'credit', fixed: 5_000 } },
      pending: { for: { days: 5 }, to: 'instant' },
    },
    { id: 'birthday', name: 'تولد', on: 'birthday', give: { unit: 'points', fixed: 50 } },
    {
      ...{ id: 'monthly', name: 'ماهانه', on: 'schedule', time: { each: 'month', day: 1 } },
      give: { voucher: { name: 'کیک', amount: 50_000 } },
    },
  ],
  tiers: {
    ...{ by: 'spent', over: { last: { days: 20 } }, downgrade: 'to-earned', review: { after: { days: 25 } } },
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 900_000 },
    ],
  },
};

const shortly = (told: Awaited<ReturnType<typeof replayed>>) =>
  told.outcomes.map(({ byItself = [] }) =>
    byItself.map((one) => {
      if (one.what === 'tier') return [one.at.slice(0, 10), one.member, 'tier', one.from, one.to, one.reason];
      if (one.what === 'thing') return [one.at.slice(0, 10), one.member, one.rule, one.kind, one.amount];
      const { rule, purchase } = one;
      return [one.at.slice(0, 10), one.member, one.what, one.unit, one.amount, one.reason, rule, purchase];
    }),
  );

describe('what happens by itself in a replay', function () {
  this.timeout(30_000);

  it('is told with the tick until which it happened', async () => {
    const told = await replayed(program, [join, buy('p1', at('2026-01-02')), tick('2026-02-15')]);
    expect(shortly(told)).to.deep.equal([
      [],
      [],
      [
        ['2026-01-07', 'm1', 'freed', 'credit', 5_000, 'purchase', 'later', 'p1'],
        ['2026-01-21', 'm1', 'monthly', 'voucher', 50_000],
        ['2026-01-27', 'm1', 'tier', 'silver', 'bronze', 'fallen'],
        ['2026-02-01', 'm1', 'expired', 'points', -10, 'expired', null, null],
        ['2026-02-10', 'm1', 'given', 'points', 50, 'birthday', 'birthday', null],
      ],
    ]);
  });

  it('is told with whatever event comes next, once, alone or with others', async () => {
    const events = [
      ...[join, buy('p1', at('2026-01-02')), buy('p2', at('2026-01-08'), 50_000)],
      ...[
        buy('p3', at('2026-01-08', '12:05'), 50_000),
        { event: 'visit', id: 'v1', at: at('2026-01-14'), member: 'm1' },
      ],
    ];
    for (const togetherMax of [1, 256]) {
      const told = await replayed(program, events, togetherMax);
      expect(shortly(told)).to.deep.equal([
        [],
        [],
        [['2026-01-07', 'm1', 'freed', 'credit', 5_000, 'purchase', 'later', 'p1']],
        [],
        [
          ['2026-01-13', 'm1', 'freed', 'credit', 5_000, 'purchase', 'later', 'p2'],
          ['2026-01-13', 'm1', 'freed', 'credit', 5_000, 'purchase', 'later', 'p3'],
        ],
      ]);
    }
  });
});

describe('the lots of a member line', function () {
  this.timeout(30_000);

  const linesBy = async (expires: object, ...more: object[]) => {
    const [spend] = program.rules;
    const rules = [{ ...spend, expires }];
    const { members } = await replayed({ ...testProgram, rules }, [
      join,
      buy('p1', at('2026-01-02')),
      ...more,
    ]);
    return members[0]?.lots.map(({ left, expiresAt, ifInactive, steps }) => ({
      ...{ left, expiresAt, ifInactive, steps },
    }));
  };

  it('end when she would have been inactive, later where she does something', async () => {
    const idle = { inactive: { days: 60 }, acts: ['purchase'], to: 'instant' };
    expect(await linesBy(idle)).to.deep.equal([
      { left: 10, expiresAt: '2026-03-03T08:30:00.000Z', ifInactive: true, steps: [] },
    ]);
    const [kept] = (await linesBy(idle, buy('p2', at('2026-01-12'), 50_000))) ?? [];
    expect(kept).to.deep.include({ left: 10, expiresAt: '2026-03-13T08:30:00.000Z' });
  });

  it('lose in steps, of which those to come are told with what they take', async () => {
    const steps = [
      { after: { days: 10 }, lose: 50 },
      { after: { days: 20 }, lose: 20 },
    ];
    const taken = [
      { at: '2026-01-12T08:30:00.000Z', amount: 5 },
      { at: '2026-01-22T08:30:00.000Z', amount: 1 },
    ];
    expect(await linesBy({ steps, to: 'instant' })).to.deep.equal([
      { left: 10, expiresAt: null, ifInactive: false, steps: taken },
    ]);
    expect(await linesBy({ steps, to: 'instant' }, tick('2026-01-15'))).to.deep.equal([
      { left: 5, expiresAt: null, ifInactive: false, steps: taken.slice(1) },
    ]);
  });

  it('end at their fixed end as before', async () => {
    expect(await linesBy({ after: { days: 30 } })).to.deep.equal([
      { left: 10, expiresAt: '2026-02-01T20:30:00.000Z', ifInactive: false, steps: [] },
    ]);
  });
});

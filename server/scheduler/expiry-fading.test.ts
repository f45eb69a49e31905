import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { comeTo, noonOf } from '../testing/days.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { createTemporaryStore } from '../testing/temporary-store.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import type { Reader } from '../store/tx.ts';
import { readStanding } from '../usecases/read-standing.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import { expiry } from './expiry.ts';

const startAt = noonOf('2026-01-10');
const dayMs = 86_400_000;

/** A program that gives 101 points and 101 rial of credit for each purchase, with this expiry. */
const giving = (expires: unknown) => ({
  ...{ ...testProgram, nudge: undefined, expiringSoonDays: 365 },
  rules: ['points', 'credit'].map((unit) => ({
    ...{ id: unit, name: 'هدیه', on: 'purchase', limits: [{ times: 1 }] },
    ...{ give: { unit, fixed: 101 }, expires },
  })),
});

interface Entry {
  readonly unit: string;
  readonly amount: number;
  readonly reason: string;
  readonly occurredAt: number;
}

const losses = ({ store }: TestRuntime) =>
  store.all<Entry>(
    `SELECT unit, amount, reason, occurred_at AS occurredAt FROM ledger_entries
     WHERE type = 'expiry' ORDER BY seq`,
  );
const standing = (runtime: TestRuntime, id: number) =>
  readStanding(runtime, runtime.store, { id, language: 'en' });

describe('depreciation in steps', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made), {
    program: giving({
      steps: [
        { after: { months: 6 }, lose: 50 },
        { after: { months: 12 }, lose: 100 },
      ],
    }),
    startAt,
  });
  afterEach(() => auditLedger(runtime));

  // Six and twelve months after 1404/10/20: to the end of 1405/4/20 and 1405/10/20.
  const firstAt = Date.parse('2026-07-11T20:30:00Z');
  const secondAt = Date.parse('2027-01-10T20:30:00Z');
  const buyer = async () => {
    const member = await aMember(runtime);
    await aPurchase(runtime, { phone: member.phone });
    return member;
  };

  for (const [ms, left] of [
    [firstAt - 1, 101],
    [firstAt, 51],
    [firstAt + 1, 51],
    [secondAt - 1, 51],
    [secondAt, 0],
  ] as const) {
    it(`leaves ${left} of each unit to spend at ${new Date(ms).toISOString()}, though no job ran`, async () => {
      const { id } = await buyer();
      runtime.clock.set(new Date(ms).toISOString());
      expect((await standing(runtime, id)).balances).to.deep.equal({ points: left, credit: left });
      expect(await losses(runtime)).to.deep.equal([]);
    });
  }

  it('is an entry for each step, of each unit, at its moment, whenever the job runs', async () => {
    const { id } = await buyer();
    await comeTo(runtime, '2026-07-12');
    const first = ['points', 'credit'].map((unit) => ({
      ...{ unit, amount: -50, reason: 'depreciated', occurredAt: firstAt },
    }));
    expect(await losses(runtime)).to.have.deep.members(first);
    await comeTo(runtime, '2026-07-13');
    expect(await losses(runtime)).to.have.length(2);
    expect((await standing(runtime, id)).balances).to.deep.equal({ points: 51, credit: 51 });
    await comeTo(runtime, '2027-06-01');
    const second = first.map((entry) => ({ ...entry, amount: -51, occurredAt: secondAt }));
    expect(await losses(runtime)).to.have.deep.members([...first, ...second]);
    expect(await runtime.count('lots', 'remaining > 0 OR due_at IS NOT NULL')).to.equal(0);
  });

  it('comes to the same where the job did not run until the last step was over', async () => {
    await buyer();
    await comeTo(runtime, '2027-06-01');
    expect(
      (await losses(runtime)).map(({ amount, occurredAt }) => [amount, occurredAt]),
    ).to.have.deep.members([
      [-50, firstAt],
      [-50, firstAt],
      [-51, secondAt],
      [-51, secondAt],
    ]);
  });

  it('looks up what is due by when it is, however many lots there are', async () => {
    // A store of its own: what explains a statement may keep the connection's view of the rows as it is.
    const database = await createTemporaryStore();
    const { store } = database;
    const plans: unknown[] = [];
    const explaining: Reader = {
      ...store,
      all: async (sql, values) => {
        const word = store.dialect === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
        plans.push(...(await store.all(`${word} ${sql}`, values)));
        return [];
      },
    };
    await expiry.targets(runtime, explaining, { day: '2026-01-10', after: 0, limit: 100 });
    await database.remove();
    expect(JSON.stringify(plans)).to.contain('lots_by_due_at_member_id');
  });

  it('is foretold: the part that goes, and the last day that it is there', async () => {
    const { id } = await buyer();
    const calendar = 'persian';
    const said = async () => (await standing(runtime, id)).expiring;
    expect(await said()).to.deep.equal({ points: 50, credit: 50, day: '2026-07-11', calendar });
    runtime.clock.set('2026-07-12T08:30:00Z');
    expect(await said()).to.deep.equal({ points: 51, credit: 51, day: '2027-01-10', calendar });
  });
});

describe('expiry by inactivity', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made), {
    program: giving({ inactive: { months: 1 }, acts: ['purchase'], after: { months: 3 } }),
    startAt,
  });
  afterEach(() => auditLedger(runtime));

  // A month after 1404/10/20.
  const endAt = Date.parse('2026-02-09T20:30:00Z');
  const have = async (id: number) => (await standing(runtime, id)).balances.points;

  it('ends what nobody kept alive, and a purchase that comes too late brings nothing back', async () => {
    const { id, phone } = await aMember(runtime);
    await aPurchase(runtime, { phone });
    runtime.clock.set(new Date(endAt - 1).toISOString());
    expect(await have(id)).to.equal(101);
    runtime.clock.set(new Date(endAt).toISOString());
    expect(await have(id)).to.equal(0);
    await aPurchase(runtime, { phone });
    expect(await have(id)).to.equal(0);
    expect((await losses(runtime)).map(({ reason, occurredAt }) => [reason, occurredAt])).to.deep.equal([
      ['inactive', endAt],
      ['inactive', endAt],
    ]);
  });

  it('takes a purchase that was made in time and came to be known too late for too late', async () => {
    const { id, phone } = await aMember(runtime);
    await aPurchase(runtime, { phone });
    runtime.clock.set(new Date(endAt + 1).toISOString());
    await aPurchase(runtime, { phone, occurredAt: endAt - dayMs });
    expect(await have(id)).to.equal(0);
  });

  it('moves on with each purchase, until the fixed end', async () => {
    const { id, phone } = await aMember(runtime);
    await aPurchase(runtime, { phone });
    for (const day of ['2026-02-09', '2026-03-09', '2026-04-07']) {
      await comeTo(runtime, day);
      await aPurchase(runtime, { phone });
    }
    expect(await losses(runtime)).to.deep.equal([]);
    expect(await have(id)).to.equal(101);
    expect((await standing(runtime, id)).expiring).to.include({ day: '2026-04-09' });
    await comeTo(runtime, '2026-04-10');
    expect((await losses(runtime)).map(({ reason }) => reason)).to.deep.equal(['expired', 'expired']);
    expect(await have(id)).to.equal(0);
  });

  it('looks again at what was kept alive only when it can end', async () => {
    const { phone } = await aMember(runtime);
    await aPurchase(runtime, { phone });
    await comeTo(runtime, '2026-02-01');
    await aPurchase(runtime, { phone });
    await comeTo(runtime, '2026-02-10');
    const due = await runtime.store.all<{ at: number }>('SELECT due_at AS at FROM lots');
    // A month after 1404/11/12.
    expect(due.map(({ at }) => new Date(at).toISOString())).to.deep.equal([
      ...['2026-03-03T20:30:00.000Z', '2026-03-03T20:30:00.000Z'],
    ]);
  });

  it('goes back with a purchase that is undone', async () => {
    const { id, phone } = await aMember(runtime);
    await aPurchase(runtime, { phone });
    runtime.clock.set(new Date(endAt - 1).toISOString());
    const { id: purchaseId } = await aPurchase(runtime, { phone });
    runtime.clock.advance(1);
    expect(await have(id)).to.equal(101);
    const undoing = { purchaseId, actor: 'test', reason: 'another member was meant' };
    await runtime.store.transaction((tx) => reversePurchase(runtime, tx, undoing));
    expect(await have(id)).to.equal(0);
  });
});

describe('the expiry job', () => {
  let runtime: TestRuntime;

  const expires = { after: { months: 1 } };
  const club = {
    ...{ ...testProgram, nudge: undefined },
    rules: (['joining', 'purchase', 'birthday'] as const).flatMap((on) =>
      (['points', 'credit'] as const).map((unit) => ({
        ...{ id: `${on}-${unit}`, name: 'هدیه', on, expires, give: { unit, fixed: 10 } },
      })),
    ),
  };

  shareRuntime((made) => (runtime = made), { program: [club, { ...club, code: 'second' }], startAt });
  afterEach(() => auditLedger(runtime));

  it('13: lots of another kind never expire: those of every reason, unit and program do', async () => {
    const birthday = { calendar: 'persian', year: 1370, month: 10, day: 21 } as const;
    const { id, phone } = await aMember(runtime);
    await runtime.store.transaction((tx) =>
      tx.run(
        'UPDATE members SET birth_calendar = ?, birth_year = ?, birth_month = ?, birth_day = ? WHERE id = ?',
        [birthday.calendar, birthday.year, birthday.month, birthday.day, id],
      ),
    );
    await aPurchase(runtime, { phone });
    await comeTo(runtime, '2026-01-11');
    const given = () =>
      runtime.store.all<{ kind: string }>(
        `SELECT DISTINCT ledger_entries.reason AS kind, lots.unit, lots.program_id AS program
         FROM lots JOIN ledger_entries ON ledger_entries.id = lots.entry_id WHERE lots.remaining > 0`,
      );
    expect(await given()).to.have.length(3 * 2 * 2);
    await comeTo(runtime, '2026-02-12');
    expect(await given()).to.deep.equal([]);
    expect(await runtime.count('ledger_entries', "type = 'expiry' AND reason = 'expired'")).to.equal(12);
    const cited = await runtime.store.all(
      `SELECT DISTINCT losses.id FROM ledger_entries AS losses
       JOIN ledger_entries AS gains ON gains.id = losses.corrects_id AND gains.program_id = losses.program_id
         AND gains.program_version = losses.program_version WHERE losses.type = 'expiry'`,
    );
    expect(cited).to.have.length(12);
  });
});

import { expect } from 'chai';
import { runJob } from '../scheduler/run-job.ts';
import { tiers as tiersJob } from '../scheduler/tiers.ts';
import { dayOf } from '../../rules/calendar.ts';
import { post } from '../ledger/post.ts';
import type { LotRow } from '../ledger/rows.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { Member } from '../store/members.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readStanding } from './read-standing.ts';
import { recordPurchases } from './record-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;
const steps = [
  { id: 'bronze', name: 'برنزی' },
  { id: 'silver', name: { fa: 'نقره‌ای', en: 'Silver' }, from: 1_000_000 },
  { id: 'gold', name: 'طلایی', from: 5_000_000 },
];
const double = {
  ...{ id: 'double', name: 'دو برابر', on: 'purchase', when: { tiers: { from: 'silver' } } },
  give: { multiply: 2 },
};
const gift = { id: 'gift', name: 'هدیه سطح', on: 'tier', give: { unit: 'points', fixed: 30 } };
const yearly = {
  ...{ over: { last: { months: 12 } }, downgrade: 'one-step' },
  review: { after: { months: 12 } },
};

describe('tiers of members', () => {
  let runtime: TestRuntime;
  let member: Member;

  async function club(tiers: object = {}, rules: readonly object[] = []): Promise<void> {
    const program = {
      ...testProgram,
      rules: [...testProgram.rules, ...rules],
      tiers: { by: 'spent', steps, ...tiers },
    };
    runtime = await createTestRuntime({ program });
    member = await aMember(runtime);
  }

  afterEach(() => runtime.close());

  const buy = (amount: number, more: object = {}) =>
    aPurchase(runtime, { phone: member.phone, amount, ...more });
  const tierOf = async () => (await readStanding(runtime, runtime.store, member)).tier;
  const tierId = async () => (await tierOf())?.id;
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'mistyped' }),
    );
  const history = () =>
    runtime.store.all<{ kind: string; fromTier: string; toTier: string; reason: string | null }>(
      'SELECT kind, from_tier AS fromTier, to_tier AS toTier, reason FROM tier_changes ORDER BY id',
    );
  const setClock = (at: number) => runtime.clock.set(new Date(at).toISOString());
  const review = async () => {
    const day = dayOf(runtime.clock.now(), 'Asia/Tehran');
    await runJob(runtime, { job: tiersJob, day });
  };

  it('reaches a tier at once, exactly at its threshold, and the answer says so', async () => {
    await club();
    const below = await buy(999_990);
    expect(below.programs[0]?.tier).to.include({ id: 'bronze' });
    expect(below.programs[0]?.tier).not.to.have.property('raised');
    const at = await buy(10);
    expect(at.programs[0]?.tier).to.include({ id: 'silver', since: runtime.clock.now() });
    expect(at.programs[0]?.tier?.raised).to.deep.equal({ from: 'bronze' });
    expect(at.programs[0]?.tier?.progress.toNext?.lacks[0]).to.include({ missing: 4_000_000 });
    expect((await buy(10)).programs[0]?.tier).not.to.have.property('raised');
    expect(await history()).to.deep.equal([
      { kind: 'reached', fromTier: 'bronze', toTier: 'silver', reason: null },
    ]);
    await runtime.settle();
    const [told] = await runtime.store.all<{ body: string }>(
      "SELECT body FROM outbox WHERE template = 'purchaseRecordedForMember' AND body LIKE '%نقره‌ای%'",
    );
    expect(told?.body).to.include('به سطح «نقره‌ای» رسیدید!');
  });

  it('multiplies for the tier she had, or has then', async () => {
    await club({ crossing: 'old' }, [double]);
    expect((await buy(1_000_000)).earned.points).to.equal(10);
    expect((await buy(1_000_000)).earned.points).to.equal(20);
    await runtime.close();
    await club({ crossing: 'new' }, [double]);
    expect((await buy(1_000_000)).earned.points).to.equal(20);
    await runtime.close();
    await club({ crossing: 'split' }, [double]);
    expect((await buy(2_000_000)).earned.points).to.equal(30);
  });

  it('gives the joining gift of a tier with the purchase that reaches it, once', async () => {
    await club({}, [gift, { ...gift, id: 'golden', tiers: ['gold'], give: { unit: 'points', fixed: 500 } }]);
    const first = await buy(1_000_000);
    expect(first.earned.points).to.equal(10 + 30);
    expect(first.explanation.find(({ rule }) => rule === 'gift')).to.include({ amount: 30 });
    expect((await buy(1_000_000)).earned.points).to.equal(10);
    expect((await buy(3_000_000)).earned.points).to.equal(30 + 30 + 500);
    await auditLedger(runtime);
  });

  it('goes by points earned, gifts of tiers among them, as far as they raise her', async () => {
    const byPoints = [steps[0], { ...steps[1], from: 60 }, { ...steps[2], from: 90 }];
    await club({ by: 'earned', steps: byPoints }, [gift]);
    // 50 for joining, 10 for the purchase, 30 for silver: that is gold, and 30 more.
    const made = await buy(1_000_000);
    expect(made.earned.points).to.equal(70);
    expect(made.programs[0]?.tier).to.include({ id: 'gold' });
    expect(made.programs[0]?.tier?.raised).to.deep.equal({ from: 'bronze' });
  });

  it('case 6: a member never falls a tier by spending points', async () => {
    const byPoints = [steps[0], { ...steps[1], from: 60 }];
    await club({ by: 'earned', steps: byPoints, ...yearly });
    await buy(1_000_000);
    expect(await tierId()).to.equal('silver');
    await spendAll();
    expect((await readStanding(runtime, runtime.store, member)).balances.points).to.equal(0);
    expect(await tierId()).to.equal('silver');
    await buy(10);
    await review();
    expect(await tierId()).to.equal('silver');
    // Nor at the review: what was earned in the year counts, whatever became of it.
    runtime.clock.advance(dayMs);
    await buy(6_000_000);
    await spendAll();
    expect((await tierOf())?.progress.toKeep?.lacks[0]).to.include({ has: 60, missing: 0 });
    setClock(((await tierOf())?.validUntil ?? 0) + 60_000);
    await review();
    expect((await history()).at(-1)).to.include({ kind: 'renewed', toTier: 'silver' });
  });

  async function spendAll(): Promise<void> {
    await runtime.store.transaction(async (tx) => {
      const lots = await tx.all<LotRow>(
        `SELECT ${lotColumns} FROM lots WHERE member_id = ? AND remaining > 0`,
        [member.id],
      );
      await post(
        runtime,
        tx,
        lots.map((lot) => ({
          ...{ memberId: member.id, programId: lot.programId, programVersion: 1, rule: null, unit: lot.unit },
          ...({ type: 'redemption', amount: -lot.remaining, reason: 'spent', actor: 'test' } as const),
          ...{ purchaseId: null, correctsId: null, onceKey: null, expiresAt: null },
          occurredAt: runtime.clock.now(),
          uses: [{ lotId: lot.id, amount: lot.remaining }],
        })),
      );
    });
  }

  describe('undoing', () => {
    it('falls back to what it was, says so, and takes the gift back', async () => {
      await club({}, [gift]);
      const made = await buy(1_000_000);
      expect(await undo(made.id)).to.deep.include({ kind: 'undone', taken: { points: 40, credit: 0 } });
      expect(await tierId()).to.equal('bronze');
      expect((await history()).at(-1)).to.deep.equal({
        ...{ kind: 'undone', fromTier: 'silver', toTier: 'bronze', reason: 'mistyped' },
      });
      expect((await buy(1_000_000)).earned.points).to.equal(40);
      await auditLedger(runtime);
    });

    it('stays where what is left reaches it', async () => {
      await club();
      const first = await buy(1_000_000);
      await buy(1_000_000);
      await undo(first.id);
      expect(await tierId()).to.equal('silver');
    });

    it('falls back also where a later purchase had raised her on the strength of it', async () => {
      await club();
      const first = await buy(600_000);
      await buy(600_000);
      expect(await tierId()).to.equal('silver');
      await undo(first.id);
      expect(await tierId()).to.equal('bronze');
    });

    it('counts a rolling time without it', async () => {
      await club(yearly);
      const made = await buy(700_000);
      await undo(made.id);
      expect((await buy(700_000)).programs[0]?.tier).to.include({ id: 'bronze' });
    });
  });

  describe('reviews', () => {
    it('renews with enough in the time that ends, and takes down without', async () => {
      await club(yearly);
      await buy(1_000_000);
      const until = (await tierOf())?.validUntil ?? 0;
      // What reached it lies before the year that has to keep it.
      expect((await tierOf())?.progress.toKeep?.lacks[0]).to.include({ has: 0, missing: 1_000_000 });
      runtime.clock.advance(dayMs);
      await buy(1_000_000);
      expect((await tierOf())?.progress.toKeep?.lacks[0]).to.include({ has: 1_000_000, missing: 0 });
      setClock(until - 1);
      await review();
      expect((await history()).map(({ kind }) => kind)).to.deep.equal(['reached']);
      setClock(until + 60_000);
      await review();
      expect((await history()).at(-1)).to.include({ kind: 'renewed' });
      setClock(((await tierOf())?.validUntil ?? 0) + 60_000);
      await review();
      expect((await history()).at(-1)).to.include({ kind: 'fallen', toTier: 'bronze' });
      expect(await tierOf()).to.include({ id: 'bronze', validUntil: null });
    });

    it('makes up for days on which nothing ran, each review as of its own moment', async () => {
      await club({ ...yearly, downgrade: 'one-step', review: { each: 'month' }, over: 'month' });
      await buy(5_000_000);
      expect(await tierId()).to.equal('gold');
      runtime.clock.advance(100 * dayMs);
      await review();
      const kinds = (await history()).map(({ kind, toTier }) => [kind, toTier]);
      expect(kinds).to.deep.equal([
        ['reached', 'gold'],
        ['renewed', 'gold'],
        ['fallen', 'silver'],
        ['fallen', 'bronze'],
      ]);
      await review();
      expect(await history()).to.have.length(4);
    });

    it('gives a grace in which she can make up for it', async () => {
      await club({ ...yearly, review: { each: 'year' }, over: 'year', grace: { days: 30 } });
      await buy(1_000_000);
      const undoable = (await tierOf())?.validUntil ?? 0;
      // A year later, with too little in it.
      setClock(undoable + 60_000);
      await review();
      expect((await history()).at(-1)).to.include({ kind: 'renewed' });
      await buy(400_000);
      setClock(((await tierOf())?.validUntil ?? 0) + 60_000);
      await review();
      expect(await tierOf()).to.include({ id: 'silver', grace: true });
      expect((await tierOf())?.progress.toKeep?.lacks[0]).to.include({ missing: 600_000 });
      await buy(600_000);
      setClock(((await tierOf())?.validUntil ?? 0) + 60_000);
      await review();
      expect((await history()).at(-1)).to.include({ kind: 'renewed', toTier: 'silver' });
      expect(await tierOf()).to.include({ grace: false });
    });
  });

  it('asks as many questions of the database for many members as for one', async () => {
    await club({ ...yearly }, [double, gift]);
    const { id: shopId } = (await runtime.store.one<{ id: number }>('SELECT id FROM shops')) ?? { id: 0 };
    const others = await Promise.all([1, 2, 3].map(() => aMember(runtime)));
    const questions = async (members: readonly Member[], name: string) => {
      const purchases = members.map(({ phone }, index) => ({
        ...{ phone, amount: 1_000_000, shopId, lines: [], payments: [], occurredAt: runtime.clock.now() },
        ...({ channel: 'api', actor: 'key:1' } as const),
        idempotency: { scope: 'test', key: `${name}${index}`, bodyHash: 'x' },
      }));
      return runtime.store.transaction(async (tx) => {
        const counting = countStatements(tx);
        await recordPurchases(runtime, counting.tx, purchases);
        return counting.statements.filter((statement) => !statement.startsWith('UPDATE'));
      });
    };
    const one = await questions([member], 'one');
    expect(await questions(others, 'many')).to.deep.equal(one);
    expect(one.filter((statement) => statement === 'SELECT member_tiers')).to.have.length(1);
  });
});

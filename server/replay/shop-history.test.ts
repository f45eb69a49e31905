import { expect } from 'chai';
import { createScheduler } from '../scheduler/scheduler.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { aProgram } from '../testing/a-program.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { entryFacts } from '../testing/replayed.ts';
import { random } from '../testing/random.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { lockMember } from '../store/members.ts';
import { changeProfile } from '../usecases/change-profile.ts';
import { activateVersion, addVersion } from '../usecases/keep-programs.ts';
import { recordOccasion } from '../usecases/record-occasion.ts';
import { decidePending } from '../usecases/decide-pending.ts';
import { readPending } from '../usecases/read-pending.ts';
import { reverseOccasion } from '../usecases/reverse-occasion.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import { setTier } from '../usecases/set-tier.ts';
import { settlePurchase } from '../usecases/settle-purchase.ts';
import { createDirectory } from './directory.ts';
import type { Outcome } from './event.ts';
import { readMemberLines } from './member-lines.ts';
import { replay } from './replay.ts';
import { withScratchClub } from './scratch-club.ts';
import type { Rulebook } from './scratch-club.ts';
import { readShopHistory } from './shop-history.ts';
import { compareTiers, readTierBooks } from './tier-books.ts';
import { readWinners } from './winners.ts';

const dayMs = 24 * 3_600_000;

const rules = [
  ...testProgram.rules.slice(0, 1),
  {
    ...{ id: 'by-amount', name: 'امتیاز خرید', on: 'purchase' },
    give: { unit: 'points', give: 1, per: 100_000, carry: true },
    ...{ expires: { after: { days: 9 } }, limits: [{ of: 'member', each: 'week', amount: 30 }] },
  },
  {
    ...{ id: 'coffee', name: 'قهوه', on: 'purchase', when: { products: { groups: ['coffee'] } } },
    give: { unit: 'credit', percent: 5, of: { products: { groups: ['coffee'] } } },
    expires: { after: { hours: 30 }, to: 'instant' },
  },
  {
    ...{ id: 'vip', name: 'ویژه', on: 'purchase', when: { tags: ['vip'] } },
    give: { multiply: 2, rules: ['by-amount'] },
  },
  { id: 'birthday', name: 'هدیه تولد', on: 'birthday', give: { unit: 'points', fixed: 100 } },
  { id: 'visit', name: 'بازدید', on: 'visit', give: { unit: 'points', fixed: 3 }, cooldown: { days: 2 } },
  {
    ...{ id: 'friend', name: 'معرفی', on: 'referral', to: 'both', at: 'first-purchase' },
    give: { unit: 'credit', percent: 2 },
  },
  {
    ...{ id: 'friends', name: 'معرف', on: 'referral', to: 'referrer', at: 'every-purchase' },
    ...{ give: { unit: 'points', fixed: 2 }, limits: [{ of: 'member', each: 'week', times: 3 }] },
  },
  { id: 'survey', name: 'نظرسنجی', on: 'event', event: 'survey', give: { unit: 'points', fixed: 8 } },
  {
    ...{ id: 'asked', name: 'با تأیید', on: 'purchase', when: { nth: { every: 4 } } },
    ...{ give: { unit: 'points', fixed: 7 }, pending: { until: 'approved' } },
  },
  { id: 'gold', name: 'طلایی شدن', on: 'tier', tiers: ['gold'], give: { unit: 'points', fixed: 40 } },
  {
    id: 'more',
    name: 'برای طلایی‌ها',
    on: 'purchase',
    when: { tiers: ['gold'] },
    give: { unit: 'points', fixed: 1 },
  },
];
const tiers = {
  ...{ by: 'visits', over: { last: { days: 14 } }, downgrade: 'one-step', review: { after: { days: 10 } } },
  steps: [
    { id: 'bronze', name: 'برنزی' },
    { id: 'silver', name: 'نقره‌ای', from: 3 },
    { id: 'gold', name: 'طلایی', from: 5 },
  ],
};
const beside = {
  ...{ ...testProgram, code: 'green', name: 'باشگاه سبز', rewards: [] },
  units: { points: { decimals: 2 } },
  rules: [
    {
      ...{ id: 'finely', name: 'ریز', on: 'purchase', give: { unit: 'points', give: 1, per: 70_000 } },
      expires: { steps: [{ after: { days: 9 }, lose: 33.33 }] },
    },
    {
      ...{ id: 'third', name: 'سوم', on: 'purchase', when: { nth: { every: 3 } } },
      ...{ give: { unit: 'credit', fixed: 9_000 }, limits: [{ of: 'rule', each: 'month', times: 12 }] },
    },
  ],
};

/** Weeks of a shop's life: all that a history can hold, a change of version in the middle. */
async function live(runtime: TestRuntime, days: number): Promise<void> {
  const next = random(7);
  const pick = (max: number) => Math.floor(next() * max);
  const phones = Array.from({ length: 8 }, (_, index) => `+9891210001${String(index).padStart(2, '0')}`);
  const birthday = { calendar: 'gregorian', year: 1990, month: 1, day: 20 } as const;
  let referrerId: number | undefined;
  for (const [index, phone] of phones.entries()) {
    runtime.clock.advance(pick(3) * 3_600_000 + 1);
    const profile = index % 2 === 0 ? { birthday: { ...birthday, day: 14 + index } } : {};
    // Each third came by herself, and the others by the one before them.
    const { id } = await aMember(runtime, {
      ...{ phone, profile },
      ...(index % 3 !== 0 && referrerId !== undefined && { referrerId }),
    });
    referrerId = id;
  }
  const bought: number[] = [];
  for (let day = 0; day < days; day++) {
    if (day === Math.floor(days / 2)) await changeVersion(runtime);
    // Days on which nobody had the server on.
    if (day % 7 !== 3) await createScheduler(runtime).runDue();
    for (let n = pick(8); n > 0; n--) {
      runtime.clock.advance(1 + pick(80) * 60_000);
      const phone = phones[pick(phones.length)] ?? '';
      const purchase = await aPurchase(runtime, { phone, ...randomPurchase(runtime, pick) });
      bought.push(purchase.id);
      if (pick(6) === 0) {
        runtime.clock.advance(pick(9) * 60_000);
        await runtime.store.transaction((tx) =>
          reversePurchase(runtime, tx, { purchaseId: purchase.id, actor: 'staff:1', reason: 'x' }),
        );
      }
      if (pick(3) === 0) await somethingElse(runtime, { phone, bought, pick });
    }
    runtime.clock.set(
      new Date((Math.floor(runtime.clock.now() / dayMs) + 1) * dayMs + 6 * 3_600_000).toISOString(),
    );
  }
}

async function changeVersion(runtime: TestRuntime): Promise<void> {
  const { clock, store } = runtime;
  const changed = rules.map((rule) =>
    rule.id === 'coffee' ? { ...rule, give: { unit: 'points', fixed: 5 } } : rule,
  );
  await store.transaction(async (tx) => {
    const keeping = { actor: 'cli', now: clock.now() };
    await addVersion(tx, aProgram({ rules: changed, tiers }), keeping);
    await activateVersion(tx, { ...keeping, code: testProgram.code, activeAt: clock.now() + 5 * 3_600_000 });
  });
}

function randomPurchase({ clock }: TestRuntime, pick: (max: number) => number) {
  const [coffee, other] = [10_000 + pick(400_000), pick(900_000)];
  const amount = coffee + other;
  const promised = pick(4) === 0;
  return {
    amount,
    occurredAt: clock.now() - (pick(10) === 0 ? pick(3 * dayMs) : pick(40)),
    lines: [
      { quantity: 1, amount: coffee, group: 'coffee', tags: ['hot'] },
      ...(other > 0 ? [{ quantity: 2, amount: other, name: 'چیزی دیگر' }] : []),
    ],
    payments: [{ kind: promised ? ('on_account' as const) : ('card' as const), amount }],
    ...(pick(3) === 0 && { receiptNo: `r${clock.now()}` }),
  };
}

interface Else {
  readonly phone: string;
  readonly bought: readonly number[];
  readonly pick: (max: number) => number;
}

async function somethingElse(runtime: TestRuntime, { phone, bought, pick }: Else): Promise<void> {
  const { store, clock } = runtime;
  clock.advance(60_000);
  const [found] = await store.all<{ id: number }>('SELECT id FROM members WHERE phone = ?', [phone]);
  const memberId = found?.id ?? 0;
  await store.transaction(async (tx) => {
    const member = await lockMember(tx, memberId);
    if (!member) return;
    const by = { member, actor: 'key:1', keep: true, happened: { at: clock.now(), shop: 'main' } };
    const kind = pick(6);
    if (kind === 0) await recordOccasion(runtime, tx, { ...by, trigger: 'visit' });
    if (kind === 1) {
      const happened = { at: clock.now(), event: { name: 'survey', data: {} } };
      const event = { ...by, happened, trigger: 'event', name: 'survey' } as const;
      const { id: occasionId } = (await recordOccasion(runtime, tx, event)) ?? { id: 0 };
      const undoing = { occasionId, kind: 'event', actor: 'key:1', reason: 'sent twice' } as const;
      if (pick(3) === 0) await reverseOccasion(runtime, tx, undoing);
    }
    if (kind === 2) {
      const change = { tags: pick(2) === 0 ? ['vip'] : [], name: 'مشتری نمونه' };
      await changeProfile(runtime, tx, { memberId, change, actor: 'key:1' });
    }
    const purchaseId = bought[pick(bought.length)] ?? 0;
    if (kind === 3) {
      const paying = { purchaseId, amount: 5_000 + pick(5_000), kind: 'cash', actor: 'key:1' } as const;
      await settlePurchase(runtime, tx, { ...paying, paidAt: clock.now() });
    }
    if (kind === 4) {
      const [asked] = (await readPending(runtime, tx, memberId)).filter((item) => item.untilApproved);
      const decision = pick(2) === 0 ? 'approve' : 'decline';
      const about = { memberId, pendingId: asked?.id ?? 0, decision, reason: 'x', actor: 'staff:1' } as const;
      if (asked) await decidePending(runtime, tx, about);
    }
    if (kind === 5) {
      const until = pick(2) === 0 ? clock.now() + 5 * dayMs : null;
      const tier = pick(3) === 0 ? null : 'silver';
      await setTier(runtime, tx, { memberId, tier, until, reason: 'x', actor: 'staff:1' });
    }
  });
}

/** The tiers of the club's own program, and since when, by phone. */
async function tiersOf({ store }: Pick<TestRuntime, 'store'>): Promise<unknown[]> {
  return store.all(
    `SELECT members.phone, tier, since, review_at, floors FROM member_tiers
     JOIN members ON members.id = member_id ORDER BY members.phone`,
  );
}

async function replayOf(
  real: TestRuntime,
  rulebook: Rulebook,
  options: { readonly from?: number; readonly togetherMax?: number } = {},
) {
  const directory = createDirectory();
  const jobsAsRun = 'asIn' in rulebook;
  return withScratchClub({ rulebook, directory, jobsAsRun, answers: false }, async (scene) => {
    const outcomes: Outcome[] = [];
    await replay(
      scene,
      readShopHistory(real, { directory, tried: scene.runtime.club, jobsAsRun, ...options }),
      {
        onOutcome: (outcome) => outcomes.push(outcome),
        onFault: () => undefined,
        ...options,
      },
    );
    const members = [];
    for await (const line of readMemberLines(scene)) members.push(line);
    const { store } = scene.runtime;
    expect((await verifyLedger(store)).difference).to.equal(undefined);
    const winners = await readWinners({
      replayed: scene.runtime,
      real,
      from: options.from ?? 0,
      worth: 1,
      max: 5,
    });
    const shift = await compareTiers({
      ...{ replayed: store, club: scene.runtime.club, real: real.store, realClub: real.club },
    });
    const books = await readTierBooks(store, scene.runtime.club, 0);
    const tiers = { shift, books, rows: await tiersOf(scene.runtime) };
    return { outcomes, members, winners, tiers, entries: await entryFacts(store) };
  });
}

describe("the replay of a club's own past", function () {
  this.timeout(120_000);

  let runtime: TestRuntime;
  before(async () => {
    runtime = await createTestRuntime({ program: [{ ...testProgram, rules, tiers }, beside] });
    await live(runtime, 40);
  });
  after(() => runtime.close());

  it('reproduces its ledger to the last point, by the versions that were in force', async () => {
    const really = await entryFacts(runtime.store);
    const reasons = new Set(really.map(({ type, reason, version }) => `${type} ${reason} ${version}`));
    expect([...reasons]).to.include.members([
      ...['accrual joining 1', 'accrual purchase 1', 'accrual purchase 2', 'reversal purchase-undone 1'],
      ...[
        'expiry expired 1',
        'accrual birthday 1',
        'accrual visit 1',
        'accrual event 1',
        'reversal occasion-undone 2',
        'accrual referral 1',
        'accrual tier 1',
      ],
    ]);
    for (const togetherMax of [1, 256]) {
      const { entries, outcomes, winners, tiers } = await replayOf(
        runtime,
        { asIn: runtime.store },
        { togetherMax },
      );
      expect(outcomes.filter(({ kind }) => kind !== 'done')).to.deep.equal([]);
      expect(entries).to.deep.equal(really);
      expect(winners).to.deep.include({ better: 0, worse: 0 });
      expect(tiers.rows).to.deep.equal(await tiersOf(runtime));
      expect(tiers.shift).to.deep.equal({ higher: 0, lower: 0 });
      expect(tiers.books[0]?.up, 'some went up').to.be.above(0);
      expect(tiers.books[0]?.tiers.reduce((sum, { members }) => sum + members, 0)).to.equal(8);
    }
  });

  it('tells who would have had more, and less, by another program', async () => {
    const generous = aProgram({
      rules: [{ id: 'r', name: 'ر', on: 'purchase', give: { unit: 'points', give: 1, per: 50_000 } }],
    });
    const { outcomes, winners } = await replayOf(runtime, { programs: [generous] });
    // It has no tiers to give, and nothing that waits to be approved.
    const refused = outcomes.filter(({ kind }) => kind !== 'done').map(({ head }) => head.event);
    expect([...new Set(refused)].sort()).to.deep.equal(['approve', 'decline', 'tier']);
    expect(winners.better + winners.worse + winners.same).to.equal(8);
    expect(winners.losers[0]?.is.credit).to.equal(0);
    const purchases = outcomes.filter(({ head }) => head.event === 'purchase');
    expect(purchases.every(({ was }) => was !== undefined)).to.equal(true);
  });

  it('begins by another program, without the decimals that points do not have there', async () => {
    const from = Date.parse('2026-01-30T20:30:00Z');
    const { entries, outcomes } = await replayOf(runtime, { programs: [aProgram()] }, { from });
    const opened = outcomes.filter(({ head }) => head.event === 'open');
    expect(opened.map(({ kind }) => kind)).to.deep.equal(Array.from({ length: 8 }, () => 'done'));
    expect(entries.some(({ type, program }) => type === 'opening' && program !== testProgram.code)).to.equal(
      false,
    );
  });

  it('begins on a day with what every member had then', async () => {
    const from = Date.parse('2026-01-30T20:30:00Z');
    const { entries, outcomes } = await replayOf(runtime, { asIn: runtime.store }, { from });
    const before = await runtime.store.all<{ unit: string; amount: number | string }>(
      `SELECT members.phone, unit, SUM(amount) AS amount FROM ledger_entries
         JOIN members ON members.id = member_id
       WHERE ledger_entries.created_at < ? GROUP BY members.phone, unit HAVING SUM(amount) > 0`,
      [from],
    );
    const opened = entries.filter(({ type }) => type === 'opening');
    const sum = (unit: string, rows: readonly { unit: string; amount: number | string }[]) =>
      rows.reduce((total, row) => (row.unit === unit ? total + Number(row.amount) : total), 0);
    for (const unit of ['points', 'credit']) expect(sum(unit, opened)).to.equal(sum(unit, before));
    expect(outcomes.filter(({ head }) => head.event === 'open')).to.have.length(8);
    expect(outcomes.some(({ head }) => head.event === 'join')).to.equal(false);
  });
});

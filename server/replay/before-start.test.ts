import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { entryFacts } from '../testing/replayed.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import { decidePending } from '../usecases/decide-pending.ts';
import { readPending } from '../usecases/read-pending.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import { settlePurchase } from '../usecases/settle-purchase.ts';
import { readBooks } from './books.ts';
import { createDirectory } from './directory.ts';
import type { Outcome } from './event.ts';
import { readMemberLines } from './member-lines.ts';
import { replay } from './replay.ts';
import { listen } from './report.ts';
import { withScratchClub } from './scratch-club.ts';
import { readShopHistory } from './shop-history.ts';
import { readWinners } from './winners.ts';

const midnight = Date.parse('2026-01-14T20:30:00Z');
const program = {
  ...testProgram,
  rules: [
    {
      ...{ id: 'spend', name: 'خرید', on: 'purchase' },
      give: { unit: 'points', give: 1, per: 100_000 },
    },
    {
      ...{ id: 'asked', name: 'با تأیید', on: 'purchase', pending: { until: 'approved' } },
      give: { unit: 'points', fixed: 3 },
    },
  ],
  tiers: {
    ...{ by: 'spent', over: { last: { days: 30 } }, downgrade: 'to-earned', review: { after: { days: 20 } } },
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 900_000 },
      { id: 'gold', name: 'طلایی', from: 2_000_000 },
    ],
  },
};

describe('a replay from a day on, of what lies before it', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let phone: string;
  let memberId: number;
  beforeEach(async () => {
    runtime = await createTestRuntime({ program });
    runtime.clock.set('2026-01-10T08:00:00Z');
    ({ phone, id: memberId } = await aMember(runtime));
    runtime.clock.advance(60_000);
    await aPurchase(runtime, { phone, amount: 1_000_000 });
  });
  afterEach(() => runtime.close());

  const buyAt = (at: number, amount: number, kind: 'card' | 'on_account' = 'card') => {
    runtime.clock.set(new Date(at).toISOString());
    return aPurchase(runtime, { phone, amount, payments: [{ kind, amount }] });
  };

  async function fromMidnight() {
    const directory = createDirectory();
    const club = { rulebook: { asIn: runtime.store }, directory, jobsAsRun: true, answers: true };
    return withScratchClub(club, async (scene) => {
      const tried = scene.runtime.club;
      const listener = listen({ club: tried, language: 'fa', refusalsMax: 9, changedMax: 9 });
      const items = readShopHistory(runtime, { directory, tried, jobsAsRun: true, from: midnight });
      const outcomes: Outcome[] = [];
      await replay(scene, items, {
        onOutcome(outcome) {
          listener.onOutcome(outcome);
          outcomes.push(outcome);
        },
        onFault: () => undefined,
      });
      const members = [];
      for await (const line of readMemberLines(scene)) members.push(line);
      const comparing = { replayed: scene.runtime, real: runtime, from: midnight, worth: 1, max: 5 };
      return {
        ...{ outcomes, members, played: listener.played(), winners: await readWinners(comparing) },
        entries: await entryFacts(scene.runtime.store),
        really: await readBooks(runtime.store, runtime.club, { from: midnight, now: runtime.clock.now() }),
      };
    });
  }

  it('begins without a purchase that was undone after the start, and says so once', async () => {
    const late = await buyAt(midnight - 3 * 60_000, 1_500_000);
    runtime.clock.set(new Date(midnight + 60_000).toISOString());
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: late.id, actor: 'staff:1', reason: 'x' }),
    );
    await buyAt(midnight + 3_600_000, 300_000);
    const { outcomes, members, played, winners, entries, really } = await fromMidnight();
    expect(outcomes.map(({ kind, head }) => [head.event, kind])).to.deep.equal([
      ['open', 'done'],
      ['undo', 'before-start'],
      ['purchase', 'done'],
    ]);
    expect([...played.beforeStart]).to.deep.equal([
      ['What it undoes lies before the start: its member begins without it.', 1],
    ]);
    expect(played.refusals).to.deep.equal([]);
    expect(members[0]).to.deep.include({ balances: { points: 13, credit: 0 } });
    expect(members[0]?.totals).to.deep.include({ purchases: 2, spent: 1_300_000 });
    expect(members[0]?.tier, 'without the tier that it reached').to.deep.include({ id: 'silver' });
    expect(entries.map(({ type, amount }) => [type, amount])).to.deep.equal([
      ['opening', 10],
      ['accrual', 3],
    ]);
    expect(winners, 'nobody lost what she had before').to.deep.include({ better: 0, worse: 0, same: 1 });
    expect(really[0]).to.deep.include({ opened: 10, issued: 3, outstanding: 13 });
  });

  it('passes over payments and approvals for what lies before it, each in one line', async () => {
    const sale = await buyAt(midnight - 3_600_000, 800_000, 'on_account');
    runtime.clock.set(new Date(midnight + 3_600_000).toISOString());
    const { store, clock } = runtime;
    for (const amount of [300_000, 500_000]) {
      clock.advance(60_000);
      const paying = { purchaseId: sale.id, amount, kind: 'cash', actor: 'key:1' } as const;
      await store.transaction((tx) => settlePurchase(runtime, tx, { ...paying, paidAt: clock.now() }));
    }
    clock.advance(60_000);
    const [asked] = (await readPending(runtime, store, memberId)).filter(
      ({ untilApproved }) => untilApproved,
    );
    const about = { memberId, pendingId: asked?.id ?? 0, decision: 'approve', reason: 'x' } as const;
    await store.transaction((tx) => decidePending(runtime, tx, { ...about, actor: 'staff:1' }));
    const { played } = await fromMidnight();
    expect([...played.beforeStart.values()]).to.deep.equal([2, 1]);
    expect(played).to.deep.include({ refused: 0, done: 1 });
  });
});

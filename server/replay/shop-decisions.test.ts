import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { entryFacts } from '../testing/replayed.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import { decidePending } from '../usecases/decide-pending.ts';
import { readPending } from '../usecases/read-pending.ts';
import { settlePurchase } from '../usecases/settle-purchase.ts';
import { createDirectory } from './directory.ts';
import type { Outcome } from './event.ts';
import { replay } from './replay.ts';
import { withScratchClub } from './scratch-club.ts';
import { readShopHistory } from './shop-history.ts';

const asked = {
  ...{ id: 'asked', name: 'با تأیید', on: 'purchase', pending: { until: 'approved' } },
  give: { unit: 'points', give: 1, per: 100_000 },
};

describe('decisions about a gift that waits in two parts, replayed', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let memberId: number;
  let purchaseId: number;
  beforeEach(async () => {
    runtime = await createTestRuntime({ program: { ...testProgram, rules: [asked] } });
    const { id, phone } = await aMember(runtime);
    memberId = id;
    const payments = [
      { kind: 'card' as const, amount: 400_000 },
      { kind: 'on_account' as const, amount: 600_000 },
    ];
    runtime.clock.advance(60_000);
    purchaseId = (await aPurchase(runtime, { phone, amount: 1_000_000, payments })).id;
  });
  afterEach(() => runtime.close());

  async function decide(amount: number, decision: 'approve' | 'decline'): Promise<void> {
    runtime.clock.advance(60_000);
    const part = (await readPending(runtime, runtime.store, memberId)).find((item) => item.amount === amount);
    const about = { memberId, pendingId: part?.id ?? 0, decision, reason: 'x', actor: 'staff:1' } as const;
    const { kind } = await runtime.store.transaction((tx) => decidePending(runtime, tx, about));
    expect(kind).to.equal('decided');
  }

  async function payAll(): Promise<void> {
    runtime.clock.advance(60_000);
    const paying = { purchaseId, amount: 600_000, kind: 'cash', paidAt: runtime.clock.now() } as const;
    await runtime.store.transaction((tx) => settlePurchase(runtime, tx, { ...paying, actor: 'key:1' }));
  }

  async function again() {
    const directory = createDirectory();
    const club = { rulebook: { asIn: runtime.store }, directory, jobsAsRun: true, answers: false };
    return withScratchClub(club, async (scene) => {
      const outcomes: Outcome[] = [];
      const items = readShopHistory(runtime, { directory, tried: scene.runtime.club, jobsAsRun: true });
      const onOutcome = (outcome: Outcome) => void outcomes.push(outcome);
      await replay(scene, items, { onOutcome, onFault: () => undefined });
      return { outcomes, entries: await entryFacts(scene.runtime.store) };
    });
  }

  const cases = [
    ['the one that is paid', 4],
    ['the one that is not', 6],
  ] as const;
  for (const [which, amount] of cases) {
    it(`approve ${which}, and no other`, async () => {
      await decide(amount, 'approve');
      await payAll();
      const really = await entryFacts(runtime.store);
      expect(really.map((entry) => entry.amount)).to.deep.equal([amount]);
      const { entries, outcomes } = await again();
      expect(entries).to.deep.equal(really);
      expect(outcomes.map(({ head, kind }) => `${head.id.replace(/\d+$/, '')} ${kind}`)).to.deep.equal([
        ...['join- done', 'purchase- done', 'approve- done', 'settle- done'],
      ]);
    });
  }

  it('approve one and decline the other, also once all is paid', async () => {
    await payAll();
    await decide(6, 'approve');
    await decide(4, 'decline');
    const { entries, outcomes } = await again();
    expect(entries).to.deep.equal(await entryFacts(runtime.store));
    expect(outcomes.filter(({ kind }) => kind !== 'done')).to.deep.equal([]);
    expect(outcomes.at(-1)?.head.id).to.match(/^decline-\d+$/);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Member } from '../store/members.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { settle } from '../testing/waiting.ts';
import { readStanding } from './read-standing.ts';
import { recordOccasion } from './record-occasion.ts';
import { recordPurchases } from './record-purchase.ts';
import { reverseOccasion } from './reverse-occasion.ts';
import { reversePurchase } from './reverse-purchase.ts';

const bronze = { id: 'bronze', name: 'برنزی' };
const silver = { id: 'silver', name: 'نقره‌ای', from: 1_000_000 };
const gift = { id: 'gift', name: 'هدیه سطح', on: 'tier', give: { unit: 'points', fixed: 30 } };
const survey = {
  id: 'survey',
  name: 'نظرسنجی',
  on: 'event',
  event: 'survey',
  give: { unit: 'points', fixed: 3 },
};
const yearly = {
  ...{ over: { last: { months: 12 } }, downgrade: 'one-step' },
  review: { after: { months: 12 } },
};
const why = { actor: 'test', reason: 'mistyped' };

describe('undoing what reached a tier, on a clock that runs on', () => {
  let runtime: TestRuntime;
  let member: Member;

  async function club(tiers: object = {}): Promise<void> {
    const steps = [bronze, silver];
    const program = {
      ...testProgram,
      rules: [...testProgram.rules, gift, survey],
      tiers: { by: 'spent', steps, ...tiers },
    };
    runtime = await createTestRuntime({ program });
    runtime.clock.runOn();
    member = await aMember(runtime);
  }

  afterEach(() => runtime.close());

  const buy = (amount: number) => aPurchase(runtime, { phone: member.phone, amount });
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) => reversePurchase(runtime, tx, { purchaseId, ...why }));
  const tier = async () => (await readStanding(runtime, runtime.store, member)).tier;

  it('takes back the tier with its gift, and gives both again', async () => {
    await club();
    const made = await buy(1_000_000);
    expect(made.programs[0]?.tier).to.include({ id: 'silver', since: made.createdAt });
    expect(await undo(made.id)).to.deep.include({ kind: 'undone', taken: { points: 40, credit: 0 } });
    expect(await tier()).to.include({ id: 'bronze' });
    expect((await buy(1_000_000)).earned.points).to.equal(40);
    await auditLedger(runtime);
  });

  it('takes back what one reached that came together with it, and needed it', async () => {
    await club();
    const one = { phone: member.phone, amount: 600_000, lines: [], payments: [] };
    const [shop] = await runtime.store.all<{ id: number }>('SELECT id FROM shops');
    const purchases = [1, 2].map(() => ({
      ...{
        ...one,
        shopId: shop?.id ?? 0,
        occurredAt: runtime.clock.now(),
        channel: 'api' as const,
        actor: 'key:1',
      },
      idempotency: { scope: 'test', key: randomUUID(), bodyHash: 'x' },
    }));
    const [first] = await runtime.store.transaction((tx) => recordPurchases(runtime, tx, purchases));
    expect(await tier()).to.include({ id: 'silver' });
    await undo(first?.kind === 'recorded' ? first.purchase.id : 0);
    expect(await tier()).to.include({ id: 'bronze' });
  });

  it('takes back what a payment reached that was made before its purchase was recorded', async () => {
    await club({ by: 'earned', steps: [bronze, { ...silver, from: 60 }] });
    const soldAt = runtime.clock.now() - 3_600_000;
    const { id } = await aPurchase(runtime, {
      ...{ phone: member.phone, amount: 1_000_000, occurredAt: soldAt },
      payments: [{ kind: 'on_account', amount: 1_000_000 }],
    });
    expect(await tier()).to.include({ id: 'bronze' });
    await settle(runtime, { purchaseId: id, amount: 1_000_000, paidAt: soldAt + 1 });
    expect(await tier()).to.include({ id: 'silver' });
    await undo(id);
    expect(await tier()).to.include({ id: 'bronze' });
  });

  it('leaves what a review had made of it just before', async () => {
    await club(yearly);
    await buy(1_000_000);
    runtime.clock.set(new Date(((await tier())?.validUntil ?? 0) + 60_000).toISOString());
    const made = await buy(1_000_000);
    const kinds = () => runtime.store.all<{ kind: string }>('SELECT kind FROM tier_changes ORDER BY id');
    expect((await kinds()).map(({ kind }) => kind)).to.deep.equal(['reached', 'fallen', 'reached']);
    await undo(made.id);
    expect(await tier()).to.include({ id: 'bronze' });
  });

  it('takes back the tier that an event reached', async () => {
    // 50 points for joining, and those for the survey.
    await club({ by: 'earned', steps: [bronze, { ...silver, from: 53 }] });
    const happened = { at: runtime.clock.now(), event: { name: 'survey', data: {} } };
    const event = { member, trigger: 'event', name: 'survey', happened, actor: 'test', keep: true } as const;
    const made = await runtime.store.transaction((tx) => recordOccasion(runtime, tx, event));
    expect(await tier()).to.include({ id: 'silver' });
    const undoing = { occasionId: made?.id ?? 0, kind: 'event', ...why } as const;
    await runtime.store.transaction((tx) => reverseOccasion(runtime, tx, undoing));
    expect(await tier()).to.include({ id: 'bronze' });
  });
});

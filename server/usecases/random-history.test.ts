import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { verifyLedger } from '../ledger/verify.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import type { Member } from '../store/members.ts';
import { membersByPhone } from '../store/members.ts';
import { shopByCode, firstShopCode } from '../store/shops.ts';
import type { Tx } from '../store/tx.ts';
import { wrongCounts } from '../testing/counts-kept.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { everything, friends, histories } from '../testing/random-steps.ts';
import type { Buying, Step } from '../testing/random-steps.ts';
import { reset } from '../testing/reset.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { quotePurchase } from './quote-purchase.ts';
import { readStanding } from './read-standing.ts';
import { recordOccasion } from './record-occasion.ts';
import { reverseOccasion } from './reverse-occasion.ts';
import { reversePurchase } from './reverse-purchase.ts';
import { setTier } from './set-tier.ts';
import { settlePurchase } from './settle-purchase.ts';

const dayMs = 24 * 3_600_000;
interface Sent {
  readonly id: number;
  readonly kind: 'visit' | 'event';
}
interface Written {
  readonly units?: { readonly points?: object };
}

/** A shop that comes along, with so many decimals. */
function shopWith(decimals: number, name: string): object {
  const program = JSON.parse(readFileSync(`rules/programs/${name}.json`, 'utf8')) as Written;
  return { ...program, units: { points: { ...program.units?.points, decimals } } };
}

const programs = [everything, shopWith(2, 'clothing'), shopWith(0, 'supermarket'), friends];
const actor = 'test';
const turns = fc.array(fc.nat(20), { minLength: 16, maxLength: 16 });

describe('any sequence of events', function () {
  this.timeout(120_000);
  let runtime: TestRuntime;
  let shopId: number;
  let phones: readonly string[];
  /** The visits and events of a history. */
  const sent: Sent[] = [];
  before(async () => {
    runtime = await createTestRuntime({ program: programs });
    shopId = (await shopByCode(runtime.store, firstShopCode))?.id ?? 0;
  });
  after(() => runtime.close());

  it('leaves every balance, lot, count and pending amount right, and each quote is what is posted', () =>
    fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        await begin();
        const bought: number[] = [];
        for (const step of steps) await happen(step, bought);
        await expectRight();
      }),
      { numRuns: 25 },
    ));

  it('leaves nothing of purchases that are all undone, in whatever order', () =>
    fc.assert(
      fc.asyncProperty(histories, turns, async (steps, order) => {
        await begin();
        const { store } = runtime;
        const points = () => store.all('SELECT member_id, balance FROM accounts WHERE balance <> 0');
        const before = await points();
        const bought: number[] = [];
        for (const step of steps) if (step.kind === 'buy' || step.kind === 'undo') await happen(step, bought);
        const drawn = bought.map((id, index) => ({ id, turn: order[index] ?? 0 }));
        drawn.sort((a, b) => a.turn - b.turn);
        await undoAll(drawn.map(({ id }) => id));
        await expectRight();
        expect(await points()).to.deep.equal(before);
        expect(await store.all("SELECT id FROM gifts WHERE state <> 'cancelled'")).to.deep.equal([]);
      }),
      { numRuns: 10 },
    ));

  async function begin(): Promise<void> {
    await reset(runtime);
    sent.splice(0);
    const first = await aMember(runtime);
    phones = [first.phone, (await aMember(runtime, { referrerId: first.id })).phone];
  }

  async function expectRight(): Promise<void> {
    expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
    const wrong = await wrongCounts(runtime);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    for (const who of [0, 1]) {
      const standing = await readStanding(runtime, runtime.store, await memberOf(who));
      for (const { balances, pending } of [standing, ...standing.others]) {
        const amounts = [balances.points, balances.credit, pending.points, pending.credit];
        for (const amount of amounts) expect(amount).to.be.at.least(0);
      }
    }
  }

  async function memberOf(who: number): Promise<Member> {
    const member = (await membersByPhone(runtime.store, phones)).get(phones[who] ?? '');
    if (!member) throw new Error('she is a member');
    return member;
  }

  async function buyAsQuoted({ amount, group, paid, agoMs, who }: Buying): Promise<number> {
    const purchase = {
      ...{ phone: phones[who] ?? '', amount, shopId, occurredAt: runtime.clock.now() - agoMs },
      lines: [{ quantity: 2, amount, group }],
      payments: [{ kind: paid, amount }],
    };
    const result = await quotePurchase(runtime, runtime.store, purchase);
    const { id, createdAt, gifts, ...posted } = await aPurchase(runtime, purchase);
    expect(createdAt).to.equal(runtime.clock.now());
    if (result.kind !== 'quoted') throw new Error('whoever is a member can be quoted');
    const { gifts: planned, ...quoted } = result.quote;
    expect(quoted).to.deep.equal(posted);
    expect(planned.map(({ rule, kind }) => [rule, kind])).to.deep.equal(
      gifts.map(({ rule, kind }) => [rule, kind]),
    );
    return id;
  }

  /** What one of them is waiting for is undone with another one. */
  async function undoAll(ids: readonly number[]): Promise<void> {
    const left: number[] = [];
    for (const id of ids) if ((await undo(id)).kind !== 'undone') left.push(id);
    if (left.length === ids.length && left.length > 0) throw new Error('none of them can be undone');
    if (left.length > 0) await undoAll(left);
  }

  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) => reversePurchase(runtime, tx, { purchaseId, actor, reason: 'test' }));

  const takeBack = ({ id: occasionId, kind }: Sent) =>
    runtime.store.transaction((tx) =>
      reverseOccasion(runtime, tx, { occasionId, kind, actor, reason: 'test' }),
    );

  async function happen(step: Step, bought: number[]): Promise<void> {
    if (step.kind === 'buy') {
      bought.push(await buyAsQuoted(step));
    } else if (step.kind === 'wait') {
      runtime.clock.advance(step.hours * 3_600_000);
      await createScheduler(runtime).runDue();
    } else if (step.kind === 'take-back') {
      const one = sent[step.which % Math.max(1, sent.length)];
      if (one) await takeBack(one);
    } else if (step.kind === 'undo' || step.kind === 'settle') {
      const purchaseId = bought[step.which % Math.max(1, bought.length)];
      if (purchaseId === undefined) return;
      if (step.kind === 'undo') await undo(purchaseId);
      else await runtime.store.transaction((tx) => settle(tx, purchaseId, step.share));
    } else {
      const member = await memberOf(step.who);
      await runtime.store.transaction((tx) => happenTo(tx, member, step));
    }
  }

  async function happenTo(
    tx: Tx,
    member: Member,
    step: Extract<Step, { kind: 'come' | 'event' | 'tier' }>,
  ): Promise<void> {
    const at = runtime.clock.now();
    if (step.kind === 'tier') {
      const until = step.days === null ? null : at + step.days * dayMs;
      await setTier(runtime, tx, { memberId: member.id, tier: step.tier, until, reason: 'test', actor });
    } else if (step.kind === 'come') {
      const happened = { at: at - step.agoMs };
      const made = await recordOccasion(runtime, tx, {
        member,
        trigger: 'visit',
        happened,
        actor,
        keep: true,
      });
      if (made) sent.push({ id: made.id, kind: 'visit' });
    } else {
      const event = { name: 'survey', data: { score: step.score } };
      const happened = { at, event };
      const occasion = { member, trigger: 'event', name: event.name, happened, actor, keep: true } as const;
      const made = await recordOccasion(runtime, tx, occasion);
      if (made) sent.push({ id: made.id, kind: 'event' });
    }
  }

  async function settle(tx: Tx, purchaseId: number, share: number): Promise<void> {
    const row = await tx.one<{ amount: number }>('SELECT amount FROM purchases WHERE id = ?', [purchaseId]);
    const amount = Math.max(1, Math.floor(((row?.amount ?? 0) * share) / 100));
    const paidAt = runtime.clock.now();
    await settlePurchase(runtime, tx, { purchaseId, amount, kind: null, paidAt, actor });
  }
});

import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import { membersByPhone } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readStanding } from './read-standing.ts';
import { recordOccasion } from './record-occasion.ts';
import { reverseOccasion } from './reverse-occasion.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;
const million = 10_000_000;
const points = (fixed: number) => ({ unit: 'points', fixed });
const reached = { on: 'reached', count: 'spent', from: 5 * million, give: points(100) };

describe('an undoing, and what other purchases have to do with it', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(rules: readonly object[], program: object = {}): Promise<void> {
    const named = rules.map((rule, index) => ({ id: `r${index}`, name: `قاعده ${index}`, ...rule }));
    runtime = await createTestRuntime({ program: { ...testProgram, rules: named, ...program } });
    ({ phone } = await aMember(runtime));
  }

  afterEach(async () => {
    expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
    await runtime.close();
  });

  const buy = async (amount: number, more: object = {}) => {
    runtime.clock.advance(1000);
    const made = await aPurchase(runtime, { phone, amount, ...more });
    return { id: made.id, points: made.earned.points };
  };
  const undo = async (purchaseId: number) => {
    const undone = await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );
    return undone.kind === 'undone' ? undone.taken.points : undone.kind;
  };
  const come = () =>
    runtime.store.transaction(async (tx) => {
      const [member] = [...(await membersByPhone(tx, [phone])).values()];
      if (!member) throw new Error('she is a member');
      const happened = { at: runtime.clock.now() };
      const visit = { member, trigger: 'visit', happened, actor: 'test', keep: true } as const;
      return (await recordOccasion(runtime, tx, visit))?.id ?? 0;
    });
  const undoCome = async (occasionId: number) => {
    const undone = await runtime.store.transaction((tx) =>
      reverseOccasion(runtime, tx, { occasionId, kind: 'visit', actor: 'test', reason: 'test' }),
    );
    return undone.kind === 'undone' ? undone.taken.points : undone.kind;
  };
  const standing = async () => {
    const [member] = await membersByPhone(runtime.store, [phone]).then((members) => [...members.values()]);
    if (!member) throw new Error('she is a member');
    return readStanding(runtime, runtime.store, member);
  };
  const balance = async () => (await standing()).balances.points;
  /** What is counted for nobody any more. */
  const left = () =>
    runtime.store.all('SELECT subject, period FROM tallies WHERE times <> 0 OR amount <> 0 OR carried <> 0');

  for (const again of ['never', 'anew']) {
    for (const within of [{ days: 10 }, 'ever', 'year']) {
      it(`takes back what is not reached without it: ${again}, ${JSON.stringify(within)}`, async () => {
        await club([{ ...reached, again, within }]);
        const first = await buy(3 * million);
        const second = await buy(3 * million);
        expect([second.points, await undo(first.id), await balance()]).to.deep.equal([100, 100, 0]);
        const third = await buy(2 * million);
        expect([third.points, await balance()]).to.deep.equal([100, 100]);
        expect([await undo(second.id), await undo(third.id), await balance()]).to.deep.equal([100, 0, 0]);
        expect(await left()).to.deep.equal([]);
      });
    }
  }

  it('leaves what is reached without it', async () => {
    await club([{ ...reached, again: 'anew', within: { days: 10 } }]);
    const first = await buy(million);
    const second = await buy(5 * million);
    expect([second.points, await undo(first.id), await balance()]).to.deep.equal([100, 0, 100]);
    expect([await undo(second.id), await balance(), await left()]).to.deep.equal([100, 0, []]);
  });

  it('leaves what is reached by what came since', async () => {
    await club([{ ...reached, within: { days: 10 } }]);
    const first = await buy(3 * million);
    await buy(3 * million);
    await buy(4 * million);
    expect([await undo(first.id), await balance()]).to.deep.equal([0, 100]);
  });

  it('takes back what tiers counted of it as well', async () => {
    const tiers = {
      steps: [
        { id: 'a', name: 'یک' },
        { id: 'b', name: 'دو', from: 100 },
      ],
    };
    await club([{ ...reached, limits: [{ each: 'month', times: 1 }] }], { tiers });
    const first = await buy(3 * million);
    const second = await buy(3 * million);
    expect((await standing()).tier?.id).to.equal('b');
    await undo(first.id);
    expect((await standing()).tier?.id).to.equal('a');
    expect([await undo(second.id), await left()]).to.deep.equal([0, []]);
  });

  it('cancels the things that are not reached without it', async () => {
    await club([{ ...reached, give: { giftCard: 500_000 } }]);
    const first = await buy(3 * million);
    await buy(3 * million);
    await undo(first.id);
    expect(await runtime.store.all('SELECT state FROM gifts')).to.deep.equal([{ state: 'cancelled' }]);
  });

  it('leaves a visit to another purchase of its day, with what it gave, until the last one goes', async () => {
    const rules = [
      { on: 'visit', give: points(5), limits: [{ each: 'month', times: 20 }] },
      { on: 'reached', count: 'visits', from: 1, give: points(50) },
      { on: 'purchase', give: points(1) },
    ];
    await club(rules);
    const first = await buy(million);
    const second = await buy(million);
    const third = await buy(million);
    expect([first.points, second.points, third.points]).to.deep.equal([56, 1, 1]);
    expect([await undo(first.id), await balance()]).to.deep.equal([1, 57]);
    expect([await undo(second.id), await balance()]).to.deep.equal([1, 56]);
    const fourth = await buy(million);
    expect([fourth.points, await undo(fourth.id)]).to.deep.equal([1, 1]);
    expect([await undo(third.id), await balance(), await left()]).to.deep.equal([56, 0, []]);
    expect((await buy(million)).points).to.equal(56);
  });

  it('leaves a visit to her who came once more that day, until that is undone too', async () => {
    const rules = [
      { on: 'visit', give: [points(5), { giftCard: 50_000 }, { charity: 'school', fixed: 1000 }] },
      { on: 'visit', give: points(2), pending: { for: { days: 2 } } },
      { on: 'reached', count: 'visits', from: 1, give: points(50) },
    ];
    await club(rules, { charities: [{ id: 'school', name: 'خیریه نمونه' }] });
    const bought = await buy(million);
    const came = await come();
    expect([bought.points, await undo(bought.id), await balance()]).to.deep.equal([55, 0, 55]);
    expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
    expect([await undoCome(came), await undoCome(came), await balance()]).to.deep.equal([55, 55, 0]);
    const sum = 'SELECT SUM(amount) AS amount FROM charity_entries';
    expect(await runtime.store.all(sum)).to.deep.equal([{ amount: 0 }]);
    expect(await runtime.store.all('SELECT state FROM gifts')).to.deep.equal([{ state: 'cancelled' }]);
    expect([(await standing()).pending.points, await left()]).to.deep.equal([0, []]);
    expect((await buy(million)).points).to.equal(55);
  });

  it('keeps a visit with another purchase of its day, though she came between and that is undone', async () => {
    await club([{ on: 'visit', give: points(5) }]);
    const bought = await buy(million);
    const came = await come();
    await buy(million);
    expect([await undo(bought.id), await undoCome(came), await balance()]).to.deep.equal([0, 0, 5]);
  });

  it('does not undo a coming where what the visit gave that it took over is spent', async () => {
    await club([{ on: 'visit', give: { giftCard: 50_000 } }]);
    const bought = await buy(million);
    const came = await come();
    await undo(bought.id);
    await runtime.store.transaction((tx) => tx.run("UPDATE gifts SET state = 'used'"));
    expect(await undoCome(came)).to.equal('already-used');
  });

  it('takes a visit back where the other purchase was of another day', async () => {
    await club([{ on: 'visit', give: points(5) }]);
    await buy(million, { occurredAt: runtime.clock.now() - dayMs });
    const second = await buy(million);
    expect([second.points, await undo(second.id), await balance()]).to.deep.equal([5, 5, 5]);
  });
});

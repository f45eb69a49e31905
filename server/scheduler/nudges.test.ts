import { expect } from 'chai';
import type { Member } from '../store/members.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { liveDays, noonOf, runDay } from '../testing/days.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { messagesOf } from '../testing/messages.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import { setPromotions } from '../usecases/set-promotions.ts';

const dayMs = 86_400_000;
const startAt = noonOf('2026-01-10');

const stop = (runtime: TestRuntime, member: Member, wanted = false) =>
  runtime.store.transaction((tx) =>
    setPromotions(runtime, tx, { channel: 'sms', address: member.phone, member, wanted, words: '11' }),
  );

describe('nudges', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made), { startAt });
  afterEach(() => auditLedger(runtime));

  const nudged = async () => (await messagesOf(runtime, 'nudgeForMember')).length;

  it('go out after thirty whole days without a purchase, once an absence', async () => {
    await aMember(runtime);
    await liveDays(runtime, 29);
    expect(await nudged()).to.equal(0);
    await liveDays(runtime, 1);
    expect(await nudged()).to.equal(1);
    await liveDays(runtime, 90);
    expect(await nudged()).to.equal(1);
    expect(await messagesOf(runtime, 'nudgeForMember')).to.have.nested.property('[0].state', 'delivered');
  });

  it('count from the last purchase, and begin anew with the next', async () => {
    const member = await aMember(runtime);
    await liveDays(runtime, 20);
    await aPurchase(runtime, { phone: member.phone });
    await liveDays(runtime, 29);
    expect(await nudged()).to.equal(0);
    await liveDays(runtime, 5);
    expect(await nudged()).to.equal(1);
    await aPurchase(runtime, { phone: member.phone });
    await liveDays(runtime, 29);
    expect(await nudged()).to.equal(1);
    await liveDays(runtime, 5);
    expect(await nudged()).to.equal(2);
  });

  it('do not go out a second time because a purchase was undone', async () => {
    const member = await aMember(runtime);
    await liveDays(runtime, 31);
    expect(await nudged()).to.equal(1);
    const { id } = await aPurchase(runtime, { phone: member.phone });
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: id, actor: 'staff:1', reason: 'a mistake' }),
    );
    await liveDays(runtime, 40);
    expect(await nudged()).to.equal(1);
  });

  it('leave alone who stopped them, and come back with her', async () => {
    const member = await aMember(runtime);
    await stop(runtime, member);
    await liveDays(runtime, 40);
    expect(await nudged()).to.equal(0);
    await stop(runtime, { ...member, promotionsStoppedAt: 1 }, true);
    await liveDays(runtime, 2);
    expect(await nudged()).to.equal(1);
    await stop(runtime, member);
    await stop(runtime, { ...member, promotionsStoppedAt: 1 }, true);
    await liveDays(runtime, 40);
    expect(await nudged()).to.equal(1);
  });

  it('go out once, whatever is run again', async () => {
    await aMember(runtime);
    await liveDays(runtime, 30);
    await runtime.store.transaction((tx) => tx.run('DELETE FROM job_runs'));
    await runDay(runtime);
    expect(await nudged()).to.equal(1);
  });

  it('reach who was away while nothing ran', async () => {
    await aMember(runtime);
    runtime.clock.advance(60 * dayMs);
    await liveDays(runtime, 1);
    expect(await nudged()).to.equal(1);
  });

  describe('in a program without them', () => {
    let without: TestRuntime;

    shareRuntime((made) => (without = made), { program: { ...testProgram, nudge: undefined }, startAt });
    afterEach(() => auditLedger(without));

    it('go to nobody', async () => {
      await aMember(without);
      await liveDays(without, 60);
      expect(await messagesOf(without, 'nudgeForMember')).to.deep.equal([]);
    });
  });
});

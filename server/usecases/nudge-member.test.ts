import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { nudgeMember } from './nudge-member.ts';

describe('nudgeMember', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made));

  const nudge = (memberId: number, before = runtime.clock.now()) =>
    runtime.store.transaction((tx) => nudgeMember(runtime, tx, { memberId, before }));
  const nudges = async () => (await outbox(runtime)).filter(({ template }) => template === 'nudgeForMember');

  it('says it once an absence, and says whether it did', async () => {
    const { id, phone } = await aMember(runtime);
    runtime.clock.advance(1);
    expect(await nudge(id)).to.be.true;
    runtime.clock.advance(1);
    expect(await nudge(id)).to.be.false;
    await aPurchase(runtime, { phone });
    runtime.clock.advance(1);
    expect(await nudge(id)).to.be.true;
    expect(await nudge(id)).to.be.false;
    expect(await nudges()).to.have.length(2);
  });

  it('says nothing to who bought no earlier than that', async () => {
    const { id } = await aMember(runtime);
    expect(await nudge(id)).to.be.false;
    expect(await nudge(404)).to.be.false;
    expect(await nudges()).to.deep.equal([]);
  });

  it('is worth nothing after two days', async () => {
    const { id } = await aMember(runtime);
    runtime.clock.advance(1);
    await nudge(id);
    runtime.clock.advance(48 * 3_600_000);
    await runtime.settle();
    expect((await nudges())[0]).to.include({ state: 'suppressed', code: 'expired' });
  });
});

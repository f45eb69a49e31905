import { expect } from 'chai';
import { memberByPhone } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { settle, waitingProgram } from '../testing/waiting.ts';
import { readLastWhy } from './read-last-why.ts';

describe('why the last purchase earned what it did', () => {
  let runtime: TestRuntime;
  let phone: string;
  shareRuntime((made) => (runtime = made), { program: waitingProgram() });

  beforeEach(async () => {
    ({ phone } = await aMember(runtime));
  });

  const why = async () => {
    const member = (await memberByPhone(runtime.store, phone)) ?? expect.fail();
    const { purchase } = await readLastWhy(runtime, runtime.store, { id: member.id, language: 'fa' });
    const [line] = purchase?.lines ?? [];
    return { points: line?.gains.points, waits: line?.waits, why: line?.why };
  };

  it('tells what waits by now, and nothing of it once all is paid', async () => {
    const payments = [{ kind: 'on_account', amount: 1_500_000 }] as const;
    const { id } = await aPurchase(runtime, { phone, amount: 1_500_000, payments: [...payments] });
    const first = await why();
    expect(first).to.include({ points: 0, waits: '۱۵ امتیاز، در انتظار پرداخت' });
    expect(first.why).to.not.include('انتظار');
    await settle(runtime, { purchaseId: id, amount: 500_000 });
    expect(await why()).to.include({ points: 5, waits: '۱۰ امتیاز، در انتظار پرداخت' });
    await settle(runtime, { purchaseId: id, amount: 1_000_000 });
    expect(await why()).to.include({ points: 15, waits: undefined });
  });
});

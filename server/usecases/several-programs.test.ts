import { expect } from 'chai';
import { aProgram } from '../testing/a-program.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { messagesOf } from '../testing/messages.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { activateVersion, addVersion } from './keep-programs.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';

/** 1 credit of 2 % beside the points of the program of the tests. */
const beside = {
  ...testProgram,
  ...{ code: 'green', name: 'باشگاه سبز', rewards: [] },
  rules: [{ id: 'by-amount', name: 'اعتبار', on: 'purchase', give: { unit: 'credit', percent: 2 } }],
};

const summer = {
  ...beside,
  ...{ code: 'summer', name: 'تابستان' },
  rules: [{ id: 'double', name: 'دوبرابر', on: 'purchase', give: { unit: 'points', fixed: 7 } }],
};

describe('programs side by side', () => {
  let runtime: TestRuntime;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program: [testProgram, beside] });
  });
  afterEach(async () => {
    await auditLedger(runtime);
    await runtime.close();
  });

  it('each give by their own rules, into balances of their own', async () => {
    const member = await aMember(runtime);
    const { earned, balances, programs, explanation } = await aPurchase(runtime, {
      ...{ phone: member.phone, amount: 1_000_000 },
    });
    expect([earned, balances]).to.deep.equal([
      { points: 10, credit: 0 },
      { points: 60, credit: 0 },
    ]);
    const pending = { points: 0, credit: 0 };
    expect(programs).to.deep.equal([
      { code: 'test-club', name: 'باشگاه آزمون', earned, pending, balances },
      {
        ...{ code: 'green', name: 'باشگاه سبز', pending },
        ...{ earned: { points: 0, credit: 20_000 }, balances: { points: 0, credit: 20_000 } },
      },
    ]);
    expect(explanation.map(({ program, rule, amount }) => [program, rule, amount])).to.deep.equal([
      ['test-club', 'by-amount', 10],
      ['green', 'by-amount', 20_000],
    ]);
    const standing = await readStanding(runtime, runtime.store, member);
    expect(standing).to.deep.include({ code: 'test-club', balances });
    expect(standing.others.map(({ code, balances: has }) => [code, has])).to.deep.equal([
      ['green', { points: 0, credit: 20_000 }],
    ]);
  });

  it('are both told of in the message of the purchase', async () => {
    const member = await aMember(runtime);
    await aPurchase(runtime, { phone: member.phone, amount: 1_000_000 });
    await runtime.settle();
    expect(await messagesOf(runtime, 'purchaseRecordedForMember')).to.have.length(1);
    expect(runtime.sent.at(-1)?.text).to.include('۱۰ امتیاز').and.include('باشگاه سبز: ۲٬۰۰۰ تومان اعتبار');
  });

  it('are both taken back with the purchase', async () => {
    const member = await aMember(runtime);
    const { id } = await aPurchase(runtime, { phone: member.phone, amount: 1_000_000 });
    const undone = await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: id, actor: 'test', reason: 'test' }),
    );
    expect(undone).to.deep.include({ kind: 'undone', taken: { points: 10, credit: 0 } });
    const { balances, others } = await readStanding(runtime, runtime.store, member);
    expect([balances, others[0]?.balances]).to.deep.equal([
      { points: 50, credit: 0 },
      { points: 0, credit: 0 },
    ]);
  });

  it('apply from the moment they are activated, to what happens from then on', async () => {
    const member = await aMember(runtime);
    const early = runtime.clock.now();
    runtime.clock.advance(60_000);
    await runtime.store.transaction(async (tx) => {
      const keeping = { actor: 'test', now: runtime.clock.now() };
      await addVersion(tx, aProgram(summer), keeping);
      await activateVersion(tx, { ...keeping, code: 'summer' });
    });
    const codesAt = async (occurredAt: number) =>
      (await aPurchase(runtime, { phone: member.phone, occurredAt })).programs.map(({ code }) => code);
    expect(await codesAt(early)).to.deep.equal(['test-club', 'green']);
    expect(await codesAt(runtime.clock.now())).to.deep.equal(['test-club', 'green', 'summer']);
  });

  it('cite in the ledger the version that decided', async () => {
    const member = await aMember(runtime);
    const early = runtime.clock.now();
    runtime.clock.advance(60_000);
    await runtime.store.transaction(async (tx) => {
      const keeping = { actor: 'test', now: runtime.clock.now() };
      const { version } = await addVersion(tx, aProgram({ name: 'نام نو' }), keeping);
      await activateVersion(tx, { ...keeping, code: 'test-club', version });
    });
    for (const occurredAt of [early, runtime.clock.now()]) {
      await aPurchase(runtime, { phone: member.phone, occurredAt });
    }
    const cited = await runtime.store.all<{ version: number }>(
      `SELECT program_version AS version FROM ledger_entries
       WHERE purchase_id IS NOT NULL AND unit = 'points' ORDER BY seq`,
    );
    expect(cited.map(({ version }) => version)).to.deep.equal([1, 2]);
  });
});

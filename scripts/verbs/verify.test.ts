import { expect } from 'chai';
import type { Difference } from '../../server/ledger/verify.ts';
import { aBuyer, aMember } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { runVafa, settingsOf } from '../testing/run-vafa.ts';

describe('vafa verify', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let memberId: number;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    await aMember(runtime);
    memberId = (await aBuyer(runtime)).id;
  });
  afterEach(() => runtime.close());

  const verify = (...args: string[]) => runVafa(['verify', ...args], { env: settingsOf(runtime) });
  const tamper = (sql: string) => runtime.store.transaction((tx) => tx.run(sql, [memberId]));

  it('finds books that are right to be so, and says how much it looked at', async () => {
    expect(await verify()).to.deep.equal({
      ...{ code: 0, stdout: 'all right: 2 members, 3 entries, 3 lots\n', stderr: '' },
    });
    const { stdout } = await verify('--json');
    expect(JSON.parse(stdout)).to.deep.equal({ ok: true, members: 2, entries: 3, lots: 3, difference: null });
  });

  const tampered = {
    balance: ['UPDATE accounts SET balance = balance + 1 WHERE member_id = ?', 'accounts'],
    lot: ['UPDATE lots SET remaining = remaining - 1 WHERE member_id = ?', 'lots'],
    hash: [`UPDATE members SET chain_hash = 'x' WHERE id = ?`, 'members'],
    entry: ['UPDATE ledger_entries SET amount = amount + 1 WHERE member_id = ?', 'ledger_entries'],
    'missing last entry': ['DELETE FROM ledger_entries WHERE member_id = ? AND seq = 2', 'members'],
  } as const;

  for (const [what, [sql, table]] of Object.entries(tampered)) {
    it(`names the first row that differs: ${what}`, async () => {
      await tamper(sql);
      const [people, json] = await Promise.all([verify(), verify('--json')]);
      expect(people.code).to.equal(1);
      expect(people.stdout).to.match(
        new RegExp(`^a row differs[^]* member +${memberId}\n +table +${table}\n`),
      );
      expect(json.code).to.equal(1);
      const { ok, difference } = JSON.parse(json.stdout) as { ok: boolean; difference: Difference };
      expect(ok).to.equal(false);
      expect(difference).to.include({ memberId, table });
    });
  }
});

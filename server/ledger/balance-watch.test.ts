import { expect } from 'chai';
import { aBuyer, aMember } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createBalanceWatch } from './balance-watch.ts';

describe('the watch over balances', () => {
  let runtime: TestRuntime;
  let memberId: number;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    await aMember(runtime);
    memberId = (await aBuyer(runtime)).id;
  });
  afterEach(() => runtime.close());

  const write = (sql: string) => runtime.store.transaction((tx) => tx.run(sql, [memberId]));
  const imbalanced = async () => {
    const text = await runtime.metrics.text();
    return Number(/^vafa_ledger_imbalanced_members (\d+)$/m.exec(text)?.[1]);
  };

  it('finds nothing in books that are right, and says when it had seen them all', async () => {
    expect(await createBalanceWatch(runtime).look()).to.equal(true);
    expect(await imbalanced()).to.equal(0);
    const text = await runtime.metrics.text();
    expect(text).to.contain(`vafa_ledger_round_ended_timestamp_seconds ${runtime.clock.now() / 1000}`);
  });

  const faults = {
    'a balance': 'UPDATE accounts SET balance = balance + 1 WHERE member_id = ?',
    'a lot': 'UPDATE lots SET remaining = remaining - 1 WHERE member_id = ?',
    'an entry': 'UPDATE ledger_entries SET amount = amount + 1 WHERE member_id = ?',
  };
  for (const [what, sql] of Object.entries(faults)) {
    it(`counts a member for whom ${what} is wrong, says so once, and forgets her when it is right`, async () => {
      const watch = createBalanceWatch(runtime);
      await write(sql);
      await watch.look();
      await watch.look();
      expect(await imbalanced()).to.equal(1);
      const errors = runtime.lines.filter(({ level }) => level === 'error');
      expect(errors.map((line) => line['memberId'])).to.deep.equal([memberId]);
      await write(sql.replace(/ ([+-]) 1 /, (_, sign) => (sign === '+' ? ' - 1 ' : ' + 1 ')));
      await watch.look();
      expect(await imbalanced()).to.equal(0);
    });
  }

  it('goes on where it stopped', async () => {
    const rows = Array.from({ length: 600 }, (_, n) => ({
      ...{ id: n + 1, phone: `+98935${1_000_000 + n}`, language: 'fa', joined_at: 1, joined_channel: 'sms' },
    }));
    await runtime.store.transaction((tx) => tx.insert('members', rows));
    await write('UPDATE accounts SET balance = balance + 1 WHERE member_id = ?');
    const watch = createBalanceWatch(runtime);
    expect([await watch.look(), await imbalanced()]).to.deep.equal([false, 0]);
    expect([await watch.look(), await imbalanced()]).to.deep.equal([false, 0]);
    expect([await watch.look(), await imbalanced()]).to.deep.equal([true, 1]);
  });
});

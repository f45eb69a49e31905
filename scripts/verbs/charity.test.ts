import { expect } from 'chai';
import { runVafa, settingsOf } from '../testing/run-vafa.ts';
import { aMember, anApiKey, aPurchase } from '../../server/testing/factories.ts';
import { testProgram } from '../../server/testing/test-program.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { call, startTestServer } from '../../server/testing/test-server.ts';
import type { TestServer } from '../../server/testing/test-server.ts';
import { reversePurchase } from '../../server/usecases/reverse-purchase.ts';

const charities = [{ id: 'school', name: 'مدرسه نمونه' }];
const rules = [
  {
    ...{ id: 'share', name: 'سهم مدرسه', on: 'purchase' },
    give: { charity: 'school', give: 100_000, per: 1_000_000 },
  },
];

describe('the report of charities', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let server: TestServer;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program: { ...testProgram, rules, charities } });
    server = await startTestServer(runtime);
  });
  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const buy = (phone: string, amount: number, day: string) =>
    aPurchase(runtime, { phone, amount, occurredAt: Date.parse(`${day}+03:30`) });
  const read = async (query = '', role: 'pos' | 'manager' = 'manager') =>
    call(server, `GET /v1/charities${query}`, { key: (await anApiKey(runtime, { role })).key });

  it('is empty where nothing was given', async () => {
    expect((await read()).body).to.deep.equal({ charities: [] });
  });

  it('sums up by charity and month of the calendar, to the instant, and counts members once', async () => {
    const [one, two] = [await aMember(runtime), await aMember(runtime)];
    await buy(one.phone, 1_000_000, '2025-12-21T23:59:59.999');
    await buy(one.phone, 2_000_000, '2025-12-22T00:00');
    await buy(two.phone, 3_000_000, '2025-12-25T12:00');
    const undone = await buy(two.phone, 9_000_000, '2025-12-26T12:00');
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: undone.id, actor: 'test', reason: 'test' }),
    );
    const of = { program: 'test-club', charity: 'school', name: 'مدرسه نمونه' };
    const [azar, dey] = [
      { month: '1404/09', amount: 100_000, members: 1 },
      { month: '1404/10', amount: 500_000, members: 2 },
    ];
    expect((await read()).body).to.deep.equal({
      charities: [{ ...of, amount: 600_000, members: 2, months: [azar, dey] }],
    });
    const report = [{ ...of, amount: 100_000, members: 1, months: [azar] }];
    expect((await read('?to=1404/09/30')).body).to.deep.equal({ charities: report });
    const verb = await runVafa(['charity', '--json', '--from', '2025-12-01', '--to', '1404/09/30'], {
      env: settingsOf(runtime),
    });
    expect(JSON.parse(verb.stdout)).to.deep.equal({ charities: report });
    const lines = await runVafa(['charity'], { env: settingsOf(runtime) });
    expect(lines.stdout).to.match(/1404\/10 +500,000 +2\n/);
    expect((await read('?from=1404/10/01')).body).to.have.nested.property('charities[0].amount', 500_000);
  });

  it('is the manager’s, and names a day that is none', async () => {
    expect((await read('', 'pos')).status).to.equal(403);
    const refused = await read('?from=someday');
    expect([refused.status, JSON.stringify(refused.body)]).to.satisfy(
      ([status, body]: [number, string]) => status === 400 && body.includes('is no date'),
    );
    const { code, stderr } = await runVafa(['charity', '--to', 'x'], { env: settingsOf(runtime) });
    expect([code === 0, stderr.includes('1405/08/30')]).to.deep.equal([false, true]);
  });
});

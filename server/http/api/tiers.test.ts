import { expect } from 'chai';
import { runJob } from '../../scheduler/run-job.ts';
import { tiers as tiersJob } from '../../scheduler/tiers.ts';
import { anApiKey } from '../../testing/factories.ts';
import { testProgram } from '../../testing/test-program.ts';
import { openTill } from '../../testing/till.ts';
import type { Till } from '../../testing/till.ts';

const tiers = {
  by: 'spent',
  steps: [
    { id: 'bronze', name: 'برنزی' },
    { id: 'silver', name: 'نقره‌ای', from: 1_000_000 },
    { id: 'gold', name: 'طلایی', from: 5_000_000 },
  ],
};
const until = '2026-02-01T00:00:00.000Z';

describe('a tier that people give, at the API', () => {
  let till: Till;
  let key: string;

  async function open(program: object = { ...testProgram, tiers }): Promise<void> {
    till = await openTill({ program });
    ({ key } = await anApiKey(till.runtime, { role: 'manager' }));
  }
  afterEach(() => till.close());

  let asked = 0;
  const ask = (method: 'PUT' | 'DELETE', body: object, more: object = {}) =>
    till.ask(`${method} /v1/members/${till.member.phone}/tier`, {
      ...{ key, idempotencyKey: `tier-${(asked += 1)}`, body: { reason: 'a neighbour', ...body } },
      ...more,
    });
  const tier = async () => (await till.ask(`GET /v1/members/${till.member.phone}`)).body['tier'] as object;
  const history = () =>
    till.runtime.store.all(
      'SELECT kind, to_tier AS toTier, reason, actor FROM tier_changes ORDER BY created_at, id',
    );

  it('is a floor until a moment, and ends by itself', async () => {
    await open();
    const { status, body } = await ask('PUT', { tier: 'gold', until });
    expect(status).to.equal(200);
    expect(body['tier']).to.deep.include({ id: 'gold', given: true, validUntil: until });
    expect(await tier()).to.deep.include({ id: 'gold', given: true });
    await till.buy({ amount: 1_000_000 });
    expect(await tier()).to.deep.include({ id: 'gold' });
    till.runtime.clock.set('2026-01-31T23:59:59.999Z');
    expect(await tier()).to.deep.include({ id: 'gold' });
    till.runtime.clock.set(until);
    expect(await tier()).to.deep.include({ id: 'silver', given: false });
    await runJob(till.runtime, { job: tiersJob, day: '2026-02-01' });
    const rows = (await history()) as { kind: string; toTier: string; reason: string | null }[];
    expect(rows.map(({ kind, toTier, reason }) => [kind, toTier, reason])).to.deep.equal([
      ['set', 'gold', 'a neighbour'],
      ['reached', 'gold', null],
      ['set-ended', 'silver', null],
    ]);
  });

  it('holds for good without one, until it is taken back; both are audited', async () => {
    await open();
    expect((await ask('PUT', { tier: 'silver' })).body['tier']).to.deep.include({ validUntil: null });
    const back = await ask('DELETE', {});
    expect(back.status).to.equal(200);
    expect(await tier()).to.deep.include({ id: 'bronze', given: false });
    expect((await ask('DELETE', {})).body).to.deep.include({ code: 'tier-not-given' });
    const audit = await till.runtime.store.all<{ action: string }>(
      "SELECT action FROM audit WHERE action LIKE 'tier.%' ORDER BY id",
    );
    expect(audit.map(({ action }) => action)).to.deep.equal(['tier.set', 'tier.take-back']);
  });

  it('is given once to a request that is repeated', async () => {
    await open();
    const first = await ask('PUT', { tier: 'gold' }, { idempotencyKey: 'same' });
    const again = await ask('PUT', { tier: 'gold' }, { idempotencyKey: 'same' });
    expect(again.body).to.deep.equal(first.body);
    expect(await history()).to.have.length(1);
  });

  it('is refused where it makes no sense, and by whom may not', async () => {
    await open();
    expect((await ask('PUT', { tier: 'platinum' })).body).to.deep.include({ code: 'invalid-request' });
    expect((await ask('PUT', { tier: 'gold', until: '2020-01-01T00:00:00Z' })).status).to.equal(400);
    expect((await ask('PUT', { tier: 'gold', until: '1405/12/29' })).status, 'a day').to.equal(400);
    expect((await ask('PUT', { tier: 'gold', until: '2026-02-01T00:00:00' })).status, 'no zone').to.equal(
      400,
    );
    expect((await ask('PUT', { tier: 'gold', program: 'none' })).status).to.equal(400);
    expect((await ask('PUT', { tier: 'gold' }, { key: till.key })).status).to.equal(403);
    expect(await history()).to.have.length(0);
    await till.close();
    await open(testProgram);
    expect((await ask('PUT', { tier: 'gold' })).body).to.deep.include({ code: 'no-tiers' });
  });
});

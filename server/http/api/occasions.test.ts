import { expect } from 'chai';
import { auditLedger } from '../../testing/audit-ledger.ts';
import { contents } from '../../testing/contents.ts';
import { openTill, said } from '../../testing/till.ts';
import type { Till } from '../../testing/till.ts';
import { testProgram } from '../../testing/test-program.ts';

const gift = (id: string, fixed: number, words: object) => ({
  ...{ id, name: `هدیه ${id}`, give: { unit: 'points', fixed } },
  ...words,
});

describe('the API: events and visits', () => {
  let till: Till;

  beforeEach(async () => {
    const rules = [
      gift('survey', 20, { on: 'event', event: 'survey', when: { data: { stars: { from: 4 } } } }),
      gift('visit', 3, { on: 'visit' }),
      gift('third', 7, { on: 'visit', when: { nthVisit: { is: 3 } } }),
    ];
    till = await openTill({ program: { ...testProgram, rules } });
  });
  afterEach(() => till.close());

  const send = (body: object, idempotencyKey = 'event') =>
    till.ask('POST /v1/events', {
      idempotencyKey,
      body: { phone: till.member.phone, event: 'survey', data: { stars: 5 }, ...body },
    });
  const visit = (body: object = {}, idempotencyKey = 'visit') =>
    till.ask('POST /v1/visits', { idempotencyKey, body: { phone: till.member.phone, ...body } });
  const entries = () =>
    till.runtime.store.all<{ reason: string; rule: string; amount: number }>(
      'SELECT reason, rule, amount FROM ledger_entries ORDER BY seq',
    );

  it('gives for an event, keeps it, explains it, and tells the member', async () => {
    const { status, body } = await send({ id: 's-1' });
    expect(status).to.equal(201);
    expect(body).to.deep.include({
      member: { id: till.member.id, phone: till.member.phone },
      earned: { points: 20, credit: 0 },
      balances: { points: 20, credit: 0 },
    });
    expect(body['explanation']).to.have.length(1);
    expect(await entries()).to.deep.equal([{ reason: 'event', rule: 'survey', amount: 20 }]);
    const kept = "kind = 'event' AND name = 'survey' AND once_key = 'event:survey:s-1'";
    expect(await till.runtime.count('occasions', kept)).to.equal(1);
    await till.runtime.settle();
    expect(till.runtime.sent.map(({ text }) => text).join('\n')).to.include('«هدیه survey»');
    await auditLedger(till.runtime);
  });

  it('keeps an event that no program knows, and names those that they do', async () => {
    const { status, body } = await send({ event: 'servey' });
    expect(status).to.equal(201);
    expect(body['hint']).to.equal(
      'The event is kept, but no program in force knows "servey": they know "survey".',
    );
    expect(await till.runtime.count('occasions', "name = 'servey'")).to.equal(1);
    expect((await send({ event: 'servey' })).body['hint'], 'the same answer again').to.equal(body['hint']);
    expect((await send({}, 'known')).body).not.to.have.property('hint');
  });

  it('keeps an event that gives nothing, with the reason, and tells nobody', async () => {
    const { status, body } = await send({ data: { stars: 3 } });
    expect([status, body['earned']]).to.deep.equal([201, { points: 0, credit: 0 }]);
    const [line] = body['explanation'] as { readonly code: string; readonly why: string }[];
    expect([line?.code, line?.why]).to.deep.equal(['data', '«stars» باید از ۴ به بالا باشد؛ «3» بود']);
    expect(await till.runtime.count('occasions')).to.equal(1);
    await till.runtime.settle();
    expect(till.runtime.sent).to.deep.equal([]);
  });

  it('counts a request once by its key, and an event once by its own id', async () => {
    const first = await send({ id: 's-1' });
    const repeated = await send({ id: 's-1' });
    expect(repeated.body).to.deep.equal(first.body);
    expect(repeated.headers.get('idempotent-replayed')).to.equal('true');
    expect(said(await send({ id: 's-1' }, 'another'))).to.deep.equal([409, 'event-taken']);
    expect(said(await send({ id: 's-2' }))).to.deep.equal([409, 'idempotency-key-reused']);
    expect((await send({ id: 's-2' }, 'two')).status).to.equal(201);
    expect((await entries()).map(({ amount }) => amount)).to.deep.equal([20, 20]);
  });

  it('counts twenty of one event at once as one', async () => {
    const sent = await Promise.all(Array.from({ length: 20 }, (_, index) => send({ id: 's' }, `k${index}`)));
    expect(sent.filter(({ status }) => status === 201)).to.have.length(1);
    expect(await entries()).to.have.length(1);
  });

  it('gives for a visit once a day, of whichever kind', async () => {
    expect((await visit()).body['earned']).to.deep.equal({ points: 3, credit: 0 });
    expect((await visit({}, 'again')).body['earned']).to.deep.equal({ points: 0, credit: 0 });
    expect((await till.buy({})).body['earned']).to.deep.equal({ points: 0, credit: 0 });
    till.runtime.clock.advance(24 * 3_600_000);
    expect((await till.buy({}, 'two')).body['earned']).to.deep.equal({ points: 3, credit: 0 });
    till.runtime.clock.advance(24 * 3_600_000);
    expect((await visit({}, 'third')).body['earned']).to.deep.equal({ points: 10, credit: 0 });
    expect((await entries()).map(({ reason }) => reason)).to.deep.equal(['visit', 'visit', 'visit', 'visit']);
    await auditLedger(till.runtime);
  });

  it('takes the visit back with the purchase that was it', async () => {
    const bought = await till.buy({});
    expect(bought.body['earned']).to.deep.equal({ points: 3, credit: 0 });
    const undone = await till.undo(bought.body['id']);
    expect(undone.body['taken']).to.deep.equal({ points: 3, credit: 0 });
    expect((await visit()).body['earned']).to.deep.equal({ points: 3, credit: 0 });
    await auditLedger(till.runtime);
  });

  it('refuses strangers, other shops, and what is no event, and changes nothing', async () => {
    const before = await contents(till.runtime);
    expect(said(await send({ phone: '09120000000' }))).to.deep.equal([404, 'member-unknown']);
    expect(said(await visit({ phone: '09120000000' }))).to.deep.equal([404, 'member-unknown']);
    expect((await visit({ shop: 'nowhere' })).status).to.equal(400);
    const faults: readonly object[] = [
      { event: 'Survey' },
      { event: '' },
      { data: { stars: null } },
      { data: { 'a b': 1 } },
      { data: [] },
      { occurredAt: '2030-01-01T00:00:00Z' },
      { occurredAt: '2020-01-01T00:00:00Z' },
      { more: 1 },
    ];
    for (const body of faults) {
      expect(said(await send(body)), JSON.stringify(body)).to.deep.equal([400, 'invalid-request']);
    }
    expect((await till.ask('POST /v1/events', { body: { phone: '1' } })).status).to.equal(400);
    expect(await contents(till.runtime)).to.deep.equal(before);
  });
});

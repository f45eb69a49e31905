import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { verifyLedger } from '../../ledger/verify.ts';
import type { Member } from '../../store/members.ts';
import { contents } from '../../testing/contents.ts';
import { aMember, anApiKey, aPhone } from '../../testing/factories.ts';
import { testProgram } from '../../testing/test-program.ts';
import { createTestRuntime } from '../../testing/test-runtime.ts';
import type { TestRuntime } from '../../testing/test-runtime.ts';
import { call, startTestServer } from '../../testing/test-server.ts';
import type { ApiAnswer, ApiRequest, TestServer } from '../../testing/test-server.ts';

describe('the API: purchases', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let key: string;
  let member: Member;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    server = await startTestServer(runtime);
    key = (await anApiKey(runtime)).key;
    member = await aMember(runtime);
  });

  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const buy = (body: Readonly<Record<string, unknown>>, idempotencyKey = 'one', asked: ApiRequest = {}) =>
    call(server, 'POST /v1/purchases', {
      ...{ key, idempotencyKey, body: { phone: member.phone, amount: 1_850_000, ...body } },
      ...asked,
    });
  const quote = (body: Readonly<Record<string, unknown>> = {}) =>
    call(server, 'POST /v1/purchases/quote', {
      key,
      body: { phone: member.phone, amount: 1_850_000, ...body },
    });
  const undo = (id: unknown, idempotencyKey = 'undo', asked: ApiRequest = {}) =>
    call(server, `POST /v1/purchases/${String(id)}/undo`, {
      ...{ key, idempotencyKey, body: { reason: 'mistyped' } },
      ...asked,
    });
  const said = ({ status, body }: ApiAnswer) => [status, body['code']];

  describe('recording one', () => {
    it('answers what was earned and why, and tells her once', async () => {
      const answer = await buy({ receiptNo: '7' });
      expect(answer.status).to.equal(201);
      expect(answer.body['id']).to.be.a('number');
      expect(answer.body).to.deep.include({
        member: { id: member.id, phone: member.phone },
        earned: { points: 18, credit: 0 },
        balances: { points: 68, credit: 0 },
        tier: null,
        explanation: [
          {
            ...{ rule: 'by-amount', name: 'امتیاز خرید', unit: 'points', amount: 18, code: 'per-amount' },
            why: 'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان؛ ۵٬۰۰۰ تومان باقی ماند',
          },
        ],
      });
      await runtime.settle();
      expect(runtime.sent).to.have.length(1);
      expect(await verifyLedger(runtime.store)).to.not.have.property('difference');
    });

    it('keeps lines, payments, shop and time', async () => {
      const lines = [
        { sku: 'A1', name: 'لاته', group: 'نوشیدنی', brand: 'ما', quantity: 2, amount: 900_000 },
        { amount: 950_000 },
      ];
      const payments = [
        { kind: 'credit', amount: 850_000 },
        { kind: 'card', amount: 1_000_000 },
      ];
      const occurredAt = '2026-01-09T20:15:00+03:30';
      const answer = await buy({ lines, payments, occurredAt, shop: 'main' });
      // What was paid with the club's own credit earns nothing.
      expect(answer.body['earned']).to.deep.equal({ points: 10, credit: 0 });
      expect(await runtime.count('purchase_lines', 'quantity = 2 AND amount = 900000')).to.equal(1);
      expect(await runtime.count('purchase_lines', 'quantity = 1 AND name IS NULL')).to.equal(1);
      expect(await runtime.count('purchase_payments')).to.equal(2);
      const at = Date.parse(occurredAt);
      expect(await runtime.count('purchases', `occurred_at = ${at} AND channel = 'api'`)).to.equal(1);
    });

    it('gives the same answer to the same request again, and does nothing more', async () => {
      const first = await buy({});
      runtime.clock.advance(3_600_000);
      const before = await contents(runtime);
      const second = await buy({});
      expect([second.status, second.body]).to.deep.equal([201, first.body]);
      expect(second.headers.get('idempotent-replayed')).to.equal('true');
      expect(await contents(runtime)).to.deep.equal(before);
    });

    it('answers a repeat as it did at first, also when the purchase is too old for a new one by then', async () => {
      const asked = { occurredAt: '2026-01-10T07:00:00Z' };
      const first = await buy(asked);
      runtime.clock.advance(31 * 86_400_000);
      const repeated = await buy(asked);
      expect([repeated.status, repeated.body]).to.deep.equal([201, first.body]);
      expect(repeated.headers.get('idempotent-replayed')).to.equal('true');
      const reused = await buy({ ...asked, amount: 1_850_001 });
      expect(said(reused)).to.deep.equal([409, 'idempotency-key-reused']);
      expect(said(await buy(asked, 'two'))).to.deep.equal([400, 'invalid-request']);
      expect(await runtime.count('purchases')).to.equal(1);
    });

    it('refuses a key that came with another request', async () => {
      await buy({});
      const before = await contents(runtime);
      expect(said(await buy({ amount: 1_850_001 }))).to.deep.equal([409, 'idempotency-key-reused']);
      expect(await contents(runtime)).to.deep.equal(before);
    });

    it('takes the same key of two callers for two requests', async () => {
      const other = (await anApiKey(runtime)).key;
      expect((await buy({})).status).to.equal(201);
      const answer = await buy({}, 'one', { key: other });
      expect(answer.headers.get('idempotent-replayed')).to.equal(null);
      expect(await runtime.count('purchases')).to.equal(2);
    });

    it('makes one purchase of a hundred copies that come at the same time', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => buy({ receiptNo: '7' })));
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
      expect(new Set(answers.map(({ body }) => body['id'])).size).to.equal(1);
      const fresh = answers.filter(({ headers }) => headers.get('idempotent-replayed') === null);
      expect(fresh).to.have.length(1);
      expect(await runtime.count('purchases')).to.equal(1);
      expect(await runtime.count('ledger_entries', "reason = 'purchase'")).to.equal(1);
      await runtime.settle();
      expect(runtime.sent).to.have.length(1);
    });

    it('makes twenty of twenty different ones that come at the same time', async () => {
      const asked = Array.from({ length: 20 }, (_, index) => buy({ amount: 100_000 }, `key-${index}`));
      const answers = await Promise.all(asked);
      expect(new Set(answers.map(({ body }) => body['id'])).size).to.equal(20);
      const standing = await call(server, `GET /v1/members/${member.phone}`, { key });
      expect(standing.body['balances']).to.deep.equal({ points: 70, credit: 0 });
      expect(await verifyLedger(runtime.store)).to.not.have.property('difference');
    });

    it('refuses a receipt number that stands for another purchase, and says for which', async () => {
      const first = await buy({ receiptNo: '7' });
      const before = await contents(runtime);
      const answer = await buy({ receiptNo: '7', amount: 5_000 }, 'two');
      expect(said(answer)).to.deep.equal([409, 'receipt-taken']);
      expect(answer.body['purchaseId']).to.equal(first.body['id']);
      expect(await contents(runtime)).to.deep.equal(before);
    });

    it('refuses a stranger, and does so again once she has not joined', async () => {
      const phone = aPhone();
      const before = await contents(runtime);
      expect(said(await buy({ phone }))).to.deep.equal([404, 'member-unknown']);
      expect(await contents(runtime)).to.deep.equal(before);
      await aMember(runtime, { phone });
      expect((await buy({ phone })).status).to.equal(201);
    });

    it('wants a key for the write, in a usable form', async () => {
      const before = await contents(runtime);
      const body = { phone: member.phone, amount: 1000 };
      const without = await call(server, 'POST /v1/purchases', { key, body });
      expect(said(without)).to.deep.equal([400, 'idempotency-key-missing']);
      for (const bad of ['', 'x'.repeat(201), 'clé']) {
        const answer = await buy({}, bad);
        expect(said(answer), bad.slice(0, 9)).to.deep.equal([400, 'idempotency-key-invalid']);
      }
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      const twice = request(`${server.url}/v1/purchases`, {
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': ['one', 'two'] },
      });
      twice.end(JSON.stringify(body));
      const [response] = (await once(twice, 'response')) as [IncomingMessage];
      expect(response.resume().statusCode).to.equal(400);
      expect(await contents(runtime)).to.deep.equal(before);
    });

    it('takes times of the last thirty days and a little ahead', async () => {
      for (const [at, status] of [
        ['2026-01-10T08:00:59Z', 201],
        ['2026-01-10T08:01:01Z', 400],
        ['2025-12-11T08:00:01Z', 201],
        ['2025-12-11T07:59:59Z', 400],
      ] as const) {
        expect((await buy({ occurredAt: at }, at)).status, at).to.equal(status);
      }
    });

    it('names all faults at once', async () => {
      const answer = await buy({
        ...{ phone: '0912', amount: 1000, receiptNo: '', note: 'x', occurredAt: '2030-01-01T00:00:00Z' },
        ...{ lines: [{ amount: 1 }], payments: [{ kind: 'gold', amount: 1000 }] },
      });
      expect(said(answer)).to.deep.equal([400, 'invalid-request']);
      const fields = (answer.body['errors'] as { field: string }[]).map(({ field }) => field);
      expect(fields).to.have.members([
        'phone',
        'receiptNo',
        'note',
        'occurredAt',
        'lines',
        'payments[0].kind',
      ]);
    });

    it('acts for its own shop only with the key of a till, and for any with a manager’s', async () => {
      await runtime.store.transaction((tx) =>
        tx.insert('shops', [{ id: tx.id(), code: 'second', name: 'Second', created_at: 0 }]),
      );
      const before = await contents(runtime);
      expect(said(await buy({ shop: 'second' }))).to.deep.equal([403, 'shop-not-allowed']);
      expect(said(await buy({ shop: 'nowhere' }))).to.deep.equal([400, 'invalid-request']);
      expect(said(await buy({ shop: 'شعبه' }))).to.deep.equal([400, 'invalid-request']);
      expect(await contents(runtime)).to.deep.equal(before);
      const manager = (await anApiKey(runtime, { role: 'manager' })).key;
      const made = await buy({ shop: 'second' }, 'one', { key: manager });
      expect(made.status).to.equal(201);
      const id = String(made.body['id']);
      expect(said(await call(server, `GET /v1/purchases/${id}`, { key }))[0]).to.equal(404);
      expect(said(await undo(id))).to.deep.equal([404, 'purchase-unknown']);
    });
  });

  describe('a quote', () => {
    it('is what recording answers, and writes nothing', async () => {
      const before = await contents(runtime);
      const quoted = await quote({ receiptNo: '7' });
      expect(quoted.status).to.equal(200);
      expect(await contents(runtime)).to.deep.equal(before);
      const recorded = await buy({ receiptNo: '7' });
      expect({ ...quoted.body, id: recorded.body['id'] }).to.deep.equal(recorded.body);
    });

    it('does not count what would have expired by now, as recording does not', async () => {
      await server.close();
      await runtime.close();
      const [joining, byAmount] = testProgram.rules;
      const rules = [joining, { ...byAmount, expires: { afterMonths: 1 } }];
      // Esfand has 29 days: what was earned on its first day is gone on the second of Farvardin.
      const startAt = '2026-03-21T20:45:00Z';
      runtime = await createTestRuntime({ program: { ...testProgram, rules }, startAt });
      server = await startTestServer(runtime);
      key = (await anApiKey(runtime)).key;
      member = await aMember(runtime);
      const occurredAt = '2026-02-19T21:00:00Z';
      const quoted = await quote({ occurredAt });
      expect(quoted.body['balances']).to.deep.equal({ points: 50, credit: 0 });
      const recorded = await buy({ occurredAt });
      expect({ ...quoted.body, id: recorded.body['id'] }).to.deep.equal(recorded.body);
    });

    it('refuses what recording would refuse', async () => {
      await buy({ receiptNo: '7' });
      expect(said(await quote({ receiptNo: '7' }))).to.deep.equal([409, 'receipt-taken']);
      expect(said(await quote({ phone: aPhone() }))).to.deep.equal([404, 'member-unknown']);
      expect(said(await quote({ amount: 0 }))).to.deep.equal([400, 'invalid-request']);
    });
  });

  describe('looking one up', () => {
    it('shows it as it stands', async () => {
      const { body } = await buy({ receiptNo: '7' });
      const answer = await call(server, `GET /v1/purchases/${String(body['id'])}`, { key });
      expect(answer.status).to.equal(200);
      expect(answer.body).to.deep.include({
        ...{ id: body['id'], member: body['member'], shop: 'main', amount: 1_850_000, receiptNo: '7' },
        ...{ occurredAt: '2026-01-10T08:00:00.000Z', createdAt: '2026-01-10T08:00:00.000Z', undoneAt: null },
        ...{ earned: body['earned'], explanation: body['explanation'] },
      });
    });

    it('answers 404 for an id that is nobody’s', async () => {
      expect(said(await call(server, 'GET /v1/purchases/1', { key }))).to.deep.equal([
        404,
        'purchase-unknown',
      ]);
    });
  });

  describe('undoing one', () => {
    it('takes back what it earned, frees the receipt, and is written down with its reason', async () => {
      const { body } = await buy({ receiptNo: '7' });
      const answer = await undo(body['id'], 'undo', { body: { reason: 'wrong customer' } });
      expect(answer.status).to.equal(200);
      expect(answer.body).to.deep.equal({
        ...{ id: body['id'], member: body['member'], amount: 1_850_000, alreadyUndone: false },
        ...{ taken: { points: 18, credit: 0 }, balances: { points: 50, credit: 0 } },
      });
      expect(
        await runtime.count('audit', `action = 'purchase.undo' AND detail LIKE '%wrong customer%'`),
      ).to.equal(1);
      expect((await buy({ receiptNo: '7' }, 'two')).status).to.equal(201);
      expect(await verifyLedger(runtime.store)).to.not.have.property('difference');
    });

    it('needs a reason', async () => {
      const { body } = await buy({});
      const answer = await undo(body['id'], 'undo', { body: {} });
      expect(said(answer)).to.deep.equal([400, 'invalid-request']);
      expect(answer.body['errors']).to.deep.equal([{ field: 'reason', problem: 'is missing' }]);
      expect(await runtime.count('ledger_entries', "type = 'reversal'")).to.equal(0);
    });

    it('is done once, whether the request is repeated or asked anew', async () => {
      const { body } = await buy({});
      const first = await undo(body['id']);
      const before = await contents(runtime);
      const repeated = await undo(body['id']);
      expect(repeated.body).to.deep.equal(first.body);
      expect(repeated.headers.get('idempotent-replayed')).to.equal('true');
      expect(await contents(runtime)).to.deep.equal(before);
      const anew = await undo(body['id'], 'another');
      expect(anew.body).to.deep.equal({ ...first.body, alreadyUndone: true });
      expect(await runtime.count('ledger_entries', "type = 'reversal'")).to.equal(1);
    });

    it('refuses after ten minutes, what is not there, and a key of another request', async () => {
      const { body } = await buy({});
      expect(said(await undo(body['id'], 'one'))).to.deep.equal([409, 'idempotency-key-reused']);
      const other = await buy({}, 'other');
      await undo(other.body['id'], 'of another');
      expect(said(await undo(body['id'], 'of another'))).to.deep.equal([409, 'idempotency-key-reused']);
      expect(said(await undo(12345))).to.deep.equal([404, 'purchase-unknown']);
      runtime.clock.advance(10 * 60_000 + 1);
      const before = await contents(runtime);
      expect(said(await undo(body['id']))).to.deep.equal([409, 'undo-too-late']);
      expect(await contents(runtime)).to.deep.equal(before);
    });
  });
});

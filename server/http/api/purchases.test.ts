import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { auditLedger } from '../../testing/audit-ledger.ts';
import { contents } from '../../testing/contents.ts';
import { aMember, anApiKey, aPhone } from '../../testing/factories.ts';
import { testProgram } from '../../testing/test-program.ts';
import { openTill, said } from '../../testing/till.ts';
import type { Till } from '../../testing/till.ts';

describe('the API: purchases', () => {
  let till: Till;

  beforeEach(async () => {
    till = await openTill();
  });

  afterEach(() => till.close());

  describe('recording one', () => {
    it('answers what was earned and why, and tells her once', async () => {
      const answer = await till.buy({ receiptNo: '7' });
      expect(answer.status).to.equal(201);
      expect(answer.body['id']).to.be.a('number');
      expect(answer.body).to.deep.include({
        member: { id: till.member.id, phone: till.member.phone },
        earned: { points: 18, credit: 0 },
        balances: { points: 68, credit: 0 },
        tier: null,
        explanation: [
          {
            ...{ program: 'test-club', rule: 'by-amount', name: 'امتیاز خرید', unit: 'points', amount: 18 },
            code: 'per-amount',
            why: 'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان؛ ۵٬۰۰۰ تومان باقی ماند',
          },
        ],
      });
      await till.runtime.settle();
      expect(till.runtime.sent).to.have.length(1);
      await auditLedger(till.runtime);
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
      const answer = await till.buy({ lines, payments, occurredAt, shop: 'main' });
      // What was paid with the club's own credit earns nothing.
      expect(answer.body['earned']).to.deep.equal({ points: 10, credit: 0 });
      expect(await till.runtime.count('purchase_lines', 'quantity = 2 AND amount = 900000')).to.equal(1);
      expect(await till.runtime.count('purchase_lines', 'quantity = 1 AND name IS NULL')).to.equal(1);
      expect(await till.runtime.count('purchase_payments')).to.equal(2);
      const at = Date.parse(occurredAt);
      expect(await till.runtime.count('purchases', `occurred_at = ${at} AND channel = 'api'`)).to.equal(1);
    });

    it('gives the same answer to the same request again, and does nothing more', async () => {
      const first = await till.buy({});
      till.runtime.clock.advance(3_600_000);
      const before = await contents(till.runtime);
      const second = await till.buy({});
      expect([second.status, second.body]).to.deep.equal([201, first.body]);
      expect(second.headers.get('idempotent-replayed')).to.equal('true');
      expect(await contents(till.runtime)).to.deep.equal(before);
    });

    it('answers a repeat as it did at first, also when the purchase is too old for a new one by then', async () => {
      const asked = { occurredAt: '2026-01-10T07:00:00Z' };
      const first = await till.buy(asked);
      till.runtime.clock.advance(31 * 86_400_000);
      const repeated = await till.buy(asked);
      expect([repeated.status, repeated.body]).to.deep.equal([201, first.body]);
      expect(repeated.headers.get('idempotent-replayed')).to.equal('true');
      const reused = await till.buy({ ...asked, amount: 1_850_001 });
      expect(said(reused)).to.deep.equal([409, 'idempotency-key-reused']);
      expect(said(await till.buy(asked, 'two'))).to.deep.equal([400, 'invalid-request']);
      expect(await till.runtime.count('purchases')).to.equal(1);
    });

    it('refuses a key that came with another request', async () => {
      await till.buy({});
      const before = await contents(till.runtime);
      expect(said(await till.buy({ amount: 1_850_001 }))).to.deep.equal([409, 'idempotency-key-reused']);
      expect(await contents(till.runtime)).to.deep.equal(before);
    });

    it('takes the same key of two callers for two requests', async () => {
      const other = (await anApiKey(till.runtime)).key;
      expect((await till.buy({})).status).to.equal(201);
      const answer = await till.buy({}, 'one', { key: other });
      expect(answer.headers.get('idempotent-replayed')).to.equal(null);
      expect(await till.runtime.count('purchases')).to.equal(2);
    });

    it('makes one purchase of a hundred copies that come at the same time', async () => {
      const buy = () => till.buy({ receiptNo: '7' });
      const first = await Promise.all(Array.from({ length: 100 }, buy));
      // On a busy machine the last in the queue may be asked to come back, with nothing written.
      const answers: typeof first = [];
      for (const one of first) answers.push(one.status === 503 ? await buy() : one);
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
      expect(new Set(answers.map(({ body }) => body['id'])).size).to.equal(1);
      const fresh = answers.filter(({ headers }) => headers.get('idempotent-replayed') === null);
      expect(fresh).to.have.length(1);
      expect(await till.runtime.count('purchases')).to.equal(1);
      expect(await till.runtime.count('ledger_entries', "reason = 'purchase'")).to.equal(1);
      await till.runtime.settle();
      expect(till.runtime.sent).to.have.length(1);
    });

    it('makes twenty of twenty different ones that come at the same time', async () => {
      const asked = Array.from({ length: 20 }, (_, index) => till.buy({ amount: 100_000 }, `key-${index}`));
      const answers = await Promise.all(asked);
      expect(new Set(answers.map(({ body }) => body['id'])).size).to.equal(20);
      const standing = await till.ask(`GET /v1/members/${till.member.phone}`);
      expect(standing.body['balances']).to.deep.equal({ points: 70, credit: 0 });
      await auditLedger(till.runtime);
    });

    it('refuses a receipt number that stands for another purchase, and says for which', async () => {
      const first = await till.buy({ receiptNo: '7' });
      const before = await contents(till.runtime);
      const answer = await till.buy({ receiptNo: '7', amount: 5_000 }, 'two');
      expect(said(answer)).to.deep.equal([409, 'receipt-taken']);
      expect(answer.body['purchaseId']).to.equal(first.body['id']);
      expect(await contents(till.runtime)).to.deep.equal(before);
    });

    it('refuses a stranger, and does so again once she has not joined', async () => {
      const phone = aPhone();
      const before = await contents(till.runtime);
      expect(said(await till.buy({ phone }))).to.deep.equal([404, 'member-unknown']);
      expect(await contents(till.runtime)).to.deep.equal(before);
      await aMember(till.runtime, { phone });
      expect((await till.buy({ phone })).status).to.equal(201);
    });

    it('wants a key for the write, in a usable form', async () => {
      const before = await contents(till.runtime);
      const body = { phone: till.member.phone, amount: 1000 };
      const without = await till.ask('POST /v1/purchases', { body });
      expect(said(without)).to.deep.equal([400, 'idempotency-key-missing']);
      for (const bad of ['', 'x'.repeat(201), 'clé']) {
        const answer = await till.buy({}, bad);
        expect(said(answer), bad.slice(0, 9)).to.deep.equal([400, 'idempotency-key-invalid']);
      }
      const headers = { Authorization: `Bearer ${till.key}`, 'Content-Type': 'application/json' };
      const twice = request(`${till.url}/v1/purchases`, {
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': ['one', 'two'] },
      });
      twice.end(JSON.stringify(body));
      const [response] = (await once(twice, 'response')) as [IncomingMessage];
      expect(response.resume().statusCode).to.equal(400);
      expect(await contents(till.runtime)).to.deep.equal(before);
    });

    it('takes times of the last thirty days and a little ahead', async () => {
      for (const [at, status] of [
        ['2026-01-10T08:00:59Z', 201],
        ['2026-01-10T08:01:01Z', 400],
        ['2025-12-11T08:00:01Z', 201],
        ['2025-12-11T07:59:59Z', 400],
      ] as const) {
        expect((await till.buy({ occurredAt: at }, at)).status, at).to.equal(status);
      }
    });

    it('names all faults at once', async () => {
      const answer = await till.buy({
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
      await till.runtime.store.transaction((tx) =>
        tx.insert('shops', [{ id: tx.id(), code: 'second', name: 'Second', created_at: 0 }]),
      );
      const before = await contents(till.runtime);
      expect(said(await till.buy({ shop: 'second' }))).to.deep.equal([403, 'shop-not-allowed']);
      expect(said(await till.buy({ shop: 'nowhere' }))).to.deep.equal([400, 'invalid-request']);
      expect(said(await till.buy({ shop: 'شعبه' }))).to.deep.equal([400, 'invalid-request']);
      expect(await contents(till.runtime)).to.deep.equal(before);
      const manager = (await anApiKey(till.runtime, { role: 'manager' })).key;
      const made = await till.buy({ shop: 'second' }, 'one', { key: manager });
      expect(made.status).to.equal(201);
      const id = String(made.body['id']);
      expect(said(await till.ask(`GET /v1/purchases/${id}`))[0]).to.equal(404);
      expect(said(await till.undo(id))).to.deep.equal([404, 'purchase-unknown']);
    });
  });

  describe('a quote', () => {
    it('is what recording answers, and writes nothing', async () => {
      const before = await contents(till.runtime);
      const quoted = await till.quote({ receiptNo: '7' });
      expect(quoted.status).to.equal(200);
      expect(await contents(till.runtime)).to.deep.equal(before);
      const recorded = await till.buy({ receiptNo: '7' });
      expect({ ...quoted.body, id: recorded.body['id'] }).to.deep.equal(recorded.body);
    });

    it('does not count what would have expired by now, as recording does not', async () => {
      await till.close();
      const [joining, byAmount] = testProgram.rules;
      const rules = [joining, { ...byAmount, expires: { after: { months: 1 } } }];
      // Esfand has 29 days: what was earned on its first day is gone on the second of Farvardin.
      const startAt = '2026-03-21T20:45:00Z';
      till = await openTill({ program: { ...testProgram, rules }, startAt });
      const occurredAt = '2026-02-19T21:00:00Z';
      const quoted = await till.quote({ occurredAt });
      expect(quoted.body['balances']).to.deep.equal({ points: 50, credit: 0 });
      const recorded = await till.buy({ occurredAt });
      expect({ ...quoted.body, id: recorded.body['id'] }).to.deep.equal(recorded.body);
    });

    it('refuses what recording would refuse', async () => {
      await till.buy({ receiptNo: '7' });
      expect(said(await till.quote({ receiptNo: '7' }))).to.deep.equal([409, 'receipt-taken']);
      expect(said(await till.quote({ phone: aPhone() }))).to.deep.equal([404, 'member-unknown']);
      expect(said(await till.quote({ amount: 0 }))).to.deep.equal([400, 'invalid-request']);
    });
  });
});

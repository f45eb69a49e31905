import { expect } from 'chai';
import { auditLedger } from '../../testing/audit-ledger.ts';
import { contents } from '../../testing/contents.ts';
import { openTill, said } from '../../testing/till.ts';
import type { Till } from '../../testing/till.ts';

describe('the API: purchases', () => {
  let till: Till;

  beforeEach(async () => {
    till = await openTill();
  });

  afterEach(() => till.close());

  describe('looking one up', () => {
    it('shows it as it stands', async () => {
      const { body } = await till.buy({ receiptNo: '7' });
      const answer = await till.ask(`GET /v1/purchases/${String(body['id'])}`);
      expect(answer.status).to.equal(200);
      expect(answer.body).to.deep.include({
        ...{ id: body['id'], member: body['member'], shop: 'main', amount: 1_850_000, receiptNo: '7' },
        ...{ occurredAt: '2026-01-10T08:00:00.000Z', createdAt: '2026-01-10T08:00:00.000Z', undoneAt: null },
        ...{ earned: body['earned'], explanation: body['explanation'] },
      });
    });

    it('answers 404 for an id that is nobody’s', async () => {
      expect(said(await till.ask('GET /v1/purchases/1'))).to.deep.equal([404, 'purchase-unknown']);
    });
  });

  describe('undoing one', () => {
    it('takes back what it earned, frees the receipt, and is written down with its reason', async () => {
      const { body } = await till.buy({ receiptNo: '7' });
      const answer = await till.undo(body['id'], 'undo', { body: { reason: 'wrong customer' } });
      expect(answer.status).to.equal(200);
      expect(answer.body).to.deep.equal({
        ...{ id: body['id'], member: body['member'], amount: 1_850_000, alreadyUndone: false },
        ...{ taken: { points: 18, credit: 0 }, balances: { points: 50, credit: 0 } },
      });
      expect(
        await till.runtime.count('audit', `action = 'purchase.undo' AND detail LIKE '%wrong customer%'`),
      ).to.equal(1);
      expect((await till.buy({ receiptNo: '7' }, 'two')).status).to.equal(201);
      await auditLedger(till.runtime);
    });

    it('needs a reason', async () => {
      const { body } = await till.buy({});
      const answer = await till.undo(body['id'], 'undo', { body: {} });
      expect(said(answer)).to.deep.equal([400, 'invalid-request']);
      expect(answer.body['errors']).to.deep.equal([{ field: 'reason', problem: 'is missing' }]);
      expect(await till.runtime.count('ledger_entries', "type = 'reversal'")).to.equal(0);
    });

    it('is done once, whether the request is repeated or asked anew', async () => {
      const { body } = await till.buy({});
      const first = await till.undo(body['id']);
      const before = await contents(till.runtime);
      const repeated = await till.undo(body['id']);
      expect(repeated.body).to.deep.equal(first.body);
      expect(repeated.headers.get('idempotent-replayed')).to.equal('true');
      expect(await contents(till.runtime)).to.deep.equal(before);
      const anew = await till.undo(body['id'], 'another');
      expect(anew.body).to.deep.equal({ ...first.body, alreadyUndone: true });
      expect(await till.runtime.count('ledger_entries', "type = 'reversal'")).to.equal(1);
    });

    it('refuses after ten minutes, what is not there, and a key of another request', async () => {
      const { body } = await till.buy({});
      expect(said(await till.undo(body['id'], 'one'))).to.deep.equal([409, 'idempotency-key-reused']);
      const other = await till.buy({}, 'other');
      await till.undo(other.body['id'], 'of another');
      expect(said(await till.undo(body['id'], 'of another'))).to.deep.equal([409, 'idempotency-key-reused']);
      expect(said(await till.undo(12345))).to.deep.equal([404, 'purchase-unknown']);
      till.runtime.clock.advance(10 * 60_000 + 1);
      const before = await contents(till.runtime);
      expect(said(await till.undo(body['id']))).to.deep.equal([409, 'undo-too-late']);
      expect(await contents(till.runtime)).to.deep.equal(before);
    });
  });
});

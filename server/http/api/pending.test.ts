import { expect } from 'chai';
import { anApiKey } from '../../testing/factories.ts';
import { openTill, said } from '../../testing/till.ts';
import type { Till } from '../../testing/till.ts';
import { pointsOf, waitingProgram } from '../../testing/waiting.ts';

const half = [
  { kind: 'cash', amount: 500_000 },
  { kind: 'on_account', amount: 500_000 },
];

describe('what waits, at the API', () => {
  let till: Till;

  const open = async (rule: object = {}) => {
    till = await openTill({ program: waitingProgram(rule) });
  };
  afterEach(() => till.close());

  const buy = async (payments: object[] = half) =>
    (await till.buy({ amount: 1_000_000, payments })).body as Record<string, unknown> & { id: number };
  const pay = (id: unknown, body: object, idempotencyKey = 'pay') =>
    till.ask(`POST /v1/purchases/${String(id)}/settlements`, { idempotencyKey, body: { ...body } });
  const waiting = async () =>
    (await till.ask(`GET /v1/members/${till.member.phone}/pending`)).body['pending'] as Record<
      string,
      unknown
    >[];

  it('is told with a purchase, its quote, the purchase as it stands, and the member', async () => {
    await open();
    const quote = (await till.quote({ amount: 1_000_000, payments: half })).body;
    const bought = await buy();
    for (const body of [quote, bought]) {
      expect(body).to.deep.include({ earned: { points: 5, credit: 0 }, pending: { points: 5, credit: 0 } });
    }
    const [line] = bought['explanation'] as { why: string; pending: unknown }[];
    expect(line?.why).to.include('۵ امتیاز در انتظار پرداخت');
    expect(line?.pending).to.deep.equal([
      { amount: 5, opensAt: null, untilPaid: true, untilApproved: false },
    ]);
    await pay(bought.id, { amount: 100_000 });
    expect((await till.ask(`GET /v1/purchases/${bought.id}`)).body).to.deep.include({
      ...{ paid: 600_000, unpaid: 400_000 },
      ...{ earned: { points: 6, credit: 0 }, pending: { points: 4, credit: 0 } },
    });
    const [now] = (await till.ask(`GET /v1/purchases/${bought.id}`)).body['explanation'] as (typeof line)[];
    expect(now?.why).to.include('۴ امتیاز در انتظار پرداخت').and.not.include('۵ امتیاز در');
    expect(now?.pending).to.deep.equal([{ amount: 4, opensAt: null, untilPaid: true, untilApproved: false }]);
    expect((await till.ask(`GET /v1/members/${till.member.phone}`)).body).to.deep.include({
      ...{ balances: { points: 6, credit: 0 }, pending: { points: 4, credit: 0 } },
    });
  });

  it('takes a later payment once, whatever is repeated', async () => {
    await open();
    const { id } = await buy();
    const first = await pay(id, { amount: 300_000, kind: 'card', paidAt: '2026-01-10T08:00:00Z' });
    expect([first.status, first.body]).to.deep.equal([
      201,
      {
        ...{ id: first.body['id'], purchase: id, amount: 300_000, kind: 'card', unpaid: 200_000 },
        member: { id: till.member.id, phone: till.member.phone },
        paidAt: '2026-01-10T08:00:00.000Z',
        ...{ freed: { points: 3, credit: 0 }, pending: { points: 2, credit: 0 } },
        ...{ earned: { points: 0, credit: 0 }, tier: null, explanation: [] },
        balances: { points: 8, credit: 0 },
        programs: [
          {
            ...{ program: 'test-club', name: 'باشگاه آزمون', freed: { points: 3, credit: 0 } },
            ...{ pending: { points: 2, credit: 0 }, balances: { points: 8, credit: 0 } },
            ...{ earned: { points: 0, credit: 0 }, tier: null },
          },
        ],
      },
    ]);
    const again = await pay(id, { amount: 300_000, kind: 'card', paidAt: '2026-01-10T08:00:00Z' });
    expect(again.body).to.deep.equal(first.body);
    expect(said(await pay(id, { amount: 1 }))).to.deep.equal([409, 'idempotency-key-reused']);
    expect(await pointsOf(till.runtime, till.member.phone)).to.deep.equal({ balance: 8, pending: 2 });
  });

  it('refuses payments that cannot be, and changes nothing', async () => {
    await open();
    const { id } = await buy();
    const table: readonly [body: object, answer: unknown][] = [
      [{ amount: 500_001 }, [409, 'more-than-unpaid']],
      [{ amount: 0 }, [400, 'invalid-request']],
      [{ amount: 5, kind: 'cheque' }, [400, 'invalid-request']],
      [{ amount: 5, paidAt: '2026-01-10T08:01:01Z' }, [400, 'invalid-request']],
      [{ amount: 5, paidAt: '2026-01-10T07:59:59Z' }, [400, 'invalid-request']],
      [{ amount: 5, tip: 1 }, [400, 'invalid-request']],
    ];
    for (const [body, answer] of table) {
      expect(said(await pay(id, body)), JSON.stringify(body)).to.deep.equal(answer);
    }
    expect(said(await pay(404, { amount: 5 }))).to.deep.equal([404, 'purchase-unknown']);
    expect(
      said(await till.ask(`POST /v1/purchases/${id}/settlements`, { body: { amount: 5 } })),
    ).to.deep.equal([400, 'idempotency-key-missing']);
    await pay(id, { amount: 500_000 }, 'all');
    expect(said(await pay(id, { amount: 1 }))).to.deep.equal([409, 'nothing-unpaid']);
    expect(await till.runtime.count('settlements')).to.equal(1);
  });

  it('tells with a payment which tier it reached, and what that gave', async () => {
    const gift = { id: 'gift', name: 'هدیه سطح', on: 'tier', give: { unit: 'points', fixed: 7 } };
    const steps = [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 10 },
    ];
    const { rules } = waitingProgram();
    const program = waitingProgram({}, { rules: [...rules, gift], tiers: { by: 'earned', steps } });
    till = await openTill({ program });
    const { id } = await buy();
    const some = (await pay(id, { amount: 400_000 }, 'some')).body;
    expect(some).to.deep.include({ earned: { points: 0, credit: 0 }, explanation: [] });
    expect(some['tier']).to.include({ id: 'bronze' }).and.not.to.have.property('raised');
    const { body } = await pay(id, { amount: 100_000 }, 'rest');
    expect(body).to.deep.include({ freed: { points: 1, credit: 0 }, earned: { points: 7, credit: 0 } });
    expect(body['tier']).to.include({ id: 'silver', raised: true, raisedFrom: 'bronze' });
    const [line] = body['explanation'] as Record<string, unknown>[];
    expect(line).to.include({ rule: 'gift', amount: 7 });
    expect(body['balances']).to.deep.equal({ points: 17, credit: 0 });
  });

  it('waits for its approval alone once all is paid', async () => {
    await open({ pending: { until: 'approved' } });
    const { id } = await buy();
    const parts = (items: readonly Record<string, unknown>[]) =>
      items.map(({ amount, untilPaid, untilApproved }) => ({ amount, untilPaid, untilApproved }));
    const paidPart = { amount: 5, untilPaid: false, untilApproved: true };
    await pay(id, { amount: 499_999 }, 'some');
    expect(parts(await waiting())).to.deep.equal([paidPart, { ...paidPart, untilPaid: true }]);
    await pay(id, { amount: 1 }, 'rest');
    expect(parts(await waiting())).to.deep.equal([paidPart, paidPart]);
    const { body } = await till.ask(`GET /v1/purchases/${id}`);
    expect(body['unpaid']).to.equal(0);
    expect(parts(body['waiting'] as Record<string, unknown>[])).to.deep.equal([paidPart, paidPart]);
  });

  it('is approved or declined by a manager, once, with a reason', async () => {
    await open({ pending: { until: 'approved' } });
    const { key } = await anApiKey(till.runtime, { role: 'manager' });
    const decide = (id: unknown, what: string, as: string = key) =>
      till.ask(`POST /v1/members/${till.member.phone}/pending/${String(id)}/${what}`, {
        ...{ key: as, idempotencyKey: `${what} ${String(id)}`, body: { reason: 'بررسی شد' } },
      });
    await buy([]);
    await till.buy({ amount: 300_000 }, 'two');
    const [first, second] = await waiting();
    expect(first).to.include({ rule: 'by-amount', amount: 10, untilApproved: true, why: 'در انتظار تأیید' });
    expect(said(await decide(first?.['id'], 'approve', till.key))).to.deep.equal([403, 'role-not-allowed']);
    const approved = await decide(first?.['id'], 'approve');
    expect(approved.body).to.deep.equal({
      ...{ id: first?.['id'], waiting: null },
      ...{ balances: { points: 10, credit: 0 }, pending: { points: 3, credit: 0 } },
    });
    expect((await decide(first?.['id'], 'approve')).body).to.deep.equal(approved.body);
    expect(said(await decide(first?.['id'], 'decline'))).to.deep.equal([409, 'pending-not-asked']);
    expect((await decide(second?.['id'], 'decline')).body).to.deep.include({
      pending: { points: 0, credit: 0 },
    });
    expect(said(await decide(404, 'approve'))).to.deep.equal([404, 'pending-unknown']);
    expect(await waiting()).to.deep.equal([]);
    expect(await pointsOf(till.runtime, till.member.phone)).to.deep.equal({ balance: 10, pending: 0 });
    const audit = await till.runtime.store.all(
      "SELECT action FROM audit WHERE subject LIKE 'pending:%' ORDER BY id",
    );
    expect(audit).to.deep.equal([{ action: 'pending.approve' }, { action: 'pending.decline' }]);
  });

  it('that is approved waits on for its payment, in whatever order they come', async () => {
    await open({ pending: { until: 'approved' } });
    const { key } = await anApiKey(till.runtime, { role: 'owner' });
    const { id } = await buy();
    await pay(id, { amount: 200_000 });
    expect(await pointsOf(till.runtime, till.member.phone)).to.deep.equal({ balance: 0, pending: 10 });
    for (const [index, item] of (await waiting()).entries()) {
      await till.ask(`POST /v1/members/${till.member.phone}/pending/${String(item['id'])}/approve`, {
        ...{ key, idempotencyKey: `approve ${index}`, body: { reason: 'ok' } },
      });
    }
    expect(await pointsOf(till.runtime, till.member.phone)).to.deep.equal({ balance: 7, pending: 3 });
    expect((await waiting()).map((item) => [item['amount'], item['why']])).to.deep.equal([
      [3, 'در انتظار پرداخت'],
    ]);
    await pay(id, { amount: 300_000 }, 'rest');
    expect(await pointsOf(till.runtime, till.member.phone)).to.deep.equal({ balance: 10, pending: 0 });
  });
});

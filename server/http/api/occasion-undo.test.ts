import { expect } from 'chai';
import { verifyLedger } from '../../ledger/verify.ts';
import { memberByPhone } from '../../store/members.ts';
import { auditLedger } from '../../testing/audit-ledger.ts';
import { dispatchDue, messagesOf } from '../../testing/messages.ts';
import { anApiKey } from '../../testing/factories.ts';
import { openTill, said } from '../../testing/till.ts';
import type { Till } from '../../testing/till.ts';
import { testProgram } from '../../testing/test-program.ts';
import { readStanding } from '../../usecases/read-standing.ts';
import { setTier } from '../../usecases/set-tier.ts';

const dayMs = 86_400_000;
const program = {
  ...testProgram,
  tiers: {
    by: 'earned',
    steps: [
      { id: 'one', name: 'یک' },
      { id: 'two', name: 'دو', from: 100 },
    ],
  },
  charities: [{ id: 'school', name: 'خیریه نمونه' }],
  stampCards: [{ id: 'card', name: 'کارت', stamps: 2, gives: { unit: 'credit', fixed: 500 } }],
  rules: [
    {
      ...{ id: 'survey', name: 'نظرسنجی', on: 'event', event: 'survey', limits: [{ times: 1 }] },
      give: [
        { unit: 'points', fixed: 20 },
        { giftCard: 50_000 },
        { charity: 'school', fixed: 1_000 },
        { message: 'سپاس', kind: 'service' },
      ],
    },
    { id: 'big', name: 'بزرگ', on: 'event', event: 'big', give: { unit: 'points', fixed: 100 } },
    { id: 'reach', name: 'رسیدن', on: 'tier', tiers: ['two'], give: { unit: 'points', fixed: 7 } },
    { id: 'place', name: 'سطح', on: 'event', event: 'place', give: { tier: 'two' } },
    { id: 'stamp', name: 'مهر', on: 'event', event: 'stamp', give: { stamp: 'card', fixed: 1 } },
    { id: 'visit', name: 'سر زدن', on: 'visit', give: { unit: 'points', fixed: 3 } },
    {
      ...{ id: 'later', name: 'بعد', on: 'event', event: 'later', pending: { until: 'approved' } },
      give: { unit: 'points', fixed: 4 },
    },
  ],
};

describe('the API: undoing events and visits', () => {
  let till: Till;
  let sent = 0;

  beforeEach(async () => {
    till = await openTill({ program });
  });
  afterEach(async () => {
    await auditLedger(till.runtime);
    await till.close();
  });

  const event = async (name: string, id?: string) => {
    const body = { phone: till.member.phone, event: name, ...(id && { id }) };
    const { body: made } = await till.ask('POST /v1/events', { idempotencyKey: `e${sent++}`, body });
    return made['id'];
  };
  const visit = async () => {
    const body = { phone: till.member.phone };
    const { body: made } = await till.ask('POST /v1/visits', { idempotencyKey: `v${sent++}`, body });
    return made['id'];
  };
  const undo = (what: string, id: unknown, idempotencyKey = `u${sent++}`) =>
    till.ask(`POST /v1/${what}/${String(id)}/undo`, { idempotencyKey, body: { reason: 'sent twice' } });
  const standing = async () => {
    const member = await memberByPhone(till.runtime.store, till.member.phone);
    if (!member) throw new Error('no member');
    return readStanding(till.runtime, till.runtime.store, member);
  };
  const points = async () => (await standing()).balances.points;

  it('takes back what an event gave: points, things, shares of charities and what was counted', async () => {
    const id = await event('survey', 's-1');
    const { status, body } = await undo('events', id);
    expect([status, body]).to.deep.equal([
      200,
      {
        ...{ id, alreadyUndone: false, taken: { points: 20, credit: 0 }, balances: { points: 0, credit: 0 } },
        member: { id: till.member.id, phone: till.member.phone },
      },
    ]);
    expect(await till.runtime.count('gifts', "state = 'cancelled'")).to.equal(1);
    expect(
      await till.runtime.store.all('SELECT amount, reason FROM charity_entries ORDER BY seq'),
    ).to.deep.equal([
      { amount: 1_000, reason: 'event' },
      { amount: -1_000, reason: 'occasion-undone' },
    ]);
    // The right one, under the same id; its limit is as if the wrong one had not been.
    await event('survey', 's-1');
    expect(await points()).to.equal(20);
    expect(
      await till.runtime.count('audit', "action = 'occasion.undo' AND detail LIKE '%sent twice%'"),
    ).to.equal(1);
  });

  it('is verified: what stands of it is found out', async () => {
    await undo('events', await event('survey'));
    const set = (state: string, at: number | null) =>
      till.runtime.store.transaction((tx) =>
        tx.run('UPDATE gifts SET state = ?, cancelled_at = ?', [state, at]),
      );
    await set('open', null);
    const { difference } = await verifyLedger(till.runtime.store);
    expect(difference).to.deep.include({
      ...{ table: 'gifts', problem: 'stands though its visit or event was undone' },
    });
    await set('cancelled', till.runtime.clock.now());
  });

  it('does it once, whatever is repeated', async () => {
    const id = await event('big');
    const first = await undo('events', id, 'same');
    expect((await undo('events', id, 'same')).body).to.deep.equal(first.body);
    expect((await undo('events', id)).body).to.deep.include({
      alreadyUndone: true,
      taken: { points: 107, credit: 0 },
    });
    expect(await points()).to.equal(0);
  });

  it('lets a tier fall back that was reached by it, and takes back what that gave', async () => {
    const id = await event('big');
    expect((await standing()).tier).to.include({ id: 'two', given: false });
    await undo('events', id);
    expect((await standing()).tier).to.include({ id: 'one' });
    await event('big');
    expect(await points()).to.equal(107);
  });

  it('withdraws a tier that its rule gave, and no other', async () => {
    const id = await event('place');
    expect((await standing()).tier).to.include({ id: 'two', given: true });
    await undo('events', id);
    expect((await standing()).tier).to.include({ id: 'one' });
    const again = await event('place');
    const setting = { memberId: till.member.id, tier: 'two', until: null, reason: 'x', actor: 'cli' };
    await till.runtime.store.transaction((tx) => setTier(till.runtime, tx, setting));
    await undo('events', again);
    expect((await standing()).tier).to.include({ id: 'two', given: true });
  });

  it('empties a card again that it had filled', async () => {
    await event('stamp');
    const id = await event('stamp');
    expect((await standing()).balances.credit).to.equal(500);
    await undo('events', id);
    const { balances, stampCards } = await standing();
    expect([balances.credit, stampCards[0]?.stamps]).to.deep.equal([0, 1]);
  });

  it('makes the day of a visit that was none free again', async () => {
    const id = await visit();
    await visit();
    expect(await points()).to.equal(3);
    await undo('visits', id);
    expect(await points()).to.equal(0);
    await visit();
    expect(await points()).to.equal(3);
  });

  it('gives up what waits', async () => {
    const id = await event('later');
    expect((await standing()).pending.points).to.equal(4);
    await undo('events', id);
    expect((await standing()).pending.points).to.equal(0);
  });

  it('refuses what came free since, and what is used', async () => {
    const id = await event('later');
    const row = await till.runtime.store.one<{ id: number }>('SELECT id FROM pending');
    const { key } = await anApiKey(till.runtime, { role: 'manager' });
    await till.ask(`POST /v1/members/${till.member.phone}/pending/${String(row?.id)}/approve`, {
      ...{ key, idempotencyKey: 'approve', body: { reason: 'x' } },
    });
    expect(said(await undo('events', id))).to.deep.equal([409, 'points-already-used']);
    const gift = await event('survey');
    await till.runtime.store.transaction((tx) => tx.run("UPDATE gifts SET state = 'used'"));
    expect(said(await undo('events', gift))).to.deep.equal([409, 'points-already-used']);
    expect(await points()).to.equal(24);
  });

  it('holds back what she has not been told, and tells her where she has', async () => {
    const id = await event('survey');
    await undo('events', id);
    const [held] = await messagesOf(till.runtime, 'ruleNoticeForMember');
    expect([held?.state, held?.code]).to.deep.equal(['suppressed', 'undone']);
    expect(await messagesOf(till.runtime, 'occasionUndoneForMember')).to.deep.equal([]);
    const again = await event('survey');
    await dispatchDue(till.runtime);
    await undo('events', again);
    await dispatchDue(till.runtime);
    const [told] = await messagesOf(till.runtime, 'occasionUndoneForMember');
    expect(told?.state).to.equal('delivered');
    expect(told?.body).to.include('۲۰ امتیاز آن کم شد.');
  });

  it('is for the day on which it was recorded, and for what it is', async () => {
    const id = await event('big');
    expect(said(await undo('visits', id))).to.deep.equal([404, 'occasion-unknown']);
    expect(said(await undo('events', 4711))).to.deep.equal([404, 'occasion-unknown']);
    till.runtime.clock.advance(dayMs);
    expect(said(await undo('events', id))).to.deep.equal([409, 'undo-too-late']);
    expect(await points()).to.equal(107);
    expect(
      (await till.ask(`POST /v1/events/${String(id)}/undo`, { idempotencyKey: 'n', body: {} })).status,
    ).to.equal(400);
  });
});

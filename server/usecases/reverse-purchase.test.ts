import { expect } from 'chai';
import { takeFrom } from '../../rules/lots.ts';
import { post } from '../ledger/post.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { Member } from '../store/members.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { dispatchDue, leaseDue, outbox } from '../testing/messages.ts';
import { aPosting } from '../testing/postings.ts';
import { createScriptedChannel, faultOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { dispatch } from '../outbox/dispatch.ts';
import { settleLots } from './settle-lots.ts';
import type { RecordedPurchase } from './purchase.ts';
import { reversePurchase, undoWindowMs } from './reverse-purchase.ts';

describe('reversePurchase', () => {
  let runtime: TestRuntime;
  let member: Member;
  let purchase: RecordedPurchase;
  const sms = createScriptedChannel('sms');

  const program = {
    ...{ code: 'two-units', name: 'کافه' },
    rules: [
      {
        id: 'p',
        name: 'امتیاز',
        on: 'purchase',
        give: { unit: 'points', give: 1, per: 100_000 },
        expires: { after: { months: 1 } },
      },
      { id: 'c', name: 'اعتبار', on: 'purchase', give: { unit: 'credit', percent: 5 } },
      { id: 'j', name: 'هدیه', on: 'joining', give: { unit: 'points', fixed: 50 } },
    ],
  };

  shareRuntime((made) => (runtime = made), { program, channels: { sms } });

  beforeEach(async () => {
    member = await aMember(runtime);
    purchase = await aPurchase(runtime, { phone: member.phone, receiptNo: 'R-1' });
  });

  afterEach(() => auditLedger(runtime));

  const undo = (purchaseId = purchase.id) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'staff:7', reason: 'wrong number' }),
    );

  it('takes back exactly what it gave, in both units, and points at it', async () => {
    expect(await undo()).to.deep.include({
      ...{ kind: 'undone', alreadyUndone: false, amount: 500_000 },
      ...{ taken: { points: 5, credit: 25_000 }, balances: { points: 50, credit: 0 } },
    });
    const entries = await runtime.store.all<{
      id: number;
      type: string;
      amount: number;
      correctsId: number | null;
    }>(
      'SELECT id, type, amount, corrects_id AS correctsId FROM ledger_entries WHERE purchase_id = ? ORDER BY seq',
      [purchase.id],
    );
    expect(entries.map(({ type, amount }) => [type, amount])).to.deep.equal([
      ['accrual', 5],
      ['accrual', 25_000],
      ['reversal', -5],
      ['reversal', -25_000],
    ]);
    expect(entries.slice(2).map(({ correctsId }) => correctsId)).to.deep.equal(
      entries.slice(0, 2).map(({ id }) => id),
    );
    const lifetimes = await runtime.store.all('SELECT unit, lifetime FROM accounts ORDER BY unit');
    expect(lifetimes).to.deep.equal([
      { unit: 'credit', lifetime: 0 },
      { unit: 'points', lifetime: 50 },
    ]);
  });

  it('says who did it and why', async () => {
    await undo();
    const [row] = await runtime.store.all<{ detail: string }>(
      "SELECT * FROM audit WHERE action = 'purchase.undo'",
    );
    expect(row).to.include({ actor: 'staff:7', subject: `purchase:${purchase.id}` });
    expect(JSON.parse(row?.detail ?? '')).to.deep.equal({ reason: 'wrong number' });
    const [undone] = await runtime.store.all('SELECT undone_at, undone_by, receipt_no FROM purchases');
    expect(undone).to.deep.equal({ undone_at: runtime.clock.now(), undone_by: 'staff:7', receipt_no: 'R-1' });
  });

  it('does nothing more when repeated, also when the time is over', async () => {
    await undo();
    const before = await runtime.count('ledger_entries');
    runtime.clock.advance(undoWindowMs * 2);
    expect(await undo()).to.deep.include({
      ...{ kind: 'undone', alreadyUndone: true },
      ...{ taken: { points: 5, credit: 25_000 }, balances: { points: 50, credit: 0 } },
    });
    expect(await runtime.count('ledger_entries')).to.equal(before);
    expect(await runtime.count('audit', "action = 'purchase.undo'")).to.equal(1);
  });

  it('is done once by twenty at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => undo()));
    expect(results.filter((result) => result.kind === 'undone' && !result.alreadyUndone)).to.have.length(1);
    expect(await runtime.count('ledger_entries', "type = 'reversal'")).to.equal(2);
  });

  it('ends after ten minutes, to the millisecond', async () => {
    runtime.clock.advance(undoWindowMs + 1);
    expect(await undo()).to.deep.equal({ kind: 'too-late' });
    expect(await runtime.count('ledger_entries', "type = 'reversal'")).to.equal(0);
    runtime.clock.advance(-1);
    expect(await undo()).to.include({ kind: 'undone' });
  });

  it('knows no purchase of that id', async () => {
    expect(await undo(404)).to.deep.equal({ kind: 'no-purchase' });
  });

  it('frees the receipt number for the right purchase', async () => {
    await undo();
    const again = await aPurchase(runtime, { phone: member.phone, receiptNo: 'R-1', amount: 700_000 });
    expect(again.balances).to.deep.equal({ points: 57, credit: 35_000 });
  });

  it('undoes a purchase that earned nothing', async () => {
    const small = await aPurchase(runtime, { phone: member.phone, amount: 10 });
    expect(await undo(small.id)).to.deep.include({ kind: 'undone', taken: { points: 0, credit: 0 } });
  });

  it('forgets that she bought, back to the purchase before', async () => {
    const lastAt = async () =>
      (await runtime.store.one<{ at: number | null }>('SELECT last_purchase_at AS at FROM members'))?.at;
    runtime.clock.advance(1000);
    const second = await aPurchase(runtime, { phone: member.phone });
    await undo(second.id);
    expect(await lastAt()).to.equal(runtime.clock.now() - 1000);
    await undo();
    expect(await lastAt()).to.equal(null);
  });

  async function lotsOfPurchase(): Promise<LotRow[]> {
    return runtime.store.all<LotRow>(
      `SELECT ${lotColumns} FROM lots WHERE entry_id IN (SELECT id FROM ledger_entries WHERE purchase_id = ?) ORDER BY id`,
      [purchase.id],
    );
  }

  it('takes nothing at all back once a part of it is spent', async () => {
    const [points] = await lotsOfPurchase();
    if (!points) throw new Error('it gave points');
    const uses = takeFrom([points], 1, { now: runtime.clock.now(), order: 'oldest' }) ?? [];
    const programId = runtime.club.programs[0]?.programId ?? 0;
    await runtime.store.transaction((tx) =>
      post(runtime, tx, [aPosting({ memberId: member.id, programId, type: 'redemption', amount: -1, uses })]),
    );
    expect(await undo()).to.deep.equal({ kind: 'already-used' });
    expect(await runtime.count('ledger_entries', "type = 'reversal'")).to.equal(0);
    expect(await runtime.count('purchases', 'undone_at IS NULL AND receipt_key IS NOT NULL')).to.equal(1);
  });

  it('takes nothing at all back once a part of it has expired', async () => {
    const long = new Date(runtime.clock.now() - 40 * 86_400_000).getTime();
    const old = await aPurchase(runtime, { phone: member.phone, occurredAt: long });
    await runtime.store.transaction((tx) =>
      settleLots(runtime, tx, { memberIds: [member.id], until: runtime.clock.now() }),
    );
    expect(await undo(old.id)).to.deep.equal({ kind: 'already-used' });
  });

  describe('and what she hears of it', () => {
    const told = async () => (await outbox(runtime)).map(({ template, state }) => [template, state]);

    it('is nothing when the message of the purchase has not left', async () => {
      const [lease] = await leaseDue(runtime);
      await undo();
      if (lease) await dispatch(runtime, lease);
      await runtime.settle();
      expect(await told()).to.deep.equal([['purchaseRecordedForMember', 'suppressed']]);
      expect(sms.tried).to.deep.equal([]);
    });

    it('is one message when that one has left', async () => {
      await dispatchDue(runtime);
      await undo();
      await undo();
      await runtime.settle();
      expect(await told()).to.deep.equal([
        ['purchaseRecordedForMember', 'wired'],
        ['purchaseUndoneForMember', 'wired'],
      ]);
    });

    it('is one message when that one may have left', async () => {
      sms.sends.push(faultOf('fate-unknown'));
      await dispatchDue(runtime);
      await undo();
      expect(await told()).to.deep.equal([
        ['purchaseRecordedForMember', 'sending'],
        ['purchaseUndoneForMember', 'queued'],
      ]);
    });

    it('is nothing when that one never reached her', async () => {
      sms.sends.push(faultOf('rejected'));
      await dispatchDue(runtime);
      await undo();
      expect(await told()).to.deep.equal([['purchaseRecordedForMember', 'failed']]);
    });
  });
});

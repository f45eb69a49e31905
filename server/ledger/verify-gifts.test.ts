import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { recordOccasion } from '../usecases/record-occasion.ts';
import { reversePurchase } from '../usecases/reverse-purchase.ts';
import { verifyLedger } from './verify.ts';

const program = {
  ...testProgram,
  draws: [{ id: 'nowruz', name: 'قرعه نوروز' }],
  rewards: [{ id: 'coffee', name: 'قهوه', points: 100 }],
  stampCards: [{ id: 'card', name: 'کارت', stamps: 2, gives: [{ reward: 'coffee' }] }],
  charities: [{ id: 'school', name: 'مدرسه نمونه' }],
  rules: [
    { id: 'welcome', name: 'خوش آمد', on: 'joining', give: { giftCard: 50_000 } },
    { id: 'buy', name: 'خرید', on: 'purchase', give: [{ ticket: 'nowruz' }, { stamp: 'card', fixed: 2 }] },
    {
      ...{ id: 'visit', name: 'مراجعه', on: 'visit' },
      give: [{ giftCard: 10_000 }, { charity: 'school', fixed: 5_000 }],
    },
    { id: 'survey', name: 'نظرسنجی', on: 'event', event: 'survey', give: { ticket: 'nowruz' } },
    {
      ...{ id: 'friend', name: 'معرفی', on: 'referral', to: 'both', at: 'joining' },
      give: { giftCard: 20_000 },
    },
    {
      ...{ id: 'friends', name: 'معرف', on: 'referral', to: 'referrer', at: 'every-purchase' },
      give: { ticket: 'nowruz' },
    },
  ],
};

describe('verifyLedger, of gifts', () => {
  let runtime: TestRuntime;
  let first: number;
  shareRuntime((made) => (runtime = made), { program });

  beforeEach(async () => {
    const sara = await aMember(runtime);
    const mina = await aMember(runtime, { referrerId: sara.id });
    ({ id: first } = await aPurchase(runtime, { phone: mina.phone }));
    await aPurchase(runtime, { phone: mina.phone });
    const happened = { at: runtime.clock.now(), event: { name: 'survey', data: {} } };
    await runtime.store.transaction((tx) =>
      recordOccasion(runtime, tx, {
        ...{ member: mina, trigger: 'event', name: 'survey', happened, actor: 'key:1', keep: true },
      }),
    );
  });

  const difference = async () => (await verifyLedger(runtime.store)).difference;
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );

  it('finds nothing wrong in what was given, nor in what an undoing took back and left', async () => {
    const reasons = await runtime.store.all<{ reason: string }>('SELECT DISTINCT reason FROM gifts');
    expect(reasons.map(({ reason }) => reason)).to.have.members([
      ...['joining', 'purchase', 'visit', 'event', 'referral'],
    ]);
    expect(await difference()).to.equal(undefined);
    expect(await undo(first)).to.have.property('kind', 'undone');
    // The visit stays with the other purchase of the day, with what it gave.
    const kept = `purchase_id = ${first} AND state = 'open'`;
    expect(await runtime.count('gifts', kept)).to.equal(1);
    expect(await difference()).to.equal(undefined);
  });

  const table: readonly (readonly [what: string, sql: string, problem: RegExp])[] = [
    ['is of nobody', "UPDATE gifts SET member_id = 1 WHERE reason = 'event'", /belongs to no member/],
    [
      'is of no purchase',
      "UPDATE gifts SET purchase_id = 1 WHERE reason = 'visit'",
      /a purchase that there is not/,
    ],
    [
      'is of something that did not happen',
      "UPDATE gifts SET occasion_id = 1 WHERE reason = 'event'",
      /did not happen to her/,
    ],
    [
      'has no source',
      "UPDATE gifts SET occasion_id = NULL WHERE reason = 'event'",
      /does not say what it was given for/,
    ],
    [
      'is cancelled by half',
      "UPDATE gifts SET state = 'cancelled' WHERE reason = 'event'",
      /cancelled in one column/,
    ],
    ['is used again', "UPDATE gifts SET cancelled_at = 5 WHERE reason = 'event'", /cancelled in one column/],
    ["has another ticket's number", "UPDATE gifts SET number = 7 WHERE reason = 'event'", /another ticket/],
    ['is no ticket', "UPDATE gifts SET kind = 'reward' WHERE reason = 'event'", /another ticket/],
    [
      'is of no rule',
      "UPDATE gifts SET rule = 'none' WHERE reason = 'event'",
      /rule none, which its program has not/,
    ],
    [
      'is of no draw',
      "UPDATE gifts SET what = 'none' WHERE reason = 'event'",
      /ticket none, which its program has not/,
    ],
    ['is of no version', "UPDATE gifts SET program_version = 9 WHERE reason = 'event'", /has not/],
  ];
  for (const [what, sql, problem] of table) {
    it(`finds out when one ${what}`, async () => {
      expect(await runtime.store.transaction((tx) => tx.run(sql))).to.be.above(0);
      const found = await difference();
      expect(found).to.include({ table: 'gifts' });
      expect(found?.problem).to.match(problem);
    });
  }

  it("finds out when one is of a stranger's purchase", async () => {
    const other = await aMember(runtime);
    await runtime.store.transaction((tx) =>
      tx.run("UPDATE gifts SET member_id = ? WHERE reason = 'visit'", [other.id]),
    );
    expect((await difference())?.problem).to.match(/neither hers nor of somebody whom she brought/);
  });

  for (const [whose, where] of [
    ['the buyer', "rule = 'buy'"],
    ['who brought her', "rule = 'friends'"],
    ['a full card', "rule = 'card'"],
  ] as const) {
    it(`finds out when one of ${whose} stands though its purchase was undone`, async () => {
      await undo(first);
      const sql = `UPDATE gifts SET state = 'open', cancelled_at = NULL WHERE purchase_id = ? AND ${where}`;
      expect(await runtime.store.transaction((tx) => tx.run(sql, [first]))).to.equal(1);
      expect((await difference())?.problem).to.equal('stands though its purchase was undone');
    });
  }

  it('finds out when one of a visit stands that no other purchase has taken over', async () => {
    await undo(first);
    await runtime.store.transaction((tx) =>
      tx.run("UPDATE purchases SET counted = '[]' WHERE undone_at IS NULL"),
    );
    expect(await difference()).to.include({ problem: 'stands though its purchase was undone' });
  });
});

import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import type { Member } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readGifts } from './gifts.ts';
import { reversePurchase } from './reverse-purchase.ts';

const program = {
  ...{ code: 'club', name: 'کافه', draws: [{ id: 'nowruz', name: 'قرعه نوروز' }] },
  rules: [
    {
      ...{ id: 'friend', name: 'معرفی دوست', on: 'referral', to: 'both', at: 'joining' },
      give: { voucher: { name: 'بن معرفی', percent: 10 } },
    },
    {
      ...{ id: 'ticket', name: 'قرعه معرفی', on: 'referral', to: 'referrer', at: 'first-purchase' },
      ...{ give: { ticket: 'nowruz' }, limits: [{ times: 2, each: 'month' }] },
    },
  ],
};

describe('things for bringing somebody', () => {
  let runtime: TestRuntime;
  let sara: Member;
  shareRuntime((made) => (runtime = made), { program });
  beforeEach(async () => (sara = await aMember(runtime)));

  const brought = () => aMember(runtime, { referrerId: sara.id });
  const thingsOf = async (member: Member) =>
    (await readGifts(runtime, runtime.store, member)).map(({ kind, state }) => `${kind} ${state}`);

  it('come to both, each with its own code, and are told', async () => {
    const mina = await brought();
    expect([await thingsOf(sara), await thingsOf(mina)]).to.deep.equal([['voucher open'], ['voucher open']]);
    const [hers] = await readGifts(runtime, runtime.store, sara);
    const [told] = await outbox(runtime);
    expect(told).to.include({ address: sara.phone, template: 'giftForMember' });
    expect(told?.body).to.include(hers?.code ?? 'no code');
  });

  it('stand with what they were given for', async () => {
    const mina = await brought();
    const { id } = await aPurchase(runtime, { phone: mina.phone });
    const rows = await runtime.store.all<{ name: string; purchaseId: number | null }>(
      `SELECT occasions.name, gifts.purchase_id AS purchaseId FROM gifts
       JOIN occasions ON occasions.id = gifts.occasion_id AND occasions.member_id = gifts.member_id
       ORDER BY gifts.id`,
    );
    expect(rows).to.deep.equal([
      { name: 'joining', purchaseId: null },
      { name: 'purchase', purchaseId: id },
    ]);
  });

  it('stay while another purchase of who was brought stands, and are hers once', async () => {
    const mina = await brought();
    const [first, second] = [
      await aPurchase(runtime, { phone: mina.phone }),
      await aPurchase(runtime, { phone: mina.phone }),
    ];
    const undo = (purchaseId: number) =>
      runtime.store.transaction((tx) =>
        reversePurchase(runtime, tx, { purchaseId, actor: 'staff:7', reason: 'x' }),
      );
    await undo(first.id);
    expect(await thingsOf(sara)).to.deep.equal(['ticket open', 'voucher open']);
    expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
    const told = (await outbox(runtime)).filter(({ address }) => address === sara.phone);
    expect(told.map(({ template, state }) => [template, state])).to.deep.equal([
      ['giftForMember', 'queued'],
      ['giftForMember', 'queued'],
    ]);
    await undo(second.id);
    expect(await thingsOf(sara)).to.deep.equal(['ticket cancelled', 'voucher open']);
    expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
  });

  it('are cancelled with the purchase of who was brought, and no limit counts them any more', async () => {
    const [mina, nika, roya] = [await brought(), await brought(), await brought()];
    const { id } = await aPurchase(runtime, { phone: mina.phone });
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: id, actor: 'staff:7', reason: 'wrong number' }),
    );
    const tickets = async () => (await thingsOf(sara)).filter((thing) => thing.startsWith('ticket')).sort();
    expect(await tickets()).to.deep.equal(['ticket cancelled']);
    for (const { phone } of [nika, roya, mina]) await aPurchase(runtime, { phone });
    expect(await tickets()).to.deep.equal(['ticket cancelled', 'ticket open', 'ticket open']);
  });
});

import { expect } from 'chai';
import { aMember, aPurchase } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import { testProgram } from '../../../testing/test-program.ts';
import { reversePurchase } from '../../../usecases/reverse-purchase.ts';

const phone = '+989123456789';
const gives = [{ unit: 'points', fixed: 60 }, { reward: 'cake' }];
const program = {
  ...{ ...testProgram, rewards: [{ id: 'cake', name: 'کیک', points: 100 }] },
  stampCards: [{ id: 'coffee', name: 'قهوه', stamps: 2, gives }],
  rules: [{ id: 'stamp', name: 'مهر', on: 'purchase', give: { stamp: 'coffee', fixed: 1 } }],
};

describe('a full stamp card at the counter', () => {
  it('is told with the purchase that filled it, with what it gave, as long as that stands', async () => {
    const server = await startPagesServer({ program });
    const { runtime } = server;
    const { visitor } = await server.loggedIn();
    await aMember(runtime, { phone });
    const shown = async (id: number) => (await visitor.get(`/counter/purchases/${id}`)).text;
    const [first, second] = [await aPurchase(runtime, { phone }), await aPurchase(runtime, { phone })];
    expect(await shown(first.id)).not.to.include('پر شد');
    expect(await shown(second.id)).to.include('«قهوه» پر شد: ۶۰ امتیاز و پاداش «کیک»!');
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: second.id, actor: 'test', reason: 'test' }),
    );
    expect(await shown(second.id)).not.to.include('پر شد');
    await server.close();
  });
});

import { expect } from 'chai';
import { aStaff, staffPassword } from '../testing/factories.ts';
import { losingAnswers } from '../testing/lost-commit.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { findApiKey, makeApiKey } from './api-keys.ts';
import { checkPassword, ensureOwner } from './staff.ts';

/** What is shown once is lost for good where a repeated transaction takes its own row for somebody else's. */
describe('a secret that is made while the answer to the commit is lost', () => {
  let runtime: TestRuntime;
  let unlucky: TestRuntime;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    unlucky = { ...runtime, store: losingAnswers(runtime.store) };
  });
  afterEach(() => runtime.close());

  const audited = (action: string) => runtime.count('audit', `action = '${action}'`);

  it('is the password of the first owner, who comes in with it', async () => {
    const owner = await ensureOwner(unlucky);
    const { login = '', password = '' } = owner ?? {};
    expect((await checkPassword(runtime, { login, password }))?.role).to.equal('owner');
    expect(await runtime.count('staff')).to.equal(1);
    expect(await audited('staff.add')).to.equal(1);
    expect(await ensureOwner(unlucky), 'shown once').to.equal(undefined);
  });

  it('is the password of somebody of staff, whose login is not taken by herself', async () => {
    const made = await aStaff(unlucky, { login: 'sara' });
    const known = await checkPassword(runtime, { login: 'sara', password: staffPassword });
    expect(known).to.deep.equal(made);
    expect(await runtime.count('staff')).to.equal(1);
    expect(await audited('staff.add')).to.equal(1);
  });

  it('is a key, of which there is one', async () => {
    const shop = await runtime.store.one<{ id: number }>('SELECT id FROM shops');
    const asked = { name: 'till', role: 'pos', shopId: shop?.id ?? 0, actor: 'cli' } as const;
    const { id, key } = await makeApiKey(unlucky, asked);
    expect((await findApiKey(runtime.store, key))?.id).to.equal(id);
    expect(await runtime.count('api_keys')).to.equal(1);
    expect(await audited('key.add')).to.equal(1);
  });
});

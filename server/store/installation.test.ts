import { expect } from 'chai';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { ensureInstallation, installationCode } from './installation.ts';

describe('the installation', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;

  before(async () => {
    database = await createTemporaryStore();
  });

  after(() => database.remove());

  const ensure = () => database.store.transaction((tx) => ensureInstallation(tx, testNow));

  it('has no name before its first start, and the same one ever after, whoever starts beside it', async () => {
    expect(await installationCode(database.store)).to.equal(undefined);
    const [first, beside] = await Promise.all([ensure(), ensure()]);
    expect(first).to.match(/^[\da-f-]{36}$/);
    expect(beside).to.equal(first);
    expect(await ensure()).to.equal(first);
    expect(await installationCode(database.store)).to.equal(first);
  });
});

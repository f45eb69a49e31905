import { expect } from 'chai';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { compareSecrets, ensureInstallation, installationCode, replaceSecrets } from './installation.ts';

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

  describe('its secrets', () => {
    const secrets = { channelSecret: 'a-channel-secret', sessionSecret: 'a-session-secret' };
    const others = { channelSecret: 'another-channel-secret', sessionSecret: 'a-session-secret' };
    const compare = (own: typeof secrets) =>
      database.store.transaction((tx) => compareSecrets(tx, own, testNow));

    beforeEach(() => database.store.transaction((tx) => tx.run('DELETE FROM installation')));

    it('are those of the first that starts, and whoever has others hears which', async () => {
      expect(await compare(secrets)).to.deep.equal([]);
      expect(await compare(secrets)).to.deep.equal([]);
      expect(await compare(others)).to.deep.equal(['channelSecret']);
      expect(await compare({ ...secrets, sessionSecret: 'x' })).to.deep.equal(['sessionSecret']);
      expect(await compare(secrets), 'nothing was changed by asking').to.deep.equal([]);
    });

    it('are kept by a server also where a tool has made the row, and never readable', async () => {
      await ensure();
      expect(await compare(secrets)).to.deep.equal([]);
      expect(await compare(others)).to.deep.equal(['channelSecret']);
      const rows = JSON.stringify(await database.store.all('SELECT * FROM installation'));
      expect(rows).to.not.include(secrets.channelSecret).and.not.include(secrets.sessionSecret);
    });

    it('are those of one of two that start at the same time, and the other one hears it', async () => {
      const found = await Promise.all([compare(secrets), compare(others)]);
      expect(found.filter((differing) => differing.length === 0)).to.have.length(1);
      expect(found.flat()).to.deep.equal(['channelSecret']);
    });

    it('are changed when that is asked for', async () => {
      await compare(secrets);
      await database.store.transaction((tx) => replaceSecrets(tx, others, testNow));
      expect(await compare(others)).to.deep.equal([]);
      expect(await compare(secrets)).to.deep.equal(['channelSecret']);
    });
  });
});

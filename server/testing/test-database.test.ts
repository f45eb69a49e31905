import { expect } from 'chai';
import { createTestRuntime } from './test-runtime.ts';
import { aMember } from './factories.ts';
import { takeTestDatabase } from './test-database.ts';

describe('a database of a test', () => {
  it('is empty, and on a server one that had its tables before', async () => {
    const before = await createTestRuntime();
    await aMember(before);
    const { databaseUrl } = before.config;
    await before.close();
    const after = await createTestRuntime();
    expect(await after.count('members')).to.equal(0);
    expect(after.config.databaseUrl === databaseUrl).to.equal(databaseUrl.startsWith('mysql:'));
    await after.close();
  });

  it('is another one for each that is in use', async () => {
    const [one, other] = [await takeTestDatabase(), await takeTestDatabase()];
    expect(one.env.DATABASE_URL).not.to.equal(other.env.DATABASE_URL);
    await one.remove();
    await other.remove();
  });
});

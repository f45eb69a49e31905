import { expect } from 'chai';
import { createTemporaryFileStore, createTemporaryStore } from '../testing/temporary-store.ts';
import { inspectMysql } from './inspect-mysql.ts';
import { findDamage, inspectStore } from './inspect.ts';
import { inspectSchema } from './inspect-schema.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

describe('inspectStore', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;
  beforeEach(async () => {
    database = await createTemporaryStore();
  });
  afterEach(() => database.remove());

  it('finds a database that the tests run on well, with the schema of this version', async () => {
    const { store, url } = database;
    const findings = [...(await inspectStore(store, url)), await inspectSchema(store)];
    expect(findings.map(({ mark }) => mark)).to.have.length.above(1);
    expect(findings.filter(({ mark }) => mark !== 'fine')).to.deep.equal([]);
    expect(await findDamage(store)).to.equal(undefined);
  });

  it('tells an older schema from a newer one', async () => {
    const { store } = database;
    const row = await store.one<{ last: number }>('SELECT MAX(number) AS last FROM schema_migrations');
    const last = row?.last ?? 0;
    const setLast = (from: number, to: number) =>
      store.transaction((tx) =>
        tx.run('UPDATE schema_migrations SET number = ? WHERE number = ?', [to, from]),
      );
    await setLast(last, last + 1);
    const newer = await inspectSchema(store);
    // The tests' database is used again.
    await setLast(last + 1, last);
    expect([newer.mark, newer.what]).to.deep.equal([
      'bad',
      `schema ${last + 1}, this version of Vafa has ${last}`,
    ]);
    expect(newer.cure).to.match(/newer version/);
  });
});

describe('inspectStore on a server that cannot be used', () => {
  /** The one thing it finds; the password is never in it. */
  async function found(url: string) {
    const store = createStore({ url, now: () => 0 });
    const findings = await inspectStore(store, url).finally(() => store.close());
    expect(JSON.stringify(findings)).to.not.include('hush');
    expect(findings.map(({ mark }) => mark)).to.deep.equal(['bad']);
    return findings[0];
  }

  it('says that nothing answers, or that there is no such machine', async () => {
    const closed = await found('mysql://vafa:hush@127.0.0.1:9/club');
    expect(closed?.what).to.equal('nothing answers at 127.0.0.1:9');
    const nowhere = await found('mysql://vafa:hush@no-such-machine.invalid/club');
    expect(nowhere?.what).to.match(/no-such-machine\.invalid:3306/);
  });

  const server = process.env['DATABASE_URL'];
  if (server?.startsWith('mysql:')) {
    it('says that the password is wrong, or that there is no such database, and how to make it', async () => {
      const wrong = new URL(server);
      wrong.password = 'hush';
      expect((await found(wrong.href))?.what).to.match(/refuses the user .*password is wrong$/);
      const none = new URL(server);
      none.pathname = '/no_such_club';
      const finding = await found(none.href);
      expect(finding?.what).to.match(/^there is no database no_such_club /);
      expect(finding?.cure).to.include(
        'CREATE DATABASE no_such_club CHARACTER SET utf8mb4; GRANT ALL ON no_such_club.* TO',
      );
    });
  }
});

describe('inspectMysql', () => {
  /** A server that answers each query by the first word of these that it holds. */
  function serverOf(answers: Record<string, readonly unknown[]>): Pick<Store, 'all' | 'one'> {
    const all = <T>(sql: string) => {
      const known = Object.keys(answers).find((word) => sql.includes(word));
      return Promise.resolve((known === undefined ? [] : answers[known]) as T[]);
    };
    return { all, one: async <T>(sql: string) => (await all<T>(sql))[0] };
  }
  const well = [
    ...[{ Variable_name: 'version', Value: '8.0.36' }],
    ...[{ Variable_name: 'transaction_isolation', Value: 'READ-COMMITTED' }],
    ...[{ Variable_name: 'sql_mode', Value: 'STRICT_ALL_TABLES' }],
    ...[{ Variable_name: 'time_zone', Value: '+00:00' }],
  ];
  const now = () => 1_000_000;

  async function unwell(answers: Record<string, readonly unknown[]>): Promise<string[]> {
    const server = serverOf({ 'SHOW VARIABLES': well, UNIX_TIMESTAMP: [{ now: '1000.250' }], ...answers });
    const findings = await inspectMysql(server, now);
    return findings.filter(({ mark }) => mark !== 'fine').map(({ mark, what }) => `${mark}: ${what}`);
  }

  it('finds nothing where nothing is', async () => {
    expect(await unwell({})).to.deep.equal([]);
  });

  it('compares the clocks', async () => {
    expect(await unwell({ UNIX_TIMESTAMP: [{ now: '1060.0' }] })).to.deep.equal([
      "look: its clock is 60 seconds ahead of this machine's",
    ]);
    expect(await unwell({ UNIX_TIMESTAMP: [{ now: 900 }] })).to.deep.equal([
      "look: its clock is 100 seconds behind this machine's",
    ]);
  });

  it('names tables without transactions, and columns that were converted', async () => {
    const tables = { 'information_schema.tables': [{ name: 'lots', engine: 'MyISAM' }] };
    expect(await unwell(tables)).to.deep.equal([
      'bad: the table lots is kept by MyISAM, which has no transactions',
    ]);
    const columns = [{ table: 'members', column: 'phone', collation: 'utf8mb4_unicode_ci' }];
    expect(await unwell({ 'information_schema.columns': columns })).to.deep.equal([
      'bad: members.phone compares text by utf8mb4_unicode_ci, which takes different texts for equal',
    ]);
  });
});

describe('findDamage', () => {
  it('reads a whole file', async () => {
    const file = await createTemporaryFileStore();
    expect(await findDamage(file.store)).to.equal(undefined);
    await file.remove();
  });
});

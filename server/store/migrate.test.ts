import { expect } from 'chai';
import { createTemporaryDatabase } from '../testing/temporary-store.ts';
import type { TemporaryDatabase } from '../testing/temporary-store.ts';
import { rejection } from '../testing/rejection.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';

const names = migrations.map(({ name }) => name);
const newest = migrations.at(-1)?.number ?? 0;

describe('migrate', () => {
  let database: TemporaryDatabase;

  beforeEach(async () => {
    database = await createTemporaryDatabase();
  });

  afterEach(() => database.remove());

  it('takes every step of an empty database, and none the second time', async () => {
    const store = database.open();
    expect(await schemaVersion(store)).to.deep.equal({ database: 0, code: newest });
    expect(await migrate(store)).to.deep.equal(names);
    expect(await migrate(store)).to.deep.equal([]);
    expect(await schemaVersion(store)).to.deep.equal({ database: newest, code: newest });
  });

  it('takes every step once between two that start together', async () => {
    const ran = await Promise.all([migrate(database.open()), migrate(database.open())]);
    expect(ran.flat()).to.have.members(names);
    expect(ran.flat()).to.have.length(names.length);
  });

  it('goes on behind the last step that was taken', async () => {
    const store = database.open();
    await migrate(store, { upTo: newest - 1 });
    expect(await migrate(database.open())).to.deep.equal(names.slice(-1));
  });

  it('leaves nothing of a step that fails, and takes it up again', async () => {
    const store = database.open();
    await store.schema((tx) => tx.execute('CREATE TABLE shops (id INTEGER)'));
    await rejection(migrate(store));
    expect((await schemaVersion(store)).database).to.equal(2);
    await store.schema((tx) => tx.execute('DROP TABLE shops'));
    expect(await migrate(store)).to.deep.equal(names.slice(2));
  });

  it('ends a step that was broken off between its change and the note of it', async () => {
    const store = database.open();
    await migrate(store);
    // As MySQL leaves it; SQLite undoes both.
    if (store.dialect === 'sqlite') await store.schema((tx) => tx.execute('DROP TABLE leases'));
    await store.transaction((tx) =>
      tx.run('UPDATE schema_migrations SET ended = 0 WHERE name = ?', ['create leases']),
    );
    expect(await migrate(database.open())).to.deep.equal(['create leases']);
    expect(await store.all('SELECT * FROM leases')).to.deep.equal([]);
  });

  it('refuses a database that a newer version has migrated', async () => {
    const store = database.open();
    await migrate(store);
    await store.schema((tx) =>
      tx.insert('schema_migrations', [{ number: newest + 1, name: 'of tomorrow', ended: 1 }]),
    );
    const error = await rejection(migrate(database.open()));
    expect(error.message)
      .to.include(`schema ${newest + 1}`)
      .and.include('newer version');
  });

  it('has steps numbered in order, each with its own name, in words of both dialects', () => {
    const numbers = migrations.map(({ number }) => number);
    expect(numbers).to.deep.equal([...new Set(numbers)].sort((a, b) => a - b));
    expect(new Set(names).size).to.equal(names.length);
    for (const migration of migrations) {
      // MySQL commits each such statement by itself: two in a step could break off between them.
      expect(migration.statements('mysql'), migration.name).to.have.length(1);
    }
  });
});

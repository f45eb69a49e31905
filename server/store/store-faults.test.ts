import { copyFileSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import Libsql from 'libsql';
import sinon from 'sinon';
import { createTemporaryFile, createTemporaryFileStore } from '../testing/temporary-store.ts';
import { rejection } from '../testing/rejection.ts';
import { StoreUnavailable } from './errors.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

const insert = (store: Store, text: string) =>
  store.transaction((tx) => tx.insert('texts', [{ id: tx.id(), text }]));

const texts = async (store: Store) =>
  (await store.all<{ text: string }>('SELECT text FROM texts ORDER BY id')).map(({ text }) => text);

describe('a database that cannot be written', () => {
  let database: Awaited<ReturnType<typeof createTemporaryFileStore>>;
  const waitMaxMs = 150;
  let store: Store;
  let retries: string[];

  beforeEach(async () => {
    database = await createTemporaryFileStore();
    await database.store.schema((tx) => tx.execute('CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)'));
    retries = [];
    store = database.open({ waitMaxMs, onRetry: (reason) => retries.push(reason) });
  });

  afterEach(async () => {
    sinon.restore();
    await database.remove();
  });

  describe('because another process holds the lock', () => {
    let other: Libsql.Database;

    beforeEach(() => {
      other = new Libsql(database.filename);
    });

    afterEach(() => {
      if (other.inTransaction) other.exec('ROLLBACK');
      other.close();
    });

    for (const kind of ['IMMEDIATE', 'EXCLUSIVE']) {
      it(`${kind}: gives up after the wait, writes nothing, and works again after`, async () => {
        other.exec(`BEGIN ${kind}`);
        const error = await rejection(insert(store, 'refused'));
        expect(error).to.be.instanceOf(StoreUnavailable).with.property('transient', true);
        expect(retries).to.include('busy');
        other.exec('ROLLBACK');
        await insert(store, 'taken');
        expect(await texts(store)).to.deep.equal(['taken']);
      });

      it(`${kind}: goes on as soon as it is free`, async () => {
        const patient = database.open({ waitMaxMs: 60_000 });
        other.exec(`BEGIN ${kind}`);
        const writing = insert(patient, 'at last');
        await delay(30);
        other.exec('ROLLBACK');
        await writing;
        expect(await texts(store)).to.deep.equal(['at last']);
      });
    }

    it('reads go on', async () => {
      await insert(store, 'before');
      other.exec('BEGIN IMMEDIATE');
      other.exec("INSERT INTO texts (id, text) VALUES (1, 'not committed')");
      expect(await texts(store)).to.deep.equal(['before']);
    });

    it('everything else in the process goes on meanwhile', async () => {
      other.exec('BEGIN IMMEDIATE');
      let ticks = 0;
      const timer = setInterval(() => (ticks += 1), 1);
      await rejection(insert(store, 'refused'));
      clearInterval(timer);
      // A driver that waits by itself would let no timer through at all.
      expect(ticks).to.be.greaterThan(3);
    });

    it('those in the queue behind do not each wait anew', async () => {
      other.exec('BEGIN IMMEDIATE');
      const queued = Array.from({ length: 40 }, (_, index) => rejection(insert(store, `refused ${index}`)));
      for (const error of await Promise.all(queued)) expect(error).to.be.instanceOf(StoreUnavailable);
      // One retries until its time is over; by then the time of the others is over too.
      const triesOfOne = waitMaxMs / (5 * 0.5);
      expect(retries.length).to.be.lessThan(triesOfOne);
    });
  });

  it('because the disk is full: nothing of the transaction stays, and it works again after', async () => {
    const limit = async (pages: string) =>
      store.schema((tx) => tx.execute(`PRAGMA max_page_count = ${pages}`));
    await insert(store, 'before');
    await limit('1'); // Never below what the file has: from here on it cannot grow.
    const error = await rejection(
      store.transaction(async (tx) => {
        await tx.run("UPDATE texts SET text = 'changed'");
        await tx.insert('texts', [{ id: tx.id(), text: 'x'.repeat(1_000_000) }]);
      }),
    );
    expect(error).to.be.instanceOf(StoreUnavailable).with.property('transient', false);
    expect(retries).to.deep.equal([]);
    await limit('1000000');
    await insert(store, 'after');
    expect(await texts(store)).to.deep.equal(['before', 'after']);
  });

  it('because the COMMIT fails: nothing stays, nothing follows, and the lock is free', async () => {
    await store.schema((tx) =>
      tx.execute('CREATE TABLE notes (text_id INTEGER REFERENCES texts (id) DEFERRABLE INITIALLY DEFERRED)'),
    );
    let followed = false;
    const said = sinon.stub(console, 'warn');
    await rejection(
      store.transaction((tx) => {
        tx.afterCommit(() => (followed = true));
        return tx.insert('notes', [{ text_id: 404 }]);
      }),
    );
    expect(followed).to.be.false;
    expect(said.callCount, 'lines that are no JSON').to.equal(0);
    await insert(database.store, 'by another store');
    await insert(store, 'by the same store');
    expect(await store.all('SELECT * FROM notes')).to.deep.equal([]);
    expect(await texts(store)).to.have.members(['by another store', 'by the same store']);
  });
});

describe('a store that was closed', () => {
  it('leaves all it has in the one file, for whoever copies it', async () => {
    const database = await createTemporaryFileStore();
    try {
      await database.store.transaction((tx) =>
        tx.insert('shops', [{ id: 1, code: 'a', name: 'A', created_at: 0 }]),
      );
      await database.store.close();
      const copy = join(database.folder, 'copy.sqlite');
      copyFileSync(database.filename, copy);
      const copied = createStore({ url: `sqlite:${copy}`, now: () => 0 });
      expect(await copied.all('SELECT code FROM shops')).to.deep.equal([{ code: 'a' }]);
      await copied.close();
    } finally {
      await database.remove();
    }
  });
});

describe('a database file that is made', () => {
  it('is for its owner alone from the start, its log too', async () => {
    const database = createTemporaryFile();
    const umask = process.umask(0o022);
    try {
      const store = database.open();
      await store.schema((tx) => tx.execute('CREATE TABLE texts (id INTEGER PRIMARY KEY)'));
      const modes = ['', '-wal', '-shm'].map((end) => statSync(database.filename + end).mode & 0o777);
      expect(modes).to.deep.equal([0o600, 0o600, 0o600]);
    } finally {
      process.umask(umask);
      await database.remove();
    }
  });
});

describe('a database file that cannot be opened', () => {
  it('is reported as unavailable, and used as soon as it can be', async () => {
    const database = createTemporaryFile();
    try {
      mkdirSync(database.filename);
      const store = database.open();
      const errors = [
        await rejection(store.all('SELECT 1 AS one')),
        await rejection(store.transaction(() => Promise.resolve())),
      ];
      for (const error of errors) {
        expect(error).to.be.instanceOf(StoreUnavailable).with.property('transient', false);
      }
      rmdirSync(database.filename);
      expect(await store.all('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
      await store.schema((tx) => tx.execute('CREATE TABLE texts (id INTEGER PRIMARY KEY)'));
    } finally {
      await database.remove();
    }
  });
});

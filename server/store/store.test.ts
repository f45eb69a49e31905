import { AssertionError } from 'node:assert';
import { EventEmitter, once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTemporaryDatabase, createTemporaryFile } from '../testing/temporary-store.ts';
import type { TemporaryDatabase } from '../testing/temporary-store.ts';
import { rejection } from '../testing/rejection.ts';
import { UniqueViolation } from './errors.ts';
import { migrate } from './migrate.ts';
import { createTable, text, whole } from './schema.ts';
import type { Store } from './store.ts';

const things = createTable(0, 'things', {
  columns: { id: whole, name: text(40), count: whole },
  primary: ['id'],
  unique: [['name']],
});

describe('the store', () => {
  let database: TemporaryDatabase;
  let store: Store;

  before(async () => {
    database = await createTemporaryDatabase();
    store = database.open();
    await migrate(store);
    await store.schema(async (tx) => {
      for (const statement of things.statements(store.dialect)) await tx.execute(statement);
    });
  });

  after(() => database.remove());

  beforeEach(() => store.transaction((tx) => tx.run('DELETE FROM things')));

  const names = async () =>
    (await store.all<{ name: string }>('SELECT name FROM things ORDER BY id')).map(({ name }) => name);
  const thing = (id: number, name: string, count = 0) => ({ id, name, count });

  it('makes its folder for nobody else', async () => {
    const file = createTemporaryFile();
    const folder = join(file.folder, 'made', 'within');
    await file.open({ url: `sqlite:${join(folder, 'vafa.sqlite')}` }).all('SELECT 1');
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    await file.remove();
  });

  describe('a transaction', () => {
    it('keeps what was written, and answers what its work answers', async () => {
      const answer = await store.transaction(async (tx) => {
        await tx.insert('things', [thing(1, 'a'), thing(2, 'b')]);
        return 'done';
      });
      expect(answer).to.equal('done');
      expect(await names()).to.deep.equal(['a', 'b']);
    });

    it('inserts more rows than a statement takes', async () => {
      const rows = Array.from({ length: 25_000 }, (_, index) => thing(index + 1, `name ${index}`, index));
      await store.transaction((tx) => tx.insert('things', rows));
      expect(
        await store.one('SELECT COUNT(*) AS written, MAX(id) AS newest, SUM(count) AS total FROM things'),
      ).to.deep.equal({ written: 25_000, newest: 25_000, total: (25_000 * 24_999) / 2 });
    });

    it('keeps nothing when its work throws, and throws the same', async () => {
      const thrown = new Error('of the work');
      const error = await rejection(
        store.transaction(async (tx) => {
          await tx.insert('things', [thing(1, 'a')]);
          throw thrown;
        }),
      );
      expect(error).to.equal(thrown);
      expect(await names()).to.deep.equal([]);
    });

    it('is not seen outside before the commit', async () => {
      const seen: string[][] = [];
      const events = new EventEmitter();
      const written = once(events, 'written');
      const looked = once(events, 'looked');
      const writing = store.transaction(async (tx) => {
        await tx.insert('things', [thing(1, 'a')]);
        events.emit('written');
        await looked;
      });
      await written;
      seen.push(await names());
      events.emit('looked');
      await writing;
      seen.push(await names());
      expect(seen).to.deep.equal([[], ['a']]);
    });

    it('takes its turn: 200 at once that read and then write lose no update, nor fight for the lock', async () => {
      const retries: string[] = [];
      const busy = database.open({ onRetry: (reason) => retries.push(reason) });
      await store.transaction((tx) => tx.insert('things', [thing(1, 'counter')]));
      await Promise.all(
        Array.from({ length: 200 }, () =>
          busy.transaction(async (tx) => {
            const row = await tx.one<{ count: number }>(
              `SELECT count FROM things WHERE id = 1${tx.forUpdate}`,
            );
            await tx.run('UPDATE things SET count = ? WHERE id = 1', [(row?.count ?? 0) + 1]);
          }),
        ),
      );
      expect(await store.one('SELECT count FROM things')).to.deep.equal({ count: 200 });
      expect(retries).to.deep.equal([]);
    });

    it('lets timers and requests in between, however many follow each other', async () => {
      let ticks = 0;
      const timer = setInterval(() => (ticks += 1), 1);
      const startedAt = performance.now();
      for (let index = 0; index < 200; index++) {
        await store.transaction((tx) => tx.insert('things', [thing(index, `n${index}`)]));
      }
      clearInterval(timer);
      expect(ticks).to.be.greaterThan(Math.min(10, (performance.now() - startedAt) / 50));
    });

    it('cannot hold another one', async () => {
      const error = await rejection(
        store.transaction(() => store.transaction(() => Promise.resolve(undefined))),
      );
      expect(error).to.be.instanceOf(AssertionError);
      expect(await store.transaction(() => Promise.resolve('free again'))).to.equal('free again');
    });

    it('cannot read beside its tx', async () => {
      for (const read of [() => store.all('SELECT 1 AS one'), () => store.one('SELECT 1 AS one')]) {
        expect(await rejection(store.transaction(read))).to.be.instanceOf(AssertionError);
      }
    });
  });

  describe('what follows a commit', () => {
    it('runs once the row can be seen', async () => {
      const seen: Promise<string[]>[] = [];
      await store.transaction(async (tx) => {
        tx.afterCommit(() => seen.push(names()));
        await tx.insert('things', [thing(1, 'a')]);
        expect(seen).to.deep.equal([]);
      });
      expect(await Promise.all(seen)).to.deep.equal([['a']]);
    });

    it('does not run after a rollback', async () => {
      let ran = false;
      await rejection(
        store.transaction((tx) => {
          tx.afterCommit(() => (ran = true));
          return Promise.reject(new Error('of the work'));
        }),
      );
      expect(ran).to.be.false;
    });

    it('runs for the attempt that was committed and for no other', async () => {
      await store.transaction((tx) => tx.insert('things', [thing(1, 'taken')]));
      const ran: number[] = [];
      let tries = 0;
      await store.transaction(async (tx) => {
        const attempt = ++tries;
        tx.afterCommit(() => ran.push(attempt));
        await tx.insert('things', [thing(2, attempt < 3 ? 'taken' : 'free')]);
      });
      expect(ran).to.deep.equal([3]);
    });

    it('may start a transaction of its own, also from a microtask', async () => {
      const started: Promise<unknown>[] = [];
      await store.transaction((tx) => {
        tx.afterCommit(() =>
          queueMicrotask(() => {
            started.push(
              names(),
              store.transaction((other) => other.insert('things', [thing(9, 'late')])),
            );
          }),
        );
        return tx.insert('things', [thing(1, 'a')]);
      });
      await Promise.resolve();
      expect(started).to.have.length(2);
      await Promise.all(started);
      expect(await names()).to.deep.equal(['a', 'late']);
    });
  });

  describe('rows', () => {
    it('that a unique index refuses throw, and undo the whole transaction', async () => {
      await store.transaction((tx) => tx.insert('things', [thing(1, 'a')]));
      let tries = 0;
      const error = await rejection(
        store.transaction(async (tx) => {
          tries += 1;
          await tx.insert('things', [thing(2, 'b')]);
          await tx.insert('things', [thing(3, 'c'), thing(4, 'a')]);
        }),
      );
      expect(error).to.be.instanceOf(UniqueViolation);
      // Another transaction may have taken the key meanwhile, so the work looks again before it gives up.
      expect(tries).to.equal(3);
      expect(await names()).to.deep.equal(['a']);
    });

    it('are counted where only new ones are wanted', async () => {
      await store.transaction(async (tx) => {
        expect(await tx.insertNew('things', [thing(1, 'a'), thing(2, 'b')])).to.equal(2);
        expect(await tx.insertNew('things', [thing(3, 'a'), thing(2, 'z'), thing(4, 'c')])).to.equal(1);
        expect(await tx.insertNew('things', [thing(5, 'a')])).to.equal(0);
        expect(await tx.insertNew('things', [])).to.equal(0);
      });
      expect(await names()).to.deep.equal(['a', 'b', 'c']);
    });

    it('are written over by their key', async () => {
      await store.transaction((tx) => tx.insert('things', [thing(1, 'a', 1), thing(2, 'b', 2)]));
      await store.transaction((tx) => tx.upsert('things', ['id'], [thing(2, 'bb', 22), thing(3, 'c', 3)]));
      await store.transaction((tx) => tx.upsert('things', ['id'], []));
      expect(await store.all('SELECT id, name, count FROM things ORDER BY id')).to.deep.equal([
        thing(1, 'a', 1),
        thing(2, 'bb', 22),
        thing(3, 'c', 3),
      ]);
    });

    it('are refused with a value left out', async () => {
      const short: Record<string, number | string> = { id: 2, name: 'b' };
      const error = await rejection(store.transaction((tx) => tx.insert('things', [thing(1, 'a'), short])));
      expect(error).to.be.instanceOf(AssertionError).with.property('message').that.includes('things.count');
      expect(await names()).to.deep.equal([]);
    });

    it('are refused with a value more than the first has', async () => {
      const long = { ...thing(2, 'b'), colour: 'red' };
      const error = await rejection(store.transaction((tx) => tx.insert('things', [thing(1, 'a'), long])));
      expect(error).to.be.instanceOf(AssertionError);
      expect(await names()).to.deep.equal([]);
    });

    it('come back as they went in', async () => {
      const name = 'a?b $1 $2 :x \'q\' "d" \\ ؟ ی\u200cک 😀\n';
      const largest = Number.MAX_SAFE_INTEGER;
      await store.transaction((tx) => tx.insert('things', [thing(largest, name, -largest)]));
      expect(
        await store.one('SELECT id, name, count FROM things WHERE name = ? AND id = ?', [name, largest]),
      ).to.deep.equal(thing(largest, name, -largest));
    });

    it('tell how many an update matched', async () => {
      await store.transaction(async (tx) => {
        await tx.insert('things', [thing(1, 'a'), thing(2, 'b')]);
        expect(await tx.run('UPDATE things SET count = 0')).to.equal(2);
        expect(await tx.run('UPDATE things SET count = 1 WHERE id = ?', [7])).to.equal(0);
        expect(await tx.run('DELETE FROM things WHERE id = ?', [1])).to.equal(1);
      });
    });

    it('can be a thousand in one insert', async () => {
      const many = Array.from({ length: 1000 }, (_, index) => thing(index, `n${index}`));
      await store.transaction((tx) => tx.insert('things', many));
      expect(await names()).to.have.length(1000);
    });
  });
});

// Its server is made by scripts/services, and is nobody else's: it is frozen here.
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../testing/eventually.ts';
import { startMariadbProcess } from '../testing/mariadb-process.ts';
import type { MariadbProcess } from '../testing/mariadb-process.ts';
import { rejection } from '../testing/rejection.ts';
import { StoreUnavailable } from './errors.ts';
import { migrate } from './migrate.ts';
import { createStore } from './store.ts';
import type { Store, StoreOptions } from './store.ts';

describe('a MySQL server', function () {
  this.timeout(60_000);

  let server: MariadbProcess;
  let stores: Store[];

  before(async () => {
    server = await startMariadbProcess();
    stores = [];
    await migrate(open());
  });

  beforeEach(() => {
    stores = [];
  });

  afterEach(async () => {
    server.thaw();
    for (const store of stores) await store.close();
  });

  after(() => server.stop());

  function open(options: Partial<StoreOptions> = {}): Store {
    const store = createStore({ url: server.url, now: () => 0, ...options });
    stores.push(store);
    return store;
  }

  describe('that is frozen', () => {
    const silenceMaxMs = 1000;
    const answeredMaxMs = 1.5 * silenceMaxMs;
    const callers = 24;

    const insert = (store: Store) =>
      store.transaction((tx) => tx.insert('schema_migrations', [{ number: -tx.id(), name: 'x', ended: 0 }]));
    const read = (store: Store) => store.all('SELECT 1 AS one');
    const several = (store: Store) =>
      Array.from({ length: callers }, (_, index) => (index % 2 ? read : insert)(store));

    /** That each is told so in time, and that all is well after the thaw. */
    async function expectTold(store: Store, waiting: readonly Promise<unknown>[]): Promise<void> {
      const since = performance.now();
      const told = waiting.map(async (each) => {
        expect(await rejection(each)).to.be.instanceOf(StoreUnavailable);
        return performance.now() - since;
      });
      const stuck = new Promise<number>((resolve) => setTimeout(resolve, 3 * silenceMaxMs, Infinity));
      const tookMs = await Promise.all(told.map((each) => Promise.race([each, stuck])));
      server.thaw();
      expect(Math.max(...tookMs)).to.be.lessThan(answeredMaxMs);
      await Promise.all(several(store));
    }

    it('keeps nobody waiting who has no connection yet', async () => {
      const store = open({ silenceMaxMs });
      server.freeze();
      await expectTold(store, several(store));
    });

    it('keeps nobody waiting on a connection that was in use before', async () => {
      const store = open({ silenceMaxMs });
      await Promise.all(several(store));
      server.freeze();
      await expectTold(store, several(store));
    });

    it('keeps nobody waiting on a connection that changed the schema before', async () => {
      const store = open({ silenceMaxMs });
      await migrate(store);
      server.freeze();
      await expectTold(store, [read(store)]);
      await migrate(store);
      server.freeze();
      await expectTold(store, [insert(store)]);
    });

    it('keeps nobody waiting who had begun', async () => {
      const store = open({ silenceMaxMs });
      const begun: Promise<unknown>[] = [];
      const frozen = new Promise<void>((resolve) => {
        let ready = 0;
        const freeze = () => {
          if (++ready < 4) return;
          server.freeze();
          resolve();
        };
        const work = (then: (tx: { all(sql: string): Promise<unknown> }) => Promise<unknown>) =>
          store.transaction(async (tx) => {
            await tx.all('SELECT 1 AS one');
            freeze();
            await frozen;
            await then(tx);
          });
        begun.push(
          work((tx) => tx.all('SELECT 2 AS two')),
          // The commit is what is not answered.
          work(() => Promise.resolve()),
          // What is not answered is the rollback.
          work(() => Promise.reject(new StoreUnavailable('of the work', { transient: false }))),
          // Whatever the work waits for.
          work(() => new Promise(() => undefined)),
        );
      });
      await frozen;
      await expectTold(store, begun);
    });

    it('keeps nobody waiting for long who closes the store', async () => {
      const store = open({ silenceMaxMs: 60_000 });
      await Promise.all(several(store));
      server.freeze();
      const waiting = several(store).map((each) => rejection(each));
      await pause(100);
      const since = performance.now();
      await store.close();
      await Promise.all(waiting);
      expect(performance.now() - since).to.be.lessThan(4000);
    });
  });

  it('lets the schemas of two databases on it be changed at the same time, and of one in turn', async () => {
    const long = `with_a_name_${'x'.repeat(64 - 'with_a_name_'.length)}`;
    const root = open();
    const urlOf = (name: string) => new URL(`/${name}`, server.url).href;
    const change = (url: string, work: () => Promise<void> = () => Promise.resolve()) =>
      open({ url }).schema(async (tx) => {
        await tx.all('SELECT 1 AS one');
        await work();
      });
    for (const name of ['beside', long]) await root.schema((tx) => tx.execute(`CREATE DATABASE ${name}`));
    const order: string[] = [];
    await change(urlOf(long), async () => {
      await change(server.url);
      await change(urlOf('beside'));
      order.push('others');
      void change(urlOf(long)).then(() => order.push('second of one'));
      await pause(300);
      order.push('first of one');
    });
    await eventually(() => order.length === 3);
    expect(order).to.deep.equal(['others', 'first of one', 'second of one']);
  });
});

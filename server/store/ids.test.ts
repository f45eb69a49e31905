import { AssertionError } from 'node:assert';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTemporaryFileStore, createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { rejection } from '../testing/rejection.ts';
import { blockSize, createIds, idFloor } from './ids.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** `count` ids, in transactions of 100. */
async function take(store: Store, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    ids.push(
      ...(await store.transaction((tx) => Promise.resolve(Array.from({ length: 100 }, () => tx.id())))),
    );
  }
  return ids;
}

describe('ids', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;

  beforeEach(async () => {
    database = await createTemporaryStore();
  });

  afterEach(() => database.remove());

  it('are never the same in two stores on one database, and never below the clock', async () => {
    const other = database.open();
    const taken = await Promise.all([take(database.store, 12_000), take(other, 12_000)]);
    const ids = taken.flat();
    expect(new Set(ids).size).to.equal(24_000);
    expect(ids.reduce((lowest, id) => Math.min(lowest, id))).to.be.at.least(idFloor(testNow));
    for (const id of ids) if (!Number.isSafeInteger(id)) expect.fail(`${id} is not exact`);
  });

  it('grow within a store', async () => {
    const ids = await take(database.store, 10_000);
    expect(ids).to.deep.equal([...ids].sort((a, b) => a - b));
  });

  it('are not given twice when their transaction fails', async () => {
    const taken: number[] = [];
    await rejection(
      database.store.transaction((tx) => {
        taken.push(tx.id());
        return Promise.reject(new Error('of the work'));
      }),
    );
    taken.push(...(await take(database.store, 100)));
    expect(new Set(taken).size).to.equal(101);
  });

  it('are higher after a backup was restored', async () => {
    const file = await createTemporaryFileStore();
    await file.store.transaction((tx) => Promise.resolve(tx.id()));
    await file.store.close();
    const backup = join(file.folder, 'backup.sqlite');
    copyFileSync(file.filename, backup);
    const lost = await take(file.open(), 20_000);
    const restored = createStore({ url: `sqlite:${backup}`, now: () => testNow + 60_000 });
    const [next] = await take(restored, 100);
    await restored.close();
    await file.remove();
    expect(next).to.be.greaterThan(lost.reduce((highest, id) => Math.max(highest, id)));
  });

  it('do not go back when the clock does', async () => {
    const before = await take(database.store, 100);
    const [next] = await take(database.open({ now: () => testNow - 3_600_000 }), 100);
    expect(next).to.be.greaterThan(Math.max(...before));
  });

  it('stay exact for a thousand years', () => {
    expect(Number.isSafeInteger(idFloor(Date.UTC(3025, 0)) + blockSize)).to.be.true;
  });

  it('run out loudly within a transaction that takes too many', async () => {
    const error = await rejection(
      database.store.transaction((tx) =>
        Promise.resolve(Array.from({ length: blockSize + 1 }, () => tx.id())),
      ),
    );
    expect(error).to.be.instanceOf(AssertionError);
    expect(createIds().low).to.be.true;
  });
});

import { expect } from 'chai';
import { createPresence, presenceMs, processesAtWork, rolesAtWork } from './presence.ts';
import type { Presence } from './presence.ts';
import { StoreUnavailable, UnfinishedRestore } from './store/errors.ts';
import { restoreMarker } from './store/migrate.ts';
import { rejection } from './testing/rejection.ts';
import { createTestRuntime } from './testing/test-runtime.ts';
import type { TestRuntime } from './testing/test-runtime.ts';
import { eventually } from './testing/eventually.ts';

describe('the presence of a server process', () => {
  let runtime: TestRuntime;
  let all: Presence[];

  beforeEach(async () => {
    runtime = await createTestRuntime();
    all = [];
  });
  afterEach(async () => {
    for (const presence of all) await presence.stop();
    await runtime.close();
  });

  async function start(): Promise<Presence> {
    const presence = createPresence(runtime);
    all.push(presence);
    await presence.start();
    return presence;
  }
  const atWork = () => processesAtWork(runtime.store, runtime.clock.now());

  it('is seen until it stops', async () => {
    expect(await atWork()).to.equal(undefined);
    const first = await start();
    await start();
    const heardAt = runtime.clock.now();
    expect(await atWork()).to.deep.equal({ processes: 2, heardAt, untilAt: heardAt + presenceMs });
    await first.stop();
    expect(await atWork()).to.include({ processes: 1 });
  });

  it('says what each process does', async () => {
    const roles = new Set(['scheduler', 'worker'] as const);
    const of = [runtime, { ...runtime, config: { ...runtime.config, roles } }];
    for (const each of of) {
      const presence = createPresence(each);
      all.push(presence);
      await presence.start();
    }
    const found = await rolesAtWork(runtime.store, runtime.clock.now());
    expect(found.map((each) => each.join()).sort()).to.deep.equal([
      'web,worker,scheduler',
      'worker,scheduler',
    ]);
  });

  it('of a process that was killed lapses, and the next one clears it away', async () => {
    const row = { name: 'process:killed', token: 't', until_at: runtime.clock.now() + presenceMs };
    await runtime.store.transaction((tx) => tx.insert('leases', [row]));
    runtime.clock.advance(presenceMs - 1);
    expect(await atWork()).to.include({ processes: 1 });
    runtime.clock.advance(1);
    expect(await atWork()).to.equal(undefined);
    await start();
    expect(await runtime.count('leases')).to.equal(1);
  });

  it('goes on, also after the database was away', async () => {
    let gone = false;
    const { store } = runtime;
    const transaction: typeof store.transaction = (work) =>
      gone ? Promise.reject(new StoreUnavailable('gone', { transient: false })) : store.transaction(work);
    const presence = createPresence({ ...runtime, store: { ...store, transaction } }, 20);
    all.push(presence);
    await presence.start();
    gone = true;
    await eventually(() => runtime.lines.some(({ msg }) => msg === 'a sign of life could not be written'));
    runtime.clock.advance(presenceMs);
    expect(await atWork()).to.equal(undefined);
    gone = false;
    await eventually(async () => (await atWork()) !== undefined);
  });

  it('is not begun where a restore is', async () => {
    await runtime.store.schema((tx) => tx.execute(`CREATE TABLE ${restoreMarker} (since_at BIGINT)`));
    expect(await rejection(start())).to.be.instanceOf(UnfinishedRestore);
  });
});

import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { verifyLedger } from './ledger/verify.ts';
import { createStore } from './store/store.ts';
import type { Store } from './store/store.ts';
import { migrate } from './store/migrate.ts';
import { ensureFirstShop } from './store/shops.ts';
import { systemClock } from './clock.ts';
import { makeApiKey } from './usecases/api-keys.ts';
import { startFakeKavenegar } from './testing/fake-kavenegar.ts';
import type { FakeKavenegar } from './testing/fake-kavenegar.ts';
import { killLeftServers, startServerProcess } from './testing/server-process.ts';
import type { ServerProcess } from './testing/server-process.ts';
import { takeTestDatabase } from './testing/test-database.ts';
import type { TestDatabase } from './testing/test-database.ts';

const kills = 50;
const phones = Array.from({ length: 12 }, (_, index) => `+98912000${String(1000 + index)}`);

/** Faults that leave it open whether the message was taken, and one that is plain. */
const faults = ['accept-and-fail', 'accept-and-reset', 'reset', 'fail', 'garbage'] as const;

interface Asked {
  readonly key: string;
  readonly phone: string;
  readonly amount: number;
}

/**
 * The promise under test: what was answered 2xx is there, each purchase is told of by exactly one SMS, however
 * often the process is killed between the commit and the provider's answer. The provider here forgets our own
 * ids when a message is sent again, so only asking first can keep it from sending twice.
 */
describe('a server that is killed again and again', function () {
  this.timeout(600_000);

  let folder: string;
  let database: TestDatabase;
  let fake: FakeKavenegar;
  let store: Store;
  let bearer: string;
  let server: ServerProcess | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vafa-kill-'));
    fake = await startFakeKavenegar({ remembersLocalIds: false });
    database = await takeTestDatabase();
    store = createStore({ url: database.env.DATABASE_URL, now: Date.now });
    await migrate(store);
    await store.transaction((tx) => ensureFirstShop(tx, { name: 'test' }, Date.now()));
    const shop = await store.one<{ id: number }>('SELECT id FROM shops');
    const asked = { name: 'till', role: 'manager', shopId: shop?.id ?? 0, actor: 'cli' } as const;
    bearer = (await makeApiKey({ store, clock: systemClock }, asked)).key;
  });

  after(async () => {
    await killLeftServers();
    await store.close();
    await fake.close();
    await database.remove();
    await rm(folder, { recursive: true });
  });

  const start = () =>
    startServerProcess({
      env: {
        DATA_DIR: folder,
        ...database.env,
        KAVENEGAR_API_KEY: fake.apiKey,
        KAVENEGAR_BASE_URL: fake.url,
        LOG_LEVEL: 'fatal',
      },
    });

  async function post(path: string, body: unknown, key: string): Promise<number> {
    const response = await fetch(`${server?.url ?? ''}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  it(`loses nothing and doubles nothing over ${kills} kills`, async () => {
    const acknowledged: Asked[] = [];
    const unanswered: Asked[] = [];
    server = await start();
    for (const phone of phones) expect(await post('/v1/members', { phone }, randomUUID())).to.equal(201);

    let amount = 1_000_000;
    for (let kill = 0; kill < kills; kill++) {
      if (kill % 3 === 0) fake.next(faults[randomInt(faults.length)] ?? 'fail');
      const asking = Array.from({ length: 12 }, async () => {
        amount += 10;
        const asked = { key: randomUUID(), phone: phones[randomInt(phones.length)] ?? '', amount };
        const status = await post(
          '/v1/purchases',
          { phone: asked.phone, amount: asked.amount },
          asked.key,
        ).catch(() => undefined);
        if (status === 201) acknowledged.push(asked);
        else unanswered.push(asked);
      });
      await pause(randomInt(5, 250));
      await server.kill();
      await Promise.all(asking);
      server = await start();
    }
    // Whoever got no answer asks again with the same key, as a till does, and waits when told that it is too often.
    for (const asked of unanswered) {
      const { phone, amount: rial, key } = asked;
      let status: number;
      while ((status = await post('/v1/purchases', { phone, amount: rial }, key)) === 429) await pause(1_000);
      expect(status).to.be.oneOf([200, 201]);
      acknowledged.push(asked);
    }
    await outboxSettled(store);

    const purchases = await store.all<{ amount: number }>('SELECT amount FROM purchases');
    expect(purchases.length).to.equal(acknowledged.length);
    const told = fake.messages.map(({ text }) => text).filter((text) => text.includes('خرید'));
    const lost = acknowledged.filter(({ amount: rial }) => !told.some((text) => tellsOf(text, rial)));
    expect(lost, 'lost').to.deep.equal([]);
    expect(told.length, 'one message a purchase').to.equal(acknowledged.length);
    expect(fake.doubles(), 'doubled').to.deep.equal([]);
    expect((await verifyLedger(store)).difference).to.equal(undefined);
  });
});

/** Every purchase has an amount of its own, so a text tells which one it speaks of. */
function tellsOf(text: string, rial: number): boolean {
  return text.includes(new Intl.NumberFormat('fa-IR').format(rial / 10));
}

/** Waits until every message has come to an end or was taken; leases of killed senders have to lapse first. */
async function outboxSettled(store: Store): Promise<void> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const open = await store.all<{ id: number; state: string; code: string | null }>(
      `SELECT id, state, code FROM outbox WHERE state IN ('queued', 'deferred', 'sending')`,
    );
    if (open.length === 0) break;
    if (Date.now() > deadline) throw new Error(`still open: ${JSON.stringify(open.slice(0, 5))}`);
    await pause(500);
  }
}

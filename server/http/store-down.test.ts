import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { createStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { contents } from '../testing/contents.ts';
import { aMember, anApiKey, aPurchase } from '../testing/factories.ts';
import { pushInbound } from '../testing/fake-kavenegar-callbacks.ts';
import { createTestRuntime, testSecret } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { call, startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

const phone = '+989123456789';

describe('a database whose answer to a commit is lost', () => {
  it('is answered as unsure, and the same request with the same key is done once', async () => {
    const runtime = await createTestRuntime();
    let cut = false;
    const transaction: Store['transaction'] = async (work) => {
      const result = await runtime.store.transaction(work);
      if (cut) throw new StoreUnavailable('the connection broke', { transient: false });
      return result;
    };
    const server = await startTestServer({ ...runtime, store: { ...runtime.store, transaction } });
    const { key } = await anApiKey(runtime);
    await aMember(runtime, { phone });
    const ask = () =>
      call(server, 'POST /v1/purchases', { key, idempotencyKey: 'one', body: { phone, amount: 500_000 } });
    await call(server, `GET /v1/members/${phone}`, { key });
    cut = true;
    const unsure = await ask();
    cut = false;
    const sure = await ask();
    const purchases = await runtime.count('purchases');
    await server.close();
    await runtime.close();
    expect(unsure.status).to.equal(503);
    expect(unsure.body)
      .to.have.property('detail')
      .that.includes('not sure whether this was written')
      .and.includes('the same Idempotency-Key it is done once');
    expect([sure.status, purchases]).to.deep.equal([201, 1]);
  });
});

describe('a database file that cannot be written', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let key: string;
  let purchaseId: number;

  beforeEach(async () => {
    runtime = await createTestRuntime({ onFile: true });
    server = await startTestServer(runtime);
    key = (await anApiKey(runtime)).key;
    await aMember(runtime, { phone });
    purchaseId = (await aPurchase(runtime, { phone })).id;
    // The use of the key is noted: nothing but the requests of the test writes from here on.
    await call(server, `GET /v1/members/${phone}`, { key });
    await runtime.store.transaction(() => Promise.resolve());
  });

  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  /** Every way to write, with a text that makes it large. */
  const writes = (text: string) => {
    const lines = Array.from({ length: 150 }, () => ({ name: text.slice(0, 200), amount: 2000 }));
    const write = (route: string, body: unknown) => call(server, route, { key, idempotencyKey: route, body });
    const inbound = `${server.url}/channels/kavenegar/${testSecret}/inbound`;
    const query = new URLSearchParams({ messageid: '7', from: '09123456789', message: text });
    const ussd = new URLSearchParams({ sessionId: 's', phoneNumber: '09123456780', text: '1' });
    return {
      purchase: () => write('POST /v1/purchases', { phone, amount: 300_000, lines }),
      undo: () => write(`POST /v1/purchases/${purchaseId}/undo`, { reason: text.slice(0, 200) }),
      member: () =>
        write('POST /v1/members', { phone: '09123456780', consent: { words: text.slice(0, 500) } }),
      message: () => fetch(inbound, { method: 'POST', body: query }),
      ussd: () =>
        fetch(`${server.url}/channels/ussd/${testSecret}/africastalking`, { method: 'POST', body: ussd }),
    };
  };

  const expectUnavailable = ({ status, headers }: Pick<Response, 'status' | 'headers'>) => {
    expect(status).to.equal(503);
    expect(headers.get('retry-after')).to.equal('5');
    expect(headers.get('content-type')).to.equal('application/problem+json');
  };

  describe('because another process holds its lock', () => {
    let other: Store;
    let release: () => void;
    let held: Promise<void>;

    beforeEach(async () => {
      other = createStore({ url: runtime.config.databaseUrl, now: () => runtime.clock.now() });
      await new Promise<void>((began) => {
        held = other.transaction(async () => {
          began();
          await new Promise<void>((resolve) => (release = resolve));
        });
      });
    });

    afterEach(async () => {
      release();
      await held;
      await other.close();
    });

    it('answers 503 in time, or on USSD in its own words, with nothing half done, and goes on after', async () => {
      const before = await contents(runtime);
      const { purchase, undo, member, message, ussd } = writes('x');
      const startedAt = performance.now();
      const dialled = ussd().then((response) => {
        expect(performance.now() - startedAt, 'gateways wait 5 s').to.be.below(5_000);
        return response;
      });
      const [screen, ...answers] = await Promise.all([dialled, purchase(), undo(), member(), message()]);
      for (const answer of answers) expectUnavailable(answer);
      expect(screen.status).to.equal(200);
      expect(await screen.text()).to.match(/^END [^]*نمی‌توانیم پاسخ دهیم/);
      expect(await contents(runtime)).to.deep.equal(before);
      // Reads go on, and nobody takes the server for dead.
      expect((await call(server, `GET /v1/members/${phone}`, { key })).status).to.equal(200);
      expect((await call(server, 'GET /readyz')).status).to.equal(200);

      release();
      await held;
      const again = await Promise.all([purchase(), undo(), member(), message()]);
      expect(again.map(({ status }) => status)).to.deep.equal([201, 200, 201, 200]);
      expect(await verifyLedger(runtime.store)).to.not.have.property('difference');
    });
  });

  describe('because the disk is full', () => {
    it('answers 503 with nothing half done, and goes on once there is room', async () => {
      const pages = await runtime.store.one<{ page_count: number }>('PRAGMA page_count');
      await limitPages(runtime, pages?.page_count ?? 0);
      const before = await contents(runtime);
      const { purchase, message } = writes('س'.repeat(9_000));
      for (const ask of [purchase, message, purchase, message]) expectUnavailable(await ask());
      expect(await contents(runtime)).to.deep.equal(before);
      const errors = runtime.lines.filter(({ level }) => level === 'error');
      expect(errors.map(({ msg }) => msg)).to.deep.equal([
        'the database does not answer, or cannot be written: what needs it waits or is refused',
      ]);

      await limitPages(runtime, 1_000_000);
      expect((await purchase()).status).to.equal(201);
      expect((await message()).status).to.equal(200);
      expect(await verifyLedger(runtime.store)).to.not.have.property('difference');
    });

    it('makes Kavenegar send its message again, which is then stored once', async () => {
      const pages = await runtime.store.one<{ page_count: number }>('PRAGMA page_count');
      await limitPages(runtime, pages?.page_count ?? 0);
      const to = `${server.url}/channels/kavenegar/${testSecret}/inbound`;
      const message = {
        to,
        messageid: 7,
        from: '09123456789',
        text: 'س'.repeat(9_000),
        form: 'form',
      } as const;
      expect(await pushInbound(message)).to.equal(503);
      await limitPages(runtime, 1_000_000);
      expect([await pushInbound(message), await pushInbound(message)]).to.deep.equal([200, 200]);
      expect(await runtime.count('inbox')).to.equal(1);
    });
  });
});

/** How far the file may grow; a limit of the connection, and all writes of a store share one. */
function limitPages({ store }: TestRuntime, pages: number): Promise<void> {
  return store.schema((tx) => tx.execute(`PRAGMA max_page_count = ${pages}`));
}

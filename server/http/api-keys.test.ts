import { expect } from 'chai';
import { aMember, anApiKey } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { call, startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';
import { eventually } from '../testing/eventually.ts';

describe('keys of the API', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let phone: string;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    server = await startTestServer(runtime);
    ({ phone } = await aMember(runtime));
  });

  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const look = (headers: Record<string, string>) => call(server, `GET /v1/members/${phone}`, { headers });

  const write = (sql: string, values: readonly number[] = []) =>
    runtime.store.transaction((tx) => tx.run(sql, values));

  it('are kept as a digest only', async () => {
    const { key } = await anApiKey(runtime);
    expect(key).to.match(/^vafa_[\w-]{43}$/);
    const rows = await runtime.store.all<{ hash: string }>('SELECT * FROM api_keys');
    expect(JSON.stringify(rows)).to.not.include(key.slice(5));
    expect(rows[0]?.hash).to.match(/^[0-9a-f]{64}$/);
    expect(await runtime.count('audit', "action = 'key.add'")).to.equal(1);
  });

  it('let in who shows one, however the scheme is written', async () => {
    const { key } = await anApiKey(runtime);
    for (const scheme of ['Bearer', 'bearer']) {
      expect((await look({ Authorization: `${scheme} ${key}` })).status).to.equal(200);
    }
  });

  it('keep out everybody else, saying how to come in', async () => {
    const { key, id } = await anApiKey(runtime);
    await write('UPDATE api_keys SET revoked_at = 1 WHERE id = ?', [id]);
    for (const authorization of [
      undefined,
      ...['', 'Bearer', 'Bearer ', `Basic ${key}`, key, 'Bearer vafa_x', `Bearer ${'x'.repeat(5000)}`],
      `Bearer ${key}`,
    ]) {
      const answer = await look(authorization === undefined ? {} : { Authorization: authorization });
      expect(answer.status, authorization).to.equal(401);
      expect(answer.body['code']).to.equal('key-missing-or-unknown');
      expect(answer.headers.get('www-authenticate')).to.match(/^Bearer realm="vafa"/);
    }
  });

  it('hold for what their role allows', async () => {
    for (const [role, status] of [
      ['pos', 403],
      ['manager', 200],
      ['owner', 200],
    ] as const) {
      const { key } = await anApiKey(runtime, { role });
      expect((await call(server, `GET /v1/members/${phone}/ledger`, { key })).status, role).to.equal(status);
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      expect((await call(server, 'GET /metrics', { key, headers })).status, role).to.equal(status);
    }
  });

  it('slow down who tries many, and not who has one', async () => {
    await server.close();
    server = await startTestServer(runtime, { rates: { failedAuth: { limit: 3, windowMs: 60_000 } } });
    const { key } = await anApiKey(runtime);
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await look({ Authorization: 'Bearer vafa_guess' })).status),
    );
    expect(statuses.sort()).to.deep.equal([401, 401, 401, 429, 429]);
    expect((await look({ Authorization: `Bearer ${key}` })).status).to.equal(200);
  });

  it('slow down a key that asks too often, and no other', async () => {
    await server.close();
    server = await startTestServer(runtime, { rates: { apiKey: { limit: 2, windowMs: 60_000 } } });
    const [eager, calm] = [(await anApiKey(runtime)).key, (await anApiKey(runtime)).key];
    const ask = (key: string) => look({ Authorization: `Bearer ${key}` });
    for (let time = 0; time < 2; time++) expect((await ask(eager)).status).to.equal(200);
    const answer = await ask(eager);
    expect([answer.status, answer.body['code']]).to.deep.equal([429, 'too-many-requests']);
    expect(answer.headers.get('retry-after')).to.equal('60');
    expect((await ask(calm)).status).to.equal(200);
  });

  it('have their use noted, once an hour', async () => {
    const { key } = await anApiKey(runtime);
    const use = () => look({ Authorization: `Bearer ${key}` });
    const lastUsedAt = async () =>
      (await runtime.store.one<{ at: number }>('SELECT last_used_at AS at FROM api_keys'))?.at;
    const first = runtime.clock.now();
    await use();
    // It is noted behind the answer.
    await eventually(async () => (await lastUsedAt()) === first);
    runtime.clock.advance(3_599_999);
    await use();
    // Long enough for another note, were there one.
    await write('UPDATE api_keys SET name = name');
    expect(await lastUsedAt()).to.equal(first);
    runtime.clock.advance(1);
    await use();
    await eventually(async () => (await lastUsedAt()) === first + 3_600_000);
  });
});

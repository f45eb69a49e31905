import { expect } from 'chai';
import { Router } from 'express';
import { aMember, anApiKey } from '../testing/factories.ts';
import { createTestRuntime, testSecret } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { call, startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

describe('the HTTP app', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let ready: boolean;

  beforeEach(async () => {
    ready = true;
    runtime = await createTestRuntime({ env: { TRUST_PROXY: 'loopback' } });
    const pages = Router();
    pages.get('/hello/:name', (_request, response) => void response.send('<p>hello</p>'));
    pages.get('/broken', () => {
      throw new Error('a secret of the inside');
    });
    server = await startTestServer(runtime, { pages, isReady: () => ready });
  });

  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const requests = () => runtime.lines.filter(({ msg }) => msg === 'request');

  describe('its headers', () => {
    it('let pages use only what the server itself serves', async () => {
      const { headers } = await fetch(`${server.url}/hello/you`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.include("default-src 'none'").and.include("script-src 'self'");
      expect(policy).to.include("frame-ancestors 'none'").and.include("font-src 'self'");
      expect(policy).to.not.match(/unsafe|https:|\*|upgrade/);
      expect(headers.get('x-powered-by')).to.equal(null);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('strict-transport-security')).to.equal(null);
    });

    it('keep answers of the API out of caches', async () => {
      const { headers } = await call(server, 'GET /v1/members/09123456789');
      expect(headers.get('cache-control')).to.equal('no-store');
    });
  });

  describe('what is not there or goes wrong', () => {
    it('is a short page for people and a problem for programs', async () => {
      const page = await fetch(`${server.url}/nowhere?x=<script>`);
      expect(page.status).to.equal(404);
      expect(page.headers.get('content-type')).to.match(/^text\/html/);
      expect(await page.text())
        .to.include('پیدا نشد')
        .and.not.include('<script>');
      const { key } = await anApiKey(runtime);
      const answer = await call(server, 'DELETE /v1/members', { key });
      expect([answer.status, answer.body['code']]).to.deep.equal([404, 'route-unknown']);
      expect(answer.headers.get('content-type')).to.equal('application/problem+json');
    });

    it('tells nothing of a fault of ours, and is logged and counted as an error', async () => {
      const page = await fetch(`${server.url}/broken`);
      expect(page.status).to.equal(500);
      expect(await page.text()).to.not.include('secret');
      const error = runtime.lines.find(({ level }) => level === 'error');
      expect(JSON.stringify(error)).to.include('a secret of the inside');
      expect(await runtime.metrics.text()).to.match(/vafa_errors_total\{where="http"\} 1/);
    });

    it('is a problem too where the API is at fault', async () => {
      const { key } = await anApiKey(runtime);
      const { phone } = await aMember(runtime);
      await runtime.store.schema((tx) => tx.execute('DROP TABLE lots'));
      const answer = await call(server, `GET /v1/members/${phone}`, { key });
      expect(answer.status).to.equal(500);
      expect(answer.body).to.have.keys('type', 'title', 'status', 'detail', 'code');
      expect(JSON.stringify(answer.body)).to.not.match(/lots|SQL/);
    });
  });

  describe('its log', () => {
    it('has one line a request, with the pattern in place of the path', async () => {
      const { key, id } = await anApiKey(runtime);
      await call(server, 'GET /v1/members/09123456789?token=hush', { key });
      await fetch(
        `${server.url}/channels/kavenegar/${testSecret}/inbound?messageid=1&from=09123456789&message=hush`,
      );
      await fetch(`${server.url}/channels/kavenegar/a-wrong-secret/inbound`);
      await fetch(`${server.url}/hello/hush`);
      await fetch(`${server.url}/hush`);
      const lines = requests().map(({ method, route, status, key: by }) => [method, route, status, by]);
      expect(lines).to.deep.equal([
        ['GET', '/v1/members/:phone', 400, id],
        ['GET', '/channels/kavenegar/:secret/inbound', 200, undefined],
        ['GET', '/channels/kavenegar/:secret/inbound', 404, undefined],
        ['GET', '/hello/:name', 200, undefined],
        ['GET', 'none', 404, undefined],
      ]);
      const all = JSON.stringify(runtime.lines);
      for (const hidden of ['hush', testSecret, 'a-wrong-secret', '9123456789', key]) {
        expect(all).to.not.include(hidden);
      }
    });

    it('has the probes only where somebody looks closely', async () => {
      await fetch(`${server.url}/livez`);
      expect(requests().map(({ level }) => level)).to.deep.equal(['debug']);
    });
  });

  describe('its probes', () => {
    it('say that it is alive and ready', async () => {
      const live = await call(server, 'GET /livez');
      expect([live.status, live.body]).to.deep.equal([200, { alive: true }]);
      const answer = await call(server, 'GET /readyz');
      expect([answer.status, answer.body]).to.deep.equal([200, { ready: true, problems: [] }]);
    });

    it('say why it is not', async () => {
      const problems = async () => {
        const { status, body } = await call(server, 'GET /readyz');
        expect(status).to.equal(503);
        return (body['problems'] as { part: string }[]).map(({ part }) => part);
      };
      ready = false;
      expect(await problems()).to.deep.equal(['server']);
      ready = true;
      const execute = (sql: string) => runtime.store.schema((tx) => tx.execute(sql));
      await execute("INSERT INTO schema_migrations VALUES (9999, 'later', 1)");
      expect(await problems()).to.deep.equal(['schema']);
      await execute('DELETE FROM schema_migrations WHERE number = 9999');
      await execute('ALTER TABLE schema_migrations RENAME COLUMN number TO no');
      expect(await problems()).to.deep.equal(['database']);
      expect((await call(server, 'GET /livez')).status).to.equal(200);
      await execute('ALTER TABLE schema_migrations RENAME COLUMN no TO number');
    });

    it('give the metrics to this machine, and to whoever comes through a proxy only with a key', async () => {
      await fetch(`${server.url}/hello/you`);
      expect((await call(server, 'GET /metrics')).status).to.equal(200);
      for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
        const headers = { [name]: '203.0.113.7' };
        expect((await call(server, 'GET /metrics', { headers })).status, name).to.equal(401);
      }
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      const pos = await anApiKey(runtime, { role: 'pos' });
      expect((await call(server, 'GET /metrics', { headers, key: pos.key })).status).to.equal(403);
      const { key } = await anApiKey(runtime, { role: 'manager' });
      const known = await call(server, 'GET /metrics', { headers, key });
      expect(known.status).to.equal(200);
      expect(known.body['text']).to.include(
        'vafa_http_request_seconds_count{route="/hello/:name",method="GET",status="2xx"} 1',
      );
    });
  });
});

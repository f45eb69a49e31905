import { expect } from 'chai';
import { contents } from '../../testing/contents.ts';
import { anApiKey } from '../../testing/factories.ts';
import { testProgram } from '../../testing/test-program.ts';
import { createTestRuntime } from '../../testing/test-runtime.ts';
import type { TestRuntime } from '../../testing/test-runtime.ts';
import { call, startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

describe('the API: programs', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let key: string;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    server = await startTestServer(runtime);
    key = (await anApiKey(runtime, { role: 'owner' })).key;
  });
  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  let asked = 0;
  const write = (route: string, body: unknown, as = key) =>
    call(server, `POST /v1/programs${route}`, { key: as, body, idempotencyKey: `k${(asked += 1)}` });
  const read = (route = '') => call(server, `GET /v1/programs${route}`, { key });

  it('lists what was ever kept, and shows what is in force with its words', async () => {
    const { body } = await read();
    expect(body['programs']).to.deep.equal([
      {
        ...{ code: 'test-club', name: 'باشگاه آزمون', version: 1, addedBy: 'start', inForce: true },
        ...{ addedAt: '2026-01-10T08:00:00.000Z', activeFrom: ['1970-01-01T00:00:00.000Z'] },
      },
    ]);
    const shown = await read('/test-club');
    expect(shown.body).to.deep.include({ code: 'test-club', version: 1 });
    expect(JSON.stringify(shown.body['explanation'])).to.include('هدیه عضویت');
    const unknown = await read('/other');
    expect([unknown.status, unknown.body['code']]).to.deep.equal([404, 'program-unknown']);
  });

  it('keeps another version, and puts it in force when told', async () => {
    const added = await write('', { ...testProgram, name: 'نام نو' });
    expect([added.status, added.body]).to.deep.equal([201, { code: 'test-club', version: 2, isNew: true }]);
    expect((await read('/test-club')).body).to.include({ version: 1 });
    const again = await write('', { ...testProgram, name: 'نام نو' });
    expect([again.status, again.body['isNew']]).to.deep.equal([200, false]);
    const activated = await write('/test-club/activations', {});
    expect([activated.status, activated.body]).to.deep.equal([
      201,
      { code: 'test-club', version: 2, activeFrom: '2026-01-10T08:00:00.000Z' },
    ]);
    expect((await read('/test-club')).body).to.include({ version: 2, name: 'نام نو' });
    expect(await runtime.count('audit', "action LIKE 'program.%' AND actor LIKE 'key:%'")).to.equal(2);
  });

  it('names the faults of a program with their places, and keeps nothing', async () => {
    const before = await contents(runtime);
    const { status, body } = await write('', { ...testProgram, language: 'de', rules: [{ on: 'leaving' }] });
    expect([status, body['code']]).to.deep.equal([400, 'invalid-request']);
    const places = (body['errors'] as { field: string }[]).map(({ field }) => field);
    expect(places).to.include('language').and.include('rules[0].on');
    expect(await contents(runtime)).to.deep.equal(before);
  });

  it('names the rule that a fault is in by its id too', async () => {
    const rules = [
      { id: 'lost', name: 'گم', on: 'purchase', group: 'none', give: { unit: 'points', fixed: 1 } },
    ];
    const { body } = await write('', { ...testProgram, language: 'de', rules });
    const errors = body['errors'] as { field: string; rule?: string }[];
    expect(errors.find(({ field }) => field === 'rules[0].group')?.rule).to.equal('lost');
    expect(errors.find(({ field }) => field === 'language')).not.to.have.property('rule');
  });

  it('refuses what cannot be put in force, and changes nothing', async () => {
    const before = await contents(runtime);
    for (const [code, body, status, problem] of [
      ['other', {}, 404, 'program-unknown'],
      ['test-club', { version: 7 }, 400, 'invalid-request'],
      ['test-club', { version: 0 }, 400, 'invalid-request'],
      ['test-club', { activeFrom: '2025-01-01T00:00:00Z' }, 400, 'invalid-request'],
      ['test-club', { version: null }, 409, 'last-program'],
    ] as const) {
      const answer = await write(`/${code}/activations`, body);
      expect([answer.status, answer.body['code']]).to.deep.equal([status, problem]);
    }
    expect(await contents(runtime)).to.deep.equal(before);
  });

  it('lets owners alone write', async () => {
    for (const role of ['pos', 'manager'] as const) {
      const other = (await anApiKey(runtime, { role })).key;
      expect((await write('', testProgram, other)).status).to.equal(403);
      expect((await write('/test-club/activations', {}, other)).status).to.equal(403);
    }
  });
});

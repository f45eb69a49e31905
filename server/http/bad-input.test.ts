import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { contents } from '../testing/contents.ts';
import { aMember, anApiKey, aPurchase } from '../testing/factories.ts';
import { createTestRuntime, testSecret } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { call, startTestServer } from '../testing/test-server.ts';
import type { ApiAnswer, ApiRequest, TestServer } from '../testing/test-server.ts';

/** Values that no field takes. */
const never: unknown[] = [null, true, [], {}, [['x']], { toString: 'x' }];
const badTexts: unknown[] = [
  ...[...never, 7, '', '   ', 'a\0b', 'half \ud800', '\udc00', 'x'.repeat(10_000), 'س'.repeat(10_000)],
  ...['\u202eturned', 'a\u2066b\u2069', 'mark\u200f', 'two\nlines', '\u0007'],
];
const badAmounts: unknown[] = [
  ...[...never, 0, -1, 1.5, 2 ** 53, 2 ** 53 + 2, 1e300, 1_000_000_000_001, '100', '', '۱۰۰', 'NaN', '0x10'],
];
const badPhones: unknown[] = [
  ...[...never, 9_123_456_789, '', ' ', 'abc', '0912', '02188776655', '0912345678901', '0'.repeat(10_000)],
  ...['0912\u00003456789', '09123456789\ud800', '09123456789,09123456780', '+98 912 345 6789 x1'],
];
const badTimes: unknown[] = [
  ...[...never, 0, 1_767_000_000_000, '', 'now', '2026-01-10', '2026-01-10T08:00:00', '2026-02-30T08:00:00Z'],
  ...['1404-10-20T08:00:00Z', '9999-12-31T23:59:59Z'],
];
const badLists: unknown[] = [
  '',
  'x',
  1,
  null,
  {},
  { 0: {} },
  [null],
  [[]],
  [7],
  Array(501).fill({ amount: 1 }),
];

/** A write of the API: a body that it takes, and for each field what it does not take. */
interface Route {
  readonly route: string;
  readonly good: Readonly<Record<string, unknown>>;
  readonly bad: Readonly<Record<string, readonly unknown[]>>;
}

const purchaseFields = {
  phone: badPhones,
  amount: badAmounts,
  receiptNo: badTexts,
  shop: [...badTexts, 'nowhere', 'a b', "main' OR 1=1"],
  occurredAt: badTimes,
  lines: badLists,
  payments: badLists,
  'lines.0.amount': badAmounts.filter((value) => value !== 0),
  'lines.0.quantity': badAmounts,
  'lines.0.name': badTexts,
  'lines.0.sku': badTexts,
  'lines.0.group': badTexts,
  'lines.0.brand': badTexts,
  'payments.0.amount': badAmounts,
  'payments.0.kind': [...badTexts, 'gold', 'constructor', 'toString'],
};
const goodPurchase = {
  ...{ phone: '09123456789', amount: 1000, receiptNo: '7', shop: 'main', occurredAt: '2026-01-10T08:00:00Z' },
  lines: [{ sku: 'a', name: 'b', group: 'c', brand: 'd', quantity: 1, amount: 1000 }],
  payments: [{ kind: 'card', amount: 1000 }],
};

/** Every route that takes a body. `PURCHASE` is the id of one that is there. */
const routes: readonly Route[] = [
  { route: 'POST /v1/purchases', good: goodPurchase, bad: purchaseFields },
  { route: 'POST /v1/purchases/quote', good: goodPurchase, bad: purchaseFields },
  {
    route: 'POST /v1/members',
    good: {
      ...{ phone: '09123456780', name: 'سارا', language: 'fa', birthday: '1370/5/12' },
      consent: { words: 'بله' },
    },
    bad: {
      phone: badPhones,
      name: badTexts,
      language: [...badTexts, 'de', 'FA'],
      birthday: [...badTexts, 13_700_512, '1370/13/1', '1370/12/31', '3000/1/1', '0/0/0', '1370/5/12; --'],
      consent: ['yes', true, [], null, {}, { words: 'x'.repeat(501) }, { word: 'x' }],
      'consent.words': badTexts,
    },
  },
  { route: 'POST /v1/purchases/PURCHASE/undo', good: { reason: 'mistake' }, bad: { reason: badTexts } },
];

/** Bodies that no route takes, whatever its fields; sent as they are. */
const badBodies: readonly (readonly [name: string, request: ApiRequest, status: number])[] = [
  ['nothing where JSON is said to be', { headers: { 'Content-Type': 'application/json' }, body: '' }, 400],
  ...(['null', '"text"', '7', '{', '{"a":1,}', "{'a':1}", '{}{}', 'NaN'] as const).map(
    (body) => [body, { body }, 400] as const,
  ),
  ['a list', { body: [] }, 400],
  ['a list of bodies', { body: [{}] }, 400],
  ['an unknown field', { body: { phone: '09123456789', amount: 1000, extra: 1 } }, 400],
  ['__proto__', { body: '{"__proto__":{"amount":1000},"phone":"09123456789"}' }, 400],
  ['constructor', { body: '{"constructor":{"prototype":{"amount":1000}},"phone":"09123456789"}' }, 400],
  ['more than 100 kB', { body: { reason: 'x'.repeat(110_000) } }, 413],
  ['deep nesting', { body: `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}` }, 400],
  [
    'a form',
    { body: 'phone=09123456789', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    415,
  ],
  ['text', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, 415],
  [
    'another character set',
    { body: '{}', headers: { 'Content-Type': 'application/json; charset=latin1' } },
    415,
  ],
  ['an unknown packing', { body: '{}', headers: { 'Content-Encoding': 'zip' } }, 415],
  ['a broken packing', { body: '{}', headers: { 'Content-Encoding': 'gzip' } }, 400],
];

/** Reads and paths, with what is wrong in them. */
const badPaths = [
  ...['abc', '0912', '02188776655', '%00', '%20', '%E2%80%AE', '__proto__', `0${'9'.repeat(3_000)}`].flatMap(
    (phone) => [`GET /v1/members/${phone}`, `GET /v1/members/${phone}/ledger`],
  ),
  ...['GET /v1/members/%E0%A4%A', 'GET /v1/purchases/%FF', 'GET /v1/members/09123456789?x=1'],
  ...['0', '-1', '1.5', '1e3', 'x', '9007199254740993', '99999999999999999999', '__proto__', '%00'].flatMap(
    (id) => [`GET /v1/purchases/${id}`, `POST /v1/purchases/${id}/undo`],
  ),
  ...[
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=-1',
    'limit=',
    'limit=x',
    'before=0',
    'before=x',
    'x=1',
  ].map((query) => `GET /v1/members/09123456789/ledger?${query}`),
  ...[
    'limit=1&limit=1',
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    '__proto__=1',
    'before=1&before=1',
  ].map((query) => `GET /v1/members/09123456789/ledger?${query}`),
  ...['POST /v1/purchases?amount=1', 'POST /v1/members?phone=09123456789&phone=09123456789'],
];

/** Calls of the providers' paths that are not what a provider sends. */
const badCallbacks: readonly (readonly [path: string, body?: unknown])[] = [
  ['kavenegar/SECRET/inbound'],
  ['kavenegar/SECRET/inbound?messageid=1&from=09123456789'],
  ['kavenegar/SECRET/inbound?messageid=1&messageid=2&from=09123456789&message=2'],
  ['kavenegar/SECRET/inbound?messageid=1.5&from=09123456789&message=2'],
  ['kavenegar/SECRET/inbound?messageid=-1&from=09123456789&message=2'],
  ['kavenegar/SECRET/inbound?messageid=1&from=%20&message=2'],
  ['kavenegar/SECRET/inbound', { messageid: 1, from: '09123456789', message: 'x'.repeat(10_001) }],
  ['kavenegar/SECRET/inbound', { messageid: 2 ** 53, from: '09123456789', message: '2' }],
  ['kavenegar/SECRET/inbound', { messageid: [1], from: '09123456789', message: '2' }],
  ['kavenegar/SECRET/inbound', { messageid: 1, from: { a: 1 }, message: '2' }],
  ['kavenegar/SECRET/inbound', { messageid: 1, from: '09123456789', message: null }],
  ['kavenegar/SECRET/inbound', '{"__proto__":{"messageid":1,"from":"09123456789","message":"2"}}'],
  ...['[]', '"text"', 'null', '{', '7'].map((body) => ['kavenegar/SECRET/inbound', body] as const),
  ['kavenegar/SECRET/status?messageid=1'],
  ['kavenegar/SECRET/status?messageid=1&status=x'],
  ['kavenegar/SECRET/status?messageid=1,2&status=10'],
  ['kavenegar/SECRET/status', { messageid: 1, status: -1 }],
  ['ussd/SECRET/africastalking', {}],
  ['ussd/SECRET/africastalking', { sessionId: 's', serviceCode: '*1#', phoneNumber: 'x', text: '' }],
  ['ussd/SECRET/africastalking', { sessionId: 's\0', phoneNumber: '09123456789', text: 'x'.repeat(2_000) }],
  ['ussd/SECRET/africastalking', { sessionId: 'a b', phoneNumber: '09123456789', text: '' }],
  ['ussd/SECRET/inoti'],
  ['ussd/SECRET/inoti?call=1&call=2&mobile=09123456789&sessionid=1'],
];

describe('bad input', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let key: string;
  let purchaseId: number;
  let rows: Awaited<ReturnType<typeof contents>>;
  let requests = 0;

  before(async () => {
    runtime = await createTestRuntime();
    const endless = { limit: 1_000_000, windowMs: 1000 };
    server = await startTestServer(runtime, { rates: { apiKey: endless, wrongSecret: endless } });
    key = (await anApiKey(runtime, { role: 'owner' })).key;
    const { phone } = await aMember(runtime, { phone: '+989123456789' });
    purchaseId = (await aPurchase(runtime, { phone })).id;
    rows = await contents(runtime);
  });

  after(async () => {
    await server.close();
    await runtime.close();
  });

  afterEach(async () => {
    const now = await contents(runtime);
    const changed = Object.keys(now).filter((table) => !isDeepStrictEqual(now[table], rows[table]));
    rows = now;
    expect(changed, 'nothing was written').to.deep.equal([]);
    const loud = runtime.lines.filter(({ level }) => level === 'error');
    expect(loud, 'no fault of ours was met').to.deep.equal([]);
  });

  const ask = (route: string, request: ApiRequest) => {
    requests += 1;
    const path = route.replace('PURCHASE', String(purchaseId));
    return call(server, path, { key, idempotencyKey: `key-${requests}`, ...request });
  };

  const expectProblem = (answer: ApiAnswer, name: string, status = 400) => {
    expect(answer.status, `${name}: ${JSON.stringify(answer.body).slice(0, 300)}`).to.equal(status);
    expect(answer.headers.get('content-type'), name).to.equal('application/problem+json');
    expect(answer.body, name).to.include.keys('type', 'title', 'status', 'detail', 'code');
  };

  for (const { route, good, bad } of routes) {
    describe(route, () => {
      for (const [field, values] of Object.entries(bad)) {
        it(`refuses ${values.length} values of ${field}, and says where the fault is`, async () => {
          for (const value of values) {
            const answer = await ask(route, { body: withValue(good, field, value) });
            const name = `${field} = ${short(value)}`;
            expectProblem(answer, name);
            const faults = answer.body['errors'] as { field: string; problem: string }[];
            const place = field.replace(/\.(\d+)/g, '[$1]');
            expect(
              faults.map((fault) => fault.field).some((at) => at.startsWith(place)),
              name,
            ).to.equal(true);
            for (const { problem } of faults) expect(problem).to.not.match(/undefined|Invalid|expected/);
          }
        });
      }

      for (const [name, request, status] of badBodies) {
        it(`refuses ${name}`, async () => expectProblem(await ask(route, request), name, status));
      }

      it('refuses no body, and a missing field that it needs', async () => {
        expectProblem(await ask(route, { headers: {} }), 'no body');
        // What is undefined is left out of JSON.
        const needed = { phone: undefined, reason: undefined };
        expectProblem(await ask(route, { body: { ...good, ...needed } }), 'a field missing');
      });
    });
  }

  it('refuses bad paths and queries', async () => {
    for (const path of badPaths) {
      const body = path.startsWith('POST') ? { body: {} } : {};
      expectProblem(await ask(path, body), path.slice(0, 60));
    }
  });

  it('refuses what no provider sends', async () => {
    for (const [path, body] of badCallbacks) {
      const method = body === undefined ? 'GET' : 'POST';
      const route = `${method} /channels/${path.replace('SECRET', testSecret)}`;
      const answer = await call(server, route, body === undefined ? {} : { body });
      // A gateway's path is there for its own method only.
      expectProblem(answer, `${path} ${short(body)}`);
    }
    const huge = await call(server, `POST /channels/kavenegar/${testSecret}/inbound`, {
      body: { messageid: 1, from: '09123456789', message: 'x'.repeat(110_000) },
    });
    expectProblem(huge, 'more than 100 kB', 413);
  });

  it('takes nothing out of what it refused into later requests', async () => {
    expect(({} as { amount?: unknown }).amount).to.equal(undefined);
    const answer = await ask('POST /v1/purchases/quote', { body: goodPurchase });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
  });
});

/** A copy of `body` with another value at `a.0.b`. */
function withValue(body: unknown, place: string, value: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const steps = place.split('.');
  const last = steps.pop() ?? '';
  const holder = steps.reduce((part, step) => (part as Record<string, unknown>)[step], copy);
  (holder as Record<string, unknown>)[last] = value;
  return copy;
}

function short(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value).slice(0, 40);
}

import { expect } from 'chai';
import { aMember } from '../../testing/factories.ts';
import { startPagesServer } from '../../testing/pages-server.ts';
import type { PagesServer } from '../../testing/pages-server.ts';
import type { PageAnswer, Visitor } from '../../testing/web-visitor.ts';

const phone = '+989123456789';

/** Each route with the fields it reads and a value that each of them takes. */
const forms: readonly (readonly [path: string, fields: Readonly<Record<string, string>>])[] = [
  ['/login', { login: 'sara', password: 'x', next: '/counter' }],
  ['/counter/members', { phone, name: 'نگار', birthday: '' }],
  ['/counter/purchases', { phone, key: '', amount: '', receipt: '', sure: '' }],
  ['/counter/purchases/1/undo', { reason: 'cancelled' }],
  ['/simulator/sms', { from: '', id: 'a', text: '' }],
  ['/simulator/chat', { from: '', id: 'a', text: '' }],
  ['/simulator/ussd', { from: '02188776655', session: 'a', path: '', input: '' }],
];

const queries: readonly (readonly [path: string, fields: readonly string[]])[] = [
  ['/counter', ['phone', 'amount', 'receipt', 'key', 'name', 'birthday', 'joined']],
  ['/counter/quote', ['phone', 'amount']],
  ['/login', ['next']],
  ['/simulator', ['tab', 'from', 'seen']],
  ['/simulator/news', ['tab', 'from', 'seen']],
];

const nasty: Readonly<Record<string, string>> = {
  nothing: '',
  '10,000 characters': 'س'.repeat(10_000),
  'more than any field takes': 'x'.repeat(20_000),
  NUL: 'a\0b',
  'signs of direction': '\u202e\u2066abc\u2069',
  'half a character': '\ud800',
  markup: '"><script>alert(1)</script>',
  __proto__: '__proto__',
  'a template': '${7*7}{{7*7}}',
  lines: 'a\r\nSet-Cookie: x=y',
};

describe('bad input on the pages', function () {
  // The simulator waits a moment for its answers, and nobody gives one here.
  this.timeout(60_000);

  let server: PagesServer;
  let visitor: Visitor;
  before(async () => {
    server = await startPagesServer({ channels: 'configured' });
    await aMember(server.runtime, { phone });
    ({ visitor } = await server.loggedIn({ role: 'owner' }));
  });
  after(() => server.close());
  afterEach('nothing is written', async () => {
    const { runtime } = server;
    expect(await runtime.count('purchases')).to.equal(0);
    expect(await runtime.count('members')).to.equal(1);
    expect(runtime.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  /** Not by a fault of ours, and never with what was sent as markup. */
  function expectSound({ status, text, headers }: PageAnswer, what: string): void {
    expect(status, what).to.be.lessThan(500);
    expect(text, what).to.not.include('<script>alert');
    expect(headers.getSetCookie().join(), what).to.not.include('x=y');
  }

  for (const [path, fields] of forms) {
    it(`POST ${path}`, async () => {
      for (const field of Object.keys(fields)) {
        const one = async ([what, value]: [string, string]) => {
          expectSound(await visitor.post(path, { ...fields, [field]: value }), `${field}: ${what}`);
        };
        await Promise.all(Object.entries(nasty).map(one));
        const repeated = await visitor.post(path, { ...fields, [field]: ['a', 'b'] });
        // So many log-ins are refused before they are read.
        expect(repeated.status, `${field} twice`).to.be.oneOf(path === '/login' ? [400, 429] : [400]);
      }
    });

    it(`POST ${path} with what is no form of ours`, async () => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const json = { 'Content-Type': 'application/json' };
      const proto = { ...fields, '__proto__[admin]': '1', 'constructor.prototype.admin': '1' };
      expectSound(await visitor.post(path, proto), '__proto__ as a name');
      expect({}).to.not.have.property('admin');
      for (const body of ['', '%', '%E0%A4%A', '&&&===', 'a[b][c]=1', '__proto__=1']) {
        const answer = await visitor.ask('POST', path, { headers, body });
        expectSound(answer, body);
        expect(answer.status, body).to.be.within(300, 499);
      }
      expect((await visitor.ask('POST', path, { headers: json, body: '{"a":' })).status).to.be.within(
        400,
        499,
      );
      const large = await visitor.ask('POST', path, { headers, body: `text=${'x'.repeat(100_000)}` });
      expect(large.status, 'too large').to.equal(413);
      const many = await visitor.ask('POST', path, { headers, body: 'a=1&'.repeat(100) });
      expect(many.status, 'too many').to.equal(413);
      const strange = await visitor.ask('POST', path, {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=koi8-r' },
        body: 'a=1',
      });
      expect(strange.status, 'another character set').to.equal(415);
    });
  }

  for (const [path, fields] of queries) {
    it(`GET ${path}`, async () => {
      for (const field of fields) {
        for (const [what, value] of Object.entries(nasty)) {
          if (value.length > 1000) continue;
          const query = new URLSearchParams({ phone: '09123456789', [field]: value }).toString();
          expectSound(await visitor.get(`${path}?${query}`), `${field}: ${what}`);
        }
        expectSound(await visitor.get(`${path}?${field}=${'x'.repeat(11_000)}`), `${field}: long`);
        expectSound(await visitor.get(`${path}?${field}=a&${field}=b`), `${field} twice`);
        expectSound(await visitor.get(`${path}?${field}[a]=b&__proto__=1`), `${field} as an object`);
        expectSound(await visitor.get(`${path}?${field}=%E0%A4%A`), `${field} badly encoded`);
      }
    });
  }

  for (const id of [
    '0',
    '-1',
    '1.5',
    '9007199254740993',
    'x',
    '__proto__',
    '%00',
    '1e3',
    '١',
    'x'.repeat(3000),
    '%E0%A4%A',
  ]) {
    it(`GET and POST /counter/purchases/${id.slice(0, 20)}`, async () => {
      expect((await visitor.get(`/counter/purchases/${id}`)).status).to.be.within(400, 404);
      const undo = await visitor.post(`/counter/purchases/${id}/undo`, { reason: 'cancelled' });
      expect(undo.status).to.be.within(400, 404);
    });
  }

  it('answers other methods and unknown pages with a page', async () => {
    for (const [method, path] of [
      ['PUT', '/counter'],
      ['DELETE', '/counter/purchases/1'],
      ['GET', '/counter/unknown'],
      ['POST', '/counter/quote'],
      ['GET', '/assets/../package.json'],
      ['GET', '/assets/x/base.css'],
    ] as const) {
      const answer = await visitor.ask(method, path, {});
      expect(answer.status, `${method} ${path}`).to.equal(404);
      expect(answer.text).to.match(/^<!doctype html>/);
    }
  });
});

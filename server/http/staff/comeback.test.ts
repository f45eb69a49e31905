import { inspect } from 'node:util';
import { expect } from 'chai';
import { pathWith, safePath } from './comeback.ts';

describe('the way back after a log-in', () => {
  for (const path of [
    '/counter',
    '/counter?phone=0912&amount=%DB%B1',
    '/counter/purchases/12',
    '/simulator?tab=ussd',
  ]) {
    it(`leads to ${path}`, () => {
      expect(safePath(path)).to.equal(path);
    });
  }

  const elsewhere = [
    ...['https://evil.example/counter', '//evil.example/counter', '/\\evil.example', '\\\\evil.example'],
    ...[
      '/counter/../../v1/members',
      '/counter/..//evil.example',
      '/counterfeit',
      '/login',
      '/logout',
      'counter',
      '',
    ],
    ...[
      'javascript:alert(1)',
      `/counter?x=${'x'.repeat(3000)}`,
      '/counter\r\nSet-Cookie: a=b',
      undefined,
      ['/counter'],
      {},
    ],
  ];
  for (const path of elsewhere) {
    it(`never leads to ${inspect(path).slice(0, 50)}`, () => {
      const led = new URL(safePath(path), 'http://here');
      expect(led.host).to.equal('here');
      expect(led.pathname).to.match(/^\/counter$|^\/counterSet/);
    });
  }

  it('keeps what was typed, whatever it was', () => {
    const path = pathWith('/counter', { phone: '0912&x=1', amount: '۱۸۰٬۰۰۰', receipt: '', key: undefined });
    const { searchParams } = new URL(safePath(path), 'http://here');
    expect(Object.fromEntries(searchParams)).to.deep.equal({ phone: '0912&x=1', amount: '۱۸۰٬۰۰۰' });
  });
});

import { expect } from 'chai';
import { aStaff, staffPassword } from '../../../testing/factories.ts';
import { startPagesServer } from '../../../testing/pages-server.ts';
import type { PagesServer } from '../../../testing/pages-server.ts';
import { hiddenField, typedIn, wordsOf } from '../../../testing/web-visitor.ts';

const hourMs = 3_600_000;
const wrong = /نام کاربری یا گذرواژه درست نیست/;

describe('logging in', () => {
  let server: PagesServer;
  beforeEach(async () => (server = await startPagesServer()));
  afterEach(() => server.close());

  it('leads to the page that was asked for', async () => {
    const { login } = await aStaff(server.runtime, { name: 'صندوق‌دار نمونه' });
    const visitor = server.visitor();
    const asked = await visitor.get('/counter?phone=09121234567');
    expect(asked).to.include({ status: 303, location: '/login?next=%2Fcounter%3Fphone%3D09121234567' });
    const form = await visitor.follow(asked);
    const answer = await visitor.post('/login', {
      ...{ login, password: staffPassword, next: hiddenField(form.text, 'next') },
    });
    expect(answer).to.include({ status: 303, location: '/counter?phone=09121234567' });
    const counter = await visitor.follow(answer);
    expect(counter.status).to.equal(200);
    expect(wordsOf(counter.text)).to.include('صندوق‌دار نمونه');
  });

  it('never leads away from this server', async () => {
    const { login } = await aStaff(server.runtime);
    const visitor = server.visitor();
    const form = await visitor.get('/login?next=https://evil.example/');
    expect(hiddenField(form.text, 'next')).to.equal('/counter');
    const answer = await visitor.post('/login', { login, password: staffPassword, next: '//evil.example' });
    expect(answer.location).to.equal('/counter');
  });

  it('says the same of a wrong password, an unknown login and a locked one', async () => {
    const { login } = await aStaff(server.runtime);
    const visitor = server.visitor();
    await visitor.get('/login');
    const bodies = new Set<string>();
    for (const typed of [...Array.from({ length: 6 }, () => login), 'nobody', '', 'سارا', "x' OR '1'='1"]) {
      const answer = await visitor.post('/login', { login: typed, password: 'wrong' });
      expect(answer.status).to.equal(401);
      expect(wordsOf(answer.text)).to.match(wrong);
      bodies.add(wordsOf(answer.text));
    }
    expect(bodies).to.have.length(1);
    const locked = await visitor.post('/login', { login, password: staffPassword });
    expect(locked.status, 'the right password, while locked').to.equal(401);
    server.runtime.clock.advance(4 * 60_000);
    expect((await visitor.post('/login', { login, password: staffPassword })).status).to.equal(303);
  });

  it('keeps what was typed for the login, and never the password', async () => {
    const visitor = server.visitor();
    await visitor.get('/login');
    const answer = await visitor.post('/login', { login: '"><script>x', password: 'my secret' });
    expect(typedIn(answer.text, 'login')).to.equal('"><script>x');
    expect(answer.text).to.not.include('my secret').and.not.include('<script>x');
  });

  it('is refused after too many tries from one address', async () => {
    const visitor = server.visitor();
    await visitor.get('/login');
    const statuses: number[] = [];
    for (let n = 0; n < 31; n++) statuses.push((await visitor.post('/login', { login: '' })).status);
    expect(statuses.slice(0, 30)).to.deep.equal(Array.from({ length: 30 }, () => 401));
    expect(statuses[30]).to.equal(429);
  });

  it('needs the token of the form', async () => {
    const { login } = await aStaff(server.runtime);
    const visitor = server.visitor();
    await visitor.get('/login');
    visitor.token = 'a'.repeat(64);
    const stale = await visitor.post('/login', { login, password: staffPassword });
    expect(stale.status).to.equal(403);
    expect((await visitor.get('/counter')).status, 'still outside').to.equal(303);
    expect((await visitor.post('/login', { login, password: staffPassword })).status, 'fresh token').to.equal(
      303,
    );
  });

  it('starts another session, so that an id planted before is worth nothing', async () => {
    const { login } = await aStaff(server.runtime);
    const visitor = server.visitor();
    await visitor.get('/login');
    const planted = visitor.cookie;
    await visitor.post('/login', { login, password: staffPassword });
    expect(visitor.cookie).to.not.equal(planted);
    expect((await visitor.get('/counter')).status).to.equal(200);
    const attacker = server.visitor();
    attacker.cookie = planted;
    expect((await attacker.get('/counter')).status).to.equal(303);
  });

  it('writes nothing for who only asks for the form', async () => {
    for (let n = 0; n < 20; n++) expect((await server.visitor().get('/login')).status).to.equal(200);
    expect(await server.runtime.count('sessions')).to.equal(0);
  });

  it('takes the token of nobody else’s form', async () => {
    const { login } = await aStaff(server.runtime);
    const [visitor, other] = [server.visitor(), server.visitor()];
    await visitor.get('/login');
    await other.get('/login');
    visitor.token = other.token;
    expect((await visitor.post('/login', { login, password: staffPassword })).status).to.equal(403);
  });

  it('takes no session id that the server has not made', async () => {
    const visitor = server.visitor();
    visitor.cookie = 'vafa=s%3Aplanted.AAAA';
    const before = visitor.cookie;
    await visitor.get('/login');
    expect(visitor.cookie).to.not.equal(before);
  });

  it('gives a cookie that scripts cannot read and other sites do not send', async () => {
    const { login } = await aStaff(server.runtime);
    const visitor = server.visitor();
    await visitor.get('/login');
    const answer = await visitor.post('/login', { login, password: staffPassword });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie)
      .to.match(/^vafa=/)
      .and.include('HttpOnly')
      .and.include('SameSite=Lax')
      .and.include('Path=/');
    expect(cookie).to.not.include('Secure');
  });

  it('ends for good at log-out, on every device that has the cookie', async () => {
    const { visitor } = await server.loggedIn();
    const copy = server.visitor();
    copy.cookie = visitor.cookie;
    expect((await copy.get('/counter')).status).to.equal(200);
    expect(await visitor.post('/logout')).to.include({ status: 303, location: '/login' });
    expect((await copy.get('/counter')).status).to.equal(303);
    expect(await server.runtime.count('sessions', "data LIKE '%staffId%'")).to.equal(0);
  });

  it('is not ended by another site', async () => {
    const { visitor } = await server.loggedIn();
    visitor.token = 'guessed';
    expect((await visitor.post('/logout')).status).to.equal(403);
    expect((await visitor.get('/counter')).status).to.equal(200);
  });

  it('lasts twelve hours from the last request', async () => {
    const { visitor } = await server.loggedIn();
    for (let n = 0; n < 3; n++) {
      server.runtime.clock.advance(11 * hourMs);
      expect((await visitor.get('/counter')).status).to.equal(200);
    }
    server.runtime.clock.advance(12 * hourMs);
    expect((await visitor.get('/counter')).status).to.equal(303);
  });

  it('is over at the next request once somebody is disabled', async () => {
    const { visitor, staff } = await server.loggedIn();
    await server.runtime.store.transaction((tx) =>
      tx.run('UPDATE staff SET disabled_at = 1 WHERE id = ?', [staff.id]),
    );
    expect((await visitor.get('/counter')).status).to.equal(303);
    expect((await visitor.post('/counter/purchases', { phone: '09121234567' })).status).to.equal(303);
  });

  it('tells htmx where to go instead of answering with the form', async () => {
    const answer = await server.visitor().get('/counter/quote?amount=1', {
      headers: { 'HX-Request': 'true', 'HX-Current-URL': `${server.url}/counter?phone=09121234567` },
    });
    expect(answer.status).to.equal(401);
    expect(answer.text).to.equal('');
    expect(answer.headers.get('HX-Redirect')).to.equal('/login?next=%2Fcounter%3Fphone%3D09121234567');
  });

  it('keeps no page and no redirect in a cache', async () => {
    const { visitor } = await server.loggedIn();
    for (const path of ['/login', '/counter', '/counter/nothing']) {
      expect((await visitor.get(path)).headers.get('cache-control'), path).to.equal('no-store');
    }
  });
});

describe('logging in over https', () => {
  it('gives a cookie for this very host, over https only', async () => {
    const server = await startPagesServer({
      env: { PUBLIC_URL: 'https://club.example', TRUST_PROXY: 'loopback' },
    });
    const answer = await server.visitor().get('/login', { headers: { 'X-Forwarded-Proto': 'https' } });
    expect(answer.headers.getSetCookie()[0]).to.match(/^__Host-vafa=.*; Secure/);
    await server.close();
  });
});

import { Cookie } from 'express-session';
import type { SessionData } from 'express-session';
import { expect } from 'chai';
import { createTestRuntime } from '../../testing/test-runtime.ts';
import type { TestRuntime } from '../../testing/test-runtime.ts';
import { SessionStore } from './session-store.ts';

const hourMs = 3_600_000;

describe('the session store', () => {
  let runtime: TestRuntime;
  let sessions: SessionStore;
  beforeEach(async () => {
    runtime = await createTestRuntime();
    sessions = new SessionStore(runtime, { maxAge: hourMs });
  });
  afterEach(() => runtime.close());

  const session = (staffId: number): SessionData => {
    const cookie = new Cookie();
    cookie.originalMaxAge = hourMs;
    return { cookie, staffId };
  };
  const call = <T>(work: (done: (error?: unknown, value?: T) => void) => void) =>
    new Promise<T | undefined>((resolve, reject) => {
      work((error, value) => {
        if (error === undefined || error === null) resolve(value);
        else reject(error instanceof Error ? error : new Error('failed'));
      });
    });
  const set = (sid: string, staffId: number) => call((done) => sessions.set(sid, session(staffId), done));
  const get = (sid: string) => call<SessionData | null>((done) => sessions.get(sid, done));

  it('gives back what was kept, under an id that the table does not show', async () => {
    await set('secret-id', 7);
    await set('secret-id', 8);
    expect((await get('secret-id'))?.staffId).to.equal(8);
    expect((await get('another'))?.staffId).to.equal(undefined);
    const rows = await runtime.store.all<{ id: string }>('SELECT * FROM sessions');
    expect(rows).to.have.length(1);
    expect(JSON.stringify(rows)).to.not.include('secret-id');
    expect((await get(rows[0]?.id ?? ''))?.staffId, 'a digest is no key').to.equal(undefined);
  });

  it('forgets a session at its end, and removes what has ended', async () => {
    await set('one', 1);
    runtime.clock.advance(hourMs - 1);
    expect((await get('one'))?.staffId).to.equal(1);
    runtime.clock.advance(1);
    expect((await get('one'))?.staffId).to.equal(undefined);
    await set('two', 2);
    expect(await runtime.count('sessions')).to.equal(1);
  });

  it('keeps nothing of who has proven nothing', async () => {
    const { cookie } = session(1);
    await call((done) => sessions.set('visitor', { cookie, visitor: true }, done));
    expect(await runtime.count('sessions')).to.equal(0);
    await call((done) => sessions.set('trial', { cookie, trial: true }, done));
    expect((await get('trial'))?.trial).to.equal(true);
  });

  it('lives on while it is used, with few writes', async () => {
    await set('one', 1);
    const endOf = async () =>
      (await runtime.store.one<{ end: number }>('SELECT expires_at AS end FROM sessions'))?.end ?? 0;
    const first = await endOf();
    runtime.clock.advance(60_000);
    await call((done) => sessions.touch('one', session(1), done));
    expect(await endOf()).to.equal(first);
    runtime.clock.advance(10 * 60_000);
    await call((done) => sessions.touch('one', session(1), done));
    expect(await endOf()).to.equal(first + 11 * 60_000);
  });

  it('is gone once destroyed, and touching does not bring it back', async () => {
    await set('one', 1);
    await call((done) => sessions.destroy('one', done));
    await call((done) => sessions.touch('one', session(1), done));
    expect((await get('one'))?.staffId).to.equal(undefined);
    expect(await runtime.count('sessions')).to.equal(0);
  });

  it('tells when it cannot keep a session, but not when it cannot prolong one', async () => {
    await runtime.store.close();
    const failed = await set('one', 1).then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    await call((done) => sessions.touch('one', session(1), done));
  });
});

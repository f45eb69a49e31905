import { expect } from 'chai';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { aStaff, staffPassword } from '../testing/factories.ts';
import { hashPassword, matchesPassword, passwordProblem, readablePassword } from './password.ts';
import { activeStaff, checkPassword, createStaff, ensureOwner } from './staff.ts';

const minuteMs = 60_000;

describe('staff', () => {
  let runtime: TestRuntime;
  beforeEach(async () => (runtime = await createTestRuntime()));
  afterEach(() => runtime.close());

  const tryLogin = (login: string, password: string) => checkPassword(runtime, { login, password });
  const fail = async (login: string, times: number) => {
    for (let n = 0; n < times; n++) expect(await tryLogin(login, 'wrong')).to.equal(undefined);
  };

  it('comes in with the right password, in any spelling of the login', async () => {
    const staff = await aStaff(runtime, { login: 'sara', role: 'manager' });
    expect(await tryLogin(' Sara ', staffPassword)).to.deep.equal(staff);
    expect(await runtime.count('audit', `action = 'staff.login'`)).to.equal(1);
  });

  it('is nobody with a wrong password, an unknown login, or once disabled', async () => {
    const { id } = await aStaff(runtime, { login: 'sara' });
    expect(await tryLogin('sara', 'wrong')).to.equal(undefined);
    expect(await tryLogin('reza', staffPassword)).to.equal(undefined);
    expect(await tryLogin('', '')).to.equal(undefined);
    expect(await tryLogin("' OR 1=1 --", staffPassword)).to.equal(undefined);
    await runtime.store.transaction((tx) => tx.run('UPDATE staff SET disabled_at = 1 WHERE id = ?', [id]));
    expect(await tryLogin('sara', staffPassword)).to.equal(undefined);
    expect(await activeStaff(runtime.store, id)).to.equal(undefined);
    expect(await runtime.count('audit', `action = 'staff.login'`)).to.equal(0);
  });

  it('is locked out for a minute after five wrong passwords, and twice as long each time after', async () => {
    await aStaff(runtime, { login: 'sara' });
    await fail('sara', 5);
    expect(await tryLogin('sara', staffPassword), 'locked').to.equal(undefined);
    runtime.clock.advance(minuteMs);
    await fail('sara', 1);
    runtime.clock.advance(minuteMs);
    expect(await tryLogin('sara', staffPassword), 'locked for two minutes').to.equal(undefined);
    runtime.clock.advance(minuteMs);
    expect(await tryLogin('sara', staffPassword)).to.not.equal(undefined);
    expect(await runtime.count('audit', `action = 'staff.lock'`)).to.equal(2);
    await fail('sara', 4);
    expect(await tryLogin('sara', staffPassword), 'counted anew').to.not.equal(undefined);
  });

  it('is never locked out for more than a quarter of an hour', async () => {
    await aStaff(runtime, { login: 'sara' });
    await fail('sara', 5);
    for (let n = 0; n < 8; n++) {
      runtime.clock.advance(15 * minuteMs);
      await fail('sara', 1);
    }
    runtime.clock.advance(14 * minuteMs);
    expect(await tryLogin('sara', staffPassword), 'still locked').to.equal(undefined);
    runtime.clock.advance(minuteMs);
    expect(await tryLogin('sara', staffPassword)).to.not.equal(undefined);
  });

  it('gains nothing by trying many passwords at once', async () => {
    await aStaff(runtime, { login: 'sara' });
    const tries = Array.from({ length: 20 }, (_, n) =>
      tryLogin('sara', n === 19 ? staffPassword : `wrong ${n}`),
    );
    expect(await Promise.all(tries)).to.deep.equal(Array.from({ length: 20 }, () => undefined));
  });

  it('does the same work for an unknown login as for a wrong password', async () => {
    await aStaff(runtime, { login: 'sara' });
    await tryLogin('nobody', 'x');
    // Processor time, and the least of some: others on this machine make every wait longer.
    const leastWork = async (login: string) => {
      const work: number[] = [];
      for (let n = 0; n < 3; n++) {
        const before = process.cpuUsage();
        await tryLogin(login, 'wrong');
        work.push(process.cpuUsage(before).user);
      }
      return Math.min(...work);
    };
    const [known, unknown] = [await leastWork('sara'), await leastWork('nobody')];
    expect(unknown).to.be.greaterThan(known / 3);
  });

  it('is made once for a login', async () => {
    const first = await aStaff(runtime, { login: 'sara' });
    const passwordHash = await hashPassword('another password');
    const again = await runtime.store.transaction((tx) =>
      createStaff(tx, { ...first, passwordHash, actor: 'cli', now: runtime.clock.now() }),
    );
    expect(again).to.equal(undefined);
    expect(await tryLogin('sara', staffPassword)).to.not.equal(undefined);
    expect(await runtime.count('staff')).to.equal(1);
  });

  it('begins with one owner, whose password is shown once', async () => {
    const [one, other] = await Promise.all([ensureOwner(runtime), ensureOwner(runtime)]);
    const owner = one ?? other;
    expect([one, other].filter(Boolean)).to.have.length(1);
    expect(owner?.login).to.equal('owner');
    expect(await ensureOwner(runtime)).to.equal(undefined);
    expect((await tryLogin('owner', owner?.password ?? ''))?.role).to.equal('owner');
  });

  it('keeps no password', async () => {
    await aStaff(runtime, { login: 'sara' });
    const rows = await runtime.store.all('SELECT * FROM staff');
    expect(JSON.stringify(rows)).to.include('$argon2id$');
    expect(JSON.stringify(rows)).to.not.include(staffPassword);
  });
});

describe('a password', () => {
  it('is found again in any Unicode form', async () => {
    expect(await matchesPassword(await hashPassword('caf\u00e9 ۱۲۳۴'), 'cafe\u0301 ۱۲۳۴')).to.equal(true);
    expect(await matchesPassword(await hashPassword('caf\u00e9 ۱۲۳۴'), 'cafe ۱۲۳۴')).to.equal(false);
    expect(await matchesPassword(undefined, '')).to.equal(false);
  });

  it('is made readable and never the same', () => {
    const made = Array.from({ length: 200 }, readablePassword);
    for (const password of made) expect(password).to.match(/^(?:[a-z]{4}-){4}\d{4}$/);
    expect(new Set(made)).to.have.length(200);
    expect(passwordProblem(made[0] ?? '')).to.equal(undefined);
  });

  it('is refused when too short or too long', () => {
    expect(passwordProblem('1234567')).to.match(/shorter/);
    expect(passwordProblem('x'.repeat(201))).to.match(/longer/);
  });
});

import { expect } from 'chai';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';
import { findApiKey } from '../../server/usecases/api-keys.ts';
import { checkPassword } from '../../server/usecases/staff.ts';

describe('vafa staff and key', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  const options = (input?: string) => ({
    env: settingsOf(runtime),
    ...(input !== undefined && { input }),
  });
  const add = (login: string, ...more: string[]) => [
    ...['staff', 'add', '--login', login, '--name', 'سارا', '--role', 'cashier', ...more],
  ];

  const why = ['--reason', 'as agreed'];

  beforeEach(async () => {
    runtime = await createTestRuntime({ startAt: new Date().toISOString() });
  });
  afterEach(() => runtime.close());

  it('lets somebody in with a password from the input, which is never shown', async () => {
    const made = await runVafa(
      add('Sara', '--phone', '۰۹۱۲۱۲۳۴۵۶۷', '--password-stdin'),
      options('good enough\n'),
    );
    expect(made).to.deep.equal({ code: 0, stdout: 'sara can log in (cashier, shop main)\n', stderr: '' });
    expect(await checkPassword(runtime, { login: 'sara', password: 'good enough' })).to.include({
      role: 'cashier',
    });
    const [listed] = await askVafa<unknown[]>(['staff', 'list'], options());
    expect(listed).to.include({ login: 'sara', name: 'سارا', phone: '+989121234567', disabledAt: null });
    expect(await runtime.count('audit', "actor = 'cli' AND action = 'staff.add'")).to.equal(1);
  });

  it('refuses a taken login, a taken phone, a short password, and none at all, and changes nothing', async () => {
    await runVafa(add('sara', '--phone', '09121234567', '--generate'), options());
    const refused = await Promise.all([
      runVafa(add('sara', '--generate'), options()),
      runVafa(add('mina', '--phone', '09121234567', '--generate'), options()),
      runVafa(add('mina', '--password-stdin'), options('short\n')),
      runVafa(add('mina'), options()),
      runVafa(add('mina', '--generate', '--shop', 'north'), options()),
    ]);
    const said = [
      /login "sara" is taken/,
      /phone 09121234567/,
      /shorter than/,
      /--generate/,
      /no shop "north"/,
    ];
    for (const [index, { code, stdout, stderr }] of refused.entries()) {
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(said[index] ?? /never/);
    }
    expect(await runtime.count('staff')).to.equal(1);
  });

  it('makes up a password that works, changes it, and ends the log-ins of the old one', async () => {
    const { id, password } = await askVafa<{ id: number; password: string }>(
      add('sara', '--generate'),
      options(),
    );
    expect(await checkPassword(runtime, { login: 'sara', password })).to.include({ id });
    const session = (name: string, staffId: number) => ({
      ...{ id: name, data: JSON.stringify({ cookie: {}, staffId }), expires_at: runtime.clock.now() + 1000 },
    });
    await runtime.store.transaction((tx) =>
      tx.insert('sessions', [session('hers', id), session('longer id', id * 10)]),
    );
    const changed = await askVafa<{ password: string }>(
      ['staff', 'password', 'sara', '--generate', ...why],
      options(),
    );
    expect(await checkPassword(runtime, { login: 'sara', password })).to.equal(undefined);
    expect(await checkPassword(runtime, { login: 'sara', password: changed.password })).to.include({ id });
    expect(await runtime.store.all('SELECT id FROM sessions')).to.deep.equal([{ id: 'longer id' }]);
  });

  it('shuts out and lets in again, but never shuts out the last owner', async () => {
    const { password } = await askVafa<{ password: string }>(add('sara', '--generate'), options());
    expect((await runVafa(['staff', 'disable', 'sara', '--reason', 'left'], options())).stdout).to.equal(
      'sara is shut out\n',
    );
    expect(await checkPassword(runtime, { login: 'sara', password })).to.equal(undefined);
    await runVafa(['staff', 'enable', 'sara', '--reason', 'is back'], options());
    expect(await checkPassword(runtime, { login: 'sara', password })).to.include({ login: 'sara' });
    await runVafa(
      ['staff', 'add', '--login', 'boss', '--name', 'b', '--role', 'owner', '--generate'],
      options(),
    );
    const last = await runVafa(['staff', 'disable', 'boss', ...why], options());
    expect([last.code, last.stdout]).to.deep.equal([1, '']);
    expect(await runtime.count('audit', "action = 'staff.disable' AND detail LIKE '%left%'")).to.equal(1);
    expect(await runtime.count('audit', "action = 'staff.enable' AND detail LIKE '%is back%'")).to.equal(1);
    expect((await runVafa(['staff', 'disable', 'nobody', ...why], options())).code).to.equal(1);
  });

  it('prints a key once, lists it without it, and revokes it', async () => {
    const made = await askVafa<{ id: number; key: string }>(
      ['key', 'add', '--role', 'manager', '--name', 'crm'],
      options(),
    );
    expect(await findApiKey(runtime.store, made.key)).to.include({
      id: made.id,
      role: 'manager',
      name: 'crm',
    });
    const list = await runVafa(['key', 'list', '--json'], options());
    expect(list.stdout).to.include('crm').and.not.include(made.key);
    const revoked = await askVafa(['key', 'revoke', String(made.id), ...why], options());
    expect(revoked).to.deep.equal({ id: made.id, result: 'revoked' });
    expect(await findApiKey(runtime.store, made.key)).to.equal(undefined);
    expect(await askVafa(['key', 'revoke', String(made.id), ...why], options())).to.include({
      result: 'revoked-before',
    });
    expect((await runVafa(['key', 'revoke', '5', ...why], options())).code).to.equal(1);
  });
});

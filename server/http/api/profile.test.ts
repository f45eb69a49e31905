import { expect } from 'chai';
import { contents } from '../../testing/contents.ts';
import { aMember, anApiKey, aPurchase } from '../../testing/factories.ts';
import { testProgram } from '../../testing/test-program.ts';
import { createTestRuntime } from '../../testing/test-runtime.ts';
import type { TestRuntime } from '../../testing/test-runtime.ts';
import { call, startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

const gift = (id: string, on: string, when: object) => ({
  ...{ id, name: id, on, when, give: { unit: 'points', fixed: 10 } },
});

describe('the API: what is known of a member', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let manager: string;
  let pos: string;

  beforeEach(async () => {
    const rules = [
      gift('women', 'joining', { genders: ['female'], age: { from: 30 } }),
      gift('staff', 'purchase', { customerGroups: ['کارکنان'] }),
      gift('vip', 'purchase', { tags: ['vip'] }),
      gift('graduates', 'purchase', { educations: ['master'] }),
      { ...gift('complete', 'profile', { none: [{ tags: ['x'] }] }), fields: ['gender', 'date:wedding'] },
    ];
    runtime = await createTestRuntime({ program: { ...testProgram, rules } });
    server = await startTestServer(runtime);
    manager = (await anApiKey(runtime, { role: 'manager' })).key;
    pos = (await anApiKey(runtime)).key;
  });
  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const join = (body: object) =>
    call(server, 'POST /v1/members', {
      key: pos,
      idempotencyKey: 'join',
      body: { phone: '09123456789', ...body },
    });
  const change = (phone: string, body: object, { key = manager, idempotencyKey = 'one' } = {}) =>
    call(server, `PATCH /v1/members/${phone}`, { key, idempotencyKey, body });

  it('is told at joining, before the joining gift is decided', async () => {
    const { status, body } = await join({
      ...{ gender: 'female', education: 'master', birthday: '1370/5/12', tags: ['vip', 'vip'] },
      customerGroups: ['کارکنان'],
      dates: { wedding: '1395/6/20', shop: { calendar: 'gregorian', month: 2, day: 29 } },
    });
    expect(status).to.equal(201);
    expect(body).to.deep.include({
      ...{ gender: 'female', education: 'master', tags: ['vip'], customerGroups: ['کارکنان'] },
      birthday: { calendar: 'persian', year: 1370, month: 5, day: 12 },
      dates: {
        shop: { calendar: 'gregorian', year: null, month: 2, day: 29 },
        wedding: { calendar: 'persian', year: 1395, month: 6, day: 20 },
      },
      balances: { points: 20, credit: 0 },
    });
    const bought = await aPurchase(runtime, { phone: '+989123456789' });
    expect(bought.earned.points).to.equal(30);
  });

  it('is nothing for who tells nothing, and then no condition on it holds', async () => {
    const { body } = await join({});
    expect(body).to.deep.include({
      ...{ gender: null, education: null, tags: [], customerGroups: [], dates: {}, birthday: null },
      balances: { points: 0, credit: 0 },
    });
    expect((await aPurchase(runtime, { phone: '+989123456789' })).earned.points).to.equal(0);
  });

  it('changes what is named, replaces lists, takes away what is null, and is audited', async () => {
    const { phone, id } = await aMember(runtime, { name: 'مشتری نمونه' });
    await change(phone, {
      ...{ gender: 'male', tags: ['a', 'b'], birthday: '1370/5/12' },
      dates: { wedding: '1395/6/20', engaged: '1394/1/1' },
    });
    const more = { gender: null, tags: ['vip'], birthday: null, dates: { engaged: null }, name: 'دیگری' };
    const { status, body } = await change(phone, more, { idempotencyKey: 'two' });
    expect(status).to.equal(200);
    expect(body).to.deep.include({
      ...{ id, phone, name: 'دیگری', gender: null, tags: ['vip'], birthday: null },
      dates: { wedding: { calendar: 'persian', year: 1395, month: 6, day: 20 } },
    });
    const { invitation, ...read } = (await call(server, `GET /v1/members/${phone}`, { key: pos })).body;
    expect(read).to.deep.equal(body);
    expect(invitation).to.have.property('code');
    expect((await aPurchase(runtime, { phone })).earned.points).to.equal(10);
    const audited = await runtime.store.all<{ detail: string }>(
      `SELECT detail FROM audit WHERE action = 'member.profile' AND subject = ? ORDER BY id`,
      [`member:${id}`],
    );
    const details = audited.map(
      ({ detail }) => JSON.parse(detail) as { fields: string; was: string; is: string },
    );
    const told = details.map(({ fields, was, is }) => [fields, JSON.parse(was), JSON.parse(is)] as const);
    expect(told.map(([fields]) => fields)).to.deep.equal([
      ...['birthday, gender, tags, dates', 'name, birthday, gender, tags, dates'],
    ]);
    expect(told[0]?.[1]).to.deep.equal({ birthday: null, gender: null, tags: [], dates: {} });
    expect(told[1]?.[1]).to.deep.include({ name: 'مشتری نمونه', gender: 'male', tags: ['a', 'b'] });
    expect(told[1]?.[2]).to.deep.include({ name: 'دیگری', gender: null, tags: ['vip'], birthday: null });
  });

  it('is rewarded once when it is complete, at joining or later', async () => {
    const { phone } = await aMember(runtime);
    const points = (answer: { readonly body: Readonly<Record<string, unknown>> }) =>
      (answer.body['balances'] as { readonly points: number }).points;
    expect(points(await change(phone, { gender: 'male' }))).to.equal(0);
    const wedding = { calendar: 'persian', month: 6, day: 20 };
    expect(points(await change(phone, { dates: { wedding } }, { idempotencyKey: 'two' }))).to.equal(10);
    await change(phone, { gender: null }, { idempotencyKey: 'three' });
    expect(points(await change(phone, { gender: 'male' }, { idempotencyKey: 'four' }))).to.equal(10);
    expect(await runtime.count('ledger_entries', "reason = 'profile'")).to.equal(1);
    expect(points(await join({ gender: 'male', dates: { wedding } }))).to.equal(10);
  });

  it('has a birthday whose year nobody told', async () => {
    const { body } = await join({ birthday: { calendar: 'persian', month: 12, day: 30 } });
    expect(body['birthday']).to.deep.equal({ calendar: 'persian', year: null, month: 12, day: 30 });
  });

  it('is changed once by one key, and by no other request with it', async () => {
    const { phone } = await aMember(runtime);
    const first = await change(phone, { tags: ['a'] });
    await change(phone, { tags: ['b'] }, { idempotencyKey: 'two' });
    const repeated = await change(phone, { tags: ['a'] });
    expect(repeated.body).to.deep.equal(first.body);
    expect(repeated.headers.get('idempotent-replayed')).to.equal('true');
    expect(await runtime.count('audit', `action = 'member.profile'`)).to.equal(2);
    expect((await change(phone, { tags: ['c'] })).status).to.equal(409);
  });

  it('refuses what is no member, no right, or no fact, and changes nothing', async () => {
    const { phone } = await aMember(runtime);
    const before = await contents(runtime);
    expect((await change(phone, { tags: ['a'] }, { key: pos })).status).to.equal(403);
    expect((await change('09120000000', { tags: ['a'] })).status).to.equal(404);
    const faults: readonly [body: object, field: string][] = [
      [{}, ''],
      [{ gender: 'woman' }, 'gender'],
      [{ education: 'phd' }, 'education'],
      [{ tags: [''] }, 'tags[0]'],
      [{ tags: 'vip' }, 'tags'],
      [{ customerGroups: Array.from({ length: 51 }, (_, index) => `g${index}`) }, 'customerGroups'],
      [{ dates: { Wedding: '1395/6/20' } }, 'dates.Wedding'],
      [{ dates: { wedding: '1395/13/20' } }, 'dates.wedding'],
      [{ dates: { wedding: { calendar: 'persian', month: 12, day: 31 } } }, 'dates.wedding'],
      [{ birthday: '1500/1/1' }, 'birthday'],
      [{ tag: ['a'] }, 'tag'],
    ];
    for (const [body, field] of faults) {
      const { status, body: problem } = await change(phone, body);
      expect(status, field).to.equal(400);
      const errors = problem['errors'] as readonly { readonly field: string }[];
      expect(errors.map((error) => error.field)).to.include(field);
    }
    expect(await contents(runtime)).to.deep.equal(before);
  });
});

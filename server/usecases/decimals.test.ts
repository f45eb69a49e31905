import { expect } from 'chai';
import { ProgramError } from '../program-file.ts';
import { aProgram } from '../testing/a-program.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { anApiKey } from '../testing/factories.ts';
import { messagesOf } from '../testing/messages.ts';
import { openTill } from '../testing/till.ts';
import type { Till } from '../testing/till.ts';
import { activateVersion, addVersion, keepProgramFile } from './keep-programs.ts';
import { readStanding } from './read-standing.ts';

const rule = (words: object = {}) => ({
  ...{ id: 'buy', name: 'امتیاز خرید', on: 'purchase' },
  ...{ give: { unit: 'points', give: 1, per: 10_000 } },
  ...words,
});

const programWith = (decimals: number, words: object = {}) => ({
  code: 'test-club',
  name: 'کافه',
  units: { points: { decimals } },
  rules: [rule()],
  rewards: [{ id: 'coffee', name: 'یک قهوه', points: 20.5 }],
  tiers: { steps: [{ id: 'silver', name: 'نقره‌ای', from: 12.5 }] },
  ...words,
});

describe('points with two decimals', () => {
  let till: Till;

  const open = async (words: object = {}) => {
    till = await openTill({ program: programWith(2, words) });
  };
  afterEach(async () => {
    await auditLedger(till.runtime);
    await till.close();
  });

  const bodyOf = async (route: string, key?: string) =>
    (await till.ask(route, key === undefined ? {} : { key })).body;
  const amounts = (table: string) =>
    till.runtime.store.all(`SELECT amount FROM ${table} WHERE unit = 'points'`);

  it('are 1234 in the ledger and 12.34 everywhere else', async () => {
    await open();
    const quote = (await till.quote({ amount: 123_400 })).body;
    const bought = (await till.buy({ amount: 123_400 })).body;
    for (const body of [quote, bought]) {
      expect(body).to.deep.include({
        earned: { points: 12.34, credit: 0 },
        balances: { points: 12.34, credit: 0 },
      });
      const [line] = body['explanation'] as { amount: number; why: string }[];
      expect([line?.amount, line?.why]).to.deep.equal([
        12.34,
        'به ازای هر ۱٬۰۰۰ تومان ۱ امتیاز، از ۱۲٬۳۴۰ تومان',
      ]);
    }
    expect([await amounts('ledger_entries'), await amounts('lots')]).to.deep.equal([
      [{ amount: 1234 }],
      [{ amount: 1234 }],
    ]);
    const { key } = await anApiKey(till.runtime, { role: 'manager' });
    const { entries } = await bodyOf(`GET /v1/members/${till.member.phone}/ledger`, key);
    expect((entries as { amount: number }[]).map(({ amount }) => amount)).to.deep.equal([12.34]);
    expect(await bodyOf(`GET /v1/purchases/${String(bought['id'])}`)).to.deep.include({
      earned: { points: 12.34, credit: 0 },
    });
  });

  it('are told to the member with what is missing to a reward and a tier', async () => {
    await open();
    await till.buy({ amount: 123_400 });
    const member = await bodyOf(`GET /v1/members/${till.member.phone}`);
    expect(member).to.deep.include({
      balances: { points: 12.34, credit: 0 },
      nextReward: { name: 'یک قهوه', missing: 8.16 },
    });
    const { progress } = member['tier'] as { progress: { toNext: { measures: unknown } } };
    expect(progress.toNext.measures).to.deep.equal([
      { by: 'earned', needed: 12.5, has: 12.34, missing: 0.16 },
    ]);
    const [told] = await messagesOf(till.runtime, 'purchaseRecordedForMember');
    expect(told?.body).to.include('۱۲٫۳۴ امتیاز');
  });

  it('add up exactly, and are taken back exactly', async () => {
    await open();
    const { body } = await till.buy({ amount: 1_000 }, 'a');
    await till.buy({ amount: 2_000 }, 'b');
    expect((await bodyOf(`GET /v1/members/${till.member.phone}`))['balances']).to.deep.equal({
      points: 0.3,
      credit: 0,
    });
    expect((await till.undo(body['id'])).body).to.deep.include({
      taken: { points: 0.1, credit: 0 },
      balances: { points: 0.2, credit: 0 },
    });
  });

  it('5: 268.28000000000003 points: 268.28, in the ledger and out of it', async () => {
    // As floats the two come to 268.28000000000003.
    const rules = [186.52, 81.76].map((fixed, at) => rule({ id: `r${at}`, give: { unit: 'points', fixed } }));
    await open({ rules });
    const { body } = await till.buy({ amount: 1_000 });
    expect(body).to.deep.include({ earned: { points: 268.28, credit: 0 } });
    const { runtime } = till;
    const sum = await runtime.store.one<{ sum: number | string }>(
      'SELECT SUM(amount) AS sum FROM ledger_entries',
    );
    expect(Number(sum?.sum)).to.equal(26_828);
  });

  it('wait, come free by their share, and are told on the way', async () => {
    await open({ rules: [rule({ pending: { until: 'paid' } })] });
    const payments = [{ kind: 'on_account', amount: 123_400 }];
    const bought = (await till.buy({ amount: 123_400, payments })).body;
    expect(bought).to.deep.include({ pending: { points: 12.34, credit: 0 } });
    const [line] = bought['explanation'] as { pending: { amount: number }[]; why: string }[];
    expect(line?.pending.map(({ amount }) => amount)).to.deep.equal([12.34]);
    const settled = await till.ask(`POST /v1/purchases/${String(bought['id'])}/settlements`, {
      ...{ idempotencyKey: 'pay', body: { amount: 41_133 } },
    });
    // A third of it, rounded down to a smallest part.
    expect(settled.body).to.deep.include({
      freed: { points: 4.11, credit: 0 },
      pending: { points: 8.23, credit: 0 },
      balances: { points: 4.11, credit: 0 },
    });
    const { pending } = await bodyOf(`GET /v1/members/${till.member.phone}/pending`);
    expect((pending as { amount: number }[]).map(({ amount }) => amount)).to.deep.equal([8.23]);
    expect(await bodyOf(`GET /v1/purchases/${String(bought['id'])}`)).to.deep.include({
      earned: { points: 4.11, credit: 0 },
      pending: { points: 8.23, credit: 0 },
    });
  });

  it('stand in the texts of rules and of every channel as people write them', async () => {
    const message = { message: '{points} امتیاز؛ جمع {balance}', kind: 'service' };
    await open({
      rules: [rule({ give: [{ unit: 'points', give: 1, per: 10_000 }, message] })],
      tiers: undefined,
    });
    await till.buy({ amount: 123_400 });
    await till.buy({ amount: 100 }, 'two');
    const bodies = (await messagesOf(till.runtime, 'ruleNoticeForMember')).map(({ body }) => body);
    expect(bodies[1]).to.include('۰٫۰۱ امتیاز؛ جمع ۱۲٫۳۵');
  });

  it('lose a step of what is left, to the smallest part', async () => {
    const expires = { steps: [{ after: { days: 1 }, lose: 50 }], to: 'instant' };
    await open({ rules: [rule({ expires })] });
    await till.buy({ amount: 100_100 });
    const { runtime, member } = till;
    expect((await readStanding(runtime, runtime.store, member)).expiring).to.deep.include({ points: 5 });
    runtime.clock.advance(24 * 3_600_000);
    expect((await readStanding(runtime, runtime.store, member)).balances.points).to.equal(5.01);
  });
});

describe('decimals of a program', () => {
  let till: Till;

  beforeEach(async () => {
    till = await openTill({ program: programWith(0, { rewards: [], tiers: undefined }) });
  });
  afterEach(async () => {
    await auditLedger(till.runtime);
    await till.close();
  });

  const changed = () => aProgram(programWith(2));
  const keeping = () => ({ actor: 'test', now: till.runtime.clock.now() });
  const transact = <T>(work: Parameters<typeof till.runtime.store.transaction<T>>[0]) =>
    till.runtime.store.transaction(work);
  const add = () => transact((tx) => addVersion(tx, changed(), keeping()));
  const activate = (activeAt?: number) =>
    transact((tx) =>
      activateVersion(tx, { ...keeping(), code: 'test-club', ...(activeAt !== undefined && { activeAt }) }),
    );
  const refusal = async (work: () => Promise<unknown>) => {
    const error = await work().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(ProgramError);
    return (error as ProgramError).message;
  };

  it('can change before anybody has points, for what was bought before as well', async () => {
    await add();
    await activate();
    const earlier = new Date(till.runtime.clock.now() - 3_600_000).toISOString();
    till.runtime.clock.advance(1_000);
    expect((await till.buy({ amount: 123_400, occurredAt: earlier })).body['earned']).to.deep.equal({
      points: 12.34,
      credit: 0,
    });
  });

  it('change at once or not at all', async () => {
    await add();
    const message = await refusal(() => activate(till.runtime.clock.now() + 1_000));
    expect(message).to.include('units.points.decimals: can change at once only');
  });

  it('stay as they are once there are points, however they are to be changed', async () => {
    await add();
    await till.buy({ amount: 100_000 });
    for (const work of [
      add,
      () => activate(),
      () => transact((tx) => keepProgramFile(tx, [changed()], keeping())),
    ]) {
      const message = await refusal(work);
      expect(message).to.include('are 0 in the points that members have; keep them, or write the program');
    }
    expect((await till.buy({ amount: 100_000 }, 'two')).body['balances']).to.deep.equal({
      points: 20,
      credit: 0,
    });
  });

  it('are refused at the API with the place and the cure', async () => {
    await till.buy({ amount: 100_000 });
    const { key } = await anApiKey(till.runtime, { role: 'owner' });
    const answer = await till.ask('POST /v1/programs', {
      ...{ key, idempotencyKey: 'p', body: programWith(2) },
    });
    expect(answer.status).to.equal(400);
    const [error] = answer.body['errors'] as { field: string; problem: string }[];
    expect(error?.field).to.equal('units.points.decimals');
    expect(error?.problem).to.include('under another code than "test-club"');
  });

  it('are those of each program that runs beside another', async () => {
    await transact(async (tx) => {
      await addVersion(tx, aProgram({ ...programWith(3), code: 'fine' }), keeping());
      await activateVersion(tx, { ...keeping(), code: 'fine' });
    });
    const { body } = await till.buy({ amount: 123_450 });
    const programs = body['programs'] as { program: string; earned: unknown }[];
    expect(programs.map(({ program, earned }) => [program, earned])).to.deep.equal([
      ['test-club', { points: 12, credit: 0 }],
      ['fine', { points: 12.345, credit: 0 }],
    ]);
  });
});

import { expect } from 'chai';
import { askableMs } from '../outbox/attempt.ts';
import { askingChannels } from '../outbox/questions.ts';
import { createServices } from '../services.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { aBackup, restoreInto } from '../testing/backups.ts';
import { createStore } from '../store/store.ts';
import { restoreMarker } from '../store/migrate.ts';
import { aMember } from '../testing/factories.ts';
import { aMessage, messageById, outbox } from '../testing/messages.ts';
import { rejection } from '../testing/rejection.ts';
import { createScriptedChannel, faultOf, receiptOf } from '../testing/scripted-channel.ts';
import type { ScriptedChannel } from '../testing/scripted-channel.ts';
import { makeTestDatabase } from '../testing/test-database.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { BackupFault } from './format.ts';
import { restoreRows } from './restore-rows.ts';
import type { RestoredClub } from './restore-club.ts';

const hourMs = 3_600_000;
const chat = { channel: 'telegram', address: '77' } as const;

describe('a restored club', function () {
  this.timeout(60_000);

  let lost: TestRuntime;
  let database: TestDatabase;
  let sms: ScriptedChannel;
  let telegram: ScriptedChannel;
  let restored: TestRuntime | undefined;
  let outcome: RestoredClub;

  beforeEach(async () => {
    sms = createScriptedChannel('sms');
    telegram = createScriptedChannel('telegram');
    // 12:30 in Tehran.
    lost = await createTestRuntime({ startAt: '2026-01-10T09:00:00Z', channels: { sms, telegram } });
    database = await makeTestDatabase();
  });
  afterEach(async () => {
    await restored?.close();
    restored = undefined;
    await database.remove();
    await lost.close();
  });

  /** The club as it goes on from its backup, some time after it was taken. */
  async function comeBack(file: string, afterMs = hourMs): Promise<TestRuntime> {
    lost.clock.advance(afterMs);
    outcome = await restoreInto({ file, databaseUrl: database.env.DATABASE_URL, of: lost });
    const startAt = new Date(lost.clock.now()).toISOString();
    sms.reset();
    telegram.reset();
    restored = await createTestRuntime({ startAt, channels: { sms, telegram }, env: database.env });
    return restored;
  }

  it('asks for each message that was open, and sends only what was never seen', async () => {
    const taken = await aMessage(lost);
    const never = await aMessage(lost, { to: { channel: 'sms', address: '+989120000002' } });
    const runtime = await comeBack(await aBackup(lost));
    expect(outcome.questions).to.deep.equal(new Map([['sms', 2]]));
    sms.answers.push({ known: true, receipt: receiptOf(taken) });
    await runtime.settle();
    expect(sms.asked).to.deep.equal([taken, never]);
    expect(sms.tried.map(({ id }) => id)).to.deep.equal([never]);
    expect((await messageById(runtime, taken)).state).to.equal('wired');
    expect((await messageById(runtime, never)).state).to.equal('wired');
  });

  it('has nothing that could be sent while it is being filled', async () => {
    const message = await aMessage(lost);
    const file = await aBackup(lost);
    const now = lost.clock.now();
    const store = createStore({ url: database.env.DATABASE_URL, now: () => now });
    await restoreRows(store, { file, now });
    const rows = await store.all(
      'SELECT id, state, code, due_at AS dueAt, attempted_at AS attemptedAt FROM outbox',
    );
    await store.close();
    expect(rows).to.deep.equal([
      { id: message, state: 'sending', code: 'restored', dueAt: Number.MAX_SAFE_INTEGER, attemptedAt: now },
    ]);
  });

  it('is not put under a server that is at work, and is once that has stopped', async () => {
    const file = await aBackup(lost);
    const server = await createTestRuntime({ env: { ...database.env, ROLES: 'worker' } });
    const services = createServices(server);
    try {
      await services.start();
      const error = await rejection(
        restoreInto({ file, databaseUrl: database.env.DATABASE_URL, of: server }),
      );
      expect(error).to.be.instanceOf(BackupFault);
      expect(error.message)
        .to.include('A server process is at work on this database')
        .and.include('stop all servers');
      expect(await server.store.tables()).to.not.include(restoreMarker);
    } finally {
      await services.stop();
      await server.close();
    }
    await comeBack(file);
  });

  it('stays closed where a server came to work meanwhile', async () => {
    const file = await aBackup(lost);
    const store = createStore({ url: database.env.DATABASE_URL, now: () => lost.clock.now() });
    const row = { name: 'process:late', token: 't', until_at: lost.clock.now() + 1 };
    let coming: Promise<void> | undefined;
    const onProgress = () => {
      coming ??= store.transaction((tx) => tx.insert('leases', [row]));
    };
    const wish = { file, databaseUrl: database.env.DATABASE_URL, of: lost, onProgress };
    expect((await rejection(restoreInto(wish))).message).to.include('at work on this database');
    await coming;
    expect(await store.tables()).to.include(restoreMarker);
    await store.close();
    await comeBack(file);
  });

  it('sends nothing else on a channel while a question is open there', async () => {
    const open = await aMessage(lost);
    const runtime = await comeBack(await aBackup(lost));
    const fresh = await aMessage(runtime, { to: { channel: 'sms', address: '+989120000002' } });
    const elsewhere = await aMessage(runtime, { to: chat });
    sms.answers.push(faultOf('unreachable'));
    await runtime.settle();
    expect(sms.tried).to.deep.equal([]);
    expect(telegram.tried.map(({ id }) => id)).to.deep.equal([elsewhere]);
    expect(await askingChannels(runtime.store)).to.deep.equal([
      { channel: 'sms', takenAt: outcome.header.takenAt, restoredAt: lost.clock.now(), open: 1 },
    ]);
    runtime.clock.advance(hourMs);
    sms.answers.push({ known: true, receipt: receiptOf(open) });
    await runtime.settle();
    await runtime.settle();
    expect(sms.tried.map(({ id }) => id)).to.deep.equal([fresh]);
    expect(await askingChannels(runtime.store)).to.deep.equal([]);
  });

  it('leaves to a person what nobody can be asked about', async () => {
    const message = await aMessage(lost, { to: chat });
    const runtime = await comeBack(await aBackup(lost));
    await runtime.settle();
    await runtime.settle();
    expect((await messageById(runtime, message)).state).to.equal('unknown');
    expect(telegram.tried).to.deep.equal([]);
    expect(await askingChannels(runtime.store)).to.deep.equal([]);
  });

  it('leaves to a person what the provider has forgotten', async () => {
    const message = await aMessage(lost);
    const runtime = await comeBack(await aBackup(lost), askableMs + 1);
    await runtime.settle();
    expect([sms.asked, sms.tried]).to.deep.equal([[], []]);
    expect((await messageById(runtime, message)).state).to.equal('unknown');
  });

  it('does not ask for what had ended, nor for what was not due yet', async () => {
    const sent = await aMessage(lost);
    await lost.settle();
    const later = await aMessage(lost);
    await lost.store.transaction((tx) =>
      tx.run(`UPDATE outbox SET state = 'deferred', due_at = ? WHERE id = ?`, [
        lost.clock.now() + 2 * hourMs,
        later,
      ]),
    );
    const runtime = await comeBack(await aBackup(lost));
    await runtime.settle();
    expect([sms.asked, sms.tried]).to.deep.equal([[], []]);
    expect((await messageById(runtime, sent)).state).to.equal('wired');
    runtime.clock.advance(hourMs);
    await runtime.settle();
    expect(sms.tried.map(({ id }) => id)).to.deep.equal([later]);
  });

  it('counts the hours for asking from when a message may have been sent first', async () => {
    const attempted = await aMessage(lost);
    const deferred = await aMessage(lost);
    const dueAt = lost.clock.now() + hourMs;
    await lost.store.transaction(async (tx) => {
      await tx.run(`UPDATE outbox SET state = 'sending', attempted_at = 5 WHERE id = ?`, [attempted]);
      await tx.run(`UPDATE outbox SET state = 'deferred', due_at = ? WHERE id = ?`, [dueAt, deferred]);
    });
    const runtime = await comeBack(await aBackup(lost), 2 * hourMs);
    const rows = await runtime.store.all<{ id: number; at: number }>(
      'SELECT id, attempted_at AS at FROM outbox ORDER BY id',
    );
    expect(rows).to.deep.equal([
      { id: attempted, at: 5 },
      { id: deferred, at: dueAt },
    ]);
  });

  describe('whose jobs had something to say since', () => {
    async function birthdayChild(): Promise<number> {
      const { id } = await aMember(lost);
      // 2026-01-11 is 21 Dey.
      const birthday = { calendar: 'persian', year: 1370, month: 10, day: 21 } as const;
      await lost.store.transaction((tx) => setBirthday(lost, tx, { memberId: id, birthday }));
      await lost.settle();
      return id;
    }
    const gifts = (of: TestRuntime) => of.count('ledger_entries', "reason = 'birthday'");
    const greetings = async (of: TestRuntime) =>
      (await outbox(of)).filter(({ template }) => template === 'birthdayGiftForMember');

    it('gives the gifts, and leaves to a person what may have been said already', async () => {
      await birthdayChild();
      const runtime = await comeBack(await aBackup(lost), 24 * hourMs);
      expect(outcome).to.deep.include({
        runs: [{ job: 'birthdays', day: '2026-01-11', done: 1 }],
        withheld: 1,
      });
      await createScheduler(runtime).runDue();
      await runtime.settle();
      expect(await gifts(runtime)).to.equal(1);
      expect(sms.tried).to.deep.equal([]);
      const [greeting] = await greetings(runtime);
      expect(greeting).to.include({ state: 'unknown', code: 'restored' });
      expect(outcome.verification).to.not.have.property('difference');
    });

    it('lets be what is not worth saying any more', async () => {
      await birthdayChild();
      const runtime = await comeBack(await aBackup(lost), 5 * 24 * hourMs);
      expect(outcome.withheld).to.equal(0);
      expect((await greetings(runtime)).map(({ state }) => state)).to.deep.equal(['suppressed']);
      expect(await gifts(runtime)).to.equal(1);
    });

    it('runs as ever what was not due yet', async () => {
      await birthdayChild();
      // 08:30 of the birthday.
      const runtime = await comeBack(await aBackup(lost), 20 * hourMs);
      expect(outcome.withheld).to.equal(0);
      expect(await gifts(runtime)).to.equal(0);
      runtime.clock.advance(hourMs);
      await createScheduler(runtime).runDue();
      await runtime.settle();
      expect(sms.tried).to.have.length(1);
    });

    it('nudges nobody a second time', async () => {
      await aMember(lost);
      await lost.settle();
      const file = await aBackup(lost);
      const runtime = await comeBack(file, 60 * 24 * hourMs);
      const nudges = outcome.runs.filter(({ job }) => job === 'nudges');
      expect(nudges.map(({ done }) => done)).to.deep.equal([1]);
      runtime.clock.advance(24 * hourMs);
      await createScheduler(runtime).runDue();
      await runtime.settle();
      expect(sms.tried).to.deep.equal([]);
    });
  });
});

import { expect } from 'chai';
import sinon from 'sinon';
import { StoreUnavailable } from '../store/errors.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { eventually } from '../testing/eventually.ts';
import { outbox } from '../testing/messages.ts';
import { rejection } from '../testing/rejection.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';
import { createInboxWorker } from './handle.ts';

const sara = '+989120000001';
const ali = '+989120000002';
const minute = 60_000;

describe('the inbox', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');

  const { lines, errors } = shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });

  afterEach(async () => {
    sinon.restore();
    await auditLedger(runtime);
  });

  const { arrive, say } = createTexting(() => runtime, { sms, telegram });
  const states = () =>
    runtime.store.all<{ state: string; attempts: number }>('SELECT state, attempts FROM inbox ORDER BY id');

  describe('keeps what comes in', () => {
    it('once, however often the provider repeats it', async () => {
      const ids = { providerId: 'k-1' };
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => arrive(sara, 'عضویت', ids)));
      expect(outcomes.filter((outcome) => outcome === 'stored')).to.have.length(1);
      await runtime.settle();
      expect(await arrive(sara, 'عضویت', ids)).to.equal('duplicate');
      await runtime.settle();
      expect(sms.tried).to.have.length(1);
      expect(await runtime.count('members')).to.equal(1);
    });

    it('as another message where another channel has the same id', async () => {
      expect(await arrive(sara, '?', { providerId: '1' })).to.equal('stored');
      expect(await arrive('77', '?', { providerId: '1', channel: 'telegram' })).to.equal('stored');
    });

    it('under the number in its one form', async () => {
      for (const from of ['09120000001', '989120000001', '+98 912 000 0001', '۰۹۱۲۰۰۰۰۰۰۱'])
        await arrive(from, 'x');
      expect(await runtime.count('inbox', `address = '${sara}'`)).to.equal(4);
    });

    for (const from of ['10008663', '+982188776655', 'MCI', '200', 'همراه اول', '']) {
      it(`from «${from}» without ever answering it`, async () => {
        expect(await say(from, 'عضویت')).to.deep.equal([]);
        expect(await states()).to.deep.equal([{ state: 'ignored', attempts: 0 }]);
        expect(await runtime.count('members')).to.equal(0);
        expect(await outbox(runtime)).to.deep.equal([]);
      });
    }

    it('with no word of it in the log', async () => {
      await say(sara, 'متن محرمانه');
      const log = JSON.stringify(lines());
      expect(log).not.to.include('محرمانه').and.not.to.include('9120000001');
    });
  });

  describe('handles', () => {
    it('the messages of one address oldest first, whichever order the database has them in', async () => {
      // The clock stands still for the first two; the third is younger though it is stored last with a lower id.
      await arrive(sara, '1');
      await arrive(sara, 'تولد ۱۳۷۰/۵/۱۲');
      runtime.clock.advance(1);
      await arrive(sara, '2');
      await runtime.store.transaction((tx) =>
        tx.run('UPDATE inbox SET id = 1 WHERE received_at = ?', [runtime.clock.now()]),
      );
      await runtime.settle();
      expect((await outbox(runtime)).map(({ template }) => template)).to.deep.equal([
        'memberJoined',
        'birthdaySaved',
        'balanceForMember',
      ]);
    });

    it('each message once, also when two workers are at it', async () => {
      await arrive(sara, '1');
      await arrive(ali, '1');
      await Promise.all([createInboxWorker(runtime).drain(), createInboxWorker(runtime).drain()]);
      expect(await runtime.count('members')).to.equal(2);
      expect(await outbox(runtime)).to.have.length(2);
    });

    it('more messages than a batch has', async () => {
      for (let index = 0; index < 45; index++) await arrive(`+98912000${1000 + index}`, '?');
      expect(await createInboxWorker(runtime).drain()).to.equal(45);
      expect(await runtime.count('inbox', "state = 'handled'")).to.equal(45);
    });

    it('as soon as they are stored, without waiting for the next look', async () => {
      sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      const worker = createInboxWorker(runtime);
      worker.start();
      for (const text of ['1', '2']) {
        await arrive(sara, text);
        await eventually(async () => (await runtime.count('inbox', "state = 'received'")) === 0);
      }
      await worker.stop();
      expect(await outbox(runtime)).to.have.length(2);
      expect(errors()).to.deep.equal([]);
    });
  });

  describe('when handling fails', () => {
    /** A row that no handler can read. */
    const spoil = (text: string) =>
      runtime.store.transaction((tx) =>
        tx.run("UPDATE inbox SET body = 'no json' WHERE body LIKE ?", [`%${text}%`]),
      );

    it('tries again later and later, then sets it aside for a person, and says so each time', async () => {
      await arrive(sara, 'spoilt');
      await spoil('spoilt');
      for (const [index, waitMs] of [2000, 4000, 8000, 16_000].entries()) {
        await runtime.settle();
        expect(await states()).to.deep.equal([{ state: 'received', attempts: index + 1 }]);
        runtime.clock.advance(waitMs - 1);
        await runtime.settle();
        expect((await states())[0]?.attempts).to.equal(index + 1);
        runtime.clock.advance(1);
      }
      await runtime.settle();
      expect(await states()).to.deep.equal([{ state: 'failed', attempts: 5 }]);
      runtime.clock.advance(60 * minute);
      await runtime.settle();
      expect(errors()).to.have.length(5);
      expect(sms.tried).to.deep.equal([]);
    });

    it('lets everybody else be, and keeps the order of who it concerns', async () => {
      await arrive(sara, 'spoilt');
      await arrive(sara, '1');
      await arrive(ali, '1');
      await spoil('spoilt');
      await runtime.settle();
      expect(sms.tried.map(({ to }) => to)).to.deep.equal([ali]);
      for (let attempt = 0; attempt < 5; attempt++) {
        runtime.clock.advance(minute);
        await runtime.settle();
      }
      expect(sms.tried.map(({ to }) => to)).to.deep.equal([ali, sara]);
      expect(await runtime.count('members')).to.equal(2);
    });

    it('leaves nothing half done, and does it once when it works again', async () => {
      await arrive(sara, '1');
      await runtime.store.schema((tx) => tx.execute('ALTER TABLE outbox RENAME TO outbox_away'));
      await createInboxWorker(runtime).drain();
      for (const table of ['members', 'addresses', 'consents', 'ledger_entries', 'lots', 'accounts']) {
        expect(await runtime.count(table), table).to.equal(0);
      }
      await runtime.store.schema((tx) => tx.execute('ALTER TABLE outbox_away RENAME TO outbox'));
      runtime.clock.advance(2000);
      await runtime.settle();
      expect(await runtime.count('members')).to.equal(1);
      expect(await runtime.count('ledger_entries')).to.equal(1);
      expect(sms.tried).to.have.length(1);
    });

    it('does not count against the message that the database is away', async () => {
      await arrive(sara, '1');
      const store = {
        ...runtime.store,
        transaction: () => Promise.reject(new StoreUnavailable('locked', { transient: true })),
      };
      const error = await rejection(createInboxWorker({ ...runtime, store }).drain());
      expect(error).to.be.instanceOf(StoreUnavailable);
      expect(await states()).to.deep.equal([{ state: 'received', attempts: 0 }]);
      await runtime.settle();
      expect(sms.tried).to.have.length(1);
    });
  });

  describe('answers the same text from one number three times an hour', () => {
    it('and is silent the fourth time, in whatever spelling', async () => {
      for (const text of ['Help', ' HELP', 'ｈｅｌｐ']) expect(await say(sara, text), text).to.have.length(1);
      expect(await say(sara, 'help')).to.deep.equal([]);
      expect(await states().then((all) => all.map(({ state }) => state))).to.deep.equal(
        Array(4).fill('handled'),
      );
    });

    it('but goes on answering other texts, other numbers and chats', async () => {
      for (let time = 0; time < 4; time++) await say(sara, 'سلام');
      expect(await say(sara, 'سلام')).to.deep.equal([]);
      expect(await say(sara, 'سلام!؟')).to.have.length(1);
      expect(await say(ali, 'سلام')).to.have.length(1);
      for (let time = 0; time < 5; time++) {
        expect(await say('77', 'سلام', { channel: 'telegram' })).to.have.length(1);
      }
    });

    it('and again when an hour has passed since the first', async () => {
      for (let time = 0; time < 3; time++) {
        await say(sara, 'سلام');
        runtime.clock.advance(minute);
      }
      runtime.clock.advance(57 * minute - 1);
      expect(await say(sara, 'سلام')).to.deep.equal([]);
      runtime.clock.advance(1);
      expect(await say(sara, 'سلام')).to.have.length(1);
      expect(await say(sara, 'سلام')).to.deep.equal([]);
    });

    it('and does what is asked for all the same', async () => {
      await say(sara, '1');
      for (let time = 0; time < 3; time++) await say(sara, '12');
      await say(sara, '11');
      expect(await say(sara, '12')).to.deep.equal([]);
      expect(await runtime.count('members', 'promotions_stopped_at IS NULL')).to.equal(1);
      expect(await runtime.count('addresses', 'promotions_stopped_at IS NULL')).to.equal(1);
    });
  });
});

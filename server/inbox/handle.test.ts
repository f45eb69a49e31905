import { expect } from 'chai';
import sinon from 'sinon';
import type { OutboundMessage, MessageChannel } from '../../channels/types.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { aMember } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { rejection } from '../testing/rejection.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { eventually } from '../testing/eventually.ts';
import { createInboxWorker } from './handle.ts';
import { receive } from './receive.ts';

const sara = '+989120000001';
const ali = '+989120000002';
const minute = 60_000;

describe('the inbox', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');
  let made = 0;

  const { lines, errors } = shareRuntime((shared) => (runtime = shared), { channels: { sms, telegram } });

  afterEach(async () => {
    sinon.restore();
    await auditLedger(runtime);
  });

  interface Text {
    readonly channel?: MessageChannel;
    readonly providerId?: string;
    readonly contact?: { phone: string; own: boolean };
  }

  /** Somebody's message arrives; nothing is done with it yet. */
  const arrive = (
    from: string,
    text: string,
    { channel = 'sms', providerId = `m${made++}`, contact }: Text = {},
  ) => receive(runtime, channel, { kind: 'message', from, text, providerId, ...(contact && { contact }) });

  /** What was said to somebody in answer to a message. */
  async function say(from: string, text: string, options: Text = {}): Promise<string[]> {
    const channel = options.channel === 'telegram' ? telegram : sms;
    const before = channel.tried.length;
    await arrive(from, text, options);
    await runtime.settle();
    return channel.tried.slice(before).map((message) => message.text);
  }

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

  describe('by SMS', () => {
    it('enrols her once, with her own words for the consent', async () => {
      expect(await say(sara, 'می‌خواهم عضو شوم')).to.have.length(1);
      expect((await say(sara, 'عضویت'))[0]).to.include('شما عضو هستید');
      expect(await runtime.count('members')).to.equal(1);
      const [consent] = await runtime.store.all<{ inbox_id: number }>('SELECT * FROM consents');
      const [row] = await runtime.store.all<{ id: number }>('SELECT id FROM inbox ORDER BY id LIMIT 1');
      expect(consent).to.include({
        channel: 'sms',
        address: sara,
        words: 'می‌خواهم عضو شوم',
        inbox_id: row?.id,
      });
    });

    type Said = readonly [text: string, template: string];
    const stranger: readonly Said[] = [
      ['عضویت', 'memberJoined'],
      ['join', 'memberJoined'],
      ['۱', 'memberJoined'],
      ['امتیاز', 'strangerInvited'],
      ['balance', 'strangerInvited'],
      ['2', 'strangerInvited'],
      ['تولد ۱۳۷۰/۵/۱۲', 'strangerInvited'],
      ['birthday 1991/8/3', 'strangerInvited'],
      ['راهنما', 'helpForStranger'],
      ['help', 'helpForStranger'],
      ['؟', 'helpForStranger'],
      ['لغو', 'promotionsStopped'],
      ['STOP', 'promotionsStopped'],
      ['۱۱', 'promotionsStopped'],
      ['12', 'promotionsResumed'],
      ['/start', 'strangerInvited'],
      ['چیز دیگر', 'notUnderstood'],
      ['something else', 'notUnderstood'],
    ];
    const member: readonly Said[] = [
      ['عضویت', 'alreadyMember'],
      ['join', 'alreadyMember'],
      ['امتیازم چقدره؟', 'balanceForMember'],
      ['موجودی', 'balanceForMember'],
      ['my points', 'balanceForMember'],
      ['٢', 'balanceForMember'],
      ['تولد', 'birthdayAsked'],
      ['birthday', 'birthdayAsked'],
      ['تولد ۱۳۷۰/۵/۱۲', 'birthdaySaved'],
      ['تولد ۱۲ مرداد ۱۳۷۰', 'birthdaySaved'],
      ['birthday 1991/8/3', 'birthdaySaved'],
      ['تولد ۱۳۷۰/۱۳/۱', 'birthdayNotUnderstood'],
      ['تولد ۱۴۰۹/۱/۱', 'birthdayNotUnderstood'],
      ['birthday soon', 'birthdayNotUnderstood'],
      ['کمک', 'helpForMember'],
      ['HELP', 'helpForMember'],
      ['لغو۱۱', 'promotionsStopped'],
      ['unsubscribe', 'promotionsStopped'],
      ['۱۲', 'promotionsResumed'],
      ['start', 'promotionsResumed'],
      ['تولد ۱۲ مرداد', 'birthdayYearAsked'],
      ['birthday 3 August', 'birthdayYearAsked'],
      ['سلام', 'helpForMember'],
      ['hi', 'helpForMember'],
      ['انگلیسی', 'languageChosen'],
      ['english', 'languageChosen'],
      ['don’t text me', 'promotionsStopped'],
      ['سلام، خوبید؟', 'notUnderstood'],
      ['x'.repeat(10_000), 'notUnderstood'],
      ['\u0000\u202e', 'notUnderstood'],
      ['', 'notUnderstood'],
    ];

    for (const [who, table] of [
      ['a stranger', stranger],
      ['a member', member],
    ] as const) {
      for (const [text, template] of table) {
        it(`answers ${template} to ${JSON.stringify(text.slice(0, 30))} from ${who}, in the language of the text`, async () => {
          if (who === 'a member') await aMember(runtime, { phone: sara });
          await say(sara, text);
          const [answer, ...more] = await outbox(runtime);
          expect(more).to.deep.equal([]);
          expect(answer).to.include({ template, address: sara, class: 'answer', state: 'wired' });
          const latin = /[a-z]/i.test(text.replace('/start', ''));
          expect(/\p{Script=Arabic}/u.test(answer?.body.split('\n').at(-1) ?? '')).to.equal(!latin);
        });
      }
    }

    it('tells her points, what the next reward needs and what expires', async () => {
      await say(sara, '1');
      const [text] = await say(sara, '2');
      expect(text)
        .to.include('امتیاز شما: ۵۰')
        .and.match(/۵۰ امتیاز دیگر تا .*اسپرسو/);
    });

    it('answers in the language of the message, and writes by itself in the one she joined in', async () => {
      await say(sara, 'عضویت');
      for (const text of ['balance', 'help', 'salam']) await say(sara, text);
      expect(await runtime.count('members', "language = 'fa'")).to.equal(1);
      expect((await say(sara, 'balance'))[0]).to.include('Your points');
      expect((await say(sara, '2'))[0]).to.include('امتیاز شما');
    });

    it('writes in another language once she asks for it', async () => {
      await say(sara, 'join');
      expect((await say(sara, '2'))[0]).to.include('Your points');
      expect((await say(sara, 'فارسی'))[0]).to.include('فارسی');
      expect((await say(sara, '2'))[0]).to.include('امتیاز شما');
      expect((await say(sara, 'English please'))[0]).to.include('English');
      expect((await say(sara, '2'))[0]).to.include('Your points');
    });

    it('enrols who writes Persian in Latin letters in the language of the club', async () => {
      expect((await say(sara, 'ozviat'))[0]).to.include('خوش آمدید');
      expect((await say(sara, 'emtiaz'))[0]).to.include('امتیاز شما');
    });

    it('says nothing to thanks, and leaves the question open', async () => {
      await say(sara, '1');
      await say(sara, 'تولد');
      for (const text of ['باشه', 'ok', 'ممنون 🙏', '👍'])
        expect(await say(sara, text), text).to.deep.equal([]);
      expect((await say(sara, '۱۲ مرداد'))[0]).to.include('سالش را هم');
      expect((await say(sara, '۱۲ مرداد ۱۳۷۰'))[0]).to.include('ثبت شد');
    });

    it('confirms a stop once, and stays silent after', async () => {
      await say(sara, '1');
      expect(await say(sara, '11')).to.have.length(1);
      expect(await say(sara, 'لغو۱۱')).to.deep.equal([]);
      expect(await say(sara, 'stop')).to.deep.equal([]);
      expect(await runtime.count('consents', "kind = 'promotions'")).to.equal(1);
      expect(await say(sara, '12')).to.have.length(1);
      expect(await say(sara, '11')).to.have.length(1);
      expect(
        await runtime.store.all("SELECT granted, words FROM consents WHERE kind = 'promotions' ORDER BY id"),
      ).to.deep.equal([
        { granted: 0, words: '11' },
        { granted: 1, words: '12' },
        { granted: 0, words: '11' },
      ]);
    });

    it('takes a bare date for an answer only while the question is open', async () => {
      await say(sara, '1');
      const saved = () => runtime.count('members', 'birth_day = 12');
      await say(sara, '۱۳۷۰/۵/۱۲');
      expect(await saved()).to.equal(0);
      await say(sara, 'تولد');
      expect((await say(sara, 'نمی‌گویم'))[0]).to.include('تاریخ را متوجه نشدیم');
      await say(sara, '۱۳۷۰/۵/۱۲');
      expect(await saved()).to.equal(1);
      await say(sara, 'تولد');
      runtime.clock.advance(10 * minute);
      await say(sara, '۱۳۷۰/۵/۱۴');
      expect(await saved()).to.equal(1);
      await say(sara, 'تولد');
      await say(sara, 'امتیاز');
      await say(sara, '۱۳۷۰/۵/۱۴');
      expect(await saved()).to.equal(1);
    });

    it('does not take a contact in a text message for anything', async () => {
      expect(await say(sara, '', { contact: { phone: ali, own: true } })).to.deep.equal([]);
      expect(await runtime.count('members')).to.equal(0);
    });
  });

  describe('in Telegram', () => {
    const chat = { channel: 'telegram' } as const;
    const last = (): OutboundMessage => {
      const message = telegram.tried.at(-1);
      if (!message) throw new Error('nothing was said');
      return message;
    };
    const asksContact = [[{ label: 'ارسال شماره من', asksContact: true }]];
    const menu = [[{ label: 'امتیاز من' }], [{ label: 'تاریخ تولد' }, { label: 'راهنما' }]];

    it('asks a newcomer for her own number, whatever she says', async () => {
      for (const text of ['/start', '/start abc', 'عضویت', 'امتیاز', 'تولد ۱۳۷۰/۵/۱۲']) {
        await say('77', text, chat);
        expect(last(), text).to.deep.include({ to: '77', buttons: asksContact });
      }
      expect(await runtime.count('members')).to.equal(0);
    });

    it('enrols her by her own contact, once, and shows her the buttons', async () => {
      const shared = { ...chat, contact: { phone: '989120000001', own: true } };
      const [welcome] = await say('77', '', shared);
      expect(welcome).to.include('خوش آمدید').and.include('۵۰');
      expect(last().buttons).to.deep.equal(menu);
      await say('77', '', shared);
      expect(last().text).to.include('امتیاز شما: ۵۰');
      expect(await runtime.count('members', `phone = '${sara}'`)).to.equal(1);
      expect(await runtime.store.all('SELECT channel, address, words FROM consents')).to.deep.equal([
        { channel: 'telegram', address: '77', words: 'ارسال شماره من' },
      ]);
      expect(sms.tried).to.deep.equal([]);
    });

    it("counts another's contact for nothing", async () => {
      await aMember(runtime, { phone: ali });
      await say('77', '', { ...chat, contact: { phone: ali, own: false } });
      expect(last().text).to.include('این شماره با حساب شما یکی نیست');
      expect(last().buttons).to.deep.equal(asksContact);
      expect(await runtime.count('addresses', "channel = 'telegram'")).to.equal(0);
      await say('77', 'امتیاز', chat);
      expect(last().text).not.to.include('۵۰');
    });

    it('counts a contact that is no mobile for nothing', async () => {
      await say('77', '', { ...chat, contact: { phone: '+982188776655', own: true } });
      expect(last().buttons).to.deep.equal(asksContact);
      expect(await runtime.count('members')).to.equal(0);
    });

    it('links the chat to who is a member by SMS already', async () => {
      await say(sara, '1');
      await say('77', '', { ...chat, contact: { phone: sara, own: true } });
      expect(last().text).to.include('امتیاز شما: ۵۰');
      expect(await runtime.count('members')).to.equal(1);
      for (const [text, template] of [
        ['امتیاز من', 'balanceForMember'],
        ['تاریخ تولد', 'birthdayAsked'],
        ['۱۳۷۰/۵/۱۲', 'birthdaySaved'],
        ['راهنما', 'helpForMember'],
        ['/start', 'balanceForMember'],
      ] as const) {
        await say('77', text, chat);
        const answers = await runtime.store.all<{ template: string }>(
          "SELECT template FROM outbox WHERE channel = 'telegram' ORDER BY id DESC LIMIT 1",
        );
        expect(answers[0]?.template, text).to.equal(template);
        expect(last().buttons).to.deep.equal(menu);
      }
    });

    it('stops promotions for her number too', async () => {
      await say('77', '', { ...chat, contact: { phone: sara, own: true } });
      await say('77', '11', chat);
      expect(await runtime.count('members', 'promotions_stopped_at IS NOT NULL')).to.equal(1);
      expect(await runtime.count('addresses', 'promotions_stopped_at IS NOT NULL')).to.equal(2);
      await say(sara, '12');
      expect(await runtime.count('addresses', 'promotions_stopped_at IS NOT NULL')).to.equal(0);
    });

    it('answers again who had blocked the bot and now writes', async () => {
      await say('77', '', { ...chat, contact: { phone: sara, own: true } });
      await runtime.store.transaction((tx) =>
        tx.run("UPDATE addresses SET dead_at = 1 WHERE channel = 'telegram'"),
      );
      expect(await say('77', 'امتیاز', chat)).to.have.length(1);
    });
  });
});

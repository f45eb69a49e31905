import { expect } from 'chai';
import type { OutboundMessage } from '../../channels/types.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember } from '../testing/factories.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';

const sara = '+989120000001';
const ali = '+989120000002';

describe('the inbox', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');

  shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });
  afterEach(() => auditLedger(runtime));

  const { say } = createTexting(() => runtime, { sms, telegram });

  describe('in Telegram', () => {
    const chat = { channel: 'telegram' } as const;
    const last = (): OutboundMessage => {
      const message = telegram.tried.at(-1);
      if (!message) throw new Error('nothing was said');
      return message;
    };
    const asksContact = [[{ label: 'ارسال شماره من', asksContact: true }]];
    const menu = [
      [{ label: 'امتیاز من' }, { label: 'چرا' }],
      [{ label: 'دعوت دوستان' }, { label: 'تاریخ تولد' }],
      [{ label: 'راهنما' }],
    ];

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

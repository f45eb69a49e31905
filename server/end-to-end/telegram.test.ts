/** A customer and the bot, polled and pushed, in Telegram and in Bale: from her update to what she is sent. */
import { expect } from 'chai';
import { auditAndClose } from '../testing/audit-club.ts';
import { contents } from '../testing/contents.ts';
import { aPhone } from '../testing/factories.ts';
import type { SentMessage } from '../testing/fake-telegram-state.ts';
import { openLiveClub } from '../testing/live-club.ts';
import type { LiveClub } from '../testing/live-club.ts';
import { aMessage, messageById, outbox, replies } from '../testing/messages.ts';

const memberKeyboard = {
  keyboard: [
    [{ text: 'امتیاز من' }, { text: 'چرا' }],
    [{ text: 'دعوت دوستان' }, { text: 'تاریخ تولد' }],
    [{ text: 'راهنما' }],
  ],
  resize_keyboard: true,
};
const strangerKeyboard = {
  keyboard: [[{ text: 'ارسال شماره من', request_contact: true }]],
  resize_keyboard: true,
};

for (const bot of ['telegram-polling', 'telegram-webhook', 'bale-polling'] as const) {
  const channel = bot === 'bale-polling' ? 'bale' : 'telegram';
  describe(`in a chat, end to end: ${bot}`, () => {
    let club: LiveClub;
    let phone: string;
    let her = 880_000;

    before(async () => {
      club = await openLiveClub({ bot });
    });

    after(() => auditAndClose(club));

    beforeEach(() => {
      phone = aPhone();
      her += 1;
    });

    /** What the bot was made to send by what was done. */
    const during = async (action: () => unknown): Promise<SentMessage[]> => {
      const before = club.chat.sent.length;
      await action();
      await club.quiet();
      return club.chat.sent.slice(before);
    };
    const say = (text: string) => during(() => club.chat.say({ from: her, text }));
    const share = (details: { ownerId?: number | null; forwarded?: boolean } = {}) =>
      during(() => club.chat.shareContact({ from: her, phone: phone.slice(1), ...details }));
    const one = (sent: readonly SentMessage[]) => {
      expect(sent.map(({ chatId }) => chatId)).to.deep.equal([her]);
      return sent[0] ?? expect.fail();
    };
    const members = (where = '1 = 1') => club.runtime.count('members', `phone = '${phone}' AND ${where}`);
    const links = (where = 'member_id IS NOT NULL') =>
      club.runtime.count('addresses', `channel = '${channel}' AND address = '${her}' AND ${where}`);
    const gifts = () =>
      club.runtime.count(
        'ledger_entries',
        `reason = 'joining' AND member_id = (SELECT id FROM members WHERE phone = '${phone}')`,
      );
    /** Everything but what was said. */
    const tables = async () =>
      Object.entries(await contents(club.runtime)).filter(([name]) => name !== 'inbox' && name !== 'outbox');

    it('/start is met with a welcome and the button that sends her number, and with no more', async () => {
      const before = await tables();
      const welcome = one(await say('/start'));
      expect(welcome.text).to.include('باشگاه آزمون').and.include('«ارسال شماره من»');
      expect(welcome.replyMarkup).to.deep.equal(strangerKeyboard);
      expect(one(await say('امتیاز')).text).to.include('به شماره‌تان نیاز داریم');
      expect(one(await say('عضویت')).replyMarkup).to.deep.equal(strangerKeyboard);
      expect(await tables()).to.deep.equal(before);
    });

    it('her own contact makes her a member, with her consent, the gift and the buttons; no SMS', async () => {
      await say('/start');
      const texted = await club.smsDuring(async () => {
        const joined = one(await share());
        expect(joined.text).to.include('خوش آمدید').and.include('هدیه عضویت: ۵۰ امتیاز');
        expect(joined.replyMarkup).to.deep.equal(memberKeyboard);
      });
      expect(texted).to.deep.equal([]);
      expect([await members(`joined_channel = '${channel}'`), await gifts(), await links()]).to.deep.equal([
        1, 1, 1,
      ]);
      const consent = `kind = 'membership' AND granted = 1 AND words = 'ارسال شماره من'`;
      const hers = `channel = '${channel}' AND address = '${her}' AND ${consent}`;
      expect(await club.runtime.count('consents', hers)).to.equal(1);
      // Again: she is one still.
      expect(one(await share()).text).to.include('امتیاز شما: ۵۰');
      expect([await members(), await gifts(), await links()]).to.deep.equal([1, 1, 1]);
    });

    for (const [what, details] of [
      ['of another account', { ownerId: 17 }],
      ['of no account', { ownerId: null }],
      ['forwarded by her', { forwarded: true }],
      ['of another account, forwarded', { ownerId: 17, forwarded: true }],
    ] as const) {
      it(`a contact ${what} makes no member and no link, also of who is a member`, async () => {
        const before = await tables();
        const refused = one(await share(details));
        expect(refused.text).to.include('این شماره با حساب شما یکی نیست');
        expect(refused.replyMarkup).to.deep.equal(strangerKeyboard);
        expect(await tables()).to.deep.equal(before);
        await club.text(phone, 'عضویت');
        expect(one(await share(details)).text).to.include('این شماره با حساب شما یکی نیست');
        expect(await links()).to.equal(0);
        expect(one(await say('امتیاز من')).text).not.to.include('۵۰');
      });
    }

    it('who is a member by SMS is linked, not doubled, and has one balance', async () => {
      await club.text(phone, 'عضویت');
      const linked = one(await share());
      expect(linked.text).to.include('امتیاز شما: ۵۰');
      expect(linked.replyMarkup).to.deep.equal(memberKeyboard);
      expect([await members("joined_channel = 'sms'"), await gifts(), await links()]).to.deep.equal([
        1, 1, 1,
      ]);
    });

    it('the buttons tell her points, help her, and keep her birthday in a conversation', async () => {
      await share();
      expect(one(await say('امتیاز من')).text)
        .to.include('امتیاز شما: ۵۰')
        .and.include('«یک اسپرسو»');
      expect(one(await say('راهنما')).text).to.include('می‌توانید بفرستید');
      expect(one(await say('تاریخ تولد')).text).to.include('تاریخ تولدتان را این‌طور بفرستید');
      expect(one(await say('دوازده مرداد هفتاد و نه و نیم')).text).to.include('متوجه نشدیم');
      const saved = one(await say('۱۳۷۰/۵/۱۲'));
      expect(saved.text).to.equal('تاریخ تولدتان ثبت شد: ۱۲ مرداد ۱۳۷۰');
      expect(saved.replyMarkup).to.deep.equal(memberKeyboard);
      expect(await members("birth_calendar = 'persian' AND birth_day = 12")).to.equal(1);
      // The question is closed: a date alone is nothing any more.
      expect(one(await say('۱۳۷۱/۵/۱۳')).text).to.include('متوجه نشدیم');
      expect(await members('birth_day = 12')).to.equal(1);
    });

    it('in English too, once she writes it', async () => {
      await share();
      const english = one(await say('My points'));
      expect(english.text).to.include('Your points: 50');
      expect(english.replyMarkup).to.deep.include({
        keyboard: [
          [{ text: 'My points' }, { text: 'Why' }],
          [{ text: 'Invite friends' }, { text: 'Birthday' }],
          [{ text: 'Help' }],
        ],
      });
      expect(one(await say('Birthday')).text).to.include('date of birth');
      expect(one(await say('3/8/1991 or so')).text).to.include('could not read the date');
    });

    it('11 in the chat stops promotions for her number, 12 brings them back', async () => {
      await share();
      expect(one(await say('11')).text).to.match(/تبلیغاتی[^]*۱۲/);
      expect(await members('promotions_stopped_at IS NOT NULL')).to.equal(1);
      expect(await say('لغو۱۱')).to.deep.equal([]);
      expect(await club.text(phone, '12')).to.have.length(1);
      expect(await members('promotions_stopped_at IS NULL')).to.equal(1);
    });

    it('an update that is repeated, once or twenty times at once, is one', async () => {
      const { updateId } = await club.chat.shareContact({ from: her, phone: phone.slice(1) });
      await club.quiet();
      const more = await during(async () => {
        await club.chat.repeat(updateId);
        await Promise.all(Array.from({ length: 20 }, () => club.chat.repeat(updateId)));
        // Behind the repeats: when it has been fetched, they have been too.
        await club.chat.sayRaw({ poll: {} });
      });
      expect(more).to.deep.equal([]);
      expect(await club.runtime.count('inbox', `channel = '${channel}' AND address = '${her}'`)).to.equal(1);
      expect([await members(), await gifts()]).to.deep.equal([1, 1]);
    });

    it('who blocked the bot is written to no more there, and reached by SMS as before', async () => {
      await share();
      club.chat.refuseChat(her, 'blocked');
      const asked = () =>
        club.chat.requests.filter(
          ({ method, payload }) => method === 'sendMessage' && payload['chat_id'] === her,
        ).length;
      const before = asked();
      expect(await say('امتیاز من')).to.deep.equal([]);
      expect(asked()).to.equal(before + 1);
      expect(await links('dead_at IS NOT NULL')).to.equal(1);
      const failed = (await outbox(club.runtime)).filter(({ address }) => address === String(her)).at(-1);
      expect(failed).to.include({ state: 'failed', attempts: 1 });
      const to = { channel, address: String(her) } as const;
      for (const reply of [replies.answer, replies.informational, replies.promotional]) {
        const id = await aMessage(club.runtime, { to, reply });
        await club.wait(60_000);
        expect(await messageById(club.runtime, id)).to.include({ state: 'suppressed', code: 'address-dead' });
      }
      expect(asked()).to.equal(before + 1);
      expect(await club.text(phone, '2')).to.have.length(1);
    });

    // Where it pushes, it is Telegram that tries again.
    if (bot !== 'telegram-webhook') {
      it('what she wrote while the server was down is answered once it is up, once', async () => {
        await share();
        const waiting = club.restart();
        await club.chat.say({ from: her, text: 'امتیاز من' });
        const sent = await during(() => waiting);
        expect(one(sent).text).to.include('امتیاز شما: ۵۰');
      });
    }

    if (bot === 'telegram-webhook') {
      it('a push without the secret of the header, or of the path, is 404 and leaves no row', async () => {
        const webhook = club.chat.webhook() ?? expect.fail('there is a webhook');
        expect(webhook.url).to.equal(club.callback('telegram/SECRET'));
        const message = { chat: { id: her, type: 'private' }, from: { id: her }, text: '/start' };
        const body = JSON.stringify({ update_id: 1, message });
        const push = async (url: string, secret?: string) => {
          const header = secret !== undefined && { 'X-Telegram-Bot-Api-Secret-Token': secret };
          const headers = { 'Content-Type': 'application/json', ...header };
          return (await fetch(url, { method: 'POST', headers, body })).status;
        };
        const before = await contents(club.runtime);
        const sent = await during(async () => {
          expect(await push(webhook.url)).to.equal(404);
          expect(await push(webhook.url, 'wrong')).to.equal(404);
          expect(await push(club.callback('telegram/SECRET', 'wrong'), webhook.secretToken)).to.equal(404);
        });
        expect(sent).to.deep.equal([]);
        expect(await contents(club.runtime)).to.deep.equal(before);
        expect(await push(webhook.url, webhook.secretToken)).to.equal(200);
      });
    }
  });
}

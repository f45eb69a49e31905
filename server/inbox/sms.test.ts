import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';

const sara = '+989120000001';
const ali = '+989120000002';
const minute = 60_000;

describe('the inbox', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');

  shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });
  afterEach(() => auditLedger(runtime));

  const { say } = createTexting(() => runtime, { sms, telegram });

  describe('by SMS', () => {
    it('says why her last purchase earned what it did, and that there was none', async () => {
      const { phone } = await aMember(runtime, { phone: sara });
      expect((await say(sara, 'چرا؟'))[0]).to.include('هنوز خریدی از شما ثبت نشده است');
      await aPurchase(runtime, { phone, amount: 1_850_000 });
      await runtime.settle();
      expect((await say(sara, 'چرا این قدر کم؟'))[0]).to.equal(
        [
          'باشگاه آزمون',
          'خرید ۱۸۵٬۰۰۰ تومان، ۲۰ دی ۱۴۰۴:',
          '- امتیاز خرید: ۱۸ امتیاز؛ به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان؛ ۵٬۰۰۰ تومان باقی ماند',
        ].join('\n'),
      );
    });

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
});

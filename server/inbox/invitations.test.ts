import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { createDialling } from '../testing/dialling.ts';
import { aMember } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';
import { keyboardFor } from './keyboard.ts';

const sara = '+989120000001';
const mina = '+989120000002';
const dayMs = 24 * 3_600_000;
const program = {
  ...testProgram,
  rules: [
    ...testProgram.rules,
    {
      ...{ id: 'friend', name: 'معرفی دوست', on: 'referral', to: 'referred', at: 'joining' },
      give: [{ unit: 'points', fixed: 30 }, { giftCard: 500_000 }],
    },
  ],
};

describe('who brought her, told by herself', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = {
    ...createScriptedChannel('telegram'),
    linkTo: (payload: string) => `https://t.me/ExampleClubBot?start=${payload}`,
  };

  shareRuntime((made) => (runtime = made), { program, channels: { sms, telegram } });
  beforeEach(() => aMember(runtime, { phone: sara }));
  afterEach(() => auditLedger(runtime));

  const { say } = createTexting(() => runtime, { sms, telegram });
  const chat = { channel: 'telegram' } as const;
  const dial = createDialling(() => runtime, mina);
  const shows = (phone: string) => say('77', '', { ...chat, contact: { phone, own: true } });
  const codeOf = async (phone: string) => {
    await say(phone, 'دعوت');
    const row = await runtime.store.one<{ code: string }>(
      'SELECT code FROM invitations JOIN members ON members.id = member_id WHERE phone = ?',
      [phone],
    );
    return row?.code ?? expect.fail('she has a code');
  };
  const referrerOf = async (phone: string) => {
    const row = await runtime.store.one<{ phone: string | null }>(
      `SELECT referrers.phone FROM members LEFT JOIN members referrers ON referrers.id = members.referrer_id
       WHERE members.phone = ?`,
      [phone],
    );
    return row ? row.phone : 'no member';
  };

  describe('by SMS', () => {
    for (const text of ['عضویت ۰۹۱۲۰۰۰۰۰۰۱', '1 0912 000 0001', 'join +989120000001']) {
      it(`counts: ${text}`, async () => {
        await say(mina, text);
        expect(await referrerOf(mina)).to.equal(sara);
      });
    }

    it('counts by a code', async () => {
      await say(mina, `عضویت ${await codeOf(sara)}`);
      expect(await referrerOf(mina)).to.equal(sara);
      expect((await say(mina, '2'))[0]).to.include('۸۰');
    });

    it('is answered word for word the same, whoever has the number', async () => {
      const numbers: readonly [string, string][] = [
        ['+989120000012', '09120000001'],
        ['+989120000013', '09129999999'],
        ['+989120000014', '09120000014'],
      ];
      const answers = [];
      for (const [phone, named] of numbers) answers.push(await say(phone, `عضویت ${named}`));
      expect(answers[0]).to.have.length(1);
      expect(new Set(answers.map(String)).size).to.equal(1);
      expect(await Promise.all(numbers.map(([phone]) => referrerOf(phone)))).to.deep.equal([
        sara,
        null,
        null,
      ]);
    });

    it('changes nothing for who is a member, and tells her nothing', async () => {
      await aMember(runtime, { phone: mina });
      const plain = await say(mina, 'عضویت');
      expect(await say(mina, 'عضویت 09120000001')).to.deep.equal(plain);
      expect(await say(mina, 'عضویت 09129999999')).to.deep.equal(plain);
      expect(await referrerOf(mina)).to.equal(null);
    });

    it('is passed on by a text that is her own, the same each time', async () => {
      const code = await codeOf(sara);
      expect(code).to.match(/^[1-9]\d{8}$/);
      const [first] = await say(sara, 'دعوت دوستان');
      const digits = Number(code).toLocaleString('fa', { useGrouping: false });
      expect(first).to.include(`«عضویت ${digits}»`).and.not.include('t.me');
      expect((await say(sara, 'invite'))[0]).to.include(`"join ${code}"`);
      expect((await say(mina, 'دعوت'))[0]).to.include('هنوز عضو باشگاه ما نیستید');
      expect(await runtime.count('invitations')).to.equal(1);
    });
  });

  describe('in a chat', () => {
    it('is remembered from the link until she shows her number', async () => {
      const code = await codeOf(sara);
      const [plain] = await say('78', '/start', chat);
      expect((await say('77', `/start ${code}`, chat))[0]).to.equal(plain);
      await say('77', 'سلام', chat);
      runtime.clock.advance(29 * dayMs);
      const [welcome] = await shows(mina);
      expect(welcome).to.include('۸۰').and.include('کارت هدیه');
      expect(await referrerOf(mina)).to.equal(sara);
      expect(await runtime.count('conversations')).to.equal(0);
    });

    it('may be told in words, and who is told last counts', async () => {
      await say('77', '/start 999999999', chat);
      await say('77', 'عضویت ۰۹۱۲۰۰۰۰۰۰۱', chat);
      await shows(mina);
      expect(await referrerOf(mina)).to.equal(sara);
    });

    for (const payload of ['999999999', 'campaign-7', '09120000002']) {
      it(`is nobody by a link with ${payload}`, async () => {
        await say('77', `/start ${payload}`, chat);
        await shows(mina);
        expect(await referrerOf(mina)).to.equal(null);
      });
    }

    it('does not follow somebody into the chat of another', async () => {
      await say('77', `/start ${await codeOf(sara)}`, chat);
      await say('78', '', { ...chat, contact: { phone: mina, own: true } });
      expect(await referrerOf(mina)).to.equal(null);
    });

    it('is passed on with a link', async () => {
      await shows(sara);
      const code = await codeOf(sara);
      expect((await say('77', 'دعوت', chat))[0]).to.include(`https://t.me/ExampleClubBot?start=${code}`);
      for (const language of ['fa', 'en'] as const) {
        const [button] = keyboardFor(true, language)[1] ?? [];
        const [pressed] = await say('77', button?.label ?? '', chat);
        expect(pressed, button?.label).to.include(`https://t.me/ExampleClubBot?start=${code}`);
      }
    });
  });

  describe('in USSD', () => {
    for (const path of ['09120000001', '1*09120000001', '1*00989120000001']) {
      it(`counts: ${path}`, async () => {
        expect((await dial(path)).text)
          .to.include('خوش آمدید')
          .and.include('تاریخ تولدتان؟');
        expect(await referrerOf(mina)).to.equal(sara);
      });
    }

    it('shows the same screen, whoever has the number', async () => {
      const shown = await dial('1*09129999999');
      expect(await referrerOf(mina)).to.equal(null);
      const other = await dial('1*09120000001', { from: '+989120000003', sessionId: 's3' });
      expect(other).to.deep.equal(shown);
    });

    it('leaves a birthday behind the key for joining what it is', async () => {
      expect((await dial('1*1370*5*12')).text).to.include('ثبت شد');
    });

    it('tells of the things she got, and sends their codes by SMS', async () => {
      const { text } = await dial(`1*${await codeOf(sara)}`);
      expect(text).to.include('۸۰ امتیاز و ۱ هدیه');
      const gift = await runtime.store.one<{ code: string }>('SELECT code FROM gifts');
      const told = (await outbox(runtime)).filter(({ address }) => address === mina);
      expect(told).to.have.length(1);
      expect(told[0]?.body).to.include(gift?.code ?? 'no code');
    });

    it('shows a member her code', async () => {
      const code = await codeOf(sara);
      const shown = await dial('6', { from: sara });
      expect(shown).to.have.property('more', false);
      expect(shown.text).to.include(Number(code).toLocaleString('fa', { useGrouping: false }));
    });
  });
});

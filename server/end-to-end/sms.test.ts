/** A customer and the club by SMS: her text comes in at the callback, and what she reads is at the provider. */
import { expect } from 'chai';
import { auditAndClose } from '../testing/audit-club.ts';
import { contents } from '../testing/contents.ts';
import { anApiKey, aPhone } from '../testing/factories.ts';
import type { CallbackForm } from '../testing/fake-kavenegar-callbacks.ts';
import { openLiveClub } from '../testing/live-club.ts';
import type { LiveClub } from '../testing/live-club.ts';
import { outbox } from '../testing/messages.ts';
import { call } from '../testing/test-server.ts';

const minute = 60_000;
const day = 86_400_000;

describe('by SMS, end to end', () => {
  let club: LiveClub;

  before(async () => {
    club = await openLiveClub();
  });

  after(() => auditAndClose(club));

  const local = (phone: string) => phone.replace('+98', '0');
  const all = <Row>(sql: string, values: readonly (string | number)[]) =>
    club.runtime.store.all<Row>(sql, values);
  const member = async (phone: string) =>
    (await all<Record<string, unknown>>('SELECT * FROM members WHERE phone = ?', [phone]))[0];
  const promotions = (phone: string) =>
    all<{ granted: number; words: string }>(
      "SELECT granted, words FROM consents WHERE address = ? AND kind = 'promotions' ORDER BY id",
      [phone],
    );
  const entries = (phone: string) =>
    all(
      `SELECT type, unit, ledger_entries.amount, reason FROM ledger_entries
       JOIN members ON members.id = member_id WHERE phone = ? ORDER BY seq`,
      [phone],
    );
  const gift = { type: 'accrual', unit: 'points', amount: 50, reason: 'joining' };
  /** A number, of a member where so wanted. */
  const someone = async (...texts: string[]) => {
    const phone = aPhone();
    for (const text of texts) await club.text(local(phone), text);
    return phone;
  };

  describe('joining', () => {
    const ways: [text: string, form: CallbackForm, language: 'fa' | 'en'][] = [
      ['عضویت', 'query', 'fa'],
      ['عضويت', 'form', 'fa'],
      ['Join', 'json', 'en'],
      ['1', 'form', 'fa'],
      ['۱', 'json', 'fa'],
    ];
    const says = {
      fa: ['هدیه عضویت: ۵۰ امتیاز', 'ارسال ۲: امتیاز', '؟: راهنما'],
      en: ['Joining gift: 50 points', 'Send 2: points', '?: help'],
    };

    for (const [text, form, language] of ways) {
      it(`by «${text}» (${form}): a member, her consent, the gift, one answer under our own id`, async () => {
        const phone = aPhone();
        const answers = await club.text(local(phone), text, { form });
        expect(answers).to.have.length(1);
        for (const part of says[language]) expect(answers[0]).to.include(part);
        const now = club.runtime.clock.now();
        expect(await member(phone)).to.include({ language, joined_at: now, joined_channel: 'sms' });
        const consents = 'SELECT channel, kind, granted, words, created_at FROM consents WHERE address = ?';
        expect(await all(consents, [phone])).to.deep.equal([
          { channel: 'sms', kind: 'membership', granted: 1, words: text, created_at: now },
        ]);
        expect(await entries(phone)).to.deep.equal([gift]);
        const row = (await outbox(club.runtime)).find(({ address }) => address === phone);
        const taken = club.sms.messages.at(-1);
        expect(taken).to.include({ receptor: local(phone), localid: String(row?.id), sender: '10004346' });
        expect(row).to.include({ state: 'wired', provider_id: String(taken?.messageid), attempts: 1 });
      });
    }

    it('a second time says that she is a member, and gives nothing', async () => {
      const phone = await someone('عضویت');
      const [answer, ...others] = await club.text(local(phone), '1');
      expect(answer).to.include('شما عضو هستید').and.include('امتیاز شما: ۵۰');
      expect(others).to.deep.equal([]);
      expect(await entries(phone)).to.deep.equal([gift]);
    });

    it('in whatever form the provider writes her number, is of one member', async () => {
      const phone = aPhone();
      const forms = [phone, phone.slice(1), local(phone), phone.replace('+', '00'), phone.slice(3)];
      for (const [index, from] of forms.entries()) {
        const text = ['عضویت', 'join', '1'][index % 3] ?? '';
        expect(await club.text(from, text, { otherNames: true }), from).to.have.length(1);
      }
      expect(await entries(phone)).to.deep.equal([gift]);
    });
  });

  it('tells her points, what the next reward needs and what runs out, in the language she asks in', async () => {
    const phone = await someone('عضویت');
    const { key } = await anApiKey(club.runtime);
    const bought = await call(club, 'POST /v1/purchases', {
      ...{ key, idempotencyKey: phone },
      body: { phone, amount: 1_850_000 },
    });
    expect(bought.status).to.equal(201);
    await club.wait(340 * day);
    const fa = await club.text(local(phone), 'امتیاز');
    expect(fa.map((text) => text.split('\n').slice(1))).to.deep.equal([
      ['امتیاز شما: ۶۸', '۳۲ امتیاز دیگر تا «یک اسپرسو»', 'مهلت ۱۸ امتیاز: ۲۰ دی ۱۴۰۵'],
    ]);
    const en = await club.text(local(phone), 'balance');
    expect(en.map((text) => text.split('\n').slice(1))).to.deep.equal([
      ['Your points: 68', '32 points to go for "an espresso"', 'Use 18 points by 20 Dey 1405'],
    ]);
    expect(await club.text(local(phone), '۲')).to.have.length(1);
  });

  for (const [text, expected] of [
    ['موجودی', 'برای عضویت ۱ بفرستید'],
    ['balance', 'Send 1 to join'],
    ['تولد ۱۳۷۰/۵/۱۲', 'برای عضویت ۱ بفرستید'],
  ] as const) {
    it(`invites a stranger who texts «${text}», and writes down nothing of her`, async () => {
      const phone = aPhone();
      const [answer, ...others] = await club.text(local(phone), text);
      expect(answer).to.include(expected);
      expect(others).to.deep.equal([]);
      expect(await member(phone)).to.equal(undefined);
      expect(await all('SELECT id FROM consents WHERE address = ?', [phone])).to.deep.equal([]);
    });
  }

  for (const [text, answer, kept] of [
    [
      'تولد ۱۳۷۰/۵/۱۲',
      'تاریخ تولدتان ثبت شد: ۱۲ مرداد ۱۳۷۰',
      { birth_calendar: 'persian', birth_year: 1370, birth_month: 5, birth_day: 12 },
    ],
    [
      'birthday 1991-8-3',
      'Your birthday is saved: 3 August 1991',
      { birth_calendar: 'gregorian', birth_year: 1991, birth_month: 8, birth_day: 3 },
    ],
  ] as const) {
    it(`keeps a birthday: «${text}»`, async () => {
      const phone = await someone('عضویت');
      expect(await club.text(local(phone), text)).to.deep.equal([answer]);
      expect(await member(phone)).to.include(kept);
    });
  }

  it('asks again about a date that is none, and takes the bare date after it', async () => {
    const phone = await someone('عضویت');
    expect((await club.text(local(phone), 'تولد ۱۳۷۰/۱۳/۴۰'))[0]).to.include('متوجه نشدیم');
    expect(await member(phone)).to.include({ birth_day: null });
    expect(await club.text(local(phone), '۱۳۷۵/۱۲/۳۰')).to.deep.equal([
      'تاریخ تولدتان ثبت شد: ۳۰ اسفند ۱۳۷۵',
    ]);
  });

  it('helps a member and a stranger, each with what she can send', async () => {
    const phone = await someone('عضویت');
    for (const text of ['راهنما', '؟']) {
      const [answer] = await club.text(local(phone), text);
      expect(answer).to.include('۲: امتیاز و اعتبار').and.include('۱۱: قطع تبلیغات، ۱۲: وصل');
    }
    expect((await club.text(local(phone), 'help'))[0]).to.include('2: points and credit');
    expect((await club.text(local(aPhone()), '?'))[0]).to.include('۱: عضویت در باشگاه');
  });

  for (const [stop, again] of [
    ['11', '۱۱'],
    ['لغو', 'لغو۱۱'],
    ['لغو۱۱', 'لغو 11'],
    ['STOP', 'stop'],
  ] as const) {
    it(`«${stop}» stops promotions and is confirmed once; «${again}» after it is met with silence; 12 undoes it`, async () => {
      const phone = await someone('عضویت');
      const confirmed = await club.text(local(phone), stop);
      expect(confirmed).to.have.length(1);
      expect(confirmed[0]).to.match(/تبلیغاتی[^]*۱۲|promotional[^]*12/);
      expect(await member(phone)).to.include({ promotions_stopped_at: club.runtime.clock.now() });
      expect(await club.text(local(phone), again)).to.deep.equal([]);
      expect(await promotions(phone)).to.deep.equal([{ granted: 0, words: stop }]);
      expect(await club.text(local(phone), '۱۲')).to.have.length(1);
      expect(await member(phone)).to.include({ promotions_stopped_at: null });
      expect(await promotions(phone)).to.deep.equal([
        { granted: 0, words: stop },
        { granted: 1, words: '۱۲' },
      ]);
    });
  }

  it('keeps the 11 of a stranger for the day she joins', async () => {
    const phone = await someone('۱۱', 'عضویت');
    expect(await member(phone))
      .to.have.property('promotions_stopped_at')
      .that.is.a('number');
  });

  it('answers what nobody understands with a short help, three times an hour, however it is spelled', async () => {
    const phone = await someone('عضویت');
    const answers: string[][] = [];
    for (const text of ['میز خالی دارید', 'ميز خالي دارید', 'میز  خالی دارید', 'میز خالی دارید']) {
      answers.push(await club.text(local(phone), text));
    }
    expect(answers.map((each) => each.length)).to.deep.equal([1, 1, 1, 0]);
    expect(answers[0]?.[0]).to.include('متوجه نشدیم').and.include('ارسال ۲');
    expect(await club.text(local(phone), 'کی باز می‌کنید')).to.have.length(1);
    await club.wait(61 * minute);
    expect(await club.text(local(phone), 'میز خالی دارید')).to.have.length(1);
  });

  it('answers texts that come in one burst in their order', async () => {
    const from = local(aPhone());
    const to = club.callback('kavenegar/SECRET/inbound');
    const answers = await club.smsDuring(async () => {
      for (const [index, text] of ['عضویت', 'تولد ۱۳۷۰/۵/۱۲', '2', '?'].entries()) {
        await club.sms.inbound({ to, messageid: 900_001 + index, from, text });
      }
    });
    const order = ['خوش آمدید', 'تاریخ تولدتان ثبت شد', 'امتیاز شما', 'می‌توانید بفرستید'];
    expect(answers).to.have.length(order.length);
    order.forEach((part, index) => expect(answers[index]?.text).to.include(part));
  });

  for (const from of [
    '10004346',
    '1000',
    '3000123456',
    'MyBank',
    'Bank24',
    '02188776655',
    '+982188776655',
    '110',
  ]) {
    it(`takes what ${from} texts, and never answers it`, async () => {
      const tables = ['members', 'outbox', 'addresses', 'consents', 'inbox'];
      const counts = () => Promise.all(tables.map((table) => club.runtime.count(table)));
      const [before, asked] = [await counts(), club.sms.requests.length];
      const texts = ['عضویت', 'join', '11', 'x'];
      for (const text of texts) expect(await club.text(from, text)).to.deep.equal([]);
      const kept = before.pop() ?? 0;
      expect(await counts()).to.deep.equal([...before, kept + texts.length]);
      expect(club.sms.requests).to.have.length(asked);
    });
  }

  it('does once what comes twice, and twenty times at once', async () => {
    const phone = aPhone();
    const details = { messageid: 800_001 };
    expect(await club.text(local(phone), 'عضویت', details)).to.have.length(1);
    expect(await club.text(local(phone), 'عضویت', details)).to.deep.equal([]);
    const another = aPhone();
    const message = {
      ...{ to: club.callback('kavenegar/SECRET/inbound'), messageid: 800_002 },
      ...{ from: local(another), text: 'عضویت' },
    };
    const forms = ['query', 'form', 'json'] as const;
    const answers = await club.smsDuring(() =>
      Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const form = forms[index % forms.length] ?? 'query';
          expect(await club.sms.inbound({ ...message, form })).to.equal(200);
        }),
      ),
    );
    expect(answers.map(({ receptor }) => receptor)).to.deep.equal([local(another)]);
    for (const one of [phone, another]) expect(await entries(one)).to.deep.equal([gift]);
    expect(await club.runtime.count('inbox', "provider_id IN ('800001', '800002')")).to.equal(2);
  });

  it('answers a wrong secret with 404, and keeps and sends nothing', async () => {
    const before = await contents(club.runtime);
    const sent = club.sms.requests.length;
    const message = { messageid: 700_001, from: local(aPhone()), text: 'عضویت' };
    for (const form of ['query', 'form', 'json'] as const) {
      const to = (path: string) => club.callback(`kavenegar/SECRET/${path}`, 'wrong');
      expect(await club.sms.inbound({ ...message, to: to('inbound'), form })).to.equal(404);
      expect(await club.sms.deliver({ to: to('status'), messageid: 1, status: 10, form })).to.equal(404);
    }
    await club.quiet();
    expect(await contents(club.runtime)).to.deep.equal(before);
    expect(club.sms.requests).to.have.length(sent);
  });
});

/** A purchase comes in at the API; one SMS goes out. */
import { expect } from 'chai';
import { auditAndClose } from '../testing/audit-club.ts';
import { anApiKey, aPhone } from '../testing/factories.ts';
import { openLiveClub } from '../testing/live-club.ts';
import type { LiveClub } from '../testing/live-club.ts';
import { messageById } from '../testing/messages.ts';
import { channelPaused, createShopper, only, shareShop } from '../testing/shopper.ts';
import type { Shopper } from '../testing/shopper.ts';
import { call } from '../testing/test-server.ts';

const minute = 60_000;

describe('a purchase, end to end', () => {
  let club: LiveClub;
  let her: Shopper;

  shareShop((open, member) => {
    club = open;
    her = member;
  });

  it('is told to her in one SMS: what she paid, earned and has', async () => {
    const told = only(await club.smsDuring(() => her.buy()));
    expect(told).to.include({ receptor: her.local, localid: String((await her.lastMessage()).id) });
    expect(told.text.split('\n')).to.deep.equal([
      'باشگاه آزمون',
      'خرید ۱۸۵٬۰۰۰ تومان، سپاس!',
      '۱۸ امتیاز گرفتید. جمع: ۶۸',
      'لغو۱۱',
    ]);
    expect(await her.lastMessage()).to.include({ state: 'wired', class: 'informational' });
  });

  it('is told also to who stopped promotions: it is about her own account', async () => {
    await club.text(her.local, '11');
    only(await club.smsDuring(() => her.buy()));
  });

  it('of a number that is nobody’s is refused, and nobody is told', async () => {
    const stranger = aPhone();
    const messages = await club.smsDuring(async () => {
      const answer = await her.post('purchases', { phone: stranger, amount: 10_000 }, 'stranger');
      expect([answer.status, answer.body['code']]).to.deep.equal([404, 'member-unknown']);
    });
    expect(messages).to.deep.equal([]);
    expect(await club.runtime.count('members', `phone = '${stranger}'`)).to.equal(0);
  });

  it('of somebody whom the till enrols first is told after her welcome', async () => {
    her = createShopper(club, her.key);
    const { phone } = her;
    const messages = await club.smsDuring(async () => {
      expect((await her.post('members', { phone }, `enrol ${phone}`)).status).to.equal(201);
      expect((await her.buy()).status).to.equal(201);
    });
    expect(messages.map(({ receptor }) => receptor)).to.deep.equal([her.local, her.local]);
    expect(messages[0]?.text).to.include('هدیه عضویت: ۵۰ امتیاز');
    expect(messages[1]?.text).to.include('جمع: ۶۸');
  });

  it('a hundred copies at once are one purchase, one entry, one SMS, one answer', async () => {
    const answers: string[] = [];
    const copy = async () => {
      const { status, body } = await her.buy();
      answers.push(JSON.stringify([status, body]));
    };
    only(await club.smsDuring(() => Promise.all(Array.from({ length: 100 }, copy))));
    expect(new Set(answers).size).to.equal(1);
    expect(answers[0]).to.match(/^\[201,/);
    expect(answers).to.have.length(100);
    expect(await her.accruals()).to.equal(1);
  });

  describe('that is undone', () => {
    it('is told to her once more, and gone from her points', async () => {
      const { body } = await her.buy();
      await club.quiet();
      const told = only(
        await club.smsDuring(async () => {
          expect((await her.undo(body['id'])).status).to.equal(200);
          expect((await her.undo(body['id'])).status).to.equal(200);
        }),
      );
      expect(told.text)
        .to.include('خرید ۱۸۵٬۰۰۰ تومان برگشت خورد')
        .and.include('۱۸ امتیاز آن کم شد. جمع: ۵۰');
      expect((await club.text(her.local, '2'))[0]).to.include('امتیاز شما: ۵۰');
    });

    it('before she could be told is never told at all', async () => {
      club.sms.setMode({ refuse: 418 }, 'sms/send');
      const { body } = await her.buy();
      await club.quiet();
      expect((await her.undo(body['id'])).status).to.equal(200);
      club.sms.setMode('ok');
      expect(await club.smsDuring(() => club.wait(10 * minute))).to.deep.equal([]);
      expect(await her.lastMessage()).to.include({ state: 'suppressed', code: 'undone' });
      only(await club.smsDuring(() => club.text(her.local, '2')));
    });

    it('while nobody knows whether she was told is told, after that is known', async () => {
      club.sms.next('accept-and-hang', 'sms/send');
      const { body } = await her.buy();
      await club.quiet();
      const messages = await club.smsDuring(async () => {
        expect((await her.undo(body['id'])).status).to.equal(200);
        await club.wait(minute);
        await club.wait(minute);
      });
      expect(only(messages).text).to.include('برگشت خورد');
      expect((await her.messages()).map(({ state }) => state)).to.deep.equal(['wired', 'wired', 'wired']);
    });
  });
});

describe('a purchase while the provider’s key is wrong', () => {
  it('is kept, loudly, and told to her once when the key has been put right', async () => {
    const club = await openLiveClub({ env: { KAVENEGAR_API_KEY: 'not-the-key-of-it' } });
    try {
      const phone = aPhone();
      expect(await club.text(phone, 'عضویت')).to.deep.equal([]);
      const { key } = await anApiKey(club.runtime);
      const body = { phone, amount: 100_000 };
      const bought = await call(club, 'POST /v1/purchases', { key, idempotencyKey: 'one', body });
      expect(bought.status).to.equal(201);
      await club.wait(6 * minute);
      expect(club.sms.messages).to.deep.equal([]);
      expect(await club.runtime.count('channel_pauses', "code = '403'")).to.equal(1);
      expect(club.lines().filter(({ msg }) => msg === channelPaused)).to.have.length(2);
      await club.restart({ KAVENEGAR_API_KEY: club.sms.apiKey });
      const messages = await club.smsDuring(() => club.wait(6 * minute));
      expect(messages.map(({ text }) => text.split('\n')[1])).to.deep.equal([
        'خوش آمدید! هدیه عضویت: ۵۰ امتیاز',
        'خرید ۱۰٬۰۰۰ تومان، سپاس!',
      ]);
      for (const { localid } of messages) {
        expect(await messageById(club.runtime, Number(localid))).to.include({ state: 'wired' });
      }
      expect(await club.smsDuring(() => club.wait(60 * minute))).to.deep.equal([]);
    } finally {
      await auditAndClose(club, [channelPaused]);
    }
  });
});

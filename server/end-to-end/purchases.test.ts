/** A purchase comes in at the API; one SMS goes out, whatever the provider and the network make of it. */
import { expect } from 'chai';
import { auditAndClose } from '../testing/audit-club.ts';
import { anApiKey, aPhone } from '../testing/factories.ts';
import type { CallbackForm } from '../testing/fake-kavenegar-callbacks.ts';
import type { FakeMessage } from '../testing/fake-kavenegar-service.ts';
import type { FakeMode } from '../testing/fake-kavenegar.ts';
import { openLiveClub } from '../testing/live-club.ts';
import type { LiveClub } from '../testing/live-club.ts';
import { messageById, outbox } from '../testing/messages.ts';
import { call } from '../testing/test-server.ts';

const minute = 60_000;
const paused = 'the provider refuses everything: channel paused';

describe('a purchase, end to end', () => {
  let club: LiveClub;
  let key: string;
  let phone: string;

  before(async () => {
    club = await openLiveClub({ smsTimeoutMs: 150 });
    ({ key } = await anApiKey(club.runtime));
  });

  after(() => auditAndClose(club, [paused]));

  beforeEach(async () => {
    phone = aPhone();
    await club.text(local(), 'عضویت');
  });

  afterEach(() => club.sms.setMode('ok'));

  const local = () => phone.replace('+98', '0');
  const post = (path: string, body: unknown, idempotencyKey: string) =>
    call(club, `POST /v1/${path}`, { key, idempotencyKey, body });
  const buy = (amount = 1_850_000, idempotencyKey = `buy ${phone}`) =>
    post('purchases', { phone, amount }, idempotencyKey);
  const undo = (id: unknown) =>
    post(`purchases/${String(id)}/undo`, { reason: 'شماره اشتباه' }, `undo ${String(id)}`);
  const mine = async () => (await outbox(club.runtime)).filter(({ address }) => address === phone);
  /** Of the purchase just made. */
  const row = async () => {
    const [last] = (await mine()).slice(-1);
    return last ?? expect.fail('there is a message');
  };
  const report = (messageid: number | string, status: number, form: CallbackForm = 'query') =>
    club.sms.deliver({ to: club.callback('kavenegar/SECRET/status'), messageid, status, form });
  const accruals = () =>
    club.runtime.count(
      'ledger_entries',
      `reason = 'purchase' AND member_id = (SELECT id FROM members WHERE phone = '${phone}')`,
    );
  /** What the provider was asked concerning one message of ours, in order. */
  const asked = (id: number) =>
    club.sms.requests
      .filter(({ params }) => params['localid'] === String(id))
      .map(({ endpoint }) => (endpoint === 'sms/send' ? 'send' : 'ask'));
  const one = (messages: readonly FakeMessage[]) => {
    expect(messages).to.have.length(1);
    return messages[0] ?? expect.fail();
  };

  it('is told to her in one SMS: what she paid, earned and has', async () => {
    const told = one(await club.smsDuring(() => buy()));
    expect(told).to.include({ receptor: local(), localid: String((await row()).id) });
    expect(told.text.split('\n')).to.deep.equal([
      'باشگاه آزمون',
      'خرید ۱۸۵٬۰۰۰ تومان، سپاس!',
      '۱۸ امتیاز گرفتید. جمع: ۶۸',
      'لغو۱۱',
    ]);
    expect(await row()).to.include({ state: 'wired', class: 'informational' });
  });

  it('is told also to who stopped promotions: it is about her own account', async () => {
    await club.text(local(), '11');
    one(await club.smsDuring(() => buy()));
  });

  it('of a number that is nobody’s is refused, and nobody is told', async () => {
    const stranger = aPhone();
    const messages = await club.smsDuring(async () => {
      const answer = await post('purchases', { phone: stranger, amount: 10_000 }, 'stranger');
      expect([answer.status, answer.body['code']]).to.deep.equal([404, 'member-unknown']);
    });
    expect(messages).to.deep.equal([]);
    expect(await club.runtime.count('members', `phone = '${stranger}'`)).to.equal(0);
  });

  it('of somebody whom the till enrols first is told after her welcome', async () => {
    phone = aPhone();
    const messages = await club.smsDuring(async () => {
      expect((await post('members', { phone }, `enrol ${phone}`)).status).to.equal(201);
      expect((await buy()).status).to.equal(201);
    });
    expect(messages.map(({ receptor }) => receptor)).to.deep.equal([local(), local()]);
    expect(messages[0]?.text).to.include('هدیه عضویت: ۵۰ امتیاز');
    expect(messages[1]?.text).to.include('جمع: ۶۸');
  });

  it('a hundred copies at once are one purchase, one entry, one SMS, one answer', async () => {
    const answers: string[] = [];
    const copy = async () => {
      const { status, body } = await buy();
      answers.push(JSON.stringify([status, body]));
    };
    one(await club.smsDuring(() => Promise.all(Array.from({ length: 100 }, copy))));
    expect(new Set(answers).size).to.equal(1);
    expect(answers[0]).to.match(/^\[201,/);
    expect(answers).to.have.length(100);
    expect(await accruals()).to.equal(1);
  });

  describe('whose SMS the provider reports as', () => {
    for (const [status, form, state] of [
      [10, 'query', 'delivered'],
      [10, 'form', 'delivered'],
      [10, 'json', 'delivered'],
      [11, 'query', 'undelivered'],
      [6, 'form', 'failed'],
      [4, 'json', 'wired'],
    ] as const) {
      it(`${status} (${form}) is ${state}, and nothing more is sent`, async () => {
        const { messageid } = one(await club.smsDuring(() => buy()));
        const more = await club.smsDuring(async () => {
          for (let time = 0; time < 2; time++) expect(await report(messageid, status, form)).to.equal(200);
        });
        expect(more).to.deep.equal([]);
        expect(await row()).to.include({ state, attempts: 1 });
        expect(await club.runtime.count('inbox', `provider_id = 'report:${messageid}:${status}'`)).to.equal(
          1,
        );
      });
    }

    it('14 stops promotions, says whose word that was, and leaves her answers and a way back', async () => {
      const { messageid } = one(await club.smsDuring(() => buy()));
      expect(await report(messageid, 14)).to.equal(200);
      await club.quiet();
      expect(await row()).to.include({ state: 'undelivered', code: '14' });
      const stopped = `phone = '${phone}' AND promotions_stopped_at IS NOT NULL`;
      expect(await club.runtime.count('members', stopped)).to.equal(1);
      const consents = `address = '${phone}' AND granted = 0 AND words = 'provider status 14'`;
      expect(await club.runtime.count('consents', consents)).to.equal(1);
      expect(await club.text(local(), '2')).to.have.length(1);
      expect(await club.text(local(), '12')).to.have.length(1);
      expect(await club.runtime.count('members', stopped)).to.equal(0);
    });

    it('delivered stays so, whatever is reported late or again', async () => {
      const { messageid } = one(await club.smsDuring(() => buy()));
      const more = await club.smsDuring(async () => {
        for (const status of [4, 10, 11, 10, 1, 6]) expect(await report(messageid, status)).to.equal(200);
      });
      expect(more).to.deep.equal([]);
      expect(await row()).to.include({ state: 'delivered', code: '10' });
    });

    it('delivered before we know that it was taken is delivered all the same', async () => {
      club.sms.next('accept-and-hang', 'sms/send');
      const { messageid } = one(await club.smsDuring(() => buy()));
      expect(await report(messageid, 10)).to.equal(200);
      await club.quiet();
      expect(await row()).to.include({ state: 'sending', provider_id: null });
      await club.wait(minute);
      await club.wait(minute);
      expect(await row()).to.include({ state: 'delivered', provider_id: String(messageid) });
      expect(asked((await row()).id)).to.deep.equal(['send', 'ask']);
    });

    it('anything under an id that is not ours is taken, and changes no message', async () => {
      const before = await outbox(club.runtime);
      expect(await report(99_999_999, 14)).to.equal(200);
      await club.wait(13 * 60 * minute);
      expect(await outbox(club.runtime)).to.deep.equal(before);
      expect(await club.runtime.count('inbox', "address = 'report:99999999' AND state = 'ignored'")).to.equal(
        1,
      );
    });
  });

  describe('while the provider', () => {
    const taken: FakeMode[] = [
      'accept-and-hang',
      'accept-and-fail',
      'accept-and-reset',
      'accept-and-garbage',
    ];
    const untaken: FakeMode[] = ['hang', 'fail', 'reset', 'garbage'];
    const fates: [FakeMode, string[]][] = [
      ...taken.map((mode): [FakeMode, string[]] => [mode, ['send', 'ask']]),
      ...untaken.map((mode): [FakeMode, string[]] => [mode, ['send', 'ask', 'send']]),
    ];

    for (const [mode, requests] of fates) {
      it(`does ${JSON.stringify(mode)}, is asked by our id, and told to her exactly once`, async () => {
        club.sms.next(mode, 'sms/send');
        const messages = await club.smsDuring(async () => {
          expect((await buy()).status).to.equal(201);
          await club.wait(minute);
          await club.wait(minute);
        });
        expect(one(messages)).to.include({ receptor: local() });
        const { id, state, provider_id } = await row();
        expect(asked(id)).to.deep.equal(requests);
        expect({ state, provider_id }).to.deep.equal({
          state: 'wired',
          provider_id: String(one(messages).messageid),
        });
      });
    }

    it('does not even answer what became of it, it is asked on and on, and she is told once', async () => {
      club.sms.next('accept-and-reset', 'sms/send');
      club.sms.setMode('fail', 'sms/statuslocalmessageid');
      const messages = await club.smsDuring(async () => {
        await buy();
        for (let time = 0; time < 4; time++) await club.wait(20 * minute);
        expect(await row()).to.include({ state: 'sending' });
        club.sms.setMode('ok');
        await club.wait(20 * minute);
      });
      one(messages);
      const { id, state } = await row();
      expect(state).to.equal('wired');
      expect(asked(id)).to.deep.equal(['send', 'ask', 'ask', 'ask', 'ask', 'ask']);
    });

    it('is busy, waits and is told once', async () => {
      club.sms.next({ refuse: 409 }, 'sms/send');
      club.sms.next({ refuse: 451 }, 'sms/send');
      const messages = await club.smsDuring(async () => {
        await buy();
        await club.wait(minute);
        await club.wait(minute);
      });
      one(messages);
      expect(asked((await row()).id)).to.deep.equal(['send', 'send', 'send']);
    });

    it('refuses her number, has failed where a person sees it, and is not tried again', async () => {
      club.sms.next({ refuse: 411 }, 'sms/send');
      const messages = await club.smsDuring(async () => {
        await buy();
        await club.wait(30 * minute);
      });
      expect(messages).to.deep.equal([]);
      expect(await row()).to.include({ state: 'failed', code: '411', attempts: 1 });
      expect(await accruals()).to.equal(1);
    });

    it('has no credit left for us, rests as a whole, and goes on by itself once it works again', async () => {
      club.sms.setMode({ refuse: 418 }, 'sms/send');
      const sent = club.sms.requests.length;
      const held = await club.smsDuring(async () => {
        await buy();
        await club.quiet();
        await club.text(local(), '2');
        await club.wait(4 * minute);
      });
      expect(held).to.deep.equal([]);
      expect(club.sms.requests.slice(sent)).to.have.length(1);
      club.sms.setMode('ok');
      const messages = await club.smsDuring(() => club.wait(2 * minute));
      expect(messages.map(({ receptor }) => receptor)).to.deep.equal([local(), local()]);
      expect(new Set(messages.map(({ localid }) => localid)).size).to.equal(2);
      expect(await club.runtime.count('channel_pauses')).to.equal(0);
    });
  });

  describe('that is undone', () => {
    it('is told to her once more, and gone from her points', async () => {
      const { body } = await buy();
      await club.quiet();
      const told = one(
        await club.smsDuring(async () => {
          expect((await undo(body['id'])).status).to.equal(200);
          expect((await undo(body['id'])).status).to.equal(200);
        }),
      );
      expect(told.text)
        .to.include('خرید ۱۸۵٬۰۰۰ تومان برگشت خورد')
        .and.include('۱۸ امتیاز آن کم شد. جمع: ۵۰');
      expect((await club.text(local(), '2'))[0]).to.include('امتیاز شما: ۵۰');
    });

    it('before she could be told is never told at all', async () => {
      club.sms.setMode({ refuse: 418 }, 'sms/send');
      const { body } = await buy();
      await club.quiet();
      expect((await undo(body['id'])).status).to.equal(200);
      club.sms.setMode('ok');
      expect(await club.smsDuring(() => club.wait(10 * minute))).to.deep.equal([]);
      expect(await row()).to.include({ state: 'suppressed', code: 'undone' });
      one(await club.smsDuring(() => club.text(local(), '2')));
    });

    it('while nobody knows whether she was told is told, after that is known', async () => {
      club.sms.next('accept-and-hang', 'sms/send');
      const { body } = await buy();
      await club.quiet();
      const messages = await club.smsDuring(async () => {
        expect((await undo(body['id'])).status).to.equal(200);
        await club.wait(minute);
        await club.wait(minute);
      });
      expect(one(messages).text).to.include('برگشت خورد');
      expect((await mine()).map(({ state }) => state)).to.deep.equal(['wired', 'wired', 'wired']);
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
      expect(club.lines().filter(({ msg }) => msg === paused)).to.have.length(2);
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
      await auditAndClose(club, [paused]);
    }
  });
});

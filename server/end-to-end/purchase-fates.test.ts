/** Of a purchase one SMS goes out, whatever the provider and the network make of it. */
import { expect } from 'chai';
import type { CallbackForm } from '../testing/fake-kavenegar-callbacks.ts';
import type { FakeMode } from '../testing/fake-kavenegar.ts';
import type { LiveClub } from '../testing/live-club.ts';
import { outbox } from '../testing/messages.ts';
import { only, shareShop } from '../testing/shopper.ts';
import type { Shopper } from '../testing/shopper.ts';

const minute = 60_000;

describe('a purchase, end to end', () => {
  let club: LiveClub;
  let her: Shopper;

  shareShop((open, member) => {
    club = open;
    her = member;
  });

  const report = (messageid: number | string, status: number, form: CallbackForm = 'query') =>
    club.sms.deliver({ to: club.callback('kavenegar/SECRET/status'), messageid, status, form });
  /** What the provider was asked concerning one message of ours, in order. */
  const asked = (id: number) =>
    club.sms.requests
      .filter(({ params }) => params['localid'] === String(id))
      .map(({ endpoint }) => (endpoint === 'sms/send' ? 'send' : 'ask'));

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
        const { messageid } = only(await club.smsDuring(() => her.buy()));
        const more = await club.smsDuring(async () => {
          for (let time = 0; time < 2; time++) expect(await report(messageid, status, form)).to.equal(200);
        });
        expect(more).to.deep.equal([]);
        expect(await her.lastMessage()).to.include({ state, attempts: 1 });
        expect(await club.runtime.count('inbox', `provider_id = 'report:${messageid}:${status}'`)).to.equal(
          1,
        );
      });
    }

    it('14 stops promotions, says whose word that was, and leaves her answers and a way back', async () => {
      const { messageid } = only(await club.smsDuring(() => her.buy()));
      expect(await report(messageid, 14)).to.equal(200);
      await club.quiet();
      expect(await her.lastMessage()).to.include({ state: 'undelivered', code: '14' });
      const stopped = `phone = '${her.phone}' AND promotions_stopped_at IS NOT NULL`;
      expect(await club.runtime.count('members', stopped)).to.equal(1);
      const consents = `address = '${her.phone}' AND granted = 0 AND words = 'provider status 14'`;
      expect(await club.runtime.count('consents', consents)).to.equal(1);
      expect(await club.text(her.local, '2')).to.have.length(1);
      expect(await club.text(her.local, '12')).to.have.length(1);
      expect(await club.runtime.count('members', stopped)).to.equal(0);
    });

    it('delivered stays so, whatever is reported late or again', async () => {
      const { messageid } = only(await club.smsDuring(() => her.buy()));
      const more = await club.smsDuring(async () => {
        for (const status of [4, 10, 11, 10, 1, 6]) expect(await report(messageid, status)).to.equal(200);
      });
      expect(more).to.deep.equal([]);
      expect(await her.lastMessage()).to.include({ state: 'delivered', code: '10' });
    });

    it('delivered before we know that it was taken is delivered all the same', async () => {
      club.sms.next('accept-and-hang', 'sms/send');
      const { messageid } = only(await club.smsDuring(() => her.buy()));
      expect(await report(messageid, 10)).to.equal(200);
      await club.quiet();
      expect(await her.lastMessage()).to.include({ state: 'sending', provider_id: null });
      await club.wait(minute);
      await club.wait(minute);
      expect(await her.lastMessage()).to.include({ state: 'delivered', provider_id: String(messageid) });
      expect(asked((await her.lastMessage()).id)).to.deep.equal(['send', 'ask']);
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
          expect((await her.buy()).status).to.equal(201);
          await club.wait(minute);
          await club.wait(minute);
        });
        expect(only(messages)).to.include({ receptor: her.local });
        const { id, state, provider_id } = await her.lastMessage();
        expect(asked(id)).to.deep.equal(requests);
        expect({ state, provider_id }).to.deep.equal({
          state: 'wired',
          provider_id: String(only(messages).messageid),
        });
      });
    }

    it('does not even answer what became of it, it is asked on and on, and she is told once', async () => {
      club.sms.next('accept-and-reset', 'sms/send');
      club.sms.setMode('fail', 'sms/statuslocalmessageid');
      const messages = await club.smsDuring(async () => {
        await her.buy();
        for (let time = 0; time < 4; time++) await club.wait(20 * minute);
        expect(await her.lastMessage()).to.include({ state: 'sending' });
        club.sms.setMode('ok');
        await club.wait(20 * minute);
      });
      only(messages);
      const { id, state } = await her.lastMessage();
      expect(state).to.equal('wired');
      expect(asked(id)).to.deep.equal(['send', 'ask', 'ask', 'ask', 'ask', 'ask']);
    });

    it('is busy, waits and is told once', async () => {
      club.sms.next({ refuse: 409 }, 'sms/send');
      club.sms.next({ refuse: 451 }, 'sms/send');
      const messages = await club.smsDuring(async () => {
        await her.buy();
        await club.wait(minute);
        await club.wait(minute);
      });
      only(messages);
      expect(asked((await her.lastMessage()).id)).to.deep.equal(['send', 'send', 'send']);
    });

    it('refuses her number, has failed where a person sees it, and is not tried again', async () => {
      club.sms.next({ refuse: 411 }, 'sms/send');
      const messages = await club.smsDuring(async () => {
        await her.buy();
        await club.wait(30 * minute);
      });
      expect(messages).to.deep.equal([]);
      expect(await her.lastMessage()).to.include({ state: 'failed', code: '411', attempts: 1 });
      expect(await her.accruals()).to.equal(1);
    });

    it('has no credit left for us, rests as a whole, and goes on by itself once it works again', async () => {
      club.sms.setMode({ refuse: 418 }, 'sms/send');
      const sent = club.sms.requests.length;
      const held = await club.smsDuring(async () => {
        await her.buy();
        await club.quiet();
        await club.text(her.local, '2');
        await club.wait(4 * minute);
      });
      expect(held).to.deep.equal([]);
      expect(club.sms.requests.slice(sent)).to.have.length(1);
      club.sms.setMode('ok');
      const messages = await club.smsDuring(() => club.wait(2 * minute));
      expect(messages.map(({ receptor }) => receptor)).to.deep.equal([her.local, her.local]);
      expect(new Set(messages.map(({ localid }) => localid)).size).to.equal(2);
      expect(await club.runtime.count('channel_pauses')).to.equal(0);
    });
  });
});

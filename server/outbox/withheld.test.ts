import { expect } from 'chai';
import { aMember } from '../testing/factories.ts';
import { aMessage, dispatchDue, messageById, replies } from '../testing/messages.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { setPromotions } from '../usecases/set-promotions.ts';

const hour = 3_600_000;

describe('dispatch', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');

  shareRuntime((made) => (runtime = made), { channels: { sms } });

  describe('consent', () => {
    const stop = async (address: string, member?: Awaited<ReturnType<typeof aMember>>) =>
      runtime.store.transaction((tx) =>
        setPromotions(runtime, tx, { channel: 'sms', address, member, wanted: false, words: '11' }),
      );

    it('that ended between the enqueuing and the sending holds promotional messages back', async () => {
      const member = await aMember(runtime);
      const to = { channel: 'sms', address: member.phone } as const;
      const held = await aMessage(runtime, { to, reply: replies.promotional });
      const told = await aMessage(runtime, { to, reply: replies.informational });
      const answered = await aMessage(runtime, { to, reply: replies.answer });
      await stop(member.phone, member);
      await dispatchDue(runtime);
      expect(await messageById(runtime, held)).to.include({ state: 'suppressed', code: 'opted-out' });
      expect(sms.tried.map(({ id }) => id)).to.deep.equal([told, answered]);
      runtime.clock.advance(72 * hour);
      expect(await dispatchDue(runtime)).to.equal(0);
    });

    it("is a stranger's too", async () => {
      await stop('+989120000001');
      const held = await aMessage(runtime, { reply: replies.promotional });
      await dispatchDue(runtime);
      expect(await messageById(runtime, held)).to.include({ state: 'suppressed' });
      expect(sms.tried).to.deep.equal([]);
    });
  });

  describe('quiet hours', () => {
    // 21:00 and 09:00 in Tehran, which is 3:30 ahead of UTC.
    const table = [
      ['2026-01-10T17:29:59.999Z', 'sent'],
      ['2026-01-10T17:30:00.000Z', 'held'],
      ['2026-01-10T20:30:00.000Z', 'held'],
      ['2026-01-11T05:29:59.999Z', 'held'],
      ['2026-01-11T05:30:00.000Z', 'sent'],
    ] as const;

    for (const [iso, outcome] of table) {
      it(`at ${iso} a promotional message is ${outcome}, all others are sent`, async () => {
        runtime.clock.set(iso);
        const promotional = await aMessage(runtime, { reply: replies.promotional });
        const others = [await aMessage(runtime), await aMessage(runtime, { reply: replies.answer })];
        await dispatchDue(runtime);
        const expected = outcome === 'sent' ? [promotional, ...others] : others;
        expect(sms.tried.map(({ id }) => id)).to.deep.equal(expected);
        if (outcome === 'sent') return;
        expect(await messageById(runtime, promotional)).to.include({
          ...{ state: 'deferred', code: 'quiet-hours', attempts: 0 },
          due_at: Date.parse('2026-01-11T05:30:00.000Z'),
        });
        runtime.clock.set('2026-01-11T05:29:59.999Z');
        expect(await dispatchDue(runtime)).to.equal(0);
        runtime.clock.set('2026-01-11T05:30:00.000Z');
        await dispatchDue(runtime);
        expect(sms.tried.at(-1)?.id).to.equal(promotional);
        expect(await messageById(runtime, promotional)).to.include({ state: 'wired', code: null });
      });
    }

    it('hold for good what would be worth nothing in the morning', async () => {
      runtime.clock.set('2026-01-10T18:00:00Z');
      const expiresAt = Date.parse('2026-01-11T05:30:00Z');
      const id = await aMessage(runtime, { reply: replies.promotional, expiresAt });
      await dispatchDue(runtime);
      expect(await messageById(runtime, id)).to.include({ state: 'suppressed', code: 'expired' });
    });
  });

  it('lets an answer be that is six hours late', async () => {
    const onTime = await aMessage(runtime, { reply: replies.answer });
    runtime.clock.advance(6 * hour - 1);
    await dispatchDue(runtime);
    const late = await aMessage(runtime, { reply: replies.answer });
    runtime.clock.advance(6 * hour);
    await dispatchDue(runtime);
    expect(sms.tried.map(({ id }) => id)).to.deep.equal([onTime]);
    expect(await messageById(runtime, late)).to.include({ state: 'suppressed', code: 'expired' });
  });
});

import { expect } from 'chai';
import { aMessage, dispatchDue, leaseDue, messageById, outbox } from '../testing/messages.ts';
import { createScriptedChannel, faultOf } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { dispatch } from './dispatch.ts';
import { channelPauses } from './pause.ts';

const minute = 60_000;

describe('dispatch', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');

  const { errors } = shareRuntime((made) => (runtime = made), { channels: { sms, telegram } });

  describe('when the provider refuses the account', () => {
    it('rests the whole channel, loudly, keeps every message, and leaves the other channels alone', async () => {
      const ids = [await aMessage(runtime), await aMessage(runtime), await aMessage(runtime)];
      sms.sends.push(faultOf('account'));
      const leases = await leaseDue(runtime);
      for (const lease of leases) await dispatch(runtime, lease);
      await aMessage(runtime, { to: { channel: 'telegram', address: '77' } });
      await dispatchDue(runtime);
      expect(sms.tried).to.have.length(1);
      expect(telegram.tried).to.have.length(1);
      for (const id of ids) expect(await messageById(runtime, id)).to.include({ state: 'queued' });
      const [pause] = await channelPauses(runtime.store);
      expect(pause).to.include({ channel: 'sms', code: 'c-account', sinceAt: runtime.clock.now() });
      expect(errors()).to.have.length(1);
    });

    it('tries again after five minutes, and resumes', async () => {
      const ids = [await aMessage(runtime), await aMessage(runtime)];
      sms.sends.push(faultOf('account'), faultOf('account'));
      await dispatchDue(runtime);
      const since = runtime.clock.now();
      runtime.clock.advance(5 * minute - 1);
      expect(await dispatchDue(runtime)).to.equal(0);
      runtime.clock.advance(1);
      await dispatchDue(runtime);
      expect(await channelPauses(runtime.store)).to.have.length(1);
      expect((await channelPauses(runtime.store))[0]).to.include({ sinceAt: since });
      runtime.clock.advance(5 * minute);
      while ((await dispatchDue(runtime)) > 0);
      expect(await channelPauses(runtime.store)).to.deep.equal([]);
      expect((await outbox(runtime)).map(({ state }) => state)).to.deep.equal(['wired', 'wired']);
      // One try a rest, then each message once.
      expect(sms.tried).to.have.length(2 + ids.length);
    });
  });
});

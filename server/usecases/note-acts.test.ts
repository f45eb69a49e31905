import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { noonOf } from '../testing/days.ts';
import { createDialling } from '../testing/dialling.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createTexting } from '../testing/texting.ts';
import { simulatorGateway } from '../inbox/ussd.ts';
import { lockMembersByPhone } from '../store/members.ts';
import { readStanding } from './read-standing.ts';
import { recordOccasion } from './record-occasion.ts';

const phone = '+989120000001';

describe('what a member does, where it keeps points alive', () => {
  let runtime: TestRuntime;
  const sms = createScriptedChannel('sms');
  const telegram = createScriptedChannel('telegram');
  const rule = {
    ...{ id: 'points', name: 'امتیاز', on: 'purchase', give: { unit: 'points', fixed: 10 } },
    expires: { inactive: { months: 1 }, acts: ['message', 'visit', 'event:login'] },
  };

  shareRuntime((made) => (runtime = made), {
    program: { ...testProgram, nudge: undefined, rules: [rule] },
    channels: { sms, telegram },
    startAt: noonOf('2026-01-10'),
  });
  afterEach(() => auditLedger(runtime));

  const { say } = createTexting(() => runtime, { sms, telegram });
  const dial = createDialling(() => runtime, phone);

  /** A month after 1404/10/20. */
  const endAt = Date.parse('2026-02-09T20:30:00Z');
  const come = (at: number) => runtime.clock.set(new Date(at).toISOString());

  const happen = (trigger: 'visit' | 'event', name = '') =>
    runtime.store.transaction(async (tx) => {
      const member = (await lockMembersByPhone(tx, [phone])).get(phone) ?? expect.fail('she is a member');
      const happened = { at: runtime.clock.now(), name };
      await recordOccasion(runtime, tx, { member, trigger, name, happened, actor: 'test', keep: true });
    });

  for (const [what, act, atMs, left] of [
    ['a visit in time', () => happen('visit'), endAt - 1, 10],
    ['a visit too late', () => happen('visit'), endAt, 0],
    ['an event that counts', () => happen('event', 'login'), endAt - 1, 10],
    ['another event', () => happen('event', 'survey'), endAt - 1, 0],
    ['a message in time', () => say(phone, 'امتیاز'), endAt - 1, 10],
    ['a message too late', () => say(phone, 'امتیاز'), endAt, 0],
    ['a message that is not understood', () => say(phone, '?!'), endAt - 1, 10],
    ['dialling', () => dial(''), endAt - 1, 10],
    ['trying it out in the simulator', () => dial('', { gateway: simulatorGateway }), endAt - 1, 0],
    ["somebody else's message", () => say('+989120000002', 'امتیاز'), endAt - 1, 0],
    ['nothing', () => Promise.resolve(), endAt - 1, 0],
  ] as const) {
    it(`leaves ${left} points after ${what}`, async () => {
      const { id } = await aMember(runtime, { phone });
      await aPurchase(runtime, { phone });
      come(atMs);
      await act();
      come(endAt);
      const { balances } = await readStanding(runtime, runtime.store, { id, language: 'fa' });
      expect(balances.points).to.equal(left);
    });
  }
});

import assert from 'node:assert/strict';
import { dayOf } from '../../rules/calendar.ts';
import { expiry } from '../scheduler/expiry.ts';
import { pending } from '../scheduler/pending.ts';
import { runJob } from '../scheduler/run-job.ts';
import { tiers } from '../scheduler/tiers.ts';
import type { Store } from '../store/store.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import { linkChat } from '../usecases/link-chat.ts';
import { aMember, anApiKey, aPurchase } from './factories.ts';
import type { TestRuntime } from './test-runtime.ts';
import { testSecret } from './test-runtime.ts';
import type { Stage, StageOptions } from './walk-stage.ts';

/** The server that is called, and a look at its database. */
export interface Present {
  readonly url: string;
  readonly store: Store;
}

/**
 * What the outside does, and does again until it is answered: rejects where it is not, and resolves to what it
 * was told, without what differs from run to run.
 */
export type Act = (present: Present) => Promise<unknown>;

/** One thing that happens to a club. */
export interface Step extends StageOptions {
  /** What has to be there, made by a server before; on an empty database nothing is. */
  prepare(stage: Stage, runtime?: TestRuntime): Promise<Act>;
  /** How long the server is down when it dies; as long as a lease lasts when not given. */
  readonly downMs?: number;
  /** How many messages the providers have at the end. */
  readonly messages: number;
}

const her = '+989121000001';

/** Somebody joins by SMS. The provider repeats what was not answered 200. */
export const joining: Step = { prepare: (stage) => Promise.resolve(join(stage)), messages: 1 };

/** The same at the very first start, when there are no tables yet. */
export const firstStart: Step = { ...joining, empty: true };

/** A till logs a purchase, and asks again with the same key until it is answered. */
export const purchase: Step = {
  messages: 1,
  async prepare(_stage, runtime) {
    assert(runtime);
    await aMember(runtime, { phone: her });
    const { key } = await anApiKey(runtime);
    return ({ url }) =>
      postJson(`${url}/v1/purchases`, { key, body: { phone: her, amount: 500_000, receiptNo: 'R-1' } });
  },
};

/** A till undoes a purchase of which she was told. */
export const undoing: Step = {
  messages: 2,
  async prepare(_stage, runtime) {
    assert(runtime);
    await aMember(runtime, { phone: her });
    const { id } = await aPurchase(runtime, { phone: her, receiptNo: 'R-1' });
    await runtime.settle();
    const { key } = await anApiKey(runtime, { role: 'manager' });
    return ({ url }) => postJson(`${url}/v1/purchases/${id}/undo`, { key, body: { reason: 'wrong number' } });
  },
};

/** The provider reports that a message has arrived. */
export const deliveryReport: Step = {
  messages: 1,
  async prepare({ sms }, runtime) {
    assert(runtime);
    await aMember(runtime, { phone: her });
    await aPurchase(runtime, { phone: her });
    await runtime.settle();
    const messageid = sms.messages[0]?.messageid ?? 0;
    return async ({ url }) => {
      const to = `${url}/channels/kavenegar/${testSecret}/status`;
      mustBe(200, await sms.deliver({ to, messageid, status: 10 }));
    };
  },
};

/** Somebody dials the code and chooses to join. The gateway asks again within seconds, and then gives up. */
export const dialling: Step = {
  messages: 0,
  downMs: 2000,
  prepare: () =>
    Promise.resolve(async ({ url }) => {
      const fields = { sessionId: 'S-1', serviceCode: '*789*1#', phoneNumber: her, text: '1' };
      const to = `${url}/channels/ussd/${testSecret}/africastalking`;
      const response = await fetch(to, { method: 'POST', body: new URLSearchParams(fields) });
      mustBe(200, response.status);
      return response.text();
    }),
};

/** A member asks the bot for her points. The bot's service keeps it until it is told that it was taken. */
export const chatting: Step = {
  messages: 1,
  async prepare({ chat }, runtime) {
    assert(runtime);
    await aMember(runtime, { phone: her });
    const link = { channel: 'telegram', address: '77', phone: her, words: 'x', inboxId: 1 } as const;
    await runtime.store.transaction((tx) => linkChat(runtime, tx, { ...link, simulated: false }));
    await chat.say({ from: 77, text: 'امتیاز' });
    return async ({ store }) => {
      // Nobody is answered here: it is over when the message is stored and the service was told so.
      const stored = () => store.one(`SELECT id FROM inbox WHERE channel = 'telegram'`);
      await eventually(async () => chat.pending().length === 0 && (await stored()) !== undefined);
    };
  },
};

const aBatch = 25;

/** The birthday job on a day on which more members than one batch holds have their birthday. */
export const birthdayJob: Step = {
  env: { ROLES: 'web,worker,scheduler' },
  messages: 3,
  async prepare(_stage, runtime) {
    assert(runtime);
    await haveBirthday(runtime, aBatch + 2);
    // Other jobs of the same day have had their turn: the one looked at is the first to be claimed.
    const today = dayOf(runtime.clock.now(), runtime.club.program.timeZone);
    for (const job of [tiers, pending, expiry]) await runJob(runtime, { job, day: today });
    return async ({ store }) => {
      const done = `SELECT id FROM job_runs WHERE job = 'nudges' AND state = 'done'`;
      await eventually(async () => (await store.one(done)) !== undefined);
    };
  },
};

/** Most of them have stopped messages, so that the gifts are many and the messages few. */
async function haveBirthday(runtime: TestRuntime, count: number): Promise<void> {
  const { clock, club, store } = runtime;
  const [, month = 0, day = 0] = dayOf(clock.now(), club.program.timeZone).split('-').map(Number);
  for (let index = 0; index < count; index++) {
    const phone = `+98912${2_000_000 + index}`;
    const consent = { channel: 'sms', address: phone, words: 'عضویت' } as const;
    // One by one: all together would take longer than a transaction may on a busy machine.
    await store.transaction((tx) =>
      enrollMember(runtime, tx, { phone, shopId: null, consent, actor: 'member' }),
    );
  }
  await store.transaction((tx) =>
    tx.run(
      `UPDATE members SET birth_calendar = 'gregorian', birth_year = 1990, birth_month = ?, birth_day = ?,
         promotions_stopped_at = CASE WHEN phone IN (?, ?, ?) THEN NULL ELSE ? END`,
      [month, day, '+989122000000', '+989122000001', `+98912${2_000_000 + count - 1}`, clock.now()],
    ),
  );
}

function join({ sms }: Stage): Act {
  return async ({ url }) => {
    const to = `${url}/channels/kavenegar/${testSecret}/inbound`;
    mustBe(200, await sms.inbound({ to, messageid: 7001, from: '09121000001', text: 'عضویت' }));
  };
}

interface Asked {
  readonly key: string;
  readonly body: object;
}

/** Answers the status and what of the body is the same in every run. */
async function postJson(url: string, { key, body }: Asked): Promise<unknown> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': 'till-1-write-1',
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  assert(response.ok, `${response.status}: ${text}`);
  const { amount, earned, taken, balances, alreadyUndone } = JSON.parse(text) as Record<string, unknown>;
  return { status: response.status, amount, earned, taken, balances, alreadyUndone };
}

function mustBe(wanted: number, status: number): void {
  assert.equal(status, wanted, 'the callback is answered');
}

const withinMs = 15_000;
const everyMs = 25;

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await condition())) {
    assert(performance.now() < until, 'what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

import type { Channel, Receipt } from '../../channels/types.ts';
import { mayContact } from '../../rules/contact.ts';
import { failpoint } from '../failpoint.ts';
import type { Lease } from '../queue/queue.ts';
import type { Runtime } from '../runtime.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Tx } from '../store/tx.ts';
import { attemptSend } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { messageColumns, writeOutcome } from './message.ts';
import type { Message, Outcome } from './message.ts';
import { pauseChannel, restingUntil, resumeChannel } from './pause.ts';
import { leaseMs } from './relay.ts';
import { isEnd } from './states.ts';
import { tellsOfUndone } from './undone.ts';

/** Shorter than the lease, so that nobody else holds the message while we may still be sending it. */
const sendTimeoutMs = leaseMs / 3;

/** Within what the send has left of the lease. */
const recordTriesMax = 5;
const recordRestMs = 1000;

/**
 * Sends one leased message and records what became of it. The attempt is written down before the provider is
 * called, and the database is let go of meanwhile. Answers the provider's receipt, where there is one.
 */
export async function dispatch(runtime: Runtime, lease: Lease): Promise<Receipt | undefined> {
  const begun = await runtime.store.transaction((tx) => begin(runtime, tx, lease));
  if (!begun) return undefined;
  failpoint('dispatch-begun');
  const { message, channel } = begun;
  const signal = AbortSignal.timeout(sendTimeoutMs);
  const attempt = await attemptSend(runtime, message, { channel, signal });
  failpoint('dispatch-answered');
  await recordPatiently(runtime, { lease, message, ...attempt });
  failpoint('dispatch-recorded');
  runtime.metrics.outboxSends.inc({ channel: message.channel, result: attempt.outcome.state });
  return attempt.outcome.receipt;
}

/** What the provider said is worth waiting for the database: nobody can ask a bot a second time. */
async function recordPatiently(runtime: Runtime, recording: Recording): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await runtime.store.transaction((tx) => record(runtime, tx, recording));
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === recordTriesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, recordRestMs));
    }
  }
}

interface Begun {
  readonly message: Message;
  readonly channel: Channel;
}

/** Checks that the message may go, and writes the attempt down. Answers nothing when there is none to make. */
async function begin(runtime: Runtime, tx: Tx, lease: Lease): Promise<Begun | undefined> {
  const message = await tx.one<Message>(
    `SELECT ${messageColumns} FROM outbox WHERE id = ? AND lease_token = ?${tx.forUpdate}`,
    [lease.messageId, lease.token],
  );
  if (!message || isEnd(message.state)) return undefined;
  const now = runtime.clock.now();
  const channel = runtime.channels[message.channel];
  const held = (await rest(tx, message, now)) ?? (await holdBack(runtime, tx, message));
  if (held || !channel) {
    await writeOutcome(tx, message.id, { ...(held ?? noChannel(message)), now });
    return undefined;
  }
  const attemptedAt = message.state === 'sending' ? message.attemptedAt : now;
  // The lease is renewed: the message may have stood in the queue for most of it.
  await tx.run(
    `UPDATE outbox SET state = 'sending', attempts = attempts + 1, attempted_at = ?, due_at = ? WHERE id = ?`,
    [attemptedAt, now + leaseMs, message.id],
  );
  failpoint('dispatch-before-commit');
  return { message, channel };
}

/** What was handed over before the channel was taken away may have arrived. */
function noChannel({ state }: Message): Outcome {
  return { state: state === 'sending' ? 'unknown' : 'failed', code: 'no-such-channel' };
}

/** A channel that was refused since the message was leased rests for this one too. */
async function rest(tx: Tx, { channel, state }: Message, now: number): Promise<Outcome | undefined> {
  const dueAt = await restingUntil(tx, { channel, now });
  return dueAt === undefined ? undefined : { state, dueAt, code: 'channel-paused' };
}

/**
 * Consent, quiet hours and worth are looked at in the last moment: much may have changed since the enqueuing.
 * What was handed over once passed them then; what is left is to learn its fate.
 */
async function holdBack(runtime: Runtime, tx: Tx, message: Message): Promise<Outcome | undefined> {
  const { clock, club } = runtime;
  if (message.state === 'sending') return undefined;
  if (await tellsOfUndone(tx, message.id)) return { state: 'suppressed', code: 'undone' };
  const facts = await tx.one<{ stopped: number | null; dead: number | null; simulated: number }>(
    `SELECT COALESCE(members.promotions_stopped_at, addresses.promotions_stopped_at) AS stopped,
       addresses.dead_at AS dead, addresses.simulated
     FROM addresses LEFT JOIN members ON members.id = addresses.member_id
     WHERE addresses.channel = ? AND addresses.address = ?`,
    [message.channel, message.address],
  );
  if (facts?.simulated === 1 && isSentForReal(runtime, message)) {
    return { state: 'suppressed', code: 'simulated' };
  }
  const verdict = mayContact({
    class: message.class,
    promotionsStopped: typeof facts?.stopped === 'number',
    addressDead: typeof facts?.dead === 'number',
    now: clock.now(),
    quietHours: club.program.quietHours,
    timeZone: club.program.timeZone,
    ...(message.expiresAt !== null && { expiresAt: message.expiresAt }),
  });
  switch (verdict.send) {
    case 'now':
      return undefined;
    case 'later':
      return { state: 'deferred', dueAt: verdict.at, code: 'quiet-hours' };
    case 'never':
      return { state: 'suppressed', code: verdict.reason };
  }
}

/** A number that is known from the simulator alone may be a stranger's: no provider is given a message for it. */
function isSentForReal({ channels }: Runtime, { channel }: Message): boolean {
  return channels[channel]?.simulated !== true;
}

interface Recording extends Attempt, Pick<Begun, 'message'> {
  readonly lease: Lease;
}

async function record(
  runtime: Runtime,
  tx: Tx,
  { lease, message, outcome, fault }: Recording,
): Promise<void> {
  const { id, channel, address } = message;
  const row = await tx.one<{ token: string | null; providerId: string | null }>(
    `SELECT lease_token AS token, provider_id AS providerId FROM outbox WHERE id = ?${tx.forUpdate}`,
    [id],
  );
  // Where the lease lapsed, whoever has taken the message since learns for itself; but a receipt is the truth.
  const isNews = outcome.receipt !== undefined && row?.providerId === null;
  if (row?.token !== lease.token && !isNews) return;
  const now = runtime.clock.now();
  await writeOutcome(tx, id, { ...outcome, now });
  failpoint('record-before-commit');
  if (outcome.receipt) await resumeChannel(tx, channel);
  if (fault?.fault === 'account') await pauseChannel(runtime, tx, { channel, error: fault });
  if (fault?.fault === 'address-dead') {
    await tx.run('UPDATE addresses SET dead_at = ? WHERE channel = ? AND address = ?', [
      now,
      channel,
      address,
    ]);
  }
}

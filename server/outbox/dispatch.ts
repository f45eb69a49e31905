import { randomUUID } from 'node:crypto';
import type { Channel, MessageChannel, Receipt } from '../../channels/types.ts';
import { mayContact } from '../../rules/contact.ts';
import { failpoint } from '../failpoint.ts';
import type { Lease } from '../queue/queue.ts';
import type { Runtime } from '../runtime.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { marks } from '../store/tx.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { attemptSend } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { giveBack, leaseMs } from './lease.ts';
import { messageColumns, writeOutcome } from './message.ts';
import type { Message, Outcome } from './message.ts';
import { isOvertaking, overtakenRestMs } from './order.ts';
import { pauseChannel, restingUntil, resumeChannel } from './pause.ts';
import { isEnd, openStates } from './states.ts';
import { tellsOfUndone } from './undone.ts';

/** Shorter than the lease, so that nobody else holds the message while we may still be sending it. */
export const sendTimeoutMs = leaseMs / 3;

/** Within what the send has left of the lease. */
const recordTriesMax = 5;
const recordRestMs = 1000;

/** A message whose turn did not come in time lets others go first. */
const turnRestMs = 1000;

const never = new AbortController().signal;

/**
 * Sends one leased message and records what became of it. The attempt is written down before the provider is
 * called, and the database is let go of meanwhile. Answers the provider's receipt, where there is one. A lease
 * is good for one attempt, whoever brings it twice. Once `stopping` has aborted nothing is begun any more, and
 * the lease is given back.
 */
export async function dispatch(
  runtime: Runtime,
  lease: Lease,
  stopping: AbortSignal = never,
): Promise<Receipt | undefined> {
  if (!(await hasTurn(runtime, lease, stopping))) return undefined;
  const askedAt = performance.now();
  const attempting: Attempting = { token: randomUUID() };
  const begun = await runtime.store.transaction((tx) => begin(runtime, tx, { lease, attempting }));
  if (!begun) return undefined;
  failpoint('dispatch-begun');
  // This process was held up for so long that another may have taken the message since: it asks before it sends.
  if (performance.now() - askedAt > sendTimeoutMs) return undefined;
  const { message, channel, token } = begun;
  const signal = AbortSignal.timeout(sendTimeoutMs);
  const attempt = await attemptSend(runtime, message, { channel, signal });
  failpoint('dispatch-answered');
  await recordPatiently(runtime, { message, token, ...attempt });
  failpoint('dispatch-recorded');
  runtime.metrics.outboxSends.inc({ channel: message.channel, result: attempt.outcome.state });
  return attempt.outcome.receipt;
}

/** Waits until the channel's rate lets the message go. When it may not, the lease is given back. */
async function hasTurn(runtime: Runtime, lease: Lease, stopping: AbortSignal): Promise<boolean> {
  const { channels, clock, shared, store } = runtime;
  const [channel = '', address = ''] = lease.lane.split(':', 2);
  const rate = channels[channel as MessageChannel]?.rate;
  if (rate === undefined && !stopping.aborted) return true;
  // What nobody needs any more must not take a turn from what waits.
  if (!(await isHeld(store, lease))) return false;
  if (rate === undefined || !(await shared.turn({ channel, address, rate }, stopping))) {
    const dueAt = clock.now() + (stopping.aborted ? 0 : turnRestMs);
    await store.transaction((tx) => giveBack(tx, { ids: [lease.messageId], tokens: [lease.token], dueAt }));
    return false;
  }
  return true;
}

async function isHeld(reader: Reader, { messageId, token }: Lease): Promise<boolean> {
  const held = `SELECT id FROM outbox WHERE id = ? AND lease_token = ? AND state IN (${marks(openStates)})`;
  return (await reader.one(held, [messageId, token, ...openStates])) !== undefined;
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
  /** Of the lease renewed for this attempt. */
  readonly token: string;
}

/** What outlives the tries of one transaction. */
interface Attempting {
  readonly token: string;
  /** What a try has written down; whether it was committed only the row can say. */
  written?: Begun;
}

interface Beginning {
  readonly lease: Lease;
  readonly attempting: Attempting;
}

/** Checks that the message may go, and writes the attempt down. Answers nothing when there is none to make. */
async function begin(runtime: Runtime, tx: Tx, { lease, attempting }: Beginning): Promise<Begun | undefined> {
  const { token, written } = attempting;
  // The answer to our own COMMIT was lost: taken for somebody else's, the attempt would never be made.
  if (written && (await isHeld(tx, { ...lease, token }))) return written;
  const message = await tx.one<Message>(
    `SELECT ${messageColumns} FROM outbox WHERE id = ? AND lease_token = ?${tx.forUpdate}`,
    [lease.messageId, lease.token],
  );
  if (!message || isEnd(message.state)) return undefined;
  const now = runtime.clock.now();
  if (await isOvertaking(tx, message, { token: lease.token, now })) {
    const back = { ids: [message.id], tokens: [lease.token], dueAt: now + overtakenRestMs };
    await giveBack(tx, back);
    return undefined;
  }
  const channel = runtime.channels[message.channel];
  const held = (await rest(tx, message, now)) ?? (await holdBack(runtime, tx, message));
  if (held || !channel) {
    await writeOutcome(tx, message.id, { ...(held ?? noChannel(message)), now });
    return undefined;
  }
  const attemptedAt = message.state === 'sending' ? message.attemptedAt : now;
  // The lease is renewed, as the message may have stood in the queue for most of it; and under another token, as
  // the queue may bring the old one a second time.
  await tx.run(
    `UPDATE outbox SET state = 'sending', attempts = attempts + 1, attempted_at = ?, lease_token = ?, due_at = ?
     WHERE id = ?`,
    [attemptedAt, token, now + leaseMs, message.id],
  );
  failpoint('dispatch-before-commit');
  attempting.written = { message, channel, token };
  return attempting.written;
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

interface Recording extends Attempt, Pick<Begun, 'message' | 'token'> {}

async function record(
  runtime: Runtime,
  tx: Tx,
  { token, message, outcome, fault }: Recording,
): Promise<void> {
  const { id, channel, address } = message;
  const row = await tx.one<{ token: string | null; providerId: string | null }>(
    `SELECT lease_token AS token, provider_id AS providerId FROM outbox WHERE id = ?${tx.forUpdate}`,
    [id],
  );
  // Where the lease lapsed, whoever has taken the message since learns for itself; but a receipt is the truth.
  const isNews = outcome.receipt !== undefined && row?.providerId === null;
  if (row?.token !== token && !isNews) return;
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

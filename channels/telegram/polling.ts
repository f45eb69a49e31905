import { z } from 'zod';
import { SendError, type Received } from '../types.ts';
import { createBackoff, needsPerson, rest, type ListenProblem, type Pace } from './backoff.ts';
import type { BotApi } from './bot-api.ts';
import { receiveUpdate } from './update.ts';

export interface PollingOptions {
  readonly api: BotApi;
  readonly botId: string;
  readonly store: (received: Received) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProblem: (problem: ListenProblem) => void;
  readonly pace: Pace;
}

/** Telegram's own limit for one answer. */
const UPDATES_MAX = 100;
const POLL_S = 25;
/**
 * After a week of silence Telegram starts counting updates anew, from anywhere, and an old offset would hide
 * them. What an empty poll confirmed stays confirmed, so after about a day of those the offset is left out.
 */
const EMPTY_POLLS_MAX = 3_000;

/** At the start and once more; who sets it a third time means it, and two programs must not fight over it. */
const REMOVALS_MAX = 2;

const updates = z.array(z.looseObject({ update_id: z.int().nonnegative() }));

interface Position {
  offset: number;
  emptyPolls: number;
  /** A webhook that is still set would make every poll a conflict. */
  mayHaveWebhook: boolean;
  removals: number;
}

/**
 * Long polling that stores before it confirms: the offset of the next poll is what confirms an update to the
 * provider, and it moves past an update only once `store` has resolved for it. Ends when `signal` aborts.
 */
export async function pollUpdates(options: PollingOptions): Promise<void> {
  const { signal, pace, onProblem } = options;
  const position: Position = { offset: 0, emptyPolls: 0, mayHaveWebhook: true, removals: 0 };
  const backoff = createBackoff(pace);
  while (!signal.aborted) {
    try {
      await removeWebhook(options, position);
      await pollOnce(options, position);
      backoff.succeeded();
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      if (error.code === 'aborted') return;
      onProblem(problemOf(error));
      position.mayHaveWebhook ||= isWebhookConflict(error) && position.removals < REMOVALS_MAX;
      await rest(backoff.failed(error), signal);
    }
  }
}

/** Takes a standing webhook away without dropping what waits behind it. */
async function removeWebhook({ api, signal }: PollingOptions, position: Position): Promise<void> {
  if (!position.mayHaveWebhook) return;
  const payload = { drop_pending_updates: false };
  try {
    await api.call({ method: 'deleteWebhook', payload, schema: z.unknown(), signal });
  } catch (error) {
    // A service that refuses the method may well have no webhook; the poll that follows will tell.
    if (!(error instanceof SendError && needsPerson(error))) throw error;
  }
  position.mayHaveWebhook = false;
  position.removals += 1;
}

async function pollOnce(options: PollingOptions, position: Position): Promise<void> {
  const { api, signal, pace } = options;
  const startedAt = performance.now();
  const batch = await api.call({
    method: 'getUpdates',
    payload: { offset: position.offset, limit: UPDATES_MAX, timeout: POLL_S, allowed_updates: ['message'] },
    schema: updates,
    signal,
    holdMs: POLL_S * 1000,
  });
  for (const update of batch) {
    if (!(await storeUpdate(options, update))) return;
    position.offset = update.update_id + 1;
  }
  position.emptyPolls = batch.length === 0 ? position.emptyPolls + 1 : 0;
  if (position.emptyPolls >= EMPTY_POLLS_MAX) Object.assign(position, { offset: 0, emptyPolls: 0 });
  // A service that answers empty at once, whatever time-out it is given, must not be asked without pause.
  if (batch.length === 0) await rest(Math.max(0, pace.firstMs - (performance.now() - startedAt)), signal);
}

/** Offers one update until it is stored; false when the signal aborted first. */
async function storeUpdate(options: PollingOptions, update: { update_id: number }): Promise<boolean> {
  const { store, signal, pace, onProblem } = options;
  const received = receiveUpdate(update, options.botId);
  const backoff = createBackoff(pace);
  while (!signal.aborted) {
    try {
      await store(received);
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.name : 'unknown';
      const message = `update ${update.update_id} could not be stored (${why}); it is kept and offered again`;
      onProblem({ code: 'store', message, needsPerson: false });
      await rest(backoff.failed(), signal);
    }
  }
  return false;
}

function isWebhookConflict(error: SendError): boolean {
  return error.code === '409' && /webhook/i.test(error.message);
}

function problemOf(error: SendError): ListenProblem {
  return { code: error.code, message: cureOf(error), needsPerson: needsPerson(error) };
}

function cureOf(error: SendError): string {
  if (isWebhookConflict(error)) {
    return 'a webhook is set for this bot, so it cannot be polled: remove it, or run with webhooks';
  }
  if (error.code === '409') return 'another program polls this bot: stop it, or give each its own token';
  if (error.fault === 'account') return 'the bot token is not accepted: set the one BotFather gave';
  return `no messages can be fetched for now (${error.message})`;
}

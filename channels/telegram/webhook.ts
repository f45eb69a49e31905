import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { SendError, type ChannelRequest, type Received } from '../types.ts';
import { createBackoff, needsPerson, rest, type ListenProblem, type Pace } from './backoff.ts';
import type { BotApi } from './bot-api.ts';
import { receiveUpdate } from './update.ts';

export interface WebhookOptions {
  readonly api: BotApi;
  readonly url: string;
  readonly secret: string | undefined;
  readonly signal: AbortSignal;
  readonly onProblem: (problem: ListenProblem) => void;
  readonly pace: Pace;
}

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/** Reads one pushed update. With a `secret`, a request that does not carry it is refused as unproven. */
export function receivePush(
  request: ChannelRequest,
  { botId, secret }: { botId: string; secret: string | undefined },
): Received {
  if (secret !== undefined && !isSame(request.headers[SECRET_HEADER] ?? '', secret)) {
    return { kind: 'malformed', reason: 'wrong secret', unproven: true };
  }
  return receiveUpdate(request.body, botId);
}

/** Digests first: of one length, and the time the comparison takes tells nothing of the secret. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** Registers the webhook, trying until it is taken, and then waits for `signal`. */
export async function keepWebhook(options: WebhookOptions): Promise<void> {
  const { signal, pace, onProblem } = options;
  const backoff = createBackoff(pace);
  while (!signal.aborted) {
    try {
      await setWebhook(options);
      await aborted(signal);
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      if (error.code === 'aborted') return;
      const message = `the webhook could not be registered (${error.message})`;
      onProblem({ code: error.code, message, needsPerson: needsPerson(error) });
      await rest(backoff.failed(error), signal);
    }
  }
}

async function setWebhook({ api, url, secret, signal }: WebhookOptions): Promise<void> {
  await api.call({
    method: 'setWebhook',
    payload: {
      url,
      allowed_updates: ['message'],
      drop_pending_updates: false,
      ...(secret === undefined ? {} : { secret_token: secret }),
    },
    schema: z.literal(true),
    signal,
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

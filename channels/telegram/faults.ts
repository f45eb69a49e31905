import { TelegramError } from 'telegraf';
import { z } from 'zod';
import { SendError, type SendFault } from '../types.ts';

export interface FaultContext {
  /** Blanked wherever it appears. */
  readonly token: string;
  /** Set when we ended the call ourselves. */
  readonly cutBy: 'timeout' | 'aborted' | undefined;
}

/** Descriptions that mean that nobody is at that chat any more, whatever the code beside them. */
const NOBODY_THERE =
  /chat not found|user not found|user is deactivated|bot was blocked|bot was kicked|can't initiate conversation|PEER_ID_INVALID/i;

/** No connection was made or its handshake failed: nothing of the message can have been read. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Filtering often shows as a reset or a timeout before the handshake is over; the reason in words tells. */
const BEFORE_HANDSHAKE = /before secure TLS connection|reason: connect E/;

const DESCRIPTION_LENGTH_MAX = 200;

/** What telegraf throws for an answer that is not `ok`; its type promises more than strangers keep. */
const refusal = z.object({
  error_code: z.number(),
  description: z.string().catch(''),
  parameters: z.object({ retry_after: z.number().nonnegative().optional() }).optional().catch(undefined),
});

/** Folds whatever a call threw into the closed list; the token is in no part of the result. */
export function toSendError(error: unknown, context: FaultContext): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof TelegramError) return refusedError(error.response, context.token);
  if (context.cutBy !== undefined && error instanceof Error && error.name === 'AbortError') {
    return new SendError('fate-unknown', context.cutBy);
  }
  return networkError(error);
}

function refusedError(response: unknown, token: string): SendError {
  const parsed = refusal.safeParse(response);
  if (!parsed.success) return new SendError('fate-unknown', 'garbage');
  const { error_code: code, description, parameters } = parsed.data;
  const told = description.replaceAll(token, '[token]').slice(0, DESCRIPTION_LENGTH_MAX);
  const retryAfterS = parameters?.retry_after;
  return new SendError(faultOfCode(code, description), String(code), {
    message: `${code} ${told}`.trimEnd(),
    ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1000 }),
  });
}

function faultOfCode(code: number, description: string): SendFault {
  if (code >= 500 || code < 400) return 'fate-unknown';
  if (code === 429) return 'busy';
  if (code === 403 || NOBODY_THERE.test(description)) return 'address-dead';
  // A token that is no token at all is answered 404, a revoked one 401.
  if (code === 401 || code === 404) return 'account';
  return 'rejected';
}

/** The error's own message holds the URL, and with it the token: it is looked at and never passed on. */
function networkError(error: unknown): SendError {
  const { code, type, message } = networkFailure.parse(error);
  if ((code !== undefined && NEVER_CONNECTED.has(code)) || BEFORE_HANDSHAKE.test(message)) {
    return new SendError('unreachable', code ?? 'network');
  }
  return new SendError('fate-unknown', code ?? (type === 'invalid-json' ? 'garbage' : (type ?? 'network')));
}

const networkFailure = z
  .object({
    code: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
    message: z.string().catch(''),
  })
  .catch({ code: undefined, type: undefined, message: '' });

import assert from 'node:assert/strict';
import type { Request, RequestHandler } from 'express';
import type { Runtime } from '../runtime.ts';
import { findApiKey, noteKeyUse } from '../usecases/api-keys.ts';
import type { ApiKey, KeyRole } from '../usecases/api-keys.ts';
import { Problem } from './problem.ts';
import { addressOf, limitRate } from './rate-limit.ts';
import type { Rate } from './rate-limit.ts';

const callers = new WeakMap<Request, ApiKey>();

/** Whose request it is; only behind `authenticate`. */
export function callerOf(request: Request): ApiKey {
  const key = callers.get(request);
  assert(key, 'the route is behind authenticate');
  return key;
}

/** As `callerOf`, where there may be none. */
export function callerIfAny(request: Request): ApiKey | undefined {
  return callers.get(request);
}

/**
 * Lets requests with a key of ours pass: `Authorization: Bearer vafa_…`. The others are answered 401, and after
 * many of them 429; a good key is never held up by the bad ones that come from the same address.
 */
export function authenticate(runtime: Runtime, failures: Rate): RequestHandler {
  const refused = limitRate(runtime.shared, { name: 'failed-auth', ...failures }, addressOf);
  return async (request, response, next) => {
    const key = await keyOfRequest(runtime, request);
    if (!key) {
      await refused(request, response, (error?: unknown) => next(error ?? unauthorized(request)));
      return;
    }
    callers.set(request, key);
    response.once('finish', () => noteUse(runtime, key));
    next();
  };
}

/** The key a request carries, if it is one of ours. */
async function keyOfRequest({ store }: Runtime, request: Request): Promise<ApiKey | undefined> {
  const [, token] = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
  return token === undefined ? undefined : findApiKey(store, token);
}

/** Lets only keys of these roles pass. */
export function allow(...roles: readonly KeyRole[]): RequestHandler {
  return (request, _response, next) => {
    const { role } = callerOf(request);
    if (!roles.includes(role)) {
      throw new Problem({
        status: 403,
        code: 'role-not-allowed',
        detail: `This key has the role ${role}; this needs ${roles.join(' or ')}.`,
      });
    }
    next();
  };
}

/** 401, with how to show who one is. */
function unauthorized(request: Request): Problem {
  const given = request.headers.authorization !== undefined;
  return new Problem({
    status: 401,
    code: 'key-missing-or-unknown',
    detail: given
      ? 'The API key is not known here, or was revoked. Make one with ./scripts/vafa key add.'
      : 'Send an API key: "Authorization: Bearer vafa_…". Make one with ./scripts/vafa key add.',
    headers: { 'WWW-Authenticate': `Bearer realm="vafa"${given ? ', error="invalid_token"' : ''}` },
  });
}

/** After the answer, so that nobody waits for it; a note that fails is no more than a missing note. */
function noteUse(runtime: Runtime, key: ApiKey): void {
  noteKeyUse(runtime, key).catch((error: unknown) =>
    runtime.log.debug({ err: error, key: key.id }, 'the use of a key was not noted'),
  );
}

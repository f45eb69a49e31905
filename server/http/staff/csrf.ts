import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { csrfSync } from 'csrf-sync';

/** The hidden field that carries the token, in plain forms and htmx requests alike. */
export const csrfField = '_csrf';

const { csrfSynchronisedProtection, invalidCsrfTokenError } = csrfSync({
  getTokenFromState: tokenOf,
  getTokenFromRequest: (req) => {
    const body: unknown = req.body;
    const token =
      typeof body === 'object' && body !== null ? (Reflect.get(body, csrfField) as unknown) : undefined;
    return typeof token === 'string' ? token : undefined;
  },
});

/** Lets a writing request pass only with the token of its session. */
export const csrfProtection = csrfSynchronisedProtection;

/** The session's token, for a form that is to be shown. */
export function csrfToken(req: Request): string {
  // A visitor's session is kept by her cookie alone, which is sent once there is something in it.
  if (req.session.staffId === undefined && req.session.trial === undefined) req.session.visitor = true;
  return tokenOf(req);
}

/** Made from the session's id, which only the server and the holder of its cookie know. */
function tokenOf({ sessionID }: Request): string {
  return createHash('sha256').update(`csrf ${sessionID}`).digest('hex');
}

export function isCsrfFailure(error: unknown): boolean {
  return error === invalidCsrfTokenError;
}

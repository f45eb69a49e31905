import type { Request } from 'express';
import { csrfSync } from 'csrf-sync';

/** The hidden field that carries the token, in plain forms and htmx requests alike. */
export const csrfField = '_csrf';

const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => {
    const body: unknown = req.body;
    const token =
      typeof body === 'object' && body !== null ? (Reflect.get(body, csrfField) as unknown) : undefined;
    return typeof token === 'string' ? token : undefined;
  },
});

/** Lets a writing request pass only with the token of its session. */
export const csrfProtection = csrfSynchronisedProtection;

/** The session's token, made on first need. */
export function csrfToken(req: Request): string {
  return generateToken(req);
}

export function isCsrfFailure(error: unknown): boolean {
  return error === invalidCsrfTokenError;
}

import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Runtime } from '../../runtime.ts';
import { csrfToken } from './csrf.ts';
import { SessionStore } from './session-store.ts';

declare module 'express-session' {
  interface SessionData {
    /** Who is logged in; absent in the session that only carries a login form's token. */
    staffId?: number;
  }
}

const hourMs = 3_600_000;
/** Of somebody logged in, counted from the last request; of somebody who is not. */
const loggedInMs = 12 * hourMs;
const visitorMs = hourMs;

/** Sessions by a cookie that scripts cannot read and that other sites' forms do not send. */
export function sessions(runtime: Runtime): RequestHandler {
  const secure = runtime.config.publicUrl.startsWith('https:');
  return session({
    // With this prefix browsers take the cookie from this very host only, and over https only.
    name: secure ? '__Host-vafa' : 'vafa',
    secret: runtime.config.sessionSecret,
    store: new SessionStore(runtime),
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: visitorMs },
    rolling: true,
    resave: false,
    saveUninitialized: false,
  });
}

/** Starts a new session for somebody who has proven who she is: an id planted before is worth nothing. */
export async function logIn(req: Request, staffId: number): Promise<void> {
  await done((callback) => req.session.regenerate(callback));
  req.session.staffId = staffId;
  req.session.cookie.maxAge = loggedInMs;
  req.session.cookie.originalMaxAge = loggedInMs;
  // Made now, so that no later request has to write the session and might bring one back that was ended.
  csrfToken(req);
  await done((callback) => req.session.save(callback));
}

/** Ends the session, here and in the database. */
export function logOut(req: Request): Promise<void> {
  return done((callback) => req.session.destroy(callback));
}

function done(work: (callback: (error: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the session could not be kept'));
    });
  });
}

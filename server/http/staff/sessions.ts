import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Runtime } from '../../runtime.ts';
import { SessionStore } from './session-store.ts';

declare module 'express-session' {
  interface SessionData {
    /** Who is logged in. */
    staffId?: number;
    /** The simulator's link was opened in it; see `trial.ts`. */
    trial?: true;
    /** Nobody is known yet, but a form was shown: the cookie has to go out. */
    visitor?: true;
  }
}

const hourMs = 3_600_000;
/** Of somebody who has proven something, counted from the last request; of somebody who has not. */
const provenMs = 12 * hourMs;
const visitorMs = hourMs;

/** Sessions by a cookie that scripts cannot read and that other sites' forms do not send. */
export function sessions(runtime: Runtime): RequestHandler {
  const secure = runtime.config.publicUrl.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: visitorMs } as const;
  return session({
    // With this prefix browsers take the cookie from this very host only, and over https only.
    name: secure ? '__Host-vafa' : 'vafa',
    secret: runtime.config.sessionSecret,
    store: new SessionStore(runtime, cookie),
    cookie,
    rolling: true,
    resave: false,
    saveUninitialized: false,
  });
}

/** Lets somebody in who has proven who she is. */
export function logIn(req: Request, staffId: number): Promise<void> {
  return startSession(req, { staffId });
}

/** Lets somebody try the simulator who has shown its key; who is logged in stays so. */
export function openTrial(req: Request): Promise<void> {
  const { staffId } = req.session;
  return startSession(req, { trial: true, ...(staffId !== undefined && { staffId }) });
}

/** A new session for what was proven: an id planted before is worth nothing. */
async function startSession(req: Request, proven: { staffId?: number; trial?: true }): Promise<void> {
  await done((callback) => req.session.regenerate(callback));
  Object.assign(req.session, proven);
  req.session.cookie.maxAge = provenMs;
  req.session.cookie.originalMaxAge = provenMs;
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

import type { Request, RequestHandler, Response } from 'express';
import type { Runtime } from '../../runtime.ts';
import { activeStaff } from '../../usecases/staff.ts';
import type { Staff, StaffRole } from '../../usecases/staff.ts';
import { comebackOf, isHtmx, pathWith, rememberComeback } from './comeback.ts';
import { csrfProtection } from './csrf.ts';

const everybody: ReadonlySet<StaffRole> = new Set(['cashier', 'manager', 'owner']);

/** Thrown where somebody is logged in but may not do this. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

export interface Guarded {
  /** Who may; everybody of staff when not given. */
  readonly roles?: ReadonlySet<StaffRole>;
  /** Where what was typed is found again; see `rememberComeback`. */
  readonly comeback?: (req: Request) => string;
}

export type StaffHandler = (staff: Staff, req: Request, res: Response) => Promise<void>;

/**
 * A handler for logged-in staff only, with the form's token checked on every writing request. Who is not logged
 * in, or was disabled meanwhile, is sent to the log-in and finds what she typed afterwards.
 */
export function staffOnly(runtime: Runtime, guarded: Guarded, handler: StaffHandler): RequestHandler {
  return async (req, res) => {
    if (guarded.comeback) rememberComeback(req, guarded.comeback(req));
    const staff = await loggedIn(runtime, req);
    if (!staff) {
      sendToLogin(req, res);
      return;
    }
    if (!(guarded.roles ?? everybody).has(staff.role)) throw new Forbidden(staff.role);
    await checkToken(req, res);
    await handler(staff, req, res);
  };
}

/** Who is logged in, as the database knows her now. */
export async function loggedIn(runtime: Runtime, req: Request): Promise<Staff | undefined> {
  const id = req.session.staffId;
  return id === undefined ? undefined : activeStaff(runtime.store, id);
}

/** htmx would swap the log-in form into a part of the page, so it is told to go there instead. */
function sendToLogin(req: Request, res: Response): void {
  const login = pathWith('/login', { next: comebackOf(req) });
  if (isHtmx(req)) res.status(401).set('HX-Redirect', login).end();
  else res.redirect(303, login);
}

/** Rejects with the failure that `isCsrfFailure` knows. */
export function checkToken(req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    csrfProtection(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the token could not be checked'));
    });
  });
}

import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../../../config.ts';
import type { Runtime } from '../../../runtime.ts';
import type { Staff } from '../../../usecases/staff.ts';
import { pathWith } from '../../staff/comeback.ts';
import { checkToken, loggedIn, staffOnly } from '../../staff/guard.ts';
import { openTrial } from '../../staff/sessions.ts';
import { isFromHere, isPrivateServer, isTrialKey } from '../../staff/trial.ts';

/** One request to the simulator. */
export interface SimulatorVisit {
  readonly runtime: Runtime;
  /** Nobody where the owner tries things out on her own machine. */
  readonly staff: Staff | undefined;
  readonly req: Request;
  readonly res: Response;
}

const managers = new Set(['manager', 'owner'] as const);

/**
 * The simulator speaks in the name of any number, so it is for managers. Without a log-in it opens only to who
 * has shown the key of its link, only where the server is not meant to be reached from elsewhere, and only to
 * requests that look as if they came straight from its own machine. The looks alone prove nothing: a proxy may
 * pass requests on without a word of where they are from.
 */
export function simulatorOnly(
  runtime: Runtime,
  work: (visit: SimulatorVisit) => Promise<void>,
): RequestHandler {
  const closed = staffOnly(runtime, { roles: managers }, (staff, req, res) =>
    work({ runtime, staff, req, res }),
  );
  const mayTry = trialsIn(runtime.config);
  return async (req, res, next) => {
    if (req.session.trial !== true || !mayTry(req)) {
      await closed(req, res, next);
      return;
    }
    await checkToken(req, res);
    await work({ runtime, staff: await loggedIn(runtime, req), req, res });
  };
}

/** Takes the key off the address, right or wrong; the right one is remembered in the session. */
export function takeKey({ config }: Runtime): RequestHandler {
  const mayTry = trialsIn(config);
  return async (req, res, next) => {
    const { key, ...rest } = req.query;
    if (key === undefined) {
      next();
      return;
    }
    if (typeof key === 'string' && isTrialKey(config, key) && mayTry(req)) await openTrial(req);
    res.redirect(303, pathWith('/simulator', textsOf(rest)));
  };
}

function textsOf(query: Request['query']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Whether a request may use the simulator without a log-in, given the key. */
function trialsIn(config: Config): (req: Request) => boolean {
  const isPrivate = isPrivateServer(config);
  return (req) => isPrivate && isFromHere(req);
}

import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../../../config.ts';
import type { Runtime } from '../../../runtime.ts';
import { isLoopback } from '../../../settings.ts';
import type { Staff } from '../../../usecases/staff.ts';
import { checkToken, loggedIn, staffOnly } from '../../staff/guard.ts';

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
 * The simulator speaks in the name of any number, so it is for managers. Without a log-in it opens only where
 * the server can be reached from its own machine alone, and to requests that come straight from there.
 */
export function simulatorOnly(
  runtime: Runtime,
  work: (visit: SimulatorVisit) => Promise<void>,
): RequestHandler {
  const closed = staffOnly(runtime, { roles: managers }, (staff, req, res) =>
    work({ runtime, staff, req, res }),
  );
  const isPrivate = isPrivateServer(runtime.config);
  return async (req, res, next) => {
    if (!isPrivate || !isFromHere(req)) {
      await closed(req, res, next);
      return;
    }
    await checkToken(req, res);
    await work({ runtime, staff: await loggedIn(runtime, req), req, res });
  };
}

function isPrivateServer({ host, publicUrl }: Config): boolean {
  return isLoopbackAt(host.includes(':') ? `[${host}]` : host) && isLoopback(new URL(publicUrl));
}

/** Of a host, with or without a port, as URLs have it. */
function isLoopbackAt(host: string): boolean {
  const url = URL.parse(`http://${host}`);
  return url !== null && isLoopback(url);
}

const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** Not through a proxy, and not by a name that somebody has pointed at this machine. */
function isFromHere(req: Request): boolean {
  const from = req.socket.remoteAddress ?? '';
  const here = /^(?:::ffff:)?127\.|^::1$/.test(from);
  return (
    here && isLoopbackAt(req.get('host') ?? '') && forwarded.every((name) => req.get(name) === undefined)
  );
}

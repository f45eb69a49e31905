import { Router } from 'express';
import type { RequestHandler } from 'express';
import type { Runtime } from '../runtime.ts';
import { schemaVersion } from '../store/migrate.ts';
import { allow, authenticate } from './api-keys.ts';
import { problemHandler } from './problem.ts';
import type { Rate } from './rate-limit.ts';
import { isFromHere } from './staff/trial.ts';

export interface ProbeOptions {
  /** False before the start is through, and from the moment the server stops. */
  readonly isReady: () => boolean;
  readonly failedAuth: Rate;
}

/** Why the server should get no requests now. */
interface NotReady {
  readonly part: 'server' | 'database' | 'schema';
  readonly problem: string;
}

const readMaxMs = 1000;

/**
 * What machines ask: `/livez` (restart me when I do not answer), `/readyz` (send me no requests while I say 503)
 * and `/metrics`, for this machine itself and, from elsewhere, for the keys of managers and owners. A proxy on this
 * machine that hides whom it speaks for must not pass `/metrics` on; it tells counts, and nothing of members.
 */
export function createProbes(runtime: Runtime, { isReady, failedAuth }: ProbeOptions): Router {
  const router = Router();
  router.get('/livez', (_request, response) => void response.json({ alive: true }));
  router.get('/readyz', async (_request, response) => {
    const problems = isReady() ? await databaseProblems(runtime) : [stopped];
    response.status(problems.length === 0 ? 200 : 503).json({ ready: problems.length === 0, problems });
  });
  const known = [authenticate(runtime, failedAuth), allow('manager', 'owner')].map(unlessFromHere);
  router.get('/metrics', ...known, async (_request, response) => {
    response.type(runtime.metrics.contentType).send(await runtime.metrics.text());
  });
  router.use(problemHandler(runtime));
  return router;
}

function unlessFromHere(check: RequestHandler): RequestHandler {
  return (request, response, next) => (isFromHere(request) ? next() : check(request, response, next));
}

const stopped: NotReady = { part: 'server', problem: 'is starting or stopping' };

async function databaseProblems(runtime: Runtime): Promise<NotReady[]> {
  try {
    const { database, code } = await within(schemaVersion(runtime.store), readMaxMs);
    if (database === code) return [];
    return [{ part: 'schema', problem: `is at step ${database}, and this version knows ${code}` }];
  } catch (error) {
    runtime.log.warn({ err: error }, 'not ready: the database did not answer');
    return [{ part: 'database', problem: 'does not answer' }];
  }
}

/** Rejects when `work` takes longer than it may. */
async function within<T>(work: Promise<T>, maxMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${maxMs} ms`)), maxMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

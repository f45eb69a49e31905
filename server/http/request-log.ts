import type { Request, RequestHandler, Response } from 'express';
import type { Runtime } from '../runtime.ts';
import { callerIfAny } from './api-keys.ts';

/** Asked every few seconds by machines, and by the simulator's page. */
const quietRoutes = new Set(['/livez', '/readyz', '/metrics', '/simulator/news']);
/** What nginx writes for a caller who went away. */
const GONE = 499;

/**
 * Logs and measures each request, once, when its answer is out or its caller gone. Paths hold phone numbers and
 * a secret, so the route's pattern stands for them; a request that no route took has none.
 */
export function observeRequests({ log, metrics }: Runtime): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const ms = performance.now() - startedAt;
      const { method } = request;
      const route = routeOf(request);
      const status = statusOf(response);
      metrics.httpRequestSeconds.observe(
        { route, method, status: `${Math.floor(status / 100)}xx` },
        ms / 1000,
      );
      const key = callerIfAny(request)?.id;
      const level = quietRoutes.has(route) ? 'debug' : 'info';
      log[level]({ method, route, status, ms: Math.round(ms), ...(key && { key }) }, 'request');
    });
    next();
  };
}

function statusOf(response: Response): number {
  return response.writableFinished ? response.statusCode : GONE;
}

/** Routers are mounted at fixed paths only, so `baseUrl` holds nothing of the caller's. */
function routeOf(request: Request): string {
  const { path } = (request as { route?: { path?: unknown } }).route ?? {};
  if (typeof path === 'string') return request.baseUrl + path;
  const door = doors.find((each) => request.originalUrl.startsWith(`${each}/`));
  return door === undefined ? 'none' : `${door}/*`;
}

/** Where a request that was refused at the door, without a key or without a database, had wanted to go. */
const doors = ['/v1', '/channels', '/counter'];

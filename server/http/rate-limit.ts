import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from './problem.ts';

/** So many requests in so long. */
export interface Rate {
  readonly limit: number;
  readonly windowMs: number;
}

/** How often what may be asked; counted in this process. */
export interface Rates {
  /** Requests with one API key. */
  readonly apiKey: Rate;
  /** Requests without a key that we know, from one address. */
  readonly failedAuth: Rate;
  /** Calls of a channel's path without its secret, from one address. */
  readonly wrongSecret: Rate;
}

/** 50 a second for a key, but counted over ten: tills send in bursts. */
export const defaultRates: Rates = {
  apiKey: { limit: 500, windowMs: 10_000 },
  failedAuth: { limit: 30, windowMs: 60_000 },
  wrongSecret: { limit: 60, windowMs: 60_000 },
};

/** Lets so many requests with one `keyOf` pass and refuses the others with 429. */
export function limitRate({ limit, windowMs }: Rate, keyOf: (request: Request) => string): RequestHandler {
  return rateLimit({
    limit,
    windowMs,
    keyGenerator: keyOf,
    standardHeaders: false,
    legacyHeaders: false,
    // Its checks of how we use it print to the console.
    validate: false,
    handler: (_request, _response, next) => next(tooMany(windowMs)),
  });
}

/** The address a request came from; a whole network of IPv6, as each of its users has one. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}

function tooMany(windowMs: number): Problem {
  return new Problem({
    status: 429,
    code: 'too-many-requests',
    detail: 'Too many requests; wait as long as Retry-After says.',
    headers: { 'Retry-After': String(Math.ceil(windowMs / 1000)) },
  });
}

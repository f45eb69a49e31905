import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit } from 'express-rate-limit';
import type { IncrementResponse, Store } from 'express-rate-limit';
import type { Shared } from '../queue/shared.ts';
import { Problem } from './problem.ts';

/** So many requests in so long. */
export interface Rate {
  readonly limit: number;
  readonly windowMs: number;
}

/** What is counted under `name`, by all processes that serve the web. */
export interface Limit extends Rate {
  readonly name: string;
}

/** How often what may be asked. */
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

/**
 * Lets so many requests with one `keyOf` pass and refuses the others with 429. Counted for all processes
 * together; while they cannot be reached, in this one.
 */
export function limitRate(
  shared: Shared,
  { name, limit, windowMs }: Limit,
  keyOf: (request: Request) => string,
): RequestHandler {
  return rateLimit({
    limit,
    windowMs,
    keyGenerator: keyOf,
    store: createStore(shared, { name, windowMs }),
    standardHeaders: false,
    legacyHeaders: false,
    // Its checks of how we use it print to the console.
    validate: false,
    handler: (_request, _response, next) => next(tooMany(windowMs)),
  });
}

function createStore(shared: Shared, { name, windowMs }: Pick<Limit, 'name' | 'windowMs'>): Store {
  const here = new MemoryStore();
  return {
    init: (options) => here.init(options),
    async increment(key): Promise<IncrementResponse> {
      const hits = await shared.hit(`${name}:${key}`, windowMs);
      if (!hits) return here.increment(key);
      return { totalHits: hits.count, resetTime: new Date(hits.endsAt) };
    },
    // Called only where requests that went well or badly are not to count, which nobody asks for here.
    decrement: (key) => here.decrement(key),
    resetKey: (key) => here.resetKey(key),
  };
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

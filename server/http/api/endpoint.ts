import { createHash } from 'node:crypto';
import { json } from 'express';
import type { Request, RequestHandler } from 'express';
import type { ApiKey } from '../../usecases/api-keys.ts';
import type { Idempotency } from '../../store/idempotency.ts';
import { callerOf } from '../api-keys.ts';
import { bodyMax, Problem } from '../problem.ts';
import { nothing, parse } from './parse.ts';

/** What an endpoint answers. */
export interface Answer {
  readonly status: 200 | 201;
  readonly body: unknown;
  /** The request came before, and this is what it was answered then. */
  readonly replayed?: boolean;
}

type Work = (request: Request, caller: ApiKey) => Promise<Answer>;

/** A request without a body; the work looks at its query. */
export function withoutBody(work: Work): RequestHandler[] {
  return [answering(work)];
}

/** A request with a JSON body, and no query. */
export function withBody(work: Work): RequestHandler[] {
  return [
    requireJson,
    json({ limit: bodyMax }),
    answering((request, caller) => {
      parse(nothing, request.query);
      return work(request, caller);
    }),
  ];
}

function answering(work: Work): RequestHandler {
  return async (request, response) => {
    const { status, body, replayed } = await work(request, callerOf(request));
    if (replayed) response.set('Idempotent-Replayed', 'true');
    response.status(status).json(body);
  };
}

const requireJson: RequestHandler = (request, _response, next) => {
  // Where there is no body at all, its fields are what is missing.
  const empty = request.headers['content-length'] === '0';
  if (!empty && request.is('application/json') === false) {
    const detail = 'Send the body as JSON, with Content-Type: application/json.';
    throw new Problem({ status: 415, code: 'body-not-json', detail });
  }
  next();
};

const keyForm = /^[\x20-\x7e]{1,200}$/;

/**
 * What makes a request the same one again: its caller, its `Idempotency-Key`, and a digest of its path and of
 * `input`, which is the body as it was understood: the same phone written another way is the same request.
 */
export function idempotencyOf(request: Request, input: unknown): Idempotency {
  const [key, ...others] = request.headersDistinct['idempotency-key'] ?? [];
  if (key === undefined) {
    throw new Problem({
      status: 400,
      code: 'idempotency-key-missing',
      detail:
        'Send a header Idempotency-Key: a text that you make for this one write (a UUID will do) and keep, so that you can send the write again without its being done twice.',
    });
  }
  if (others.length > 0 || !keyForm.test(key)) {
    throw new Problem({
      status: 400,
      code: 'idempotency-key-invalid',
      detail: 'Send one Idempotency-Key, of 1 to 200 printable ASCII characters.',
    });
  }
  const route = `${request.method} ${request.baseUrl}${request.path}`;
  const bodyHash = createHash('sha256')
    .update(canonical([route, input]))
    .digest('hex');
  return { scope: `key:${callerOf(request).id}`, key, bodyHash };
}

/** 409: the caller's mistake that would be worst to overlook. */
export function keyReused(): Problem {
  return new Problem({
    status: 409,
    code: 'idempotency-key-reused',
    detail: 'This Idempotency-Key came before with another request. Nothing was done; make a new key for it.',
  });
}

/** JSON with its names in order and nothing that is `undefined`. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { levelOf } from '../database-watch.ts';
import type { Runtime } from '../runtime.ts';
import { StoreUnavailable } from '../store/errors.ts';

/** One thing wrong with one field of a request. */
export interface FieldFault {
  /** `lines[0].amount`; `''` for the request as a whole. */
  readonly field: string;
  /** Follows the field in a sentence and says what to do. */
  readonly problem: string;
  /** The id of the rule that it is in, where a program is at fault. */
  readonly rule?: string;
}

export interface ProblemFields {
  /** 400 to 599. */
  readonly status: number;
  /** Stable: what programs tell one problem from another by. */
  readonly code: string;
  /** What happened and what to do, for the one who reads it. Never holds what only we may know. */
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  /** More members of the answer, such as the id of what is in the way. */
  readonly extra?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown where a request cannot be answered; becomes a problem document (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly fields: ProblemFields;

  constructor(fields: ProblemFields) {
    super(`${fields.code}: ${fields.detail}`);
    this.fields = fields;
  }
}

/** The form of a request is wrong; `errors` names every fault that was found. */
export function invalidRequest(errors: readonly FieldFault[]): Problem {
  const detail = 'The request has faults; see errors, mend them all and send it again.';
  return new Problem({ status: 400, code: 'invalid-request', detail, errors });
}

/** How long a caller should wait before it tries a server that cannot reach its database. */
const retryAfterSeconds = '5';

const unavailable: ProblemFields = {
  status: 503,
  code: 'database-unavailable',
  // The answer to a commit may be what was lost.
  detail:
    'The database does not answer, so it is not sure whether this was written. Send the same request again in a few seconds; with the same Idempotency-Key it is done once.',
  headers: { 'Retry-After': retryAfterSeconds },
};

const ourFault: ProblemFields = {
  status: 500,
  code: 'internal-error',
  detail: 'The server made a mistake; it has been written down. Sending the same request again is safe.',
};

/** The largest body that is read. */
export const bodyMax = '100kb';

/** What the body parsers complain of, by their own names for it. */
const bodyProblems: Readonly<Record<string, ProblemFields>> = {
  'entity.too.large': {
    status: 413,
    code: 'body-too-large',
    detail: 'The body is larger than 100 kB; send less at a time.',
  },
  'parameters.too.many': {
    status: 413,
    code: 'body-too-large',
    detail: 'The form has too many parameters.',
  },
  'entity.parse.failed': {
    status: 400,
    code: 'body-not-json',
    detail: 'The body is no JSON object.',
  },
  'charset.unsupported': {
    status: 415,
    code: 'body-encoding',
    detail: 'The body is in another character set than UTF-8.',
  },
  'encoding.unsupported': {
    status: 415,
    code: 'body-encoding',
    detail: 'The body is packed in a way that is not understood; send it as it is, or with gzip.',
  },
};

/** What is told of an error: all of a problem, and nothing of a fault of ours. */
export function toProblem(error: unknown): ProblemFields {
  if (error instanceof Problem) return error.fields;
  if (error instanceof StoreUnavailable) return unavailable;
  const { type, status } = readHttpError(error);
  const ofBody = type === undefined ? undefined : bodyProblems[type];
  if (ofBody) return ofBody;
  if (status === undefined) return ourFault;
  return { status, code: 'bad-request', detail: 'The request could not be read.' };
}

/** What Express and its parsers hang on the errors that are the caller's fault. */
function readHttpError(error: unknown): { type?: string; status?: number } {
  if (!(error instanceof Error)) return {};
  const { type, status } = error as { type?: unknown; status?: unknown };
  const callers = typeof status === 'number' && status >= 400 && status < 500;
  return { ...(typeof type === 'string' && { type }), ...(callers && { status }) };
}

/** Says loudly what is a fault of ours, and quietly what is not. */
export function logProblem({ log, metrics }: Runtime, error: unknown): void {
  const { status, code } = toProblem(error);
  if (status === 500) {
    metrics.errors.inc({ where: 'http' });
    log.error({ err: error }, 'a request could not be answered');
  } else if (error instanceof StoreUnavailable) {
    log[levelOf(error, 'warn')]({ err: error }, 'the database could not be used for a request');
  } else {
    log.debug({ code, status }, 'a request was refused');
  }
}

/** Answers with a problem document. */
function sendProblem(response: Response, fields: ProblemFields): void {
  const { status, code, detail, errors, extra, headers } = fields;
  const title = STATUS_CODES[status] ?? 'Error';
  response.status(status).set(headers ?? {});
  // Express would write the charset, which this type does not have.
  response.setHeader('Content-Type', 'application/problem+json');
  response.end(
    JSON.stringify({ type: 'about:blank', title, status, detail, code, ...(errors && { errors }), ...extra }),
  );
}

/** The end of a router whose errors are problem documents. */
export function problemHandler(runtime: Runtime): ErrorRequestHandler {
  return onError(runtime, sendProblem);
}

/** Logs what went wrong and answers it, where an answer is still possible. */
export function onError(
  runtime: Runtime,
  answer: (response: Response, fields: ProblemFields) => void,
): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  // eslint-disable-next-line max-params, @typescript-eslint/no-unused-vars
  return (error: unknown, _request, response, _next) => {
    logProblem(runtime, error);
    // Half an answer is under way: only breaking it off tells the caller that it is not whole.
    if (response.headersSent) response.destroy();
    else answer(response, toProblem(error));
  };
}

/** Refuses every request with what `make` says. */
export function refuse(make: (request: Request) => Problem): RequestHandler {
  return (request) => {
    throw make(request);
  };
}

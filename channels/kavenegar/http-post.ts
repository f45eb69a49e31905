import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { SendError } from '../types.ts';

/** How one request is made. */
export interface PostOptions {
  readonly agent: http.Agent;
  /** For the whole exchange, from waiting for a connection to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly body: string;
}

/** A true answer about one message has about 500 bytes. */
const ANSWER_BYTES_MAX = 1_048_576;
const FREE_SOCKETS_MAX = 8;
/** Shorter than the patience of usual servers: a request on a connection they are closing has an unknown fate. */
const IDLE_SOCKET_MS = 4_000;

/** Sockets over which a request could leave; before that nothing can have been sent. */
const established = new WeakSet<Socket>();

/** Connections that are kept for the next request. */
export function createAgent(url: URL): http.Agent {
  const options = { keepAlive: true, maxFreeSockets: FREE_SOCKETS_MAX, timeout: IDLE_SOCKET_MS };
  return url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
}

/**
 * Posts a form and reads the whole answer. Throws only `SendError`: `unreachable` while there was no
 * connection (refused, no such host, TLS refused, timeout while connecting), else `fate-unknown` (timeout,
 * reset, cut answer). An abort is always `fate-unknown`. The address, which holds the key, is never in it.
 */
export async function postForm(url: URL, form: URLSearchParams, options: PostOptions): Promise<HttpAnswer> {
  if (options.signal.aborted) throw new SendError('fate-unknown', 'aborted');
  const connection = { made: false };
  const request = open(url, form, options.agent);
  request.once('socket', (socket: Socket) => watch(socket, url, connection));
  const release = limit(request, options, connection);
  try {
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const body = await read(response);
    return { status: response.statusCode ?? 0, retryAfterMs: retryAfterMs(response), body };
  } catch (error) {
    throw error instanceof SendError ? error : networkError(error, connection.made);
  } finally {
    release();
  }
}

function open(url: URL, form: URLSearchParams, agent: http.Agent): http.ClientRequest {
  const body = Buffer.from(form.toString(), 'utf8');
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    agent,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': body.byteLength,
    },
  });
  // An error after the answer began reaches the reader; this one only keeps the process alive.
  request.on('error', () => undefined);
  request.end(body);
  return request;
}

function watch(socket: Socket, url: URL, connection: { made: boolean }): void {
  if (established.has(socket)) {
    connection.made = true;
    return;
  }
  socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
    established.add(socket);
    connection.made = true;
  });
}

/** Ends the request at the timeout or the abort; what it returns takes both off again. */
function limit(
  request: http.ClientRequest,
  options: PostOptions,
  connection: { readonly made: boolean },
): () => void {
  const abort = () => request.destroy(new SendError('fate-unknown', 'aborted'));
  const expire = () =>
    request.destroy(new SendError(connection.made ? 'fate-unknown' : 'unreachable', 'timeout'));
  const timer = setTimeout(expire, options.timeoutMs);
  options.signal.addEventListener('abort', abort, { once: true });
  return () => {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
  };
}

async function read(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_BYTES_MAX) throw new SendError('fate-unknown', 'answer-too-long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function retryAfterMs(response: http.IncomingMessage): number | undefined {
  const header = response.headers['retry-after'] ?? '';
  return /^\d{1,5}$/.test(header) ? Number(header) * 1_000 : undefined;
}

function networkError(error: unknown, connected: boolean): SendError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'network';
  return new SendError(connected ? 'fate-unknown' : 'unreachable', code);
}

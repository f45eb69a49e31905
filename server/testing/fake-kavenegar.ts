import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  pushDelivery,
  pushInbound,
  type FakeDelivery,
  type FakeInbound,
} from './fake-kavenegar-callbacks.ts';
import {
  createFakeService,
  refused,
  type FakeAnswer,
  type FakeMessage,
  type FakeServiceOptions,
} from './fake-kavenegar-service.ts';

/**
 * How a request is answered. `hang`, `fail` (500), `reset` and `garbage` (200 with HTML) do nothing else; the
 * `accept-and-` ones do what was asked for first, so that only the answer is lost.
 */
export type FakeMode =
  | 'ok'
  | 'hang'
  | 'fail'
  | 'reset'
  | 'garbage'
  | 'accept-and-hang'
  | 'accept-and-fail'
  | 'accept-and-reset'
  | 'accept-and-garbage'
  | { readonly refuse: number; readonly message?: string }
  | { readonly slowMs: number };

/** One request, as it came; the key is not kept. */
export interface FakeRequest {
  readonly method: string;
  /** `sms/send`. */
  readonly endpoint: string;
  readonly contentType: string | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/** A text that reached one person more than once. */
export interface FakeDouble {
  readonly receptor: string;
  readonly text: string;
  readonly localids: readonly (string | undefined)[];
}

/** A fake of Kavenegar that speaks its wire format over loopback HTTP. */
export interface FakeKavenegar {
  /** For `KAVENEGAR_BASE_URL`. */
  readonly url: string;
  readonly apiKey: string;
  /** What was taken, oldest first; a second use of a `localid` adds nothing. */
  readonly messages: readonly FakeMessage[];
  /** Every request with the right key, oldest first. */
  readonly requests: readonly FakeRequest[];
  /** How many connections were ever opened. */
  connections(): number;
  /** The mode of all further requests, which ends every other; or of those to one endpoint (`sms/send`). */
  setMode(mode: FakeMode, endpoint?: string): void;
  /** The mode of the next request, or the next to one endpoint; goes before `setMode`. */
  next(mode: FakeMode, endpoint?: string): void;
  /** Changes what the service says of a message. */
  setStatus(messageid: number, status: number): void;
  /**
   * Messages taken more than once: with one receptor and text, or with one `localid`. A drill therefore gives
   * each message its own text or receptor; two wanted messages that read the same would count.
   */
  doubles(): FakeDouble[];
  /** Calls the delivery callback; resolves to its HTTP status. */
  deliver(delivery: FakeDelivery): Promise<number>;
  /** Calls the inbound callback; resolves to its HTTP status. */
  inbound(inbound: FakeInbound): Promise<number>;
  /** Stops, dropping every connection. */
  close(): Promise<void>;
}

/** Options of the fake; those of the service, and its key. */
export interface FakeKavenegarOptions extends FakeServiceOptions {
  readonly apiKey?: string;
}

interface Mode {
  readonly mode: FakeMode;
  readonly endpoint: string | undefined;
}

/** Starts the fake on a free port of the loopback address. */
export async function startFakeKavenegar(options: FakeKavenegarOptions = {}): Promise<FakeKavenegar> {
  const apiKey = options.apiKey ?? '4B6579466F7254657374734F6E6C79';
  const service = createFakeService(options);
  const requests: FakeRequest[] = [];
  const queued: Mode[] = [];
  const standing: Mode[] = [];
  let connections = 0;

  const server = http.createServer((request, response) => {
    // A client that goes away in the middle of its request is no concern of the fake's.
    handle(request, response).catch(() => response.destroy());
  });
  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const read = await readRequest(request, apiKey);
    if ('status' in read) {
      write(response, read);
      return;
    }
    requests.push(read);
    const { mode } = takeMode(queued, read.endpoint) ??
      standing.findLast(isFor(read.endpoint)) ?? { mode: 'ok' };
    await answerIn(mode, response, () => perform(read, service.methods));
  };
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    messages: service.messages,
    requests,
    connections: () => connections,
    setMode: (mode, endpoint) => {
      if (endpoint === undefined) standing.length = 0;
      standing.push({ mode, endpoint });
    },
    next: (mode, endpoint) => queued.push({ mode, endpoint }),
    setStatus: (messageid, status) => {
      for (const message of service.messages) if (message.messageid === messageid) message.status = status;
    },
    doubles: () => doublesOf(service.messages),
    deliver: pushDelivery,
    inbound: pushInbound,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function isFor(endpoint: string): (mode: Mode) => boolean {
  return (mode) => mode.endpoint === undefined || mode.endpoint === endpoint;
}

function takeMode(queued: Mode[], endpoint: string): Mode | undefined {
  const at = queued.findIndex(isFor(endpoint));
  return at < 0 ? undefined : queued.splice(at, 1)[0];
}

async function readRequest(request: http.IncomingMessage, apiKey: string): Promise<FakeRequest | FakeAnswer> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const [, version, key, ...rest] = url.pathname.split('/');
  if (version !== 'v1') return refused(404);
  if (key !== apiKey) return refused(403);
  const contentType = request.headers['content-type'];
  const isForm = contentType?.startsWith('application/x-www-form-urlencoded') === true;
  if (chunks.length > 0 && !isForm) return refused(400);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return {
    method: request.method ?? '',
    endpoint: rest.join('/').replace(/\.json$/, ''),
    contentType,
    params: Object.fromEntries([...url.searchParams, ...form]),
  };
}

function perform(
  { endpoint, params }: FakeRequest,
  methods: ReturnType<typeof createFakeService>['methods'],
) {
  return methods[endpoint]?.(new URLSearchParams(params)) ?? refused(404);
}

async function answerIn(mode: FakeMode, response: http.ServerResponse, act: () => FakeAnswer): Promise<void> {
  if (typeof mode === 'object' && 'slowMs' in mode) await sleep(mode.slowMs);
  if (typeof mode === 'object') {
    write(response, 'refuse' in mode ? refused(mode.refuse, mode.message) : act());
  } else if (mode === 'ok') {
    write(response, act());
  } else {
    if (mode.startsWith('accept-and-')) act();
    spoil(mode, response);
  }
}

function spoil(mode: string, response: http.ServerResponse): void {
  const html = { 'Content-Type': 'text/html; charset=utf-8' };
  if (mode.endsWith('reset')) response.socket?.resetAndDestroy();
  if (mode.endsWith('fail')) response.writeHead(500, html).end('<h1>500</h1>');
  if (mode.endsWith('garbage'))
    response.writeHead(200, html).end('<html>سامانه در حال به‌روزرسانی است</html>');
}

function write(response: http.ServerResponse, { status, message, entries }: FakeAnswer): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ return: { status, message }, entries }));
}

function doublesOf(messages: readonly FakeMessage[]): FakeDouble[] {
  const groups = new Map<string, FakeMessage[]>();
  for (const message of messages) {
    const { receptor, text, localid } = message;
    const keys = [`text ${receptor} ${text}`, ...(localid === undefined ? [] : [`localid ${localid}`])];
    for (const key of keys) groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  const twice = [...groups.values()].filter((group) => group.length > 1);
  const first = new Map(twice.map((group) => [group.map((each) => each.messageid).join(), group]));
  return [...first.values()].flatMap((group) => {
    const [{ receptor, text } = { receptor: '', text: '' }] = group;
    return [{ receptor, text, localids: group.map((each) => each.localid) }];
  });
}

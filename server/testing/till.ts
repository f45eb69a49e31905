import type { Member } from '../store/members.ts';
import { aMember, anApiKey } from './factories.ts';
import { createTestRuntime } from './test-runtime.ts';
import type { TestRuntime, TestRuntimeOptions } from './test-runtime.ts';
import { call, startTestServer } from './test-server.ts';
import type { ApiAnswer, ApiRequest } from './test-server.ts';

type Body = Readonly<Record<string, unknown>>;

/** A till at the API of a runtime of its own, and a member who stands before it. */
export interface Till {
  readonly runtime: TestRuntime;
  readonly url: string;
  readonly key: string;
  readonly member: Member;
  /** Any request with the till's key. */
  ask(route: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** Records a purchase of hers, of 1,850,000 rial and with the key `one` unless told. */
  buy(body: Body, idempotencyKey?: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** Asks what that purchase would bring. */
  quote(body?: Body): Promise<ApiAnswer>;
  /** Undoes a purchase, as mistyped and with the key `undo` unless told. */
  undo(id: unknown, idempotencyKey?: string, request?: ApiRequest): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export async function openTill(options: TestRuntimeOptions = {}): Promise<Till> {
  const runtime = await createTestRuntime(options);
  const server = await startTestServer(runtime);
  const { key } = await anApiKey(runtime);
  const member = await aMember(runtime);
  const ask: Till['ask'] = (route, request) => call(server, route, { key, ...request });
  const purchase = (body: Body) => ({ phone: member.phone, amount: 1_850_000, ...body });
  return {
    ...{ runtime, url: server.url, key, member, ask },
    buy: (body, idempotencyKey = 'one', request = {}) =>
      ask('POST /v1/purchases', { idempotencyKey, body: purchase(body), ...request }),
    quote: (body = {}) => ask('POST /v1/purchases/quote', { body: purchase(body) }),
    undo: (id, idempotencyKey = 'undo', request = {}) =>
      ask(`POST /v1/purchases/${String(id)}/undo`, {
        ...{ idempotencyKey, body: { reason: 'mistyped' } },
        ...request,
      }),
    async close() {
      await server.close();
      await runtime.close();
    },
  };
}

/** What an answer of the API says: its status, and its code where it refuses. */
export function said({ status, body }: ApiAnswer): readonly unknown[] {
  return [status, body['code']];
}

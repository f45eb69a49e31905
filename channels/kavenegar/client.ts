import { KavenegarApi, type Callback, type KavenegarInstance, type Params } from 'kavenegar';
import { z } from 'zod';
import { SendError } from '../types.ts';
import { faultOfReturnCode, isKnownReturnCode } from './codes.ts';
import { createAgent, postForm, type HttpAnswer } from './http-post.ts';

/** Where the service is and how long it is waited for. */
export interface ClientOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** One record of an answer; what cannot be read of it is absent. */
export interface Entry {
  /** Absent where the service says 0 or nothing. */
  readonly messageId?: string;
  readonly localId?: string;
  readonly status?: number;
  readonly costRial?: number;
  readonly creditRial?: number;
  readonly accountType?: string;
  readonly unixSeconds?: number;
}

/** Calls one method of the package and gives the records of its answer. Throws only `SendError`. */
export type Call = (
  invoke: (api: KavenegarInstance, callback: Callback) => void,
  signal: AbortSignal,
) => Promise<Entry[]>;

/**
 * Wraps the package so that only its knowledge of methods is used. Its own transport speaks to one fixed host,
 * has no timeout and may call back twice or never, so the instance's public `request` is replaced. An
 * instance lives for one call and never holds the key.
 */
export function createClient(options: ClientOptions): Call {
  const base = new URL(options.baseUrl);
  const agent = createAgent(base);
  const prefix = `${base.href.replace(/\/+$/, '')}/v1/${encodeURIComponent(options.apiKey)}`;
  return (invoke, signal) =>
    new Promise((resolve, reject) => {
      const api = KavenegarApi({ apikey: '' });
      api.request = (...[action, method, params, callback]) => {
        const url = new URL(`${prefix}/${action}/${method}.json`);
        postForm(url, formOf(params), { agent, timeoutMs: options.timeoutMs, signal })
          .then((answer) => entriesOf(answer, options.apiKey))
          .then((entries) => callback(entries, 200, undefined))
          .catch(reject);
      };
      invoke(api, (entries) => resolve(entries as Entry[]));
    });
}

/** Nothing is sent for an absent value (an empty one is refused with 406); lists travel as JSON. */
function formOf(params: Params): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null) continue;
    form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return form;
}

const digits = z.string().regex(/^\d+$/);
/** Numbers come as numbers or, from some versions, as text. */
const wholeSchema = z.union([z.number().transform(Math.trunc), digits.transform(Number)]);
const numberSchema = wholeSchema.optional().catch(undefined);
const idSchema = z
  .union([z.number().transform((id) => BigInt(Math.trunc(id)).toString()), digits])
  .transform((id) => (id === '0' ? undefined : id))
  .optional()
  .catch(undefined);

const entrySchema = z
  .object({
    messageid: idSchema,
    localid: idSchema,
    status: numberSchema,
    cost: numberSchema,
    remaincredit: numberSchema,
    type: z.string().optional().catch(undefined),
    unixtime: numberSchema,
  })
  .transform((raw) => ({
    messageId: raw.messageid,
    localId: raw.localid,
    status: raw.status,
    costRial: raw.cost,
    creditRial: raw.remaincredit,
    accountType: raw.type,
    unixSeconds: raw.unixtime,
  }));

const answerSchema = z.object({
  return: z.object({ status: wholeSchema, message: z.string().nullish() }),
  entries: z.union([z.array(z.unknown()), z.looseObject({})]).nullish(),
});

function entriesOf(http: HttpAnswer, apiKey: string): Entry[] {
  const answer = answerSchema.safeParse(parseJson(http.body));
  if (!answer.success) throw unreadable(http);
  const { status, message } = answer.data.return;
  if (http.status >= 500 && http.status !== status) throw unreadable(http);
  if (status !== 200) throw refusal(status, tidy(message ?? '', apiKey), http);
  const { entries } = answer.data;
  const list: unknown[] = Array.isArray(entries) ? entries : [entries];
  return list.flatMap((entry) => {
    const read = entrySchema.safeParse(entry);
    return read.success ? [dropAbsent(read.data)] : [];
  });
}

function dropAbsent(entry: { [K in keyof Entry]: Entry[K] | undefined }): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Not an answer of the service: of a proxy before it, perhaps, or after the message was taken. */
function unreadable({ status, retryAfterMs }: HttpAnswer): SendError {
  const code = status === 200 ? 'not-json' : `http-${status}`;
  return status === 429 ? busy(code, retryAfterMs) : new SendError('fate-unknown', code);
}

function refusal(status: number, message: string, { retryAfterMs }: HttpAnswer): SendError {
  const fault = faultOfReturnCode(status);
  if (fault === 'busy') return busy(String(status), retryAfterMs);
  const note = isKnownReturnCode(status) ? '' : 'unknown return code ';
  return new SendError(fault, String(status), { message: `${note}${status} ${message}`.trim() });
}

function busy(code: string, retryAfterMs: number | undefined): SendError {
  return new SendError('busy', code, retryAfterMs === undefined ? {} : { retryAfterMs });
}

const NOTE_CHARACTERS_MAX = 200;

/** The service's own words, without the key and anything that could be a phone number. */
function tidy(message: string, apiKey: string): string {
  return message
    .replaceAll(apiKey, '***')
    .replace(/\p{Nd}{6,}/gu, '***')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, NOTE_CHARACTERS_MAX);
}

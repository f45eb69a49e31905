import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What all callers of the club share. */
export interface Doors {
  /** The web processes. */
  readonly webs: readonly [string, ...string[]];
  /** How often a request was made over again, for want of an answer or for one that says so. */
  readonly repeats: Map<string, number>;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** One request, to be made of whichever web process. */
export type Request = (web: string, signal: AbortSignal) => Promise<Answer>;

/** The drill ended before the club had answered. */
export class Unanswered extends Error {}

const answerMaxMs = 6000;
const restMinMs = 100;
const restMaxMs = 700;

/**
 * Asks until there is an answer that means something, as a till and a provider do: 2xx, or a refusal. It may be the
 * other process that is asked the next time.
 */
export async function insist(
  { webs, repeats, signal }: Doors,
  random: Random,
  request: Request,
): Promise<Answer> {
  for (;;) {
    const answer = await tryOnce(request, random.pick(webs), signal);
    if (typeof answer !== 'string' && isFinal(answer)) return answer;
    const why = typeof answer === 'string' ? answer : String(answer.status);
    repeats.set(why, (repeats.get(why) ?? 0) + 1);
    if (signal.aborted) throw new Unanswered(`no answer but ${why}`);
    await sleep(random.whole(restMinMs, restMaxMs));
  }
}

async function tryOnce(request: Request, web: string, over: AbortSignal): Promise<Answer | string> {
  try {
    return await request(web, AbortSignal.any([over, AbortSignal.timeout(answerMaxMs)]));
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

function isFinal({ status }: Answer): boolean {
  return status < 500 && status !== 429 && status !== 408;
}

export function asJson(url: string, body: unknown, headers: Record<string, string> = {}): Request {
  return (web, signal) =>
    send(`${web}${url}`, {
      ...{ method: 'POST', signal, body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json', ...headers },
    });
}

export function asForm(url: string, fields: Record<string, string>): Request {
  return (web, signal) => send(`${web}${url}`, { method: 'POST', signal, body: new URLSearchParams(fields) });
}

export function asQuery(url: string, headers: Record<string, string> = {}): Request {
  return (web, signal) => send(`${web}${url}`, { signal, headers });
}

async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: 'error' });
  return { status: response.status, body: await response.text() };
}

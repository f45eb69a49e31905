import { malformed, type FieldRule } from '../parameters.ts';
import type { ChannelRequest, Malformed, UssdStep } from '../types.ts';

/** What the phone shows next. */
export interface UssdScreen {
  readonly text: string;
  /** True while an answer is awaited; false ends the session. */
  readonly more: boolean;
}

/** The HTTP answer that makes a gateway show a screen. */
export interface UssdReply {
  readonly contentType: string;
  readonly body: string;
}

/** How one USSD gateway speaks: one file a gateway. */
export interface UssdGateway {
  /** Its name in the path of its callback. */
  readonly name: 'africastalking' | 'inoti';
  /** Reads one step. Never throws. */
  receive(request: ChannelRequest): UssdStep | Malformed;
  /** Writes one screen as the gateway wants it. */
  reply(screen: UssdScreen): UssdReply;
}

/** What a phone can type at one step: 182 characters of GSM-7. */
const INPUT_CHARACTERS_MAX = 182;
/** A path repeats every input of the session so far. */
const PATH_CHARACTERS_MAX = 1_000;

export const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** Rules for the parameters that all gateways have, under the gateway's own names. */
export const fieldRules = {
  sessionId: (name: string): FieldRule => ({
    names: [name],
    charactersMax: 128,
    pattern: /^[\x21-\x7e]{1,128}$/,
    optional: true,
  }),
  phone: (name: string): FieldRule => ({ names: [name], charactersMax: 32, pattern: /\p{Nd}/u }),
  text: (name: string): FieldRule => ({ names: [name], charactersMax: PATH_CHARACTERS_MAX }),
};

/**
 * Makes the step, or says which limit it breaks. Where the gateway gives no session id, `phone:` and the
 * digits of the number stand for it: one phone has one session at a time, so its steps stay together, and
 * it is for the time since the last step to tell one session from the next (see `newInputs`).
 */
export function makeStep(sessionId: string, from: string, text: string): UssdStep | Malformed {
  if (text.split('*').some((input) => input.length > INPUT_CHARACTERS_MAX)) {
    return malformed(`an input is longer than ${INPUT_CHARACTERS_MAX} characters`);
  }
  return { kind: 'ussd', sessionId: sessionId === '' ? substituteId(from) : sessionId, from, text };
}

/**
 * What was typed after the service code in a dialled string: `*6655*12*1#` is `1` for the code `*6655*12#`.
 * A text that does not begin with the code is only the last input, and stays as it is.
 */
export function inputsAfterCode(dialled: string, serviceCode: string): string {
  const text = trimDialled(dialled);
  const code = trimDialled(serviceCode);
  if (code === '') return text;
  if (text === code) return '';
  return text.startsWith(`${code}*`) ? text.slice(code.length + 1) : text;
}

/** Without what only the dialling needs: the star in front and the hash at the end. */
export function trimDialled(dialled: string): string {
  return dialled.trim().replace(/^\*/, '').replace(/#$/, '');
}

function substituteId(from: string): string {
  return `phone:${from.normalize('NFKC').replace(/\P{Nd}/gu, '')}`;
}

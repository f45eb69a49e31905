import { pino, stdSerializers, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

/** One JSON line a fact. ERROR means that somebody must act now. */
export type Log = Logger;

export type LogLevel = (typeof logLevels)[number];
/** From the most to the least talkative. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export interface LogOptions {
  readonly level: LogLevel;
  /** Values that must never be seen: keys, tokens, the parts of paths that prove who calls. */
  readonly secrets: readonly string[];
  /** Where the lines go; standard output when not given. */
  readonly destination?: DestinationStream;
}

const BLANK = '***';
/** Below this a secret is no secret, and blanking it would eat ordinary words. */
const SECRET_CHARACTERS_MIN = 4;

/**
 * The log. As a last guard behind callers who mind what they write, every string of every line (messages,
 * fields, keys, stacks, however nested) is cleared of the secrets and of whole phone numbers. Of an error only
 * its type, message, stack, code, fault and cause are kept: libraries hang queries, their values and whole
 * requests on theirs.
 */
export function createLog({ level, secrets, destination }: LogOptions): Log {
  const clean = cleanerOf(secrets);
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, error: describeError, cause: describeError },
    redact: { paths: redactedPaths(), censor: BLANK },
    hooks: { streamWrite: clean },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

const HEADERS = ['authorization', 'cookie', 'set-cookie', 'x-telegram-bot-api-secret-token'];
const HEADER_DEPTH_MAX = 3;

function redactedPaths(): string[] {
  const spellings = HEADERS.flatMap((name) => [
    name,
    name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  ]);
  const depths = Array.from({ length: HEADER_DEPTH_MAX + 1 }, (_, depth) => '*.'.repeat(depth).slice(0, -1));
  return depths.flatMap((stars) => spellings.map((name) => `${stars}["${name}"]`));
}

const CAUSE_DEPTH_MAX = 5;

function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.errWithCause(error);
  const { code, fault, cause } = error as { code?: unknown; fault?: unknown; cause?: unknown };
  return {
    type,
    message,
    stack,
    ...(isPlain(code) && { code }),
    ...(isPlain(fault) && { fault }),
    ...(cause instanceof Error && depth < CAUSE_DEPTH_MAX && { cause: describeError(cause, depth + 1) }),
  };
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

const JSON_STRING = /"(?:[^"\\]|\\.)*"/g;

/** Works on the finished line, string by string: nothing that a serializer or a library added gets past. */
function cleanerOf(secrets: readonly string[]): (line: string) => string {
  const spellings = [...new Set(secrets.flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  const secret = spellings.length === 0 ? undefined : new RegExp(spellings.map(escapeRegExp).join('|'), 'g');
  return (line) =>
    line.replace(JSON_STRING, (text) =>
      maskPhones(secret === undefined ? text : text.replace(secret, BLANK)),
    );
}

/** As it is, in a URL, and as JSON writes each. */
function spellingsOf(secret: string): string[] {
  if (secret.length < SECRET_CHARACTERS_MIN) return [];
  return [secret, encodeURIComponent(secret)].map((text) => JSON.stringify(text).slice(1, -1));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Latin, Persian and Arabic digits. */
const DIGIT = '[0-9۰-۹٠-٩]';
/** What people put between digits, JSON's escapes of such signs included. */
const GAP = '(?:[\\s\\p{Cf}\\p{Pd}_()]|\\\\[nrt]){0,3}';
/** Dots only after a prefix: without one, four groups of digits are an IP address. */
const DOTTED_GAP = GAP.replace('_', '_.');
const HOME_CODE = `(?:\\+|[0۰٠]{1,2})?${DOTTED_GAP}[9۹٩][8۸٨]${DOTTED_GAP}[0۰٠]?`;
const HOME_PREFIXED = `(?:${HOME_CODE}|[0۰٠])${DOTTED_GAP}[9۹٩](?:${DOTTED_GAP}${DIGIT}){9}`;
const HOME_BARE = `[9۹٩](?:${GAP}${DIGIT}){9}`;
const FOREIGN = `(?:\\+|%2[Bb])(?:${GAP}${DIGIT}){8,15}`;
const PHONE = new RegExp(`(?<!${DIGIT})(?:${HOME_PREFIXED}|${HOME_BARE})(?!${DIGIT})|${FOREIGN}`, 'gu');
const DIGITS = new RegExp(DIGIT, 'g');

const HEAD_DIGITS_MIN = 2;
const HEAD_DIGITS_MAX = 5;
const TAIL_DIGITS_MAX = 4;
const HIDDEN_DIGITS_MIN = 3;

function maskPhones(text: string): string {
  return text.replace(PHONE, (phone) => {
    const digits = phone.replace(/^%2[Bb]/, '').match(DIGITS) ?? [];
    const spare = digits.length - HIDDEN_DIGITS_MIN;
    const head = Math.max(HEAD_DIGITS_MIN, Math.min(HEAD_DIGITS_MAX, spare - TAIL_DIGITS_MAX));
    const tail = Math.min(TAIL_DIGITS_MAX, spare - head);
    const plus = phone.startsWith('+') ? '+' : '';
    return `${plus}${digits.slice(0, head).join('')}${BLANK}${digits.slice(-tail).join('')}`;
  });
}

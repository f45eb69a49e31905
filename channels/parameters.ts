import type { ChannelRequest, Malformed } from './types.ts';

/** What a channel expects of one parameter of a callback. */
export interface FieldRule {
  /** Its names, the usual one first; letter case does not matter. */
  readonly names: readonly string[];
  /** In UTF-16 units, before trimming. */
  readonly charactersMax: number;
  /** May be missing, and is then `''`. */
  readonly optional?: true;
  /** What the trimmed value has to look like. A field without a pattern is not trimmed. */
  readonly pattern?: RegExp;
}

/** The values by field. */
export interface Fields<F extends string> {
  readonly kind: 'fields';
  readonly values: Readonly<Record<F, string>>;
}

/**
 * Reads a callback's parameters out of its query and its body, whichever way the provider sends them.
 * Values are text or whole numbers; NUL is removed and broken surrogates replaced, as no database takes them.
 * A repeated parameter, a list, an object or a value over its limit is malformed, and the reason names it.
 */
export function readFields<F extends string>(
  request: ChannelRequest,
  rules: Readonly<Record<F, FieldRule>>,
): Fields<F> | Malformed {
  const given = collect(request);
  if (given === undefined) return malformed('the body is not a form or an object');
  const values: Partial<Record<F, string>> = {};
  for (const [field, rule] of Object.entries(rules) as [F, FieldRule][]) {
    const read = readField(given, rule);
    if ('reason' in read) return malformed(read.reason);
    values[field] = read.value;
  }
  return { kind: 'fields', values: values as Record<F, string> };
}

/** A `Malformed` with its reason. */
export function malformed(reason: string): Malformed {
  return { kind: 'malformed', reason };
}

/** Replaces the halves of broken surrogate pairs, at which encoders throw, by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

function collect({ query, body }: ChannelRequest): Map<string, unknown[]> | undefined {
  const given = new Map<string, unknown[]>();
  for (const source of [query, body ?? {}]) {
    if (typeof source !== 'object' || Array.isArray(source)) return undefined;
    for (const [key, value] of Object.entries(source)) {
      const name = key.toLowerCase();
      given.set(name, [...(given.get(name) ?? []), value]);
    }
  }
  return given;
}

function readField(
  given: ReadonlyMap<string, unknown[]>,
  rule: FieldRule,
): { value: string } | { reason: string } {
  const name = rule.names.find((each) => given.has(each));
  const usual = rule.names[0] ?? '';
  if (name === undefined) return rule.optional ? { value: '' } : { reason: `${usual} is missing` };
  const texts = (given.get(name) ?? []).map(asText);
  const text = texts[0];
  if (text === undefined) return { reason: `${name} is not a text` };
  if (texts.some((other) => other !== text)) return { reason: `${name} is given more than once` };
  if (text.length > rule.charactersMax) return { reason: `${name} is too long` };
  if (rule.pattern === undefined) return { value: text };
  const value = text.trim();
  if (rule.optional && value === '') return { value };
  return rule.pattern.test(value) ? { value } : { reason: `${name} does not look right` };
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return wellFormed(value.replaceAll('\0', ''));
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

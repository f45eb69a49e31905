import { z } from 'zod';
import { moment, phone, text } from '../http/api/fields.ts';
import { parse } from '../http/api/parse.ts';
import { Problem } from '../http/problem.ts';
import type { Directory } from './directory.ts';
import { eventTable } from './event-table.ts';
import { eventNames } from './event.ts';
import type { Head, Item } from './event.ts';

const envelope = z.looseObject({
  event: z.enum(eventNames),
  id: z
    .string()
    .regex(/^[\x21-\x7e]{1,150}$/, 'is no id: give 1 to 150 Latin letters, digits and signs')
    .optional(),
  at: moment,
  phone: phone.optional(),
  member: text(64).optional(),
});

/** What a line with faults is known by. */
const named = z.object({ event: z.string().max(64).optional(), id: z.string().max(150).optional() });

interface Line {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a line of a history file says. Never throws for what is in it: a line that is no event is a fault. */
export function readLine({ text: json, line }: Line, directory: Directory): Item {
  let value: unknown;
  try {
    value = parseText(json);
    return readEvent(value, { line, directory });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'fault', line, ...named.catch({}).parse(value), problem: faultOf(error) };
  }
}

function parseText(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Problem({ status: 400, code: 'line-not-json', detail: 'is no JSON object' });
  }
}

interface Reading {
  readonly line: number;
  readonly directory: Directory;
}

function readEvent(value: unknown, { line, directory }: Reading): Item {
  const { event, id, at, phone: number, member, ...fields } = parse(envelope, value);
  const { ofMember, read } = eventTable[event];
  if (id === undefined && ofMember) {
    throw new Problem({
      status: 400,
      code: 'id-missing',
      detail: 'has no id: give each event one of its own',
    });
  }
  const whose = ofMember ? directory.of({ phone: number, member }) : { phone: '', member: '' };
  const head: Head = { event, id: id ?? `line-${line}`, at, line, ...whose };
  return { kind: 'event', head, act: read(head, withReferrer(fields, directory)) };
}

/** Who brought her may be told by her reference as well. */
function withReferrer({ referrer, ...fields }: Readonly<Record<string, unknown>>, directory: Directory) {
  if (referrer === undefined) return fields;
  const number = typeof referrer === 'string' ? directory.phoneOf(referrer) : undefined;
  return { ...fields, referrer: number ?? referrer };
}

/** In a sentence that begins with the line. */
function faultOf({ fields: { detail, errors } }: Problem): string {
  if (!errors) return detail;
  return errors.map(({ field, problem }) => (field === '' ? problem : `${field} ${problem}`)).join('; ');
}

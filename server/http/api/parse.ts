import { z } from 'zod';
import { placeOf } from '../../../rules/place.ts';
import { invalidRequest } from '../problem.ts';
import type { FieldFault } from '../problem.ts';

const faultsMax = 50;
const namesMax = 64;

/** A schema for requests that take nothing in this place. */
export const nothing = z.strictObject({});

/**
 * What a schema makes of a part of a request. Throws one problem that names every fault, with those of `beside`,
 * which are for what a schema cannot know and are no reason to throw by themselves.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  beside: readonly FieldFault[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: describe });
  if (parsed.success) return parsed.data;
  throw invalidRequest([...parsed.error.issues.flatMap(faultsOf), ...beside].slice(0, faultsMax));
}

/** Fields that we do not know are refused each by its name: a misspelt one would else be silently lost. */
function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: placeOf(issue.path), problem: issue.message }];
  return issue.keys.map((key) => ({
    field: placeOf([...issue.path, key.slice(0, namesMax)]),
    problem: 'is not known here; remove it or mend its name',
  }));
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a whole number',
  int: 'a whole number',
  object: 'an object',
  array: 'a list',
};

/** Says of a fault what to send instead, where a schema has no words of its own. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return wrongKind(issue);
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must be at least ${String(issue.minimum)}`;
  if (issue.code !== 'too_big') return undefined;
  const counted = issue.origin === 'string' || issue.origin === 'array';
  return counted ? `is longer than ${String(issue.maximum)}` : `must be at most ${String(issue.maximum)}`;
}

function wrongKind({ input, path = [], expected }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  if (input !== undefined) return `must be ${kinds[expected] ?? expected}`;
  return path.length === 0 ? 'must be sent, as JSON with Content-Type: application/json' : 'is missing';
}

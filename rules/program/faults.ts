import type { z } from 'zod';
import { placeOf } from '../place.ts';

/** A fault in a program file: where (`rules[2].give.per`) and what to do about it. */
export interface ProgramFault {
  readonly place: string;
  /** The id of the rule that it is in, where it has one. */
  readonly rule?: string;
  readonly problem: string;
}

/** The place of a fault in the program as a whole. */
export const wholeProgram = 'the program';

type Issue = z.core.$ZodIssue;

/** The words for what a schema has no words of its own for: whoever reads them writes JSON, not code. */
export function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') return 'is missing';
  if (issue.code === 'invalid_type') return wrongType(issue.expected);
  if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, fieldsOf(issue.inst));
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  if (issue.code === 'too_small') {
    if (issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int')
      return 'must not be empty';
    return mustBe(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.origin);
  }
  if (issue.code === 'too_big') {
    return mustBe(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin);
  }
  return undefined;
}

const typeWords: Readonly<Record<string, string>> = {
  int: 'a whole number',
  string: 'a text, in quotes',
  number: 'a number, without quotes',
  boolean: 'true or false, without quotes',
  array: 'a list, in square brackets',
  object: 'an object, in curly brackets',
  record: 'an object, in curly brackets',
};

function wrongType(expected: string): string {
  return `must be ${typeWords[expected] ?? `of type ${expected}`}`;
}

function mustBe(bound: string, end: number | bigint, origin: string): string {
  if (origin === 'string') return `must be ${bound} ${end} letters long`;
  return origin === 'array' ? `must have ${bound} ${end} entries` : `must be ${bound} ${end}`;
}

function unknownFields(keys: readonly string[], known: readonly string[]): string {
  const named = keys.map((key) => JSON.stringify(key)).join(', ');
  const meant = keys.flatMap((key) => known.find((field) => isAlike(field, key)) ?? []);
  if (meant.length > 0) return `has no ${named}; is ${meant.join(', ')} meant?`;
  return `has no ${named} here; it may have ${known.join(', ')}`;
}

function fieldsOf(schema: unknown): string[] {
  const { shape } = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def ?? {};
  return Object.keys(shape ?? {});
}

/** The faults of an issue; of something that may take several forms, those of the form that it comes nearest to. */
export function faultsOf(issue: Issue): ProgramFault[] {
  const isOfForms = issue.code === 'invalid_union' && !isEmpty(issue.input);
  const nearest = isOfForms ? nearestForm(issue.errors) : undefined;
  if (nearest !== undefined) {
    return nearest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  return [{ place: issue.path.length === 0 ? wholeProgram : placeOf(issue.path), problem: issue.message }];
}

function isEmpty(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0;
}

/** `undefined` where no form is nearer than all others. */
function nearestForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const [first, second] = forms
    .map((issues) => ({ issues, distance: distance(issues) }))
    .sort((a, b) => a.distance - b.distance);
  return first !== undefined && first.distance < (second?.distance ?? Infinity) ? first.issues : undefined;
}

/** A form of another type is further away than one with other fields, and that than one with a wrong value. */
function distance(issues: readonly Issue[]): number {
  const missing = issues.filter(isMissing).map(({ path }) => String(path[0]));
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + foreign(issue.keys, missing);
    if (isMissing(issue)) return sum + 3;
    const isOther =
      issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
    return sum + (isOther ? 20 : 1);
  }, 0);
}

/** A missing field that is there under a misspelt name does not make a form foreign. */
function foreign(keys: readonly string[], missing: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (missing.some((field) => isAlike(field, key)) ? -1 : 4), 0);
}

function isMissing(issue: Issue): boolean {
  return issue.path.length === 1 && issue.message === 'is missing';
}

/** Whether one of two names may be the other one misspelt: the same letters but for two at most. */
function isAlike(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return editsBetween(left, right) <= (Math.min(left.length, right.length) < 4 ? 1 : 2);
}

/** How many letters must be put in, left out or changed to come from one word to another. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let index = 0; index < a.length; index++) {
    const next = [index + 1];
    for (let at = 0; at < b.length; at++) {
      const [left = 0, above = 0, corner = 0] = [next[at], row[at + 1], row[at]];
      next.push(Math.min(left + 1, above + 1, corner + (a[index] === b[at] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

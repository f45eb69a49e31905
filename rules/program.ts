import { z } from 'zod';
import { placeOf } from './place.ts';

/**
 * A shop's program: what it gives for what. Money is in rial, times of day are the program's own, and every
 * field is checked here, so that the rest of the rules can trust what it is handed.
 */

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use small Latin letters, digits and dashes, up to 63 of them');
const amount = z.int().positive().max(1_000_000_000_000);
const percent = z.int().min(1).max(100);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as 21:00');
const name = z.string().trim().min(1).max(60);

const gift = z.strictObject({
  /** `points`, or `credit` in rial. */
  unit: z.enum(['points', 'credit']),
  /** How many points, or how many rial of credit. */
  fixed: amount,
});

const rate = z
  .strictObject({
    unit: z.enum(['points', 'credit']),
    /** This much is given for each full `per` rial of the purchase; a started step does not count. */
    give: amount,
    per: amount,
  })
  // Keeps every award below the amount it is given for, and so every sum a whole number below 2^53.
  .refine(({ give, per }) => give <= per, 'gives more than one for each rial; is "per" in rial?');

/** A share of the purchase, as credit: `percent` of it, rounded down to a whole rial. */
const share = z.strictObject({ unit: z.literal('credit'), percent });

/** When what a rule gave expires: so many of the calendar's months later, at the end of that day; or never. */
const expires = z.strictObject({ afterMonths: z.int().min(1).max(120) });

const ruleBase = { id, name, expires: expires.optional() };

const joiningRule = z.strictObject({ ...ruleBase, on: z.literal('joining'), give: gift });
const birthdayRule = z.strictObject({ ...ruleBase, on: z.literal('birthday'), give: gift });
const purchaseRule = z.strictObject({
  ...ruleBase,
  on: z.literal('purchase'),
  /** Purchases below this many rial earn nothing by this rule. */
  amountMin: amount.optional(),
  give: z.union([rate, share, gift]),
});

const timeZone = z.string().refine(isTimeZone, 'is no time zone; write one like Asia/Tehran');

const programFields = z.strictObject({
  /** Editors find the documentation of the fields by it; it says nothing to us. */
  $schema: z.string().optional(),
  code: id,
  /** The club's name as members read it, first in every message. */
  name,
  language: z.enum(['fa', 'en']).default('fa'),
  timeZone: timeZone.default('Asia/Tehran'),
  calendar: z.enum(['persian', 'gregorian']).default('persian'),
  rules: z.array(z.discriminatedUnion('on', [joiningRule, purchaseRule, birthdayRule])).max(500),
  /** What points can be saved for, cheapest first in what members are told. */
  rewards: z
    .array(z.strictObject({ id, name: z.strictObject({ fa: name, en: name }), points: amount }))
    .max(200)
    .default([]),
  /** Members who have not bought for so many days are written to, once an absence. Absent: nobody is. */
  nudge: z.strictObject({ afterDays: z.int().min(7).max(1000) }).optional(),
  /** No promotional message leaves in these hours. */
  quietHours: z
    .strictObject({ from: clock, to: clock })
    .refine(({ from, to }) => from !== to, 'begins and ends at the same time; leave it out for the default')
    .default({ from: '21:00', to: '09:00' }),
  /** Points and credit that expire within so many days are named in a balance. */
  expiringSoonDays: z.int().min(1).max(365).default(30),
  /** In a common year, birthdays on 30 Esfand and 29 February are kept the day before or the day after. */
  leapDay: z.enum(['before', 'after']).default('before'),
});

const programSchema = programFields.superRefine((program, context) => {
  for (const [list, items] of [
    ['rules', program.rules],
    ['rewards', program.rewards],
  ] as const) {
    for (const [index, item] of items.entries()) {
      if (items.findIndex((other) => other.id === item.id) === index) continue;
      context.addIssue({
        code: 'custom',
        path: [list, index, 'id'],
        message: `"${item.id}" is used twice; give each its own id`,
      });
    }
  }
});

export type Program = z.infer<typeof programSchema>;
export type Rule = Program['rules'][number];
export type RuleOn<Trigger extends Rule['on']> = Extract<Rule, { on: Trigger }>;
export type Unit = 'points' | 'credit';

/** A fault in a program file: where (`rules[2].give.per`) and what to do about it. */
export interface ProgramFault {
  readonly place: string;
  readonly problem: string;
}

export type ProgramCheck =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly faults: readonly ProgramFault[] };

/** Checks a parsed program file and names every fault at once. Never throws. */
export function checkProgram(input: unknown): ProgramCheck {
  const checked = programSchema.safeParse(input);
  if (checked.success) return { ok: true, program: checked.data };
  return {
    ok: false,
    faults: checked.error.issues.map((issue) => ({
      place: placeIn(issue.path),
      problem: issue.message,
    })),
  };
}

function placeIn(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the program' : placeOf(path);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

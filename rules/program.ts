import { z } from 'zod';
import { charities } from './program/charity.ts';
import { counts } from './program/counts.ts';
import { placeOf } from './place.ts';
import { crossFaults } from './program/cross-faults.ts';
import { crossFaultsBeside } from './program/whole-beside-faults.ts';
import { faultsOf, wholeProgram, wordsFor } from './program/faults.ts';
import type { ProgramFault } from './program/faults.ts';
import { expiry } from './program/expiry.ts';
import { ruleIdAt } from './program/place-words.ts';
import { payments } from './program/payments.ts';
import { draws } from './program/gifts.ts';
import { pending } from './program/pending.ts';
import { rounding } from './program/rounding.ts';
import { rule } from './program/rule.ts';
import { stampCards } from './program/stamps.ts';
import { units } from './program/units.ts';
import { tiers } from './program/tiers.ts';
import { segments } from './program/segments.ts';
import { visits } from './program/triggers.ts';
import { amount, clockTime, code, label } from './program/words.ts';

/**
 * A shop's program: what it gives for what. Money is in rial, times of day are the program's own, and every
 * field is checked here, so that the rest of the rules can trust what it is handed.
 */

const clubName = z.string().trim().min(1).max(60);

const rules = z
  .array(rule)
  .max(500)
  .describe('What is given for what. Their order counts: in explanations, for `first`, and for multipliers.');

const groups = z
  .record(
    code,
    z.strictObject({
      name: label.optional().describe('What people read of it; its id where it has none.'),
      take: z
        .enum(['all', 'highest', 'first'])
        .describe('All of them; the one that gives most; the first that gives.'),
    }),
  )
  .default({})
  .describe('Rules that compete: what is taken where several of a group give something.');

const reward = z.strictObject({
  id: code,
  name: label,
  points: amount,
  tiers: z.array(code).min(1).max(20).optional().describe('Only members of these tiers may have it.'),
});

const programFields = z.strictObject({
  $schema: z
    .string()
    .optional()
    .describe('Where an editor finds what is described here. Says nothing to the club.'),
  code,
  name: clubName.describe("The club's name as members read it, first in every message."),
  language: z
    .enum(['fa', 'en'])
    .default('fa')
    .describe('In which language members are spoken to until they choose.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone; write one like Asia/Tehran')
    .default('Asia/Tehran')
    .describe('Where the days of the shop begin and end.'),
  calendar: z
    .enum(['persian', 'gregorian'])
    .default('persian')
    .describe('What months and years are counted in.'),
  counts,
  payments,
  units,
  visits,
  rounding: z
    .strictObject({
      to: rounding.default('down'),
      once: z
        .enum(['rule', 'purchase'])
        .default('rule')
        .describe('What each rule gives, or what a purchase comes to.'),
    })
    .prefault({})
    .describe('How what is given becomes a whole number.'),
  expires: z
    .strictObject({ points: expiry.default('never'), credit: expiry.default('never') })
    .prefault({})
    .describe('Until when what rules give can be spent, where they do not say it themselves.'),
  pending: pending
    .default('never')
    .describe('How long what rules give waits before it can be spent, where they do not say it themselves.'),
  spend: z
    .enum(['soonest-expiry', 'oldest'])
    .default('soonest-expiry')
    .describe('What is spent first: what expires soonest (what never does last), or what was earned first.'),
  groups,
  segments,
  rules,
  tiers: tiers.optional(),
  stampCards,
  charities,
  rewards: z
    .array(reward)
    .max(200)
    .default([])
    .describe('What points can be saved for; the cheapest comes first in what members are told.'),
  draws,
  nudge: z
    .strictObject({ afterDays: z.int().min(7).max(1000).describe('Days without a purchase.') })
    .optional()
    .describe('Members who have not bought for so many days are written to, once an absence.'),
  quietHours: z
    .strictObject({ from: clockTime, to: clockTime })
    .refine(({ from, to }) => from !== to, 'begins and ends at the same time; leave it out for the default')
    .default({ from: '21:00', to: '09:00' })
    .describe('No promotional message leaves in these hours.'),
  expiringSoonDays: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('What expires within so many days is named in a balance.'),
  leapDay: z
    .enum(['before', 'after'])
    .default('before')
    .describe(
      'In a common year, birthdays on 30 Esfand and 29 February are kept the day before or the day after.',
    ),
});

/** What a program file may say: the schema that `checkProgram` goes by, for editors and people. */
export const programSchema = programFields.superRefine((program, context) => {
  for (const { path, message } of crossFaults(program))
    context.addIssue({ code: 'custom', path: [...path], message });
});

export type Program = z.infer<typeof programFields>;
export type { Rule, RuleOn, Trigger } from './program/rule.ts';
export type { Unit } from './program/words.ts';

export type { ProgramFault } from './program/faults.ts';

export type ProgramCheck =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly faults: readonly ProgramFault[] };

/** Checks a parsed program file and names its faults at once, but for how what is faulty itself fits the rest. Never throws. */
export function checkProgram(input: unknown): ProgramCheck {
  const checked = programSchema.safeParse(input, { error: wordsFor, reportInput: true });
  if (checked.success) return { ok: true, program: checked.data };
  const faults = checked.error.issues.flatMap((issue) => {
    const rule = ruleIdAt(issue.path, input);
    return faultsOf(issue).map((fault) => (rule === undefined ? fault : { ...fault, rule }));
  });
  return { ok: false, faults: [...faults, ...faultsBeside(input, faults)] };
}

/** What does not fit together in what is right by itself, so that all is told at once. */
function faultsBeside(input: unknown, told: readonly ProgramFault[]): ProgramFault[] {
  const own = programFields.safeParse(input, { error: wordsFor, reportInput: true });
  if (own.success) return [];
  const places = new Set(told.map(({ place }) => place));
  return crossFaultsBeside(input, own.error.issues, (rest) => programFields.safeParse(rest).data)
    .map(({ path, message }): ProgramFault => {
      const rule = ruleIdAt(path, input);
      return { place: placeOf(path), ...(rule !== undefined && { rule }), problem: message };
    })
    .filter(({ place }) => !places.has(place));
}

export type ProgramsCheck =
  | { readonly ok: true; readonly programs: readonly Program[] }
  | { readonly ok: false; readonly faults: readonly ProgramFault[] };

/** How many programs can run side by side. */
const programsMax = 20;

/**
 * Checks what a program file holds: one program, or a list of those that run side by side. Names the faults
 * of each at once, in a list with the place of its program. Never throws.
 */
export function checkPrograms(input: unknown): ProgramsCheck {
  if (!Array.isArray(input)) {
    const checked = checkProgram(input);
    return checked.ok ? { ok: true, programs: [checked.program] } : checked;
  }
  const list: readonly unknown[] = input;
  if (list.length === 0 || list.length > programsMax) {
    const problem = `must hold 1 to ${programsMax} programs, holds ${list.length}`;
    return { ok: false, faults: [{ place: 'the list', problem }] };
  }
  const checks = list.map((one) => checkProgram(one));
  const faults = checks.flatMap((check, index) =>
    check.ok ? [] : check.faults.map((fault) => ({ ...fault, place: placeIn(index, fault.place) })),
  );
  const programs = checks.flatMap((check) => (check.ok ? [check.program] : []));
  // Their places can be told by their order once none is missing.
  if (faults.length === 0) faults.push(...repeatedCodes(programs));
  return faults.length === 0 ? { ok: true, programs } : { ok: false, faults };
}

function placeIn(index: number, place: string): string {
  return place === wholeProgram ? `[${index}]` : `[${index}].${place}`;
}

function repeatedCodes(programs: readonly Program[]): ProgramFault[] {
  return programs.flatMap(({ code }, index) =>
    programs.findIndex((other) => other.code === code) === index
      ? []
      : [{ place: `[${index}].code`, problem: `"${code}" is used twice; give each program its own code` }],
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

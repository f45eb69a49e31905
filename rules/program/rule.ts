import { z } from 'zod';
import { condition } from './condition.ts';
import { givesOnOccasion, givesOnPurchase } from './effect.ts';
import { expiry } from './expiry.ts';
import { limit } from './limit.ts';
import { pending } from './pending.ts';
import { reachedFields } from './reached.ts';
import { rounding } from './rounding.ts';
import { scheduleFields } from './schedule.ts';
import {
  anniversaryFields,
  birthdayFields,
  dateFields,
  eventFields,
  profileFields,
  referralFields,
  settlementFields,
  visitFields,
} from './triggers.ts';
import { code, label, span } from './words.ts';

const common = {
  id: code,
  name: label,
  when: condition.optional(),
  limits: z.array(limit).max(10).default([]).describe('What a limit cuts off is told.'),
  cooldown: span.optional().describe('How long it rests for a member after it gave her something.'),
  expires: expiry
    .optional()
    .describe('Until when it can be spent, where that is not what `expires` of the program says.'),
  pending: pending
    .optional()
    .describe(
      'How long it waits before it can be spent, where that is not what `pending` of the program says.',
    ),
};

const purchaseRule = z.strictObject({
  ...common,
  on: z.literal('purchase').describe('A purchase is recorded.'),
  give: givesOnPurchase.describe('What it gives: one thing, or a list of them.'),
  group: code.optional().describe('The group of rules that it competes in.'),
  rounding: rounding.optional(),
});
const joiningRule = z.strictObject({
  ...common,
  on: z.literal('joining').describe('Somebody joins.'),
  give: givesOnOccasion.describe('What it gives: one thing, or a list of them.'),
});

const tierRule = z.strictObject({
  ...common,
  on: z
    .literal('tier')
    .describe('A member reaches a tier, upwards, by what she did. Tiers she passes by are not reached.'),
  tiers: z.array(code).min(1).max(20).optional().describe('Only these tiers.'),
  again: z
    .boolean()
    .default(false)
    .describe('Also when she reaches a tier again that she had lost; else the first time only.'),
  give: givesOnOccasion.describe('What it gives: one thing, or a list of them.'),
});

const gives = givesOnOccasion.describe('What it gives: one thing, or a list of them.');
const eventRule = z.strictObject({ ...common, ...eventFields, give: gives });
const settlementRule = z.strictObject({
  ...common,
  ...settlementFields,
  give: givesOnPurchase.describe('What it gives: one thing, or a list of them.'),
});
const referralRule = z.strictObject({
  ...common,
  ...referralFields,
  give: givesOnPurchase.describe(
    'What it gives: one thing, or a list of them. What counts is what she bought.',
  ),
});
const visitRule = z.strictObject({ ...common, ...visitFields, give: gives });
const birthdayRule = z.strictObject({ ...common, ...birthdayFields, give: gives });
const dateRule = z.strictObject({ ...common, ...dateFields, give: gives });
const anniversaryRule = z.strictObject({ ...common, ...anniversaryFields, give: gives });
const profileRule = z.strictObject({ ...common, ...profileFields, give: gives });
const reachedRule = z.strictObject({ ...common, ...reachedFields, give: gives });
const scheduleRule = z.strictObject({ ...common, ...scheduleFields, give: gives });

const forms = [
  joiningRule,
  purchaseRule,
  birthdayRule,
  tierRule,
  eventRule,
  visitRule,
  dateRule,
  anniversaryRule,
  profileRule,
  scheduleRule,
  settlementRule,
  referralRule,
  reachedRule,
] as const;

/** What is given for what. */
export const rule = z.discriminatedUnion('on', forms, {
  error: `must be one of ${forms.map(({ shape }) => JSON.stringify(shape.on.value)).join(', ')}`,
});
export type Rule = z.infer<typeof rule>;
export type Trigger = Rule['on'];
export type RuleOn<T extends Trigger> = Extract<Rule, { on: T }>;

import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { parse } from '../parse.ts';

export const tabs = ['sms', 'ussd', 'chat'] as const;
export type Tab = (typeof tabs)[number];

/** What one may try as. They may be somebody's: see `addresses.simulated`. */
export const sampleNumbers = ['09121234567', '09351112233', '09021234567'] as const;

const phone = z
  .string()
  .max(64)
  .transform((typed) => typed.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim())
  .transform((typed) => (typed === '' ? sampleNumbers[0] : typed))
  .default(sampleNumbers[0]);
const id = z.string().regex(/^[\w-]{1,64}$/);

const place = z.object({
  tab: z.enum(tabs).catch('sms'),
  from: phone,
  /** The state of the lists that the page shows already. */
  seen: z.string().max(64).default(''),
});
/** Where on the page one is. */
export type Place = z.output<typeof place>;

const texting = z.object({
  from: phone,
  id,
  text: z.string().max(10_000).default(''),
  /** A chip was pressed instead of writing. */
  quick: z.string().max(100).optional(),
  /** The contact button was pressed. */
  contact: z.enum(['own', 'other']).optional(),
});
export type Texting = z.output<typeof texting>;

const dialling = z.object({
  from: phone,
  session: id,
  path: z.string().max(500).default(''),
  /** Absent when dialling. */
  input: z.string().max(200).optional(),
});
export type Dialling = z.output<typeof dialling>;

export const readPlace = (req: Request): Place => parse(place, req.query);
export const readTexting = (req: Request): Texting => parse(texting, req.body);
export const readDialling = (req: Request): Dialling => parse(dialling, req.body);

export const freshId = (): string => randomUUID();

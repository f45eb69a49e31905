import { createHash, randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { parse } from '../parse.ts';

/** One line of typed text; what is not seen, or turns the direction of writing, is left out. */
const typed = z
  .string()
  .max(10_000)
  .transform((text) => text.replace(/(?!\u200c)[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim());

/** Texts of more than so many characters are shown cut where they come back in a form. */
const shownMax = 100;
const line = typed.default('').transform((text) => text.slice(0, shownMax));

/** How a purchase was paid, where somebody says it; '' where nobody does. */
const payKinds = ['', 'cash', 'card', 'cheque', 'on_account'] as const;
export type Pay = (typeof payKinds)[number];
const pay = z.enum(payKinds);

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const asked = z.object({
  phone: line,
  amount: line,
  receipt: line,
  key: line,
  name: line,
  birthday: line,
  referrer: line,
  joined: line,
  pay: pay.catch(''),
  paid: line,
});
/** What the counter's page can be opened with. */
export type Asked = z.output<typeof asked>;

const purchaseForm = z.object({
  ...{ phone: line, amount: line, receipt: line, key: line, sure: line },
  pay: pay.default(''),
});
export type PurchaseForm = z.output<typeof purchaseForm>;

const enrollForm = z.object({ phone: line, name: line, birthday: line, referrer: line });
export type EnrollForm = z.output<typeof enrollForm>;

const settleForm = z.object({ phone: line, amount: line, key: line });
export type SettleForm = z.output<typeof settleForm>;

const undoForm = z.object({ reason: z.enum(['wrong-amount', 'wrong-member', 'cancelled']) });

/** Names of more than so many characters, and receipt numbers, are refused. */
export const nameMax = 60;
export const receiptMax = 64;

export const readAsked = (req: Request): Asked => parse(asked, req.query);
export const readPurchaseForm = (req: Request): PurchaseForm => parse(purchaseForm, req.body);
export const readEnrollForm = (req: Request): EnrollForm => parse(enrollForm, req.body);
export const readSettleForm = (req: Request): SettleForm => parse(settleForm, req.body);
export const readUndoForm = (req: Request): z.output<typeof undoForm> => parse(undoForm, req.body);

/** The id in a path; `undefined` for what is none. */
export function readId(req: Request): number | undefined {
  const { id } = req.params;
  return typeof id === 'string' && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

/** The form's key where it has a sound one, else a fresh one. */
export function formKey(key: string): string {
  return uuid.test(key) ? key : randomUUID();
}

/** What makes a form the same one again, besides its key: all that it says. */
export function formHash(...said: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

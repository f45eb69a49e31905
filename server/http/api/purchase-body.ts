import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Program } from '../../../rules/program.ts';
import { paymentKinds } from '../../../rules/program/payments.ts';
import type { PurchaseQuote } from '../../usecases/quote-purchase.ts';
import type { RecordedPurchase } from '../../usecases/purchase.ts';
import { gainsOfPurchase } from '../../usecases/read-purchase.ts';
import type { Purchase } from '../../usecases/read-purchase.ts';
import { explanationByNow } from '../../usecases/explanation-by-now.ts';
import { explanationWords } from '../../usecases/explanation-words.ts';
import { waitingOf } from '../../usecases/read-pending.ts';
import { pendingBody } from './pending-body.ts';
import type { Runtime } from '../../runtime.ts';
import type { FieldFault } from '../problem.ts';
import { giftBody } from './gift-body.ts';
import { moment, phone, rial, shopCode, text } from './fields.ts';
import { parse } from './parse.ts';
import { tierBody } from './tier-body.ts';

const listMax = 500;
const quantityMax = 1_000_000;
const tagsMax = 20;

const line = z.strictObject({
  sku: text(64).optional(),
  name: text(200).optional(),
  group: text(64).optional(),
  brand: text(64).optional(),
  /** Whole pieces; what is weighed counts as one. */
  quantity: z.int().min(1).max(quantityMax).default(1),
  /** Rial for the whole line, after its discount and with its tax; what was given free is 0. */
  amount: rial(0),
  discount: rial(0).optional(),
  tax: rial(0).optional(),
  tags: z.array(text(64)).max(tagsMax).optional(),
});
const payment = z.strictObject({ kind: z.enum(paymentKinds), amount: rial() });

/** Enough of a purchase to add it up, whatever else is wrong with it. */
const addable = z.looseObject({
  amount: rial(),
  lines: z.array(z.looseObject({ amount: rial(0) })).default([]),
  payments: z.array(z.looseObject({ amount: rial() })).default([]),
});

const purchase = z
  .strictObject({
    phone,
    amount: rial(),
    discount: rial(0).optional(),
    tax: rial(0).optional(),
    receiptNo: text(64).optional(),
    shop: shopCode.optional(),
    lines: z.array(line).max(listMax).default([]),
    payments: z.array(payment).max(listMax).default([]),
    occurredAt: moment.optional(),
  })
  .refine(addsUp('lines'), { path: ['lines'], error: 'do not add up to amount', when: canBeAdded })
  .refine(addsUp('payments'), { path: ['payments'], error: 'do not add up to amount', when: canBeAdded })
  .refine(holdsParts('discount'), { path: ['discount'], error: 'is less than that of the lines' })
  .refine(holdsParts('tax'), { path: ['tax'], error: 'is less than that of the lines' })
  .refine(({ tax = 0, amount }) => tax <= amount, { path: ['tax'], error: 'is more than amount' })
  .transform((asked) => ({
    ...asked,
    discount: asked.discount ?? partsOf('discount', asked.lines),
    tax: asked.tax ?? partsOf('tax', asked.lines),
  }));

type Part = 'discount' | 'tax';
type Parts = Readonly<Partial<Record<Part, number | undefined>>>;

function partsOf(part: Part, lines: readonly Parts[]): number {
  return lines.reduce((sum, line) => sum + (line[part] ?? 0), 0);
}

/** What the whole purchase says of its discount or tax has that of its lines in it. */
function holdsParts(part: Part) {
  return (asked: Parts & { readonly lines: readonly Parts[] }) =>
    (asked[part] ?? Number.POSITIVE_INFINITY) >= partsOf(part, asked.lines);
}

/** A purchase as it is asked for, its form checked. */
export type PurchaseInput = z.output<typeof purchase>;

function canBeAdded({ value }: { value: unknown }): boolean {
  return addable.safeParse(value).success;
}

function addsUp(list: 'lines' | 'payments') {
  return (
    asked: { readonly amount: number } & Readonly<Record<typeof list, readonly { amount: number }[]>>,
  ) => {
    const parts = asked[list];
    return parts.length === 0 || parts.reduce((sum, part) => sum + part.amount, 0) === asked.amount;
  };
}

/** Clocks of tills are a little off. */
const aheadMaxMs = 60_000;
/** A till that was offline catches up within days; what is older comes from a wrong clock or is no sale of ours. */
const daysBackMax = 30;
const dayMs = 24 * 3_600_000;

/** Made once: a schema costs more than what it checks. */
const timed = z.looseObject({ occurredAt: moment });

/** Reads the body of a purchase. Throws one problem that names all of its faults, where its form has any. */
export function parsePurchase(body: unknown, now: number): PurchaseInput {
  const read = timed.safeParse(body);
  return parse(purchase, body, read.success ? timeFaults(read.data, now) : []);
}

/** What is wrong by now with the time of a purchase of good form; to be asked of new requests only. */
export function timeFaults({ occurredAt }: Pick<PurchaseInput, 'occurredAt'>, now: number): FieldFault[] {
  if (occurredAt === undefined) return [];
  const fault = (problem: string) => [{ field: 'occurredAt', problem }];
  if (occurredAt > now + aheadMaxMs) return fault('lies in the future; is the clock of the till right?');
  if (occurredAt < now - daysBackMax * dayMs) {
    return fault(`is more than ${daysBackMax} days ago; older purchases are not taken here`);
  }
  return [];
}

/** The answer to a purchase, or with `id` null to a quote. */
export function purchaseBody(made: RecordedPurchase | (PurchaseQuote & { id: null }), program: Program) {
  return earnedBody(made, program);
}

type Earned = Pick<
  RecordedPurchase,
  | 'memberId'
  | 'phone'
  | 'language'
  | 'earned'
  | 'pending'
  | 'balances'
  | 'programs'
  | 'stampCards'
  | 'gifts'
  | 'explanation'
>;

/** What something brought, a purchase or another thing that happened. */
export function earnedBody(made: Earned & { readonly id: number | null }, program: Program) {
  const { id, memberId, phone: number, earned, pending, balances, programs } = made;
  const { stampCards, gifts, explanation, language } = made;
  return {
    id,
    member: { id: memberId, phone: number },
    earned,
    pending,
    balances,
    programs: programs.map(({ code, tier, ...outcome }) => ({
      ...{ program: code, ...outcome },
      tier: tierBody(tier, language),
    })),
    tier: tierBody(programs.find(({ code }) => code === program.code)?.tier, language),
    stampCards,
    gifts: gifts.map(giftBody),
    explanation: explanationWords(explanation, { language, program }),
  };
}

/** A purchase as it stands. */
export function standingPurchaseBody(runtime: Runtime, made: Purchase) {
  const { program, programs } = runtime.club;
  const [by] = programs;
  assert(by, 'a club has a program');
  const own = { by, now: runtime.clock.now() };
  const { id, memberId, phone: number, shop, amount, receiptNo, undoneAt, language } = made;
  const explanation = explanationByNow(runtime, made.explanation, made);
  return {
    ...{ id, member: { id: memberId, phone: number }, shop, amount, receiptNo },
    occurredAt: new Date(made.occurredAt).toISOString(),
    createdAt: new Date(made.createdAt).toISOString(),
    undoneAt: undoneAt === null ? null : new Date(undoneAt).toISOString(),
    ...{ paid: amount - made.unpaid, unpaid: made.unpaid },
    ...gainsOfPurchase(made, own),
    waiting: waitingOf(runtime, made).map((item) => pendingBody(item, { language, program })),
    explanation: explanationWords(explanation, { language, program }),
  };
}

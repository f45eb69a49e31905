import type { Request, Router } from 'express';
import { z } from 'zod';
import { failpoint } from '../../failpoint.ts';
import type { Runtime } from '../../runtime.ts';
import type { Reader } from '../../store/tx.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { once, wasAnswered } from '../../store/idempotency.ts';
import { quotePurchase } from '../../usecases/quote-purchase.ts';
import type { QuotedPurchase } from '../../usecases/quote-purchase.ts';
import { readPurchase } from '../../usecases/read-purchase.ts';
import type { Purchase } from '../../usecases/read-purchase.ts';
import { recordOnePurchase } from '../../usecases/record-one-purchase.ts';
import { reversePurchase } from '../../usecases/reverse-purchase.ts';
import type { UndoResult } from '../../usecases/reverse-purchase.ts';
import { invalidRequest, Problem } from '../problem.ts';
import { idempotencyOf, keyReused, withBody, withoutBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { idText, text } from './fields.ts';
import { memberUnknown } from './members.ts';
import { nothing, parse } from './parse.ts';
import { parsePurchase, purchaseBody, standingPurchaseBody, timeFaults } from './purchase-body.ts';
import type { PurchaseInput } from './purchase-body.ts';
import { shopOf } from './shop-of.ts';

const ofId = z.object({ id: idText });
const undoing = z.strictObject({ reason: text(200) });

/** Purchases: recording one, its quote, looking one up, undoing it. */
export function addPurchaseRoutes(router: Router, runtime: Runtime): void {
  router.post('/purchases', ...withBody((request, caller) => recordFor(runtime, request, caller)));
  router.post('/purchases/quote', ...withBody((request, caller) => quoteFor(runtime, request, caller)));
  router.get(
    '/purchases/:id',
    ...withoutBody(async ({ params, query }, caller) => {
      parse(nothing, query);
      const purchase = await ownPurchase(runtime.store, parse(ofId, params).id, caller);
      return { status: 200, body: standingPurchaseBody(runtime, purchase) };
    }),
  );
  router.post('/purchases/:id/undo', ...withBody((request, caller) => undoFor(runtime, request, caller)));
}

async function recordFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const now = runtime.clock.now();
  const asked = parsePurchase(request.body, now);
  const idempotency = idempotencyOf(request, asked);
  const untimely = timeFaults(asked, now);
  // A till that never got its answer asks again until it does, however late that is.
  if (untimely.length > 0 && !(await wasAnswered(runtime.store, idempotency))) throw invalidRequest(untimely);
  const facts = await factsOf(runtime, asked, caller);
  const actor = `key:${caller.id}`;
  const result = await recordOnePurchase(runtime, { ...facts, channel: 'api', actor, idempotency });
  switch (result.kind) {
    case 'recorded':
    case 'repeated': {
      const body = purchaseBody(result.purchase, runtime.club.program);
      return { status: 201, body, replayed: result.kind === 'repeated' };
    }
    case 'key-reused':
      throw keyReused();
    case 'no-member':
      throw memberUnknown();
    case 'receipt-taken':
      throw receiptTaken(result.purchaseId);
  }
}

async function quoteFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const now = runtime.clock.now();
  const asked = parsePurchase(request.body, now);
  const untimely = timeFaults(asked, now);
  if (untimely.length > 0) throw invalidRequest(untimely);
  const result = await quotePurchase(runtime, runtime.store, await factsOf(runtime, asked, caller));
  switch (result.kind) {
    case 'quoted':
      return { status: 200, body: purchaseBody({ ...result.quote, id: null }, runtime.club.program) };
    case 'no-member':
      throw memberUnknown();
    case 'receipt-taken':
      throw receiptTaken(result.purchaseId);
  }
}

/** The purchase in the terms of the use cases. */
async function factsOf(
  { store, clock }: Runtime,
  { shop, occurredAt, ...asked }: PurchaseInput,
  caller: ApiKey,
): Promise<QuotedPurchase> {
  const { id: shopId } = await shopOf(store, shop, caller);
  return { ...asked, shopId, occurredAt: occurredAt ?? clock.now() };
}

function receiptTaken(purchaseId: number): Problem {
  return new Problem({
    status: 409,
    code: 'receipt-taken',
    detail: `This shop's receipt number stands for purchase ${purchaseId} already. Nothing was recorded.`,
    extra: { purchaseId },
  });
}

/** A till sees the purchases of its own shop only; the others are not there for it. */
export async function ownPurchase(reader: Reader, id: number, { role, shopId }: ApiKey): Promise<Purchase> {
  const purchase = await readPurchase(reader, id);
  if (!purchase || (role === 'pos' && purchase.shopId !== shopId)) throw purchaseUnknown();
  return purchase;
}

export function purchaseUnknown(): Problem {
  return new Problem({ status: 404, code: 'purchase-unknown', detail: 'There is no purchase with this id.' });
}

async function undoFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const { id } = parse(ofId, request.params);
  const { reason } = parse(undoing, request.body ?? {});
  const asked = { request: idempotencyOf(request, { reason }), at: runtime.clock.now() };
  const result = await runtime.store.transaction((tx) =>
    once(tx, asked, async () => {
      await ownPurchase(tx, id, caller);
      const actor = `key:${caller.id}`;
      return undoneBody(id, await reversePurchase(runtime, tx, { purchaseId: id, actor, reason }));
    }),
  );
  failpoint('undo-before-answer');
  if (result.kind === 'reused') throw keyReused();
  return { status: 200, body: result.answer, replayed: result.kind === 'same' };
}

/** The answer to an undoing. Throws where nothing was undone, so that nothing of it is remembered under the key. */
export function undoneBody(id: number, result: UndoResult) {
  switch (result.kind) {
    case 'undone': {
      const { alreadyUndone, member, amount, taken, balances } = result;
      return { id, member: { id: member.id, phone: member.phone }, amount, alreadyUndone, taken, balances };
    }
    case 'no-purchase':
      throw purchaseUnknown();
    case 'too-late':
      throw new Problem({
        status: 409,
        code: 'undo-too-late',
        detail: 'A purchase can be undone for ten minutes; later it is a return.',
      });
    case 'already-used':
      throw new Problem({
        status: 409,
        code: 'points-already-used',
        detail: 'Some of what this purchase earned has been spent or has expired, so it cannot be undone.',
      });
  }
}

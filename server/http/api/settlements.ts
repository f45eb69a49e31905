import type { Request, Router } from 'express';
import { z } from 'zod';
import type { Program } from '../../../rules/program.ts';
import type { Runtime } from '../../runtime.ts';
import { once, wasAnswered } from '../../store/idempotency.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { explanationWords } from '../../usecases/explanation-words.ts';
import { settlePurchase } from '../../usecases/settle-purchase.ts';
import type { Settled, SettleResult } from '../../usecases/settle-purchase.ts';
import { invalidRequest, Problem } from '../problem.ts';
import type { FieldFault } from '../problem.ts';
import { idempotencyOf, keyReused, withBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { idText, moment, rial } from './fields.ts';
import { parse } from './parse.ts';
import { tierBody } from './tier-body.ts';
import { ownPurchase, purchaseUnknown } from './purchases.ts';

/** How what was promised can be paid: another promise is no payment. */
const kinds = ['cash', 'card', 'points', 'credit', 'gift_card', 'other'] as const;

const ofId = z.object({ id: idText });
/** The body of a later payment. */
export const settlement = z.strictObject({
  amount: rial(),
  kind: z
    .enum(kinds, `must be one of ${kinds.join(', ')}; a cheque is a payment once it is cashed`)
    .optional(),
  paidAt: moment.optional(),
});
type Settlement = z.output<typeof settlement>;

/** Later payments for purchases on account or by cheque. */
export function addSettlementRoutes(router: Router, runtime: Runtime): void {
  router.post(
    '/purchases/:id/settlements',
    ...withBody((request, caller) => settleFor(runtime, request, caller)),
  );
}

async function settleFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const { id } = parse(ofId, request.params);
  const asked = parse(settlement, request.body);
  const idempotency = idempotencyOf(request, asked);
  const now = runtime.clock.now();
  const untimely = timeFaults(asked, now);
  if (untimely.length > 0 && !(await wasAnswered(runtime.store, idempotency))) throw invalidRequest(untimely);
  const result = await runtime.store.transaction((tx) =>
    once(tx, { request: idempotency, at: now }, async () => {
      await ownPurchase(tx, id, caller);
      const { amount, kind = null, paidAt = now } = asked;
      const settling = { purchaseId: id, amount, kind, paidAt, actor: `key:${caller.id}` };
      return settledBody(await settlePurchase(runtime, tx, settling), runtime.club.program);
    }),
  );
  if (result.kind === 'reused') throw keyReused();
  return { status: 201, body: result.answer, replayed: result.kind === 'same' };
}

/** Clocks of tills are a little off. */
const aheadMaxMs = 60_000;

function timeFaults({ paidAt }: Settlement, now: number): FieldFault[] {
  if (paidAt === undefined || paidAt <= now + aheadMaxMs) return [];
  return [{ field: 'paidAt', problem: 'lies in the future; is the clock of the till right?' }];
}

/** The answer to a later payment. Throws where nothing was settled, so that nothing of it is remembered under the key. */
export function settledBody(result: SettleResult, program: Program) {
  switch (result.kind) {
    case 'settled':
      return bodyOf(result.settled, program);
    case 'no-purchase':
      throw purchaseUnknown();
    case 'undone':
      throw new Problem({
        status: 409,
        code: 'purchase-undone',
        detail: 'This purchase was undone: there is nothing to pay. Nothing was recorded.',
      });
    case 'too-much':
      throw tooMuch(result.unpaid);
    case 'before-sale':
      throw invalidRequest([
        {
          field: 'paidAt',
          problem: `lies before the purchase of ${new Date(result.occurredAt).toISOString()}; send when it was paid`,
        },
      ]);
  }
}

function tooMuch(unpaid: number): Problem {
  if (unpaid === 0) {
    const detail =
      'Nothing of this purchase is left to pay. Only what was paid on account or by cheque is paid later. Nothing was recorded.';
    return new Problem({ status: 409, code: 'nothing-unpaid', detail });
  }
  const detail = `Only ${unpaid} rial of this purchase are left to pay. Nothing was recorded; send at most so much.`;
  return new Problem({ status: 409, code: 'more-than-unpaid', detail, extra: { unpaid } });
}

function bodyOf(settled: Settled, program: Program) {
  const { id, purchaseId, member, amount, kind, paidAt, unpaid, programs, explanation } = settled;
  const [own] = programs;
  return {
    ...{ id, purchase: purchaseId, member: { id: member.id, phone: member.phone }, amount, kind },
    paidAt: new Date(paidAt).toISOString(),
    unpaid,
    ...{ freed: own?.freed, earned: own?.earned, pending: own?.pending, balances: own?.balances },
    programs: programs.map(({ code, tier, ...outcome }) => ({
      ...{ program: code, ...outcome },
      tier: tierBody(tier, member.language),
    })),
    tier: tierBody(own?.tier, member.language),
    explanation: explanationWords(explanation, { language: member.language, program }),
  };
}

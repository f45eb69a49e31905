import { parseToman } from '../../../../rules/amount.ts';
import { nationalPhone } from '../../../../rules/phone.ts';
import { formatMoney } from '../../../../templates/formats.ts';
import { once } from '../../../store/idempotency.ts';
import { settlePurchase } from '../../../usecases/settle-purchase.ts';
import type { Settled, SettleResult } from '../../../usecases/settle-purchase.ts';
import type { Visit } from './counter-page.tsx';
import { memberPath, showMember } from './customer.tsx';
import { formHash, formKey, readId, readSettleForm } from './input.ts';
import type { SettleForm } from './input.ts';
import { readPurchaseView } from './reads.ts';
import type { PurchaseView } from './reads.ts';
import { settleScope } from './settled-words.ts';
import { amountProblems } from './words.ts';

const keyReused =
  'این فرم پیش‌تر با مبلغ دیگری ثبت شده است. مانده را ببینید و اگر پرداخت دیگری است، دوباره ثبت کنید.';

/** Where the form of a later payment is found again. */
export function settleComeback({ phone }: SettleForm): string {
  return memberPath(phone.replace(/^\+98/, '0'));
}

/** Takes a payment of an earlier purchase: once, however often its form comes. False where there is none of the staff's shop. */
export async function settleAtCounter(visit: Visit): Promise<boolean> {
  const { runtime, staff, req, res } = visit;
  const form = readSettleForm(req);
  const id = readId(req);
  const view = id === undefined ? undefined : await readPurchaseView(runtime, staff, id);
  if (!view) return false;
  const amount = parseToman(form.amount);
  if (!amount.ok) return refuse(visit, view, amountProblems[amount.problem]);
  const key = formKey(form.key);
  const problem = await settle(visit, view, { key, rial: amount.rial });
  if (problem !== undefined) return refuse(visit, view, problem);
  res.redirect(303, memberPath(nationalPhone(view.member.phone), { paid: key }));
  return true;
}

class NotSettled extends Error {
  readonly result: Exclude<SettleResult, { kind: 'settled' }>;

  constructor(result: NotSettled['result']) {
    super(`not settled: ${result.kind}`);
    this.result = result;
  }
}

/** Answers with why it was not settled, in a sentence. */
async function settle(
  { runtime, staff }: Visit,
  { purchase }: PurchaseView,
  { key, rial }: { readonly key: string; readonly rial: number },
): Promise<string | undefined> {
  const now = runtime.clock.now();
  const request = { scope: settleScope(staff), key, bodyHash: formHash(purchase.id, rial) };
  const settling = {
    ...{ purchaseId: purchase.id, amount: allOfIt(rial, purchase.unpaid), kind: null },
    ...{ paidAt: now, actor: `staff:${staff.id}` },
  };
  try {
    const result = await runtime.store.transaction((tx) =>
      once<Settled>(tx, { request, at: now }, async () => {
        const settled = await settlePurchase(runtime, tx, settling);
        // Thrown, so that nothing of it is remembered under the key.
        if (settled.kind !== 'settled') throw new NotSettled(settled);
        return settled.settled;
      }),
    );
    return result.kind === 'reused' ? keyReused : undefined;
  } catch (error) {
    if (error instanceof NotSettled) return problemOf(error.result);
    throw error;
  }
}

/** What is left may have rial that no toman are: the toman above it are all of it. */
function allOfIt(rial: number, left: number): number {
  return rial > left && rial - left < 10 ? left : rial;
}

function problemOf(result: NotSettled['result']): string {
  switch (result.kind) {
    case 'too-much':
      return result.unpaid === 0
        ? 'از این خرید چیزی برای پرداخت نمانده است. چیزی ثبت نشد.'
        : `از این خرید فقط ${formatMoney(result.unpaid, 'fa')} مانده است. چیزی ثبت نشد؛ مبلغ را درست کنید.`;
    case 'undone':
    case 'no-purchase':
      return 'این خرید برگردانده شده است و پرداختی ندارد. چیزی ثبت نشد.';
    case 'before-sale':
      return 'زمان این خرید هنوز نرسیده است. چیزی ثبت نشد؛ کمی بعد دوباره ثبت کنید.';
  }
}

async function refuse(visit: Visit, { member, purchase }: PurchaseView, problem: string): Promise<true> {
  const { amount } = readSettleForm(visit.req);
  await showMember(visit, member, {
    draft: { key: formKey(''), amount: '', receipt: '', pay: '' },
    status: 422,
    settling: { purchaseId: purchase.id, amount, problem },
  });
  return true;
}

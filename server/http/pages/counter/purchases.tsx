import { parseToman } from '../../../../rules/amount.ts';
import { nationalPhone, parseMobile } from '../../../../rules/phone.ts';
import { giftPhrase } from '../../../../templates/gifts.ts';
import { gainsPhrase } from '../../../../templates/phrases.ts';
import { memberByPhone } from '../../../store/members.ts';
import type { Member } from '../../../store/members.ts';
import { rememberedAnswers } from '../../../store/idempotency.ts';
import { recordOnePurchase } from '../../../usecases/record-one-purchase.ts';
import type { NewPurchase } from '../../../usecases/purchase.ts';
import { explanationByNow } from '../../../usecases/explanation-by-now.ts';
import { explanationWords } from '../../../usecases/explanation-words.ts';
import type { PurchaseResult } from '../../../usecases/record-purchase.ts';
import { reversePurchase, undoWindowMs } from '../../../usecases/reverse-purchase.ts';
import { showDesk } from './counter-page.tsx';
import type { Visit } from './counter-page.tsx';
import { memberPath, showMember } from './customer.tsx';
import { doubtsAbout } from './doubts.ts';
import { paymentsOf } from './payment-choice.tsx';
import { formKey, formHash, readId, readPurchaseForm, readUndoForm, receiptMax } from './input.ts';
import type { PurchaseForm } from './input.ts';
import type { PurchaseDraft } from './purchase-form.tsx';
import { readPurchaseView } from './reads.ts';
import type { PurchaseView } from './reads.ts';
import { Result } from './result.tsx';
import { waitingWords } from './waiting.ts';
import type { WaitingWords } from './waiting.ts';
import { amountProblems, timeOfDay } from './words.ts';

const receiptTooLong = `شمارهٔ فاکتور بیش از ${receiptMax.toLocaleString('fa-IR')} حرف است.`;
const keyReused =
  'این فرم پیش‌تر با مبلغ دیگری ثبت شده است؛ فهرست «امروز من» را ببینید. اگر این خرید دیگری است، دوباره ثبت کنید.';

/** Where the form of a purchase is found again with what was typed. */
export function purchaseComeback({ phone, key, amount, receipt, pay }: PurchaseForm): string {
  return memberPath(phone.replace(/^\+98/, '0'), { key, amount, receipt, pay });
}

/** Records the purchase of a form: once, however often the form comes. */
export async function recordAtCounter(visit: Visit): Promise<void> {
  const form = readPurchaseForm(visit.req);
  const parsed = parseMobile(form.phone);
  const member = parsed.ok ? await memberByPhone(visit.runtime.store, parsed.phone) : undefined;
  if (!member) {
    visit.res.redirect(303, purchaseComeback(form));
    return;
  }
  const { receipt, pay } = form;
  const draft = { key: formKey(form.key), amount: form.amount, receipt, pay };
  const amount = parseToman(form.amount);
  const problems = {
    ...(!amount.ok && { amount: amountProblems[amount.problem] }),
    ...(form.receipt.length > receiptMax && { receipt: receiptTooLong }),
  };
  if (!amount.ok || problems.receipt !== undefined) {
    return showMember(visit, member, { draft: { ...draft, problems }, status: 422 });
  }
  const { rial } = amount;
  const purchase = purchaseOf(visit, { member, rial, draft });
  if (form.sure !== String(rial)) {
    const reasons = await openDoubts(visit, member, purchase);
    if (reasons.length > 0) {
      return showMember(visit, member, { draft: { ...draft, unsure: { rial, reasons } }, status: 422 });
    }
  }
  await answer(visit, { member, draft, result: await recordOnePurchase(visit.runtime, purchase) });
}

interface Recording {
  readonly member: Member;
  readonly rial: number;
  readonly draft: PurchaseDraft;
}

function purchaseOf({ runtime, staff }: Visit, { member, rial, draft }: Recording): NewPurchase {
  const receiptNo = draft.receipt === '' ? undefined : draft.receipt;
  const scope = `staff:${staff.id}`;
  return {
    ...{ phone: member.phone, amount: rial, receiptNo, shopId: staff.shopId, lines: [] },
    payments: paymentsOf(draft.pay, rial),
    occurredAt: runtime.clock.now(),
    ...{ channel: 'counter', actor: scope },
    idempotency: { scope, key: draft.key, bodyHash: formHash(member.phone, rial, draft.receipt, draft.pay) },
  };
}

/** Why to ask about a purchase before it is recorded; never about one that its form has recorded already. */
async function openDoubts(
  { runtime: { store, clock } }: Visit,
  member: Member,
  { amount, idempotency }: NewPurchase,
): Promise<string[]> {
  const doubts = await doubtsAbout(store, { memberId: member.id, rial: amount, now: clock.now() });
  if (doubts.length === 0) return doubts;
  const remembered = await rememberedAnswers(store, [idempotency]);
  return remembered(idempotency).kind === 'never' ? doubts : [];
}

interface Answering {
  readonly member: Member;
  readonly draft: PurchaseDraft;
  readonly result: PurchaseResult;
}

async function answer(visit: Visit, { member, draft, result }: Answering): Promise<void> {
  switch (result.kind) {
    case 'recorded':
    case 'repeated':
      visit.res.redirect(303, `/counter/purchases/${result.purchase.id}`);
      return;
    case 'key-reused':
      return showMember(visit, member, {
        draft: { ...draft, key: formKey(''), alert: keyReused },
        status: 409,
      });
    case 'receipt-taken': {
      const receipt = <ReceiptTaken purchaseId={result.purchaseId} />;
      return showMember(visit, member, { draft: { ...draft, problems: { receipt } }, status: 409 });
    }
    case 'no-member':
      visit.res.redirect(303, memberPath(nationalPhone(member.phone)));
  }
}

function ReceiptTaken({ purchaseId }: { purchaseId: number }) {
  return (
    <>
      این شمارهٔ فاکتور قبلاً ثبت شده است. <a href={`/counter/purchases/${purchaseId}`}>خرید آن را ببینید</a>،
      یا شماره را درست کنید.
    </>
  );
}

/** Shows a purchase: what it earned and why. Answers false where there is none of the staff's shop. */
export async function showPurchase(visit: Visit, alert?: string): Promise<boolean> {
  const { runtime, staff, req } = visit;
  const id = readId(req);
  const view = id === undefined ? undefined : await readPurchaseView(runtime, staff, id);
  if (!view) return false;
  const { program } = runtime.club;
  const lines = explanationByNow(runtime, view.purchase.explanation, view.purchase);
  const reasons = explanationWords(lines, { language: 'fa', program });
  const waiting = waitingWords(view.waiting, program);
  await showDesk(visit, {
    title: view.purchase.undoneAt === null ? 'خرید ثبت شد' : 'خرید برگردانده شد',
    announcement: alert ?? outcomeOf(view, waiting),
    ...(alert !== undefined && { status: 409 }),
    comeback: `/counter/purchases/${view.purchase.id}`,
    desk: (csrf) => (
      <Result
        {...{ view, reasons, waiting, csrf, alert }}
        undo={undoOf(visit, view)}
        simulated={runtime.channels.sms?.simulated ?? false}
      />
    ),
  });
  return true;
}

function outcomeOf(
  { purchase, earned, gifts, standing }: PurchaseView,
  waiting: readonly WaitingWords[],
): string {
  const words = (gains: { points: number; credit: number }) => gainsPhrase(gains, 'fa') || 'بدون امتیاز';
  const waits = waiting.map(({ reason, amount }) => `${amount} ${reason}`);
  const moved = [words(earned), ...waits, ...gifts.map((gift) => giftPhrase(gift, 'fa'))].join('. ');
  const balance = words(standing.balances);
  return purchase.undoneAt === null
    ? `خرید ثبت شد. ${moved}. موجودی: ${balance}.`
    : `خرید برگردانده شد. موجودی: ${balance}.`;
}

function undoOf({ runtime }: Visit, { purchase }: PurchaseView) {
  const until = purchase.createdAt + undoWindowMs;
  const leftMs = until - runtime.clock.now();
  if (purchase.undoneAt !== null || leftMs < 0) return undefined;
  return { leftMs, untilWords: timeOfDay(until, runtime) };
}

/** Undoes a purchase of the staff's shop. Answers false where there is none. */
export async function undoAtCounter(visit: Visit): Promise<boolean> {
  const { runtime, staff, req, res } = visit;
  const { reason } = readUndoForm(req);
  const id = readId(req);
  const view = id === undefined ? undefined : await readPurchaseView(runtime, staff, id);
  if (!view) return false;
  const undoing = { purchaseId: view.purchase.id, actor: `staff:${staff.id}`, reason };
  const result = await runtime.store.transaction((tx) => reversePurchase(runtime, tx, undoing));
  switch (result.kind) {
    case 'undone':
      res.redirect(303, `/counter/purchases/${view.purchase.id}`);
      return true;
    case 'too-late':
      return showPurchase(visit, 'ده دقیقه گذشته است و دیگر نمی‌شود برگرداند. به مدیر بگویید.');
    case 'already-used':
      return showPurchase(
        visit,
        'بخشی از امتیاز این خرید مصرف شده است و نمی‌شود آن را برگرداند. به مدیر بگویید.',
      );
    case 'no-purchase':
      return false;
  }
}

import type { ComponentChildren } from 'preact';
import { nationalPhone } from '../../../../rules/phone.ts';
import { formatMoney, moneyInWords } from '../../../../templates/formats.ts';
import { Alert, Field, Token } from '../components.tsx';
import { Desk, Send, swapsDesk } from './desk.tsx';
import { receiptMax } from './input.ts';
import type { Pay } from './input.ts';
import { MemberCard, MemberDetails } from './member.tsx';
import type { MemberCardProps } from './member.tsx';
import { PaymentChoice } from './payment-choice.tsx';
import { Unpaid } from './unpaid.tsx';
import type { SettleDraft } from './unpaid.tsx';

/** The form for one purchase, as it was typed so far. */
export interface PurchaseDraft {
  readonly key: string;
  readonly amount: string;
  readonly receipt: string;
  readonly pay: Pay;
  /** What is wrong, beside the field it is about. */
  readonly problems?: { readonly amount?: string; readonly receipt?: ComponentChildren } | undefined;
  /** What is wrong with the whole. */
  readonly alert?: string | undefined;
  /** An unusual amount that has to be confirmed once more. */
  readonly unsure?: Unsure | undefined;
}

interface Unsure {
  readonly rial: number;
  /** Why it is asked about, in sentences. */
  readonly reasons: readonly string[];
}

export interface MemberDeskProps extends MemberCardProps {
  readonly csrf: string;
  readonly draft: PurchaseDraft;
  /** What the typed amount would earn, where it is known already. */
  readonly quote?: string | undefined;
  readonly when: (at: number) => string;
  /** The form for a later payment, where it was sent and refused. */
  readonly settling?: SettleDraft | undefined;
  /** What became of a later payment. */
  readonly settled?: string | undefined;
}

/** The second step: who it is, and how much she pays. */
export function MemberDesk({ view, joined, csrf, draft, quote, when, settling, settled }: MemberDeskProps) {
  const focused = draft.problems?.receipt === undefined && settling === undefined;
  return (
    <Desk step="member">
      <form
        class="card stack"
        method="post"
        action="/counter/purchases"
        hx-post="/counter/purchases"
        {...swapsDesk}
      >
        <MemberCard view={view} joined={joined} />
        <Token csrf={csrf} />
        <input type="hidden" name="phone" value={view.member.phone} />
        <input type="hidden" name="key" value={draft.key} />
        {draft.alert !== undefined && <Alert>{draft.alert}</Alert>}
        <Amount phone={nationalPhone(view.member.phone)} {...{ draft, quote, focused }} />
        <div class="pair">
          <Receipt draft={draft} />
          <PaymentChoice pay={draft.pay} />
        </div>
        {draft.unsure === undefined ? <Send>ثبت خرید</Send> : <Sure {...draft.unsure} />}
      </form>
      <Unpaid {...{ view, csrf, settling, settled, when }} />
      <MemberDetails view={view} when={when} />
    </Desk>
  );
}

interface AmountProps {
  readonly phone: string;
  readonly draft: PurchaseDraft;
  readonly quote: string | undefined;
  readonly focused: boolean;
}

function Amount({ phone, draft, quote, focused }: AmountProps) {
  const problem = draft.problems?.amount;
  return (
    <div class="field big">
      <label for="amount">
        مبلغ خرید <span class="note">به تومان</span>
      </label>
      <input
        type="text"
        inputMode="numeric"
        id="amount"
        name="amount"
        dir="ltr"
        value={draft.amount}
        maxLength={100}
        autocomplete="off"
        enterkeyhint="done"
        placeholder="۰"
        data-type="amount"
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? 'amount-words quote' : 'amount-problem'}
        autofocus={focused}
        hx-get="/counter/quote"
        hx-trigger="input changed delay:250ms, change from:#pay"
        hx-include="[name=pay]:checked"
        hx-vals={JSON.stringify({ phone })}
        hx-target="#quote"
        hx-select="#quote"
        hx-swap="outerHTML"
        hx-sync="this:replace"
        {...{ 'hx-status:4xx': 'swap:none', 'hx-status:5xx': 'swap:none' }}
      />
      {problem !== undefined && (
        <p class="problem" id="amount-problem">
          {problem}
        </p>
      )}
      <div class="under-amount">
        <p class="words" id="amount-words" data-words="amount" />
        <Quote text={quote} />
      </div>
    </div>
  );
}

/** What the amount would earn. */
export function Quote({ text }: { text: string | undefined }) {
  return (
    <p class="quote" id="quote" aria-live="polite">
      {text}
    </p>
  );
}

function Receipt({ draft }: { draft: PurchaseDraft }) {
  const problem = draft.problems?.receipt;
  return (
    <Field
      {...{ name: 'receipt', label: 'شمارهٔ فاکتور', note: 'اختیاری', value: draft.receipt }}
      maxLength={receiptMax}
      problem={problem}
      autofocus={problem !== undefined}
    />
  );
}

/** Enter in the field asks again; only this button, reached on purpose, says yes. */
function Sure({ rial, reasons }: Unsure) {
  return (
    <div class="sure" role="alert">
      <p class="sure-question">{reasons.join(' ')} مطمئنید؟</p>
      <p class="sure-words">{moneyInWords(rial, 'fa')}</p>
      <button class="unseen" type="submit" tabIndex={-1} aria-hidden="true" />
      <button class="primary large" type="submit" name="sure" value={rial}>
        بله، {formatMoney(rial, 'fa')} درست است
      </button>
      <p class="hint">اگر اشتباه است، مبلغ را در بالا درست کنید و Enter بزنید.</p>
    </div>
  );
}

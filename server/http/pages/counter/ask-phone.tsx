import { Desk, Send, swapsDesk } from './desk.tsx';

export interface AskPhoneProps {
  readonly typed: string;
  readonly problem?: string | undefined;
}

/** The first step: whose number is it? */
export function AskPhone({ typed, problem }: AskPhoneProps) {
  const faulty = problem !== undefined;
  return (
    <Desk step="ask">
      <form class="card stack" method="get" action="/counter" hx-get="/counter" {...swapsDesk}>
        <div class="field big">
          <label for="phone">شمارهٔ موبایل مشتری</label>
          <input
            type="text"
            inputMode="numeric"
            id="phone"
            name="phone"
            dir="ltr"
            value={typed}
            maxLength={100}
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            enterkeyhint="go"
            placeholder="۰۹۱۲ ۳۴۵ ۶۷۸۹"
            data-type="phone"
            aria-invalid={faulty}
            aria-describedby={faulty ? 'phone-problem' : 'phone-hint'}
            autofocus
          />
          {faulty ? (
            <p class="problem" id="phone-problem">
              {problem}
            </p>
          ) : (
            <p class="hint" id="phone-hint">
              شماره را بنویسید و Enter بزنید. رقم فارسی و لاتین فرقی ندارد.
            </p>
          )}
        </div>
        <Send>ادامه</Send>
      </form>
    </Desk>
  );
}

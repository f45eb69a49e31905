import type { Payment } from '../../../usecases/purchase.ts';
import type { Pay } from './input.ts';

const kinds: readonly (readonly [Pay, string])[] = [
  ['', 'نگفته'],
  ['cash', 'نقد'],
  ['card', 'کارت'],
  ['cheque', 'چک'],
  ['on_account', 'نسیه'],
];

/** How it is paid, in one click; nothing has to be said. */
export function PaymentChoice({ pay }: { pay: Pay }) {
  return (
    <fieldset class="choice" id="pay">
      <legend>
        پرداخت <span class="note">اختیاری</span>
      </legend>
      <div class="choice-row">
        {kinds.map(([kind, label]) => (
          <label key={kind}>
            <input type="radio" name="pay" value={kind} checked={kind === pay} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The payments of a purchase that is paid in one way. */
export function paymentsOf(pay: Pay, rial: number): Payment[] {
  return pay === '' ? [] : [{ kind: pay, amount: rial }];
}

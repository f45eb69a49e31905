import { formatNumber } from '../../../../templates/formats.ts';
import { Icon, Toman, Token } from '../components.tsx';
import { swapsDesk } from './desk.tsx';
import type { MemberView, UnpaidPurchase } from './reads.ts';

/** The form for a payment of an earlier purchase, as it was sent and refused. */
export interface SettleDraft {
  readonly purchaseId: number;
  readonly amount: string;
  /** What is wrong with the amount, in a sentence. */
  readonly problem: string;
}

export interface UnpaidProps {
  readonly view: MemberView;
  readonly csrf: string;
  readonly settling: SettleDraft | undefined;
  readonly settled: string | undefined;
  readonly when: (at: number) => string;
}

/** What she has bought here and not paid yet, with a form for what she pays now. */
export function Unpaid({ view: { member, unpaid }, csrf, settling, settled, when }: UnpaidProps) {
  if (unpaid.length === 0 && settled === undefined && settling === undefined) return null;
  const isRefused = (id: number) => settling?.purchaseId === id;
  return (
    <section class="card unpaid" aria-label="پرداخت‌نشده">
      {settled !== undefined && (
        <p class="settled" role="status">
          <Icon name="check" /> <span>{settled}</span>
        </p>
      )}
      {settling && !unpaid.some(({ id }) => isRefused(id)) && <p class="problem">{settling.problem}</p>}
      {unpaid.length > 0 && <h2>پرداخت‌نشده</h2>}
      <ul class="rows">
        {unpaid.map((purchase) => (
          <UnpaidRow
            key={purchase.id}
            {...{ purchase, csrf, phone: member.phone, when }}
            settling={isRefused(purchase.id) ? settling : undefined}
          />
        ))}
      </ul>
    </section>
  );
}

interface UnpaidRowProps extends Pick<UnpaidProps, 'csrf' | 'settling' | 'when'> {
  readonly purchase: UnpaidPurchase;
  readonly phone: string;
}

function UnpaidRow({ purchase, csrf, phone, settling, when }: UnpaidRowProps) {
  const { id, amount, left, at } = purchase;
  return (
    <li>
      <details open={settling !== undefined}>
        <summary>
          <span class="row-when">
            {when(at)}، خرید <Toman rial={amount} />
          </span>
          <span class="unpaid-left">
            مانده <Toman rial={left} />
          </span>
          <span class="button">پرداخت شد</span>
        </summary>
        <SettleForm {...{ purchase, csrf, phone, settling }} path={`/counter/purchases/${id}/settlements`} />
      </details>
    </li>
  );
}

interface SettleFormProps extends Omit<UnpaidRowProps, 'when'> {
  readonly path: string;
}

function SettleForm({ purchase: { id, left, key }, csrf, phone, settling, path }: SettleFormProps) {
  const field = `settle-${id}`;
  const problem = settling?.problem;
  return (
    <form class="settle" method="post" action={path} hx-post={path} {...swapsDesk}>
      <Token csrf={csrf} />
      <input type="hidden" name="phone" value={phone} />
      <input type="hidden" name="key" value={key} />
      <label for={field}>
        چقدر پرداخت؟ <span class="note">به تومان</span>
      </label>
      <input
        type="text"
        inputMode="numeric"
        id={field}
        name="amount"
        dir="ltr"
        value={settling?.amount ?? formatNumber(Math.ceil(left / 10), 'fa')}
        maxLength={100}
        autocomplete="off"
        data-type="amount"
        autofocus={problem !== undefined}
        {...(problem !== undefined && {
          'aria-invalid': 'true' as const,
          'aria-describedby': `${field}-problem`,
        })}
      />
      <button type="submit">ثبت پرداخت</button>
      {problem !== undefined && (
        <p class="problem" id={`${field}-problem`}>
          {problem}
        </p>
      )}
    </form>
  );
}

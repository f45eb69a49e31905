import { nationalPhone } from '../../../../rules/phone.ts';
import { amountOf } from '../../../../templates/explain-terms.ts';
import { formatGifts, formatNumber } from '../../../../templates/formats.ts';
import type { GivenGift } from '../../../../templates/gifts.ts';
import { gainsPhrase } from '../../../../templates/phrases.ts';
import type { ExplanationWords } from '../../../usecases/explanation-words.ts';
import { fullCards } from '../../../usecases/full-cards.ts';
import { Alert, Count, Icon, Phone, Toman, Token } from '../components.tsx';
import { Desk, swapsDesk } from './desk.tsx';
import { GiftList } from './gift-list.tsx';
import { OtherPrograms } from './member.tsx';
import type { PurchaseView } from './reads.ts';
import { FullCards, StampCards } from './stamp-cards.tsx';
import type { WaitingWords } from './waiting.ts';
import { TierBadge, TierProgress, TierReached } from './tier.tsx';
import { messageWords } from './words.ts';

export interface ResultProps {
  readonly view: PurchaseView;
  readonly reasons: readonly ExplanationWords[];
  readonly waiting: readonly WaitingWords[];
  readonly csrf: string;
  /** When undoing ends, and how long until then; absent when it has ended or there is nothing to undo. */
  readonly undo: { readonly leftMs: number; readonly untilWords: string } | undefined;
  readonly simulated: boolean;
  readonly alert?: string | undefined;
}

/** The third step: what the purchase earned and why. */
export function Result({ view, reasons, waiting, csrf, undo, simulated, alert }: ResultProps) {
  const { purchase, member } = view;
  const undone = purchase.undoneAt !== null;
  return (
    <Desk step="result">
      <div class={undone ? 'card result undone' : 'card result'}>
        {alert !== undefined && <Alert>{alert}</Alert>}
        <header class="result-head">
          <span class="result-mark" aria-hidden="true">
            <Icon name={undone ? 'undo' : 'check'} />
          </span>
          <div>
            <h1>{undone ? 'خرید برگردانده شد' : 'خرید ثبت شد'}</h1>
            <p class="result-who">
              {member.name !== null && <bdi>{member.name}</bdi>} <Phone phone={member.phone} />
              <TierBadge tier={view.tier} />
            </p>
          </div>
          <p class="result-amount">
            <Toman rial={purchase.amount} />
          </p>
        </header>
        <TierReached name={view.reached} />
        {!undone && <FullCards cards={fullCards(purchase.explanation, 'fa')} />}
        <Numbers view={view} waiting={waiting} undone={undone} />
        <GiftList gifts={view.gifts} cancelled={undone} />
        <TierProgress tier={view.tier} />
        <OtherPrograms others={view.standing.others} />
        {!undone && <Why reasons={reasons} programs={[view.standing, ...view.standing.others]} />}
        <MessageNote view={view} simulated={simulated} />
        <Next undone={undone} phone={member.phone} />
        {undo && <Undo id={purchase.id} csrf={csrf} undo={undo} />}
      </div>
    </Desk>
  );
}

interface NumbersProps extends Pick<ResultProps, 'view' | 'waiting'> {
  readonly undone: boolean;
}

function Numbers({ view: { earned, gifts, standing }, waiting, undone }: NumbersProps) {
  return (
    <dl class="numbers">
      <div class="numbers-main">
        <dt>{undone ? 'پس گرفته شد' : 'این بار گرفت'}</dt>
        <dd>{gainsPhrase(earned, 'fa') || nothingYet(waiting, gifts)}</dd>
      </div>
      {waiting.map(({ reason, amount }) => (
        <div key={reason} class="numbers-waiting">
          <dt>{reason}</dt>
          <dd>{amount}</dd>
        </div>
      ))}
      <div>
        <dt>{undone ? 'موجودی' : 'موجودی تازه'}</dt>
        <dd>
          <Count of={standing.balances.points} /> <span class="unit">امتیاز</span>
          {standing.balances.credit > 0 && (
            <span class="numbers-credit">
              <Toman rial={standing.balances.credit} /> <span class="unit">اعتبار</span>
            </span>
          )}
        </dd>
      </div>
      <StampCards cards={standing.stampCards} />
    </dl>
  );
}

function nothingYet(waiting: readonly WaitingWords[], gifts: readonly GivenGift[]): string {
  if (gifts.length > 0) return formatGifts(gifts.length, 'fa');
  return waiting.length > 0 ? 'هنوز هیچ' : 'بدون امتیاز';
}

interface WhyProps {
  readonly reasons: readonly ExplanationWords[];
  readonly programs: readonly { readonly code: string; readonly name: string }[];
}

/** Every rule with what it gave, and those that gave nothing with their reason. */
function Why({ reasons, programs }: WhyProps) {
  if (reasons.length === 0) return <p class="hint">برنامهٔ باشگاه برای خرید امتیازی نمی‌دهد.</p>;
  const nameOf = ({ program }: ExplanationWords) => programs.find(({ code }) => code === program)?.name;
  const isOther = ({ program }: ExplanationWords) => program !== programs[0]?.code;
  return (
    <ul class="why" aria-label="چرا">
      {reasons.map((line, index) => (
        <li key={index} class={gaveNothing(line) ? 'why-none' : undefined}>
          <span class="why-name">
            <bdi>{line.name}</bdi>
            {isOther(line) && <span class="note"> {nameOf(line)}</span>}
          </span>
          <span class="why-amount">
            {amountWords(line)}
            {line.pending && <span class="note"> {partWaiting(line)}</span>}
          </span>
          <span class="why-text">{line.why}</span>
        </li>
      ))}
    </ul>
  );
}

const gaveNothing = ({ amount, times }: ExplanationWords) => amount === 0 && times === undefined;

/** «۵ امتیاز»; «×۲» of a multiplier, which gives nothing of its own. */
function amountWords({ amount, unit, times }: ExplanationWords): string {
  if (times !== undefined) return `×${formatNumber(times, 'fa')}`;
  return amount === 0 ? 'هیچ' : amountOf(amount, unit, 'fa');
}

/** «در انتظار», or how much of it where that is not all. */
function partWaiting({ amount, unit, pending = [] }: ExplanationWords): string {
  const waits = pending.reduce((sum, part) => sum + part.amount, 0);
  return waits === amount ? 'در انتظار' : `${amountOf(waits, unit, 'fa')} در انتظار`;
}

function MessageNote({ view, simulated }: { view: PurchaseView; simulated: boolean }) {
  if (!view.message) return null;
  return (
    <p class="message-note">
      <Icon name="message" />
      <span>
        {messageWords(view.message)}
        {simulated && <span class="note"> (پیامک شبیه‌سازی می‌شود.)</span>}
      </span>
    </p>
  );
}

/** Enter goes on to the next customer. */
function Next({ undone, phone }: { undone: boolean; phone: string }) {
  const again = `/counter?phone=${nationalPhone(phone).replace('+', '%2B')}`;
  return (
    <div class="next">
      <form method="get" action="/counter" hx-get="/counter" {...swapsDesk}>
        <button class="primary large" type="submit" autofocus data-next="" data-escape="">
          مشتری بعدی
        </button>
      </form>
      <a class="button" href={again} hx-get={again} {...swapsDesk}>
        {undone ? 'ثبت درست برای همین مشتری' : 'خرید دیگر همین مشتری'}
      </a>
    </div>
  );
}

const reasons = [
  ['wrong-amount', 'مبلغ اشتباه بود'],
  ['wrong-member', 'مشتری اشتباه بود'],
  ['cancelled', 'خرید انجام نشد'],
] as const;

/** Asks why, as the reason is written down; the answer is the confirmation. */
function Undo({ id, csrf, undo }: { id: number; csrf: string; undo: NonNullable<ResultProps['undo']> }) {
  const path = `/counter/purchases/${id}/undo`;
  return (
    <details class="undo" data-undo="">
      <summary>
        <Icon name="undo" />
        <span>برگرداندن</span>
        <span class="undo-left" data-left-ms={undo.leftMs}>
          تا ساعت {undo.untilWords}
        </span>
      </summary>
      <form method="post" action={path} hx-post={path} {...swapsDesk}>
        <Token csrf={csrf} />
        <p>چرا؟ دلیلش یادداشت می‌شود و امتیازها برمی‌گردد.</p>
        <div class="undo-reasons">
          {reasons.map(([value, label]) => (
            <button type="submit" name="reason" value={value} key={value}>
              {label}
            </button>
          ))}
        </div>
      </form>
    </details>
  );
}

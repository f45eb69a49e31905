/** What of a gift waits, and for what. */
import type { PendingPart, Countable } from './explain-shape.ts';
import { amountOf, listOf, say } from './explain-terms.ts';
import { momentWords, type MomentOptions } from './moments.ts';

export interface PendingOptions extends MomentOptions {
  readonly unit: Countable;
}

/** «۵ امتیاز در انتظار پرداخت؛ ۵ امتیاز در انتظار تا ۲۴ دی ۱۴۰۴»; '' where nothing waits. */
export function explainPending(parts: readonly PendingPart[], options: PendingOptions): string {
  const { language, unit } = options;
  return parts
    .map((part) => {
      const [amount, reason] = [amountOf(part.amount, unit, language), pendingReason(part, options)];
      return `${amount} ${reason}`;
    })
    .join(say(language, '؛ ', '; '));
}

/** «۱۵ امتیاز، در انتظار پرداخت»: what waits where it stands by itself. */
export function waitingPhrase(parts: readonly PendingPart[], options: PendingOptions): string {
  const { language, unit } = options;
  const comma = say(language, '، ', ', ');
  return parts
    .map((part) => `${amountOf(part.amount, unit, language)}${comma}${pendingReason(part, options)}`)
    .join(say(language, '؛ ', '; '));
}

type Reason = Omit<PendingPart, 'amount'>;

/** «در انتظار پرداخت و تا ۲۴ دی ۱۴۰۴», "pending until paid and until 24 Dey 1404". */
export function pendingReason(reason: Reason, options: MomentOptions): string {
  const { language } = options;
  const until = listOf(
    [
      ...(reason.untilApproved ? [say(language, 'تأیید', 'until approved')] : []),
      ...(reason.untilPaid ? [say(language, 'پرداخت', 'until paid')] : []),
      ...(reason.opensAt === null ? [] : [untilMoment(reason.opensAt, options)]),
    ],
    language,
  );
  return say(language, `در انتظار ${until}`, `pending ${until}`);
}

/** Midnight is the beginning of its day and needs no time of day. */
function untilMoment(at: number, options: MomentOptions): string {
  const { language } = options;
  const { date, time } = momentWords(at, options);
  if (/^[0۰][0۰]:[0۰][0۰]$/.test(time)) return say(language, `تا ${date}`, `until ${date}`);
  return say(language, `تا ${date} ساعت ${time}`, `until ${date}, ${time}`);
}

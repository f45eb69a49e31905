import type { Program } from '../../../../rules/program.ts';
import { pendingReason } from '../../../../templates/explain-pending.ts';
import { gainsPhrase } from '../../../../templates/phrases.ts';
import { gainsTold } from '../../../usecases/as-written.ts';
import type { PendingItem } from '../../../usecases/read-pending.ts';

/** What waits for one reason, in words. */
export interface WaitingWords {
  /** «در انتظار پرداخت». */
  readonly reason: string;
  /** «۱۲ امتیاز و ۵۰۰ تومان اعتبار». */
  readonly amount: string;
}

/** What waits, a line for each reason in the order the reasons come. */
export function waitingWords(
  items: readonly PendingItem[],
  { timeZone, calendar }: Pick<Program, 'timeZone' | 'calendar'>,
): WaitingWords[] {
  const byReason = new Map<string, PendingItem[]>();
  for (const item of items) {
    const reason = pendingReason(item, { language: 'fa', timeZone, calendar });
    byReason.set(reason, [...(byReason.get(reason) ?? []), item]);
  }
  return [...byReason].map(([reason, alike]) => ({ reason, amount: gainsPhrase(gainsTold(alike), 'fa') }));
}

import { formatMoney } from '../../../../templates/formats.ts';
import { gainsPhrase } from '../../../../templates/phrases.ts';
import type { Member } from '../../../store/members.ts';
import type { Settled } from '../../../usecases/settle-purchase.ts';
import type { Staff } from '../../../usecases/staff.ts';
import type { Visit } from './counter-page.tsx';

/** Whose keys the forms are that settle purchases. */
export function settleScope({ id }: Staff): string {
  return `staff:${id}:settle`;
}

/** What became of the payment that a form with this key recorded; `undefined` where it recorded none for her. */
export async function settledWords(
  { runtime, staff }: Visit,
  member: Member,
  key: string,
): Promise<string | undefined> {
  const row = await runtime.store.one<{ response: string }>(
    'SELECT response FROM idempotency_keys WHERE scope = ? AND idempotency_key = ?',
    [settleScope(staff), key],
  );
  const settled = row && (JSON.parse(row.response) as Settled);
  return settled?.member.id === member.id ? wordsOf(settled) : undefined;
}

/** «پرداخت ۳۰٬۰۰۰ تومان ثبت شد. ۳ امتیاز آزاد شد. ۲۰٬۰۰۰ تومان مانده است.» */
function wordsOf({ amount, unpaid, programs }: Settled): string {
  const freed = programs.map((program) => gainsPhrase(program.freed, 'fa')).filter((words) => words !== '');
  const earned = programs.map((program) => gainsPhrase(program.earned, 'fa')).filter((words) => words !== '');
  return [
    `پرداخت ${formatMoney(amount, 'fa')} ثبت شد.`,
    ...(freed.length > 0 ? [`${freed.join(' و ')} آزاد شد.`] : []),
    ...(earned.length > 0 ? [`با این پرداخت ${earned.join(' و ')} گرفت.`] : []),
    unpaid === 0 ? 'دیگر چیزی نمانده است.' : `${formatMoney(unpaid, 'fa')} مانده است.`,
  ].join(' ');
}

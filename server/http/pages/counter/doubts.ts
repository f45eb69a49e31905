import { formatMoney, formatNumber } from '../../../../templates/formats.ts';
import type { Reader } from '../../../store/tx.ts';

/** An amount from so many rial on (20 million toman) is asked about once more. */
const largeFromRial = 200_000_000;
/** So is one that is so many times her largest purchase yet: rial typed for toman is ten times too much. */
const unlikeHerTimes = 10;
/** So is the same amount for the same person within this time. */
const againWithinMs = 120_000;
const minuteMs = 60_000;

interface Past {
  /** Of the purchases that stand. */
  readonly largest: number | null;
  /** When the same amount was recorded last. */
  readonly sameAt: number | null;
}

/** Why an amount may be a mistake, in sentences; none for the usual one. */
export async function doubtsAbout(
  reader: Reader,
  { memberId, rial, now }: { memberId: number; rial: number; now: number },
): Promise<string[]> {
  const past = await reader.one<Past>(
    `SELECT MAX(amount) AS largest, MAX(CASE WHEN amount = ? THEN created_at END) AS sameAt
     FROM purchases WHERE member_id = ? AND undone_at IS NULL`,
    [rial, memberId],
  );
  const largest = past?.largest ?? undefined;
  const sameAt = past?.sameAt ?? undefined;
  return [
    ...(rial >= largeFromRial ? ['مبلغ بزرگی است.'] : []),
    ...(largest !== undefined && rial >= unlikeHerTimes * largest ? [unlikeHer(largest)] : []),
    ...(sameAt !== undefined && now - sameAt < againWithinMs ? [again(now - sameAt)] : []),
  ];
}

function unlikeHer(largest: number): string {
  const times = formatNumber(unlikeHerTimes, 'fa');
  return `${times} برابر بزرگ‌ترین خرید این مشتری (${formatMoney(largest, 'fa')}) یا بیشتر است. به ریال ننوشته‌اید؟`;
}

function again(agoMs: number): string {
  return `همین مبلغ ${agoMs < minuteMs ? 'چند لحظه' : 'یک دقیقه'} پیش ثبت شد.`;
}

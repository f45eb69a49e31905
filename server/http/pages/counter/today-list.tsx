import { Count, Phone, Toman } from '../components.tsx';
import { swapsDesk } from './desk.tsx';
import { Gain } from './member.tsx';
import type { Today, TodaysPurchase } from './reads.ts';

export interface TodayListProps {
  readonly today: Today;
  readonly time: (at: number) => string;
  /** Purchases logged since then can still be undone. */
  readonly undoableSince: number;
}

/** What this member of staff has logged today; each leads to its purchase, where it can be undone. */
export function TodayList({ today, time, undoableSince }: TodayListProps) {
  return (
    <aside id="today" class="today" aria-label="خریدهایی که امروز ثبت کردم">
      <header>
        <h2>امروز من</h2>
        {today.count > 0 && (
          <p class="today-sum">
            <Count of={today.count} /> خرید، <Toman rial={today.amount} />
          </p>
        )}
      </header>
      {today.purchases.length === 0 ? (
        <p class="hint">خریدهایی که ثبت می‌کنید اینجا می‌آید و تا ده دقیقه می‌شود برشان گرداند.</p>
      ) : (
        <ol class="today-rows">
          {today.purchases.map((purchase) => (
            <TodayRow
              key={purchase.id}
              purchase={purchase}
              time={time(purchase.at)}
              undoable={purchase.at >= undoableSince}
            />
          ))}
        </ol>
      )}
    </aside>
  );
}

function TodayRow({
  purchase,
  time,
  undoable,
}: {
  purchase: TodaysPurchase;
  time: string;
  undoable: boolean;
}) {
  const path = `/counter/purchases/${purchase.id}`;
  return (
    <li class={purchase.undone ? 'undone' : undefined}>
      <a href={path} hx-get={path} {...swapsDesk}>
        <span class="today-time number">{time}</span>
        <span class="today-who">
          {purchase.name === null ? <Phone phone={purchase.phone} /> : <bdi>{purchase.name}</bdi>}
        </span>
        <span class="today-amount">
          <Toman rial={purchase.amount} />
        </span>
        <span class="today-state">
          {purchase.undone ? (
            'برگردانده شد'
          ) : (
            <>
              <Gain {...purchase} />
              {undoable && <span class="today-undo">می‌شود برگرداند</span>}
            </>
          )}
        </span>
      </a>
    </li>
  );
}

import type { Runtime } from '../../../runtime.ts';
import { Count, Toman } from '../components.tsx';
import { timeOfDay } from '../counter/words.ts';
import { pathWith } from '../../staff/comeback.ts';
import type { Place } from './input.ts';
import type { News, SentItem, Totals } from './reads.ts';
import { channelName } from '../message-words.ts';
import { addressWords, partsWords, stateWords } from './words.ts';

export interface OutboxProps {
  readonly runtime: Pick<Runtime, 'club'>;
  readonly place: Place;
  readonly news: News;
}

/** Every message that would have gone out, newest first. Asks for news by itself, and takes only what is new. */
export function Outbox({ runtime, place, news }: OutboxProps) {
  const { tab, from } = place;
  return (
    <section id="outbox" class="outbox" aria-label="پیام‌هایی که فرستاده می‌شد">
      <div
        hx-get={pathWith('/simulator/news', { tab, from, seen: news.tag })}
        hx-trigger="every 1500ms"
        hx-target="#outbox"
        hx-select="#outbox"
        hx-swap="outerHTML"
        hx-select-oob="#thread"
        hx-sync="this:drop"
        {...{ 'hx-status:4xx': 'swap:none', 'hx-status:5xx': 'swap:none' }}
      />
      <header>
        <h2>پیام‌هایی که فرستاده می‌شد</h2>
        <TotalsLine totals={news.totals} />
      </header>
      {news.list.length === 0 ? (
        <Nothing />
      ) : (
        <ol class="sent">
          {news.list.map((item) => (
            <Sent key={item.id} item={item} runtime={runtime} />
          ))}
        </ol>
      )}
    </section>
  );
}

function TotalsLine({ totals }: { totals: Totals }) {
  return (
    <dl class="totals">
      <div>
        <dt>پیام</dt>
        <dd>
          <Count of={totals.messages} />
        </dd>
      </div>
      <div>
        <dt>بخش</dt>
        <dd>
          <Count of={totals.parts} />
        </dd>
      </div>
      <div>
        <dt>هزینه، برآورد</dt>
        <dd>
          <Toman rial={totals.costRial} />
        </dd>
      </div>
    </dl>
  );
}

function Sent({ item, runtime }: { item: SentItem; runtime: Pick<Runtime, 'club'> }) {
  const { mood, text } = stateWords(item, runtime);
  return (
    <li class="sent-item">
      <div class="sent-head">
        <span class="sent-to">
          <bdi dir="ltr" class="phone">
            {addressWords(item)}
          </bdi>
          {item.name !== null && (
            <span class="note">
              <bdi>{item.name}</bdi>
            </span>
          )}
        </span>
        <span class={`state state-${mood}`}>{text}</span>
      </div>
      <p class="sent-text">{item.body}</p>
      <p class="sent-foot">
        <span>{channelName(item.channel)}</span>
        <span class="number">{timeOfDay(item.createdAt, runtime)}</span>
        <span>{partsWords(item)}</span>
        {item.channel === 'sms' && (
          <span>
            <Toman rial={item.costRial} /> <span class="note">برآورد</span>
          </span>
        )}
      </p>
    </li>
  );
}

function Nothing() {
  return (
    <div class="nothing">
      <p>هنوز پیامی نیست. این‌ها را امتحان کنید:</p>
      <ol>
        <li>در گوشی روی «عضویت» بزنید و پاسخ باشگاه را ببینید.</li>
        <li>در پیشخوان برای همان شماره یک خرید ثبت کنید؛ پیامکش اینجا می‌آید.</li>
        <li>«امتیاز» را بفرستید، یا کد دستوری را شماره‌گیری کنید.</li>
      </ol>
    </div>
  );
}

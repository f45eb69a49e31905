import type { Runtime } from '../../../runtime.ts';
import { timeOfDay } from '../counter/words.ts';
import type { Bubble, News } from './reads.ts';
import { partsWords, stateWords } from './words.ts';

export interface ThreadProps {
  readonly runtime: Pick<Runtime, 'club'>;
  readonly bubbles: News['thread'];
  /** What to do while nothing has been said. */
  readonly empty: string;
}

/** What she wrote and what came back. */
export function Thread({ runtime, bubbles, empty }: ThreadProps) {
  return (
    <div id="thread" class="thread" tabIndex={0} aria-label="گفت‌وگو">
      <ol class="bubbles">
        {bubbles.length === 0 && <li class="thread-empty">{empty}</li>}
        {bubbles.map((bubble) => (
          <One key={bubble.id} bubble={bubble} runtime={runtime} />
        ))}
      </ol>
    </div>
  );
}

function One({ bubble, runtime }: { bubble: Bubble; runtime: Pick<Runtime, 'club'> }) {
  const { hers, text, at, sent, ignored } = bubble;
  return (
    <li class={hers ? 'bubble hers' : 'bubble ours'}>
      <p class="bubble-text" dir="auto">
        {text}
      </p>
      <p class="bubble-foot">
        <span class="number">{timeOfDay(at, runtime)}</span>
        {sent?.channel === 'sms' && <span>{partsWords(sent)}</span>}
        {sent && sent.state !== 'delivered' && <span>{stateWords(sent, runtime).text}</span>}
        {ignored === true && <span>شمارهٔ موبایل نیست؛ پاسخی نمی‌گیرد</span>}
      </p>
    </li>
  );
}

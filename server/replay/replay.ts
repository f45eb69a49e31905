import { openBoundaries } from './boundaries.ts';
import type { Boundaries } from './boundaries.ts';
import { openByItself } from './by-itself.ts';
import { Problem } from '../http/problem.ts';
import type { Fault, Item, Outcome } from './event.ts';
import { liveThrough, nextWorkAt } from './live-through.ts';
import { recordTogether } from './record-together.ts';
import type { PurchaseEvent } from './record-together.ts';
import type { Scene } from './scene.ts';

type EventItem = Extract<Item, { kind: 'event' }>;

export interface ReplayOptions {
  /** Hears of each event, in their order. */
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onFault: (fault: Fault) => void;
  /** How many purchases are recorded in one transaction at most. */
  readonly togetherMax?: number;
}

/**
 * Plays a history in a scratch club: the clock goes from event to event, and what happens by itself happens on
 * the way. Purchases that follow each other are recorded together where that changes nothing.
 */
export async function replay(
  scene: Scene,
  history: AsyncIterable<Item>,
  options: ReplayOptions,
): Promise<void> {
  const player = await createPlayer(scene, options);
  for await (const item of history) {
    if (item.kind === 'event') await player.play(item);
    else {
      // What was before it is told before it.
      await player.flush();
      options.onFault(item);
    }
  }
  await player.flush();
}

const togetherDefault = 512;

interface Player {
  play(item: EventItem): Promise<void>;
  /** Records the purchases that still wait for company. */
  flush(): Promise<void>;
}

interface Waiting {
  readonly events: PurchaseEvent[];
  /** They are recorded before this moment. */
  endsAt: number;
}

async function createPlayer(scene: Scene, options: ReplayOptions): Promise<Player> {
  const { onOutcome, togetherMax = togetherDefault } = options;
  const boundaries = await openBoundaries(scene.runtime);
  const byItself = openByItself(scene);
  const waiting: Waiting = { events: [], endsAt: 0 };
  let last = Number.NEGATIVE_INFINITY;

  async function flush(): Promise<void> {
    const events = waiting.events.splice(0);
    const newest = events.at(-1);
    if (!newest) return;
    scene.clock.set(newest.head.at);
    await tell(await recordTogether(scene, events));
  }

  // Before and within the first of them: in the time of the others nothing falls due.
  async function tell([first, ...others]: readonly Outcome[]): Promise<void> {
    const happened = scene.answers ? await byItself() : [];
    if (first) onOutcome(happened.length === 0 ? first : { ...first, byItself: happened });
    for (const outcome of others) onOutcome(outcome);
  }

  async function play(item: EventItem): Promise<void> {
    const { head, act, was } = item;
    const { at } = head;
    if (at < last) {
      await flush();
      onOutcome({ kind: 'refused', head, was, problem: tooEarly.fields });
      return;
    }
    const first = last === Number.NEGATIVE_INFINITY;
    last = at;
    if (waiting.events.length > 0 && at >= waiting.endsAt) await flush();
    if (first) scene.clock.set(at);
    if (act.kind !== 'purchase') {
      await flush();
      await liveThrough(scene, at);
      await tell([await playAlone(scene, item, act)]);
      return;
    }
    const late = !boundaries.isPrompt(act.purchase.occurredAt, at);
    if (late) await flush();
    if (waiting.events.length === 0) {
      await liveThrough(scene, at);
      waiting.endsAt = await endOf(scene, boundaries, at);
    }
    waiting.events.push({ head, was, purchase: act.purchase });
    if (waiting.events.length >= togetherMax || late) await flush();
  }

  return { play, flush };
}

const tooEarly = new Problem({
  status: 400,
  code: 'out-of-order',
  detail: 'It lies before an event above it: put the events in the order of their time.',
});

async function endOf(scene: Scene, boundaries: Boundaries, at: number): Promise<number> {
  return nextWorkAt(scene, at, await boundaries.after(at));
}

async function playAlone(
  scene: Scene,
  { head, was }: EventItem,
  act: Exclude<EventItem['act'], { kind: 'purchase' }>,
): Promise<Outcome> {
  if (act.kind === 'before-start') return { kind: 'before-start', head, was, why: act.why };
  try {
    const { body, repeated = false } = await act.run(scene);
    return { kind: repeated ? 'repeated' : 'done', head, was, body: () => body };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', head, was, problem: error.fields };
    throw error;
  }
}

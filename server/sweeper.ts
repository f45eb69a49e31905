import type { BellName } from './bell.ts';
import { levelOf } from './database-watch.ts';
import type { Runtime } from './runtime.ts';

/** Work that is done whenever it is rung for, and looked for from time to time all the same. */
export interface Sweeper {
  start(): void;
  /** Resolves when no round is under way any more. */
  stop(): Promise<void>;
}

export interface SweeperOptions {
  readonly bell: BellName;
  /** Between two looks when nobody rings: the most that anything is late after a crash. */
  readonly everyMs: number;
  /** One round: does all that is due, but begins nothing more once it is told to stop. */
  readonly round: (stopping: AbortSignal) => Promise<unknown>;
}

/** One round at a time; a ring during a round asks for one more after it. A round that fails is logged. */
export function createSweeper(
  { bell, log }: Runtime,
  { bell: name, everyMs, round }: SweeperOptions,
): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void) | undefined;
  let current: Promise<void> | undefined;
  let asked = false;
  let stopping = new AbortController();

  async function runRounds(): Promise<void> {
    while (asked) {
      asked = false;
      try {
        await round(stopping.signal);
      } catch (error) {
        log[levelOf(error, 'error')]({ err: error, part: name }, 'a round failed and will be repeated');
      }
    }
    current = undefined;
  }

  function wake(): void {
    asked = true;
    current ??= runRounds();
  }

  return {
    start() {
      stopping = new AbortController();
      unsubscribe = bell.onRing(name, wake);
      timer = setInterval(wake, everyMs);
      wake();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      unsubscribe?.();
      asked = false;
      stopping.abort();
      await current;
    },
  };
}

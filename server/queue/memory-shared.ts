import { createInProcessQueue } from './in-process.ts';
import { createTurns, waitForTurn } from './send-turn.ts';
import type { Shared } from './shared.ts';

/** For a process that is alone, and for tools beside a server: it reaches nobody, and nothing of it is ever lost. */
export function createMemoryShared(): Shared {
  const reserve = createTurns();
  return {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    hit: () => Promise.resolve(undefined),
    turn: (turn, signal) => waitForTurn(reserve, turn, signal),
    createQueue: createInProcessQueue,
    onForgotten: () => () => undefined,
  };
}

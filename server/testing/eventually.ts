import { setTimeout as pause } from 'node:timers/promises';

const defaultMs = 15_000;
/** What only waits for its turn comes within so many; looking more often than needed then keeps others waiting. */
const turns = 100;

/** Looks from time to time until the condition holds. Rejects when it does not within `maxMs`. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  maxMs = defaultMs,
): Promise<void> {
  const untilMs = performance.now() + maxMs;
  for (let turn = 0; !(await condition()); turn++) {
    if (performance.now() > untilMs) throw new Error('what was waited for did not come');
    await (turn < turns ? new Promise(setImmediate) : pause(10));
  }
}

import { setTimeout as pause } from 'node:timers/promises';

const defaultMs = 15_000;

/** Looks from time to time until the condition holds. Rejects when it does not within `maxMs`. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  maxMs = defaultMs,
): Promise<void> {
  const untilMs = performance.now() + maxMs;
  while (!(await condition())) {
    if (performance.now() > untilMs) throw new Error('what was waited for did not come');
    await pause(10);
  }
}

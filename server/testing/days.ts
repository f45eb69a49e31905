import { createScheduler } from '../scheduler/scheduler.ts';
import type { TestRuntime } from './test-runtime.ts';

/** Noon in Tehran, when everything that happens by itself on a day is due. */
export const noonOf = (day: string): string => `${day}T08:30:00Z`;

/** Comes to noon in Tehran of a day, with what happens by itself on it; the days in between saw nothing run. */
export async function comeTo(runtime: TestRuntime, day: string): Promise<void> {
  runtime.clock.set(noonOf(day));
  await runDay(runtime);
}

/** Lets whole days go by, with everything that happens by itself on each. */
export async function liveDays(runtime: TestRuntime, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    runtime.clock.advance(86_400_000);
    await runDay(runtime);
  }
}

/** What happens by itself at this moment, and what it makes go out. */
export async function runDay(runtime: TestRuntime): Promise<void> {
  await createScheduler(runtime).runDue();
  await runtime.settle();
}

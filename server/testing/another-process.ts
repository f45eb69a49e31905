import { createRuntime } from '../create-runtime.ts';
import type { Runtime } from '../runtime.ts';
import { createTestRuntime } from './test-runtime.ts';
import type { TestRuntime } from './test-runtime.ts';

/**
 * A runtime on the database of the given one, as another process has it: nothing but the database keeps the two
 * apart. The caller closes its store.
 */
export function anotherProcess({ config, clock, log, channels }: Runtime): Promise<Runtime> {
  return createRuntime(config, { clock, log, channels });
}

/**
 * Two processes for all tests of a `describe`, in which it is called. `keep` is given them before the first test;
 * they end after the last.
 */
export function shareTwoProcesses(keep: (runtime: TestRuntime, other: Runtime) => void): void {
  let runtime: TestRuntime;
  let other: Runtime;

  before(async () => {
    runtime = await createTestRuntime();
    other = await anotherProcess(runtime);
    keep(runtime, other);
  });

  after(async () => {
    await other.store.close();
    await runtime.close();
  });
}

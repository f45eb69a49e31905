import { createRuntime } from '../create-runtime.ts';
import type { Runtime } from '../runtime.ts';

/**
 * A runtime on the database of the given one, as another process has it: nothing but the database keeps the two
 * apart. The caller closes its store.
 */
export function anotherProcess({ config, clock, log, channels }: Runtime): Promise<Runtime> {
  return createRuntime(config, { clock, log, channels });
}

import { emptyTables } from './empty-tables.ts';
import type { TestRuntime } from './test-runtime.ts';

/** What a server finds when it starts for the second time: everything else is what its tests have written. */
const keptTables = new Set([
  'schema_migrations',
  'id_blocks',
  'programs',
  'program_versions',
  'program_activations',
  'shops',
  'installation',
]);

/**
 * Takes a runtime back to its beginning, for tests that share one: the rows are gone and it is `iso` again. Much
 * quicker than another database.
 */
export async function reset({ store, clock }: TestRuntime, iso = '2026-01-10T08:00:00.000Z'): Promise<void> {
  clock.set(iso);
  await emptyTables(store, keptTables);
}

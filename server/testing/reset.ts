import type { TestRuntime } from './test-runtime.ts';

/** What a server finds when it starts for the second time: everything else is what its tests have written. */
const keptTables = new Set(['schema_migrations', 'id_blocks', 'programs', 'program_versions', 'shops']);

/**
 * Takes a runtime back to its beginning, for tests that share one: the rows are gone and it is `iso` again. Much
 * quicker than another database.
 */
export async function reset({ store, clock }: TestRuntime, iso = '2026-01-10T08:00:00.000Z'): Promise<void> {
  clock.set(iso);
  await store.schema(async (tx) => {
    // Sequelize reads answers of `sqlite_master` in a way of its own.
    const tables = await tx.all<{ name: string }>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    for (const { name } of tables) if (!keptTables.has(name)) await tx.run(`DELETE FROM ${name}`);
  });
}

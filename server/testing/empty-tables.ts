import type { Store } from '../store/store.ts';

/** Takes all rows out of a database but for those of some tables. Most have none: one question tells which have. */
export async function emptyTables(store: Store, kept: ReadonlySet<string>): Promise<void> {
  const names = (await store.tables()).filter((name) => !kept.has(name));
  const filled = await store.all<{ name: string }>(
    names
      .map(
        (name) => `SELECT name FROM (SELECT '${name}' AS name) AS one WHERE EXISTS (SELECT 1 FROM ${name})`,
      )
      .join(' UNION ALL '),
  );
  await store.schema(async (tx) => {
    for (const { name } of filled) await tx.run(`DELETE FROM ${name}`);
  });
}

import type { Store } from '../store/store.ts';

/** The names of a table's columns. */
export async function columnsOf(store: Store, table: string): Promise<string[]> {
  const sql = {
    sqlite: 'SELECT name FROM pragma_table_info(?)',
    mysql:
      'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
  };
  return (await store.all<{ name: string }>(sql[store.dialect], [table])).map(({ name }) => name);
}

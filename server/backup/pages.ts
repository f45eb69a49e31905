import { setImmediate as breathe } from 'node:timers/promises';
import type { Dialect } from '../store/schema.ts';
import type { Reader, Row, Value } from '../store/tx.ts';
import { marks } from '../store/tx.ts';
import type { BackedUpTable } from './tables.ts';

const pageSize = 500;

/**
 * All rows of a table by its primary key, page by page, so that memory stays bounded. SQLite's driver answers
 * synchronously: between pages the rest of the process has its turn.
 */
export async function* pagesOf(
  reader: Reader,
  { name, primary }: BackedUpTable,
  dialect: Dialect,
): AsyncGenerator<readonly Row[]> {
  const order = primary.join(', ');
  for (let after: Value[] | undefined; ;) {
    const [where, values] = after ? beyond(primary, after, dialect) : ['1 = 1', []];
    const rows = await reader.all<Row>(
      `SELECT * FROM ${name} WHERE ${where} ORDER BY ${order} LIMIT ${pageSize}`,
      values,
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = primary.map((column) => last[column] ?? null);
    await breathe();
  }
}

/** Behind a key, said in the way for which each database walks its index. */
function beyond(primary: readonly string[], after: readonly Value[], dialect: Dialect): [string, Value[]] {
  if (dialect === 'sqlite') return [`(${primary.join(', ')}) > (${marks(primary)})`, [...after]];
  const steps = primary.map((column, index) => {
    const same = primary.slice(0, index).map((earlier) => `${earlier} = ?`);
    return { sql: `(${[...same, `${column} > ?`].join(' AND ')})`, values: after.slice(0, index + 1) };
  });
  return [`(${steps.map(({ sql }) => sql).join(' OR ')})`, steps.flatMap(({ values }) => values)];
}

import { bad, look } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { judgeMysql, judgedVariables } from './judge-mysql.ts';
import { migrations } from './migrations/index.ts';
import { marks } from './tx.ts';
import type { Reader } from './tx.ts';

/** How a MySQL or MariaDB server and our tables on it are. `now` is this machine's clock, in epoch milliseconds. */
export async function inspectMysql(reader: Reader, now: () => number): Promise<Finding[]> {
  const names = judgedVariables.map((name) => `'${name}'`).join(', ');
  const rows = await reader.all<{ Variable_name: string; Value: string }>(
    `SHOW VARIABLES WHERE Variable_name IN (${names})`,
  );
  return [
    ...judgeMysql(new Map(rows.map((row) => [row.Variable_name, row.Value]))),
    ...(await compareClocks(reader, now)),
    ...(await inspectTables(reader)),
  ];
}

const clockSecondsMax = 5;

async function compareClocks(reader: Reader, now: () => number): Promise<Finding[]> {
  const before = now();
  const row = await reader.one<{ now: number | string }>('SELECT UNIX_TIMESTAMP(NOW(3)) AS now');
  const middle = (before + now()) / 2;
  const ahead = Math.round(Number(row?.now) - middle / 1000);
  if (Math.abs(ahead) <= clockSecondsMax) return [];
  const what = `its clock is ${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} this machine's`;
  return [look('database', what, 'Let both machines keep their clocks by a time server (NTP).')];
}

const ourTables = [
  'schema_migrations',
  ...migrations.flatMap(({ creates }) => (creates ? [creates.table] : [])),
];

/** Tables that were changed by hand, or by a tool that moved them: their engine, and how they compare text. */
async function inspectTables(reader: Reader): Promise<Finding[]> {
  const ours = `table_schema = DATABASE() AND table_name IN (${marks(ourTables)})`;
  const others = await reader.all<{ name: string; engine: string | null }>(
    `SELECT table_name AS name, engine AS engine FROM information_schema.tables
      WHERE ${ours} AND engine <> 'InnoDB' ORDER BY table_name`,
    ourTables,
  );
  const columns = await reader.all<{ table: string; column: string; collation: string }>(
    `SELECT table_name AS \`table\`, column_name AS \`column\`, collation_name AS collation
      FROM information_schema.columns WHERE ${ours} AND table_name <> 'schema_migrations'
      AND collation_name NOT IN ('ascii_bin', 'utf8mb4_bin') ORDER BY table_name, column_name`,
    ourTables,
  );
  return [
    ...others.map(({ name, engine }) =>
      bad(
        'database',
        `the table ${name} is kept by ${engine ?? 'no engine'}, which has no transactions`,
        `Stop the servers and run there: ALTER TABLE ${name} ENGINE=InnoDB;`,
      ),
    ),
    ...columns.map(({ table, column, collation }) =>
      bad(
        'database',
        `${table}.${column} compares text by ${collation}, which takes different texts for equal`,
        'Restore a backup that was not converted, or give the column back its collation: ascii_bin for codes, keys and numbers, utf8mb4_bin for what people write.',
      ),
    ),
  ];
}

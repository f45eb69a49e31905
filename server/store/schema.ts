/**
 * The words migrations are written in. A column's type says what it holds; the dialect's spelling of it is
 * decided here alone, so that one migration serves SQLite, MySQL and MariaDB.
 */

export type Dialect = 'sqlite' | 'mysql';

interface Column {
  readonly sqlite: string;
  readonly mysql: string;
  readonly nullable: boolean;
  readonly fallback?: number | string;
}

const column = (sqlite: string, mysql = sqlite): Column => ({ sqlite, mysql, nullable: false });

/**
 * A whole number below 2^53: an id, an amount in rial, points, a time in epoch milliseconds. By this very word SQLite
 * keeps a table in the order of its id, and needs no index for it.
 */
export const whole = column('INTEGER', 'BIGINT');
/** A small whole number; 0 and 1 for no and yes. */
export const small = column('INTEGER', 'INT');
/** A code, key, phone or state: ASCII, compared byte by byte. */
export const key = (length: number) =>
  column(`VARCHAR(${length})`, `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`);
/** What people read, up to `length` characters. */
export const text = (length: number) =>
  column(`VARCHAR(${length})`, `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
/** Long text or JSON. */
export const long = column('TEXT', 'MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');

export const optional = (type: Column): Column => ({ ...type, nullable: true });
export const starting = (type: Column, fallback: number | string): Column => ({ ...type, fallback });

export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  readonly primary: readonly string[];
  readonly unique?: readonly (readonly string[])[];
  readonly index?: readonly (readonly string[])[];
}

/** A migration: one step forward, never changed once it has run anywhere. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** The table it makes, for whoever walks all tables. */
  readonly creates?: { readonly table: string; readonly primary: readonly string[] };
  /** Statements of one step: exactly one on MySQL, where each statement of this kind commits by itself. */
  statements(dialect: Dialect): readonly string[];
}

/** A step that creates a table with its indexes. */
export function createTable(number: number, name: string, table: Table): Migration {
  return {
    number,
    name: `create ${name}`,
    creates: { table: name, primary: table.primary },
    statements: (dialect) => (dialect === 'mysql' ? [mysqlTable(name, table)] : sqliteTable(name, table)),
  };
}

/** A step that gives a table one more column; rows that are there get its fallback. */
export function addColumn(
  number: number,
  table: string,
  { name, type }: { name: string; type: Column },
): Migration {
  return {
    number,
    name: `add ${table}.${name}`,
    statements: (dialect) => [`ALTER TABLE ${table} ADD COLUMN ${define(name, type, dialect)}`],
  };
}

/** A step that makes rows quicker to find by some columns. */
export function addIndex(number: number, table: string, columns: readonly string[]): Migration {
  return {
    number,
    name: `index ${table} by ${columns.join(', ')}`,
    statements: () => [`CREATE INDEX ${indexName(table, columns)} ON ${table} (${columns.join(', ')})`],
  };
}

/** A step that changes rows, the same in every dialect. */
export function change(number: number, name: string, sql: string): Migration {
  return { number, name, statements: () => [sql] };
}

function define(name: string, type: Column, dialect: Dialect): string {
  const fallback = type.fallback === undefined ? '' : ` DEFAULT ${quoted(type.fallback)}`;
  return `${name} ${type[dialect]}${type.nullable ? '' : ' NOT NULL'}${fallback}`;
}

function quoted(value: number | string): string {
  return typeof value === 'number' ? String(value) : `'${value}'`;
}

function indexName(table: string, columns: readonly string[]): string {
  return `${table}_by_${columns.join('_')}`;
}

function parts(table: Table, dialect: Dialect): string[] {
  return [
    ...Object.entries(table.columns).map(([name, type]) => define(name, type, dialect)),
    `PRIMARY KEY (${table.primary.join(', ')})`,
    ...(table.unique ?? []).map((columns) => `UNIQUE (${columns.join(', ')})`),
  ];
}

function sqliteTable(name: string, table: Table): string[] {
  const indexes = (table.index ?? []).map(
    (columns) => `CREATE INDEX ${indexName(name, columns)} ON ${name} (${columns.join(', ')})`,
  );
  return [`CREATE TABLE ${name} (${parts(table, 'sqlite').join(', ')})${orderOf(table)}`, ...indexes];
}

/**
 * In the order of its key, as InnoDB keeps all tables: what is asked for together stands together. SQLite does so
 * badly with long rows.
 */
function orderOf({ primary, columns }: Table): string {
  const isLong = Object.values(columns).some(({ mysql }) => mysql === long.mysql);
  return primary.length > 1 && !isLong ? ' WITHOUT ROWID' : '';
}

function mysqlTable(name: string, table: Table): string {
  const indexes = (table.index ?? []).map(
    (columns) => `INDEX ${indexName(name, columns)} (${columns.join(', ')})`,
  );
  return `CREATE TABLE ${name} (${[...parts(table, 'mysql'), ...indexes].join(', ')}) ENGINE=InnoDB`;
}

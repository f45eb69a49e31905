import { migrations } from '../store/migrations/index.ts';

/** A table whose rows a backup has. */
export interface BackedUpTable {
  readonly name: string;
  readonly primary: readonly string[];
}

/**
 * What belongs to the running of one installation and not to the club: the steps of the schema (the header has
 * them), ids that are reserved (the restore reserves its own), log-ins (people log in again), leases of processes
 * that are gone, the installation's own code (a restored database is another one, which must not take for its
 * own what the first left in a shared Redis), and what a restore before it still asked (it asks again).
 */
const leftOut = new Set([
  ...['schema_migrations', 'id_blocks', 'sessions', 'leases', 'installation', 'restored_channels'],
]);

/** The tables of a backup taken at a step of the schema, in the order in which the steps make them. */
export function backedUpTables(schema: number): BackedUpTable[] {
  return migrations
    .filter(({ number }) => number <= schema)
    .flatMap(({ creates }) => (creates ? [{ name: creates.table, primary: creates.primary }] : []))
    .filter((table) => !leftOut.has(table.name));
}

/** Every table that a step makes. */
export function allTables(): string[] {
  return ['schema_migrations', ...migrations.flatMap(({ creates }) => creates?.table ?? [])];
}

import type { Tx } from '../store/tx.ts';

/** A transaction that counts the statements it is asked for. */
export interface CountingTx {
  readonly tx: Tx;
  /** The first words of each statement so far, in order (`SELECT members`, `INSERT lots`). */
  readonly statements: readonly string[];
}

/** Counts what is sent to the database, so that a test need not measure time. */
export function countStatements(tx: Tx): CountingTx {
  const statements: string[] = [];
  const note = (sql: string) => {
    const table = /(?:FROM|INTO|UPDATE)\s+(\w+)/.exec(sql)?.[1] ?? '?';
    statements.push(`${sql.trim().slice(0, 6)} ${table}`);
  };
  return {
    statements,
    tx: {
      ...tx,
      all: (sql, values) => (note(sql), tx.all(sql, values)),
      one: (sql, values) => (note(sql), tx.one(sql, values)),
      run: (sql, values) => (note(sql), tx.run(sql, values)),
      insert(table, rows) {
        if (rows.length > 0) note(`INSERT INTO ${table}`);
        return tx.insert(table, rows);
      },
      insertNew(table, rows) {
        if (rows.length > 0) note(`INSERT INTO ${table}`);
        return tx.insertNew(table, rows);
      },
      upsert(table, key, rows) {
        if (rows.length > 0) note(`INSERT INTO ${table}`);
        return tx.upsert(table, key, rows);
      },
    },
  };
}

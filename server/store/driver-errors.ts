import { BaseError, UniqueConstraintError } from 'sequelize';
import { StoreUnavailable, UniqueViolation } from './errors.ts';

/** SQLite's codes for "somebody else holds the lock": worth the same transaction again. */
const locked = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY_RECOVERY', 'SQLITE_LOCKED']);

/** Codes that say the file cannot be written or read for now; their extended forms start the same. */
const unavailable = [
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOMEM',
  'SQLITE_NOTADB',
  'SQLITE_CORRUPT',
];

/** Turns what Sequelize throws into the store's own errors; everything else passes as it is. */
export function translateError(thrown: unknown): unknown {
  if (thrown instanceof UniqueConstraintError) {
    return new UniqueViolation(
      thrown.errors.map((item) => item.path ?? ''),
      thrown,
    );
  }
  const code = codeOf(thrown);
  if (locked.has(code))
    return new StoreUnavailable('the database is locked', { transient: true, cause: thrown });
  if (unavailable.some((prefix) => code.startsWith(prefix))) {
    return new StoreUnavailable(`the database cannot be used (${code})`, { transient: false, cause: thrown });
  }
  return thrown;
}

function codeOf(thrown: unknown): string {
  const cause: unknown = thrown instanceof BaseError && 'parent' in thrown ? thrown.parent : thrown;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

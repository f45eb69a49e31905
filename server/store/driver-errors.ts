import { BaseError, UniqueConstraintError } from 'sequelize';
import { UniqueViolation } from './errors.ts';

/** SQLite's own codes, where it is asked without Sequelize. */
const refused = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

/** The store's own error for a row that a unique index refused. */
export function uniqueViolation(thrown: unknown): UniqueViolation | undefined {
  const isOne = thrown instanceof UniqueConstraintError || refused.has(codeOf(thrown).code);
  return isOne ? new UniqueViolation(thrown) : undefined;
}

/** Sequelize gives its errors a stack that does not say what happened. */
export function legible(thrown: unknown): unknown {
  if (thrown instanceof BaseError && thrown.stack?.startsWith('Error\n') === true) {
    thrown.stack = `${thrown.name}: ${thrown.message}${thrown.stack.slice('Error'.length)}`;
  }
  return thrown;
}

/** The driver's own code and number, under whatever Sequelize has put around its error. */
export function codeOf(thrown: unknown): { readonly code: string; readonly errno: number } {
  const cause: unknown = thrown instanceof BaseError && 'parent' in thrown ? thrown.parent : thrown;
  if (!(cause instanceof Error)) return { code: '', errno: 0 };
  const { code, errno } = cause as Error & { code?: unknown; errno?: unknown };
  return { code: typeof code === 'string' ? code : '', errno: typeof errno === 'number' ? errno : 0 };
}

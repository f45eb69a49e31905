import { z } from 'zod';

/**
 * A backup is a gzip'd text of JSON lines, the same for every database: a header; then for each table a line that
 * names it and its columns, and a line for each of its rows; then an end with what was written, by which a
 * file that was cut off or changed is known.
 */
export const formatVersion = 1;

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const whole = z.int().nonnegative();

/** The first line. */
export const headerLine = z.object({
  vafa: z.literal('backup'),
  format: z.int().positive(),
  /** The last step of the schema that the database had taken. */
  schema: whole,
  /** The database it came from; `null` where it had no name yet. */
  installation: z.string().nullable(),
  /** Epoch milliseconds; all that was committed before it is in the file. */
  takenAt: whole,
  /** What rules were in force. */
  program: z.object({ code: z.string(), version: whole }),
  /** Above all ids that were reserved when it was taken. */
  nextId: whole,
  dialect: z.enum(['sqlite', 'mysql']),
});

/** Before the rows of a table. */
export const tableLine = z.object({ table: name, columns: z.array(name).min(1) });

/** A row's values in the order of its table's columns. */
export const rowLine = z.array(z.union([z.string(), z.int(), z.null()]));

/** The last line: rows by table, and the SHA-256 in hexadecimal of every byte before this line. */
export const endLine = z.object({ end: z.literal(true), rows: z.record(name, whole), sha256: z.string() });

export type BackupHeader = z.infer<typeof headerLine>;
export type BackupEnd = z.infer<typeof endLine>;

/** A backup that cannot be used; the message says why, in a sentence. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}

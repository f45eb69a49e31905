import { ConnectionAcquireTimeoutError, ConnectionError } from 'sequelize';
import { codeOf, legible, uniqueViolation } from './driver-errors.ts';
import { StoreUnavailable } from './errors.ts';
import type { RetryReason } from './errors.ts';

/** After which the same transaction may well succeed. */
const againReasons: ReadonlyMap<number, RetryReason> = new Map([
  [1213, 'deadlock'],
  [1205, 'lock-wait'],
  // "Record has changed since last read".
  [1020, 'changed'],
]);

/** The user may not do that with the table, the column or the database. */
const deniedNumbers = new Set([1044, 1142, 1143, 1370]);

/** A table, column or index by this name exists. */
const thereNumbers = new Set([1050, 1060, 1061]);

/** The server is full or read-only: nothing can be written for now. */
const unavailableNumbers = new Set([1021, 1037, 1040, 1041, 1114, 1129, 1203, 1290, 1317, 1836, 3169]);

/**
 * The connection is lost, in the server's words: it goes, it has killed or ended the connection, or has not
 * understood what came over it.
 */
const lostNumbers = new Set([1053, 1158, 1159, 1160, 1161, 1927, 4031]);

/** A connection that broke, or could not be made, in the driver's words. */
const brokenCodes = new Set([
  ...['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'PROTOCOL_PACKETS_OUT_OF_ORDER'],
  ...['PROTOCOL_UNEXPECTED_PACKET', 'PROTOCOL_ERROR'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/** The store's own error for what MySQL, MariaDB and their driver throw. */
export function translate(thrown: unknown): unknown {
  if (thrown instanceof StoreUnavailable) return thrown;
  return uniqueViolation(thrown) ?? worthAnotherTry(thrown) ?? unavailable(thrown) ?? legible(thrown);
}

/** Whether a statement on the schema was refused because what it makes is there already. */
export function isThere(thrown: unknown): boolean {
  return thereNumbers.has(codeOf(thrown).errno);
}

function worthAnotherTry(cause: unknown): StoreUnavailable | undefined {
  const { code, errno } = codeOf(cause);
  const reason = againReasons.get(errno);
  if (reason) {
    return new StoreUnavailable(`the database asks for another try (${errno})`, {
      ...{ transient: true, reason, cause },
    });
  }
  if (!isLost(cause)) return undefined;
  return new StoreUnavailable(`the database cannot be reached (${code || 'connection lost'})`, {
    ...{ transient: true, reason: 'connection', cause },
  });
}

function isLost(thrown: unknown): boolean {
  const { code, errno } = codeOf(thrown);
  return (
    lostNumbers.has(errno) ||
    brokenCodes.has(code) ||
    thrown instanceof ConnectionError ||
    thrown instanceof ConnectionAcquireTimeoutError ||
    isClosedConnection(thrown)
  );
}

/** A killed connection gives an error without a code; mysql2 says it in words alone. */
function isClosedConnection(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    /closed state|Connection lost|server closed the connection/i.test(thrown.message)
  );
}

function unavailable(cause: unknown): StoreUnavailable | undefined {
  const { errno } = codeOf(cause);
  if (deniedNumbers.has(errno)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return new StoreUnavailable(
      `the database user lacks a right (${message}): GRANT ALL on the database of DATABASE_URL to it`,
      { transient: false, cause },
    );
  }
  if (!unavailableNumbers.has(errno)) return undefined;
  return new StoreUnavailable(`the database cannot be used (${errno})`, { transient: false, cause });
}

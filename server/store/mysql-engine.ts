import { Sequelize, Transaction } from 'sequelize';
import { atMost } from '../at-most.ts';
import type { Engine, Syntax } from './engine.ts';
import { createMysqlConnections } from './mysql-connections.ts';
import type { Connected } from './mysql-connections.ts';
import { isThere, translate } from './mysql-errors.ts';
import { beginTransaction } from './quiet-transaction.ts';

/** Locks are the whole server's, which may hold other databases; their names have 64 letters at most. */
const schemaLockName = `CONCAT('vafa-schema:', IF(CHAR_LENGTH(DATABASE()) > 52, SHA1(DATABASE()), DATABASE()))`;

const syntax: Syntax = {
  forUpdate: ' FOR UPDATE',
  forUpdateFree: ' FOR UPDATE SKIP LOCKED',
  // INSERT IGNORE would also let values through that do not fit their column.
  orIgnore: undefined,
  orOverwrite: (_key, columns) =>
    ` ON DUPLICATE KEY UPDATE ${columns.map((name) => `${name} = VALUES(${name})`).join(', ')}`,
  schemaLock: {
    take: `SELECT GET_LOCK(${schemaLockName}, 60) AS taken`,
    release: `SELECT RELEASE_LOCK(${schemaLockName}) AS released`,
  },
  tables: `SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
};

/** Sequelize makes nothing of it but a warning for what is older still. */
const oldestVersion = '8.0.0';

/** Enough to keep the disk busy: more connections only wait for each other's locks. */
const connectionsMax = 16;
const connectTimeoutMs = 5000;
/** How long a request waits for a connection when all are in use. */
const acquireMs = 5000;
/** A connection that nobody uses is given back; the server itself would end it later, see `sessionSettings`. */
const idleMs = 8000;
/** How long what is in hand may take to end once the store is closed, and then what has lost its connection. */
const closeMaxMs = 2000;
const brokenMaxMs = 500;

/** What holds for each connection, whatever the server's own settings are. */
const sessionSettings = [
  // Each read sees what was committed when it began: after a row lock was waited for, the reads that follow see
  // what its last holder wrote, and not a snapshot from before.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // A process that was stopped with a lock in hand keeps the others waiting for seconds, not for a minute.
  'SET SESSION innodb_lock_wait_timeout = 3',
  // What a machine held that lost its power or its network is free again after a minute.
  'SET SESSION wait_timeout = 60',
  // What does not fit its column is refused, never cut to size.
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
];

/** MySQL 8 or MariaDB 10.11 and newer. `url` is `mysql://user:password@host:port/database`. */
export function createMysqlEngine(url: string, silenceMs: number): Engine {
  const connections = createMysqlConnections(silenceMs);
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    dialectModule: connections.driver,
    logging: false,
    timezone: '+00:00',
    // A transaction is repeated as a whole by the store, never a statement by itself.
    retry: { max: 1 },
    pool: { max: connectionsMax, min: 0, acquire: acquireMs, idle: idleMs },
    hooks: {
      afterConnect: (connection) => prepareConnection(connection as Connected),
      // Whoever had it before may have let it be silent.
      afterPoolAcquire: (connection) => connections.watch(connection as Connected),
    },
    dialectOptions: {
      charset: 'utf8mb4',
      connectTimeout: connectTimeoutMs,
      supportBigNumbers: true,
      // What SUM answers is a decimal to the server; ours are whole numbers below 2^53.
      decimalNumbers: true,
      // An UPDATE counts the rows it matched, as SQLite does, also where it left them as they were.
      flags: 'FOUND_ROWS',
    },
  });
  // Else it asks for it over a connection of its own, for which all the first ones wait, and fail with it.
  (sequelize as unknown as { options: { databaseVersion: string } }).options.databaseVersion = oldestVersion;
  return {
    dialect: 'mysql',
    sequelize,
    syntax,
    begin: () => beginTransaction(sequelize),
    async beginSchema() {
      const transaction = await beginTransaction(sequelize);
      connections.unwatch(connectionOf(transaction));
      return transaction;
    },
    // Its first read fixes the instant.
    beginSnapshot: () =>
      beginTransaction(sequelize, { isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ }),
    inTurn: (work) => work(),
    translate,
    isThere,
    cut: (transaction) => connections.cut(connectionOf(transaction)),
    async close() {
      const closing = sequelize.close();
      await atMost(closeMaxMs, closing);
      // One that has said good-bye stays open for as long as the server does not read it.
      connections.endAll();
      await atMost(brokenMaxMs, closing);
    },
  };
}

/** Sequelize has it without saying so in its types. */
function connectionOf(transaction: Transaction): Connected {
  return (transaction as unknown as { connection: Connected }).connection;
}

async function prepareConnection(connection: Connected): Promise<void> {
  for (const sql of sessionSettings) await connection.promise().query(sql);
}

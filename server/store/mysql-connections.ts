import type { Socket } from 'node:net';
import mysql2 from 'mysql2';
import type { Connection, ConnectionOptions } from 'mysql2';

/** mysql2 has it without saying so in its types. */
export type Connected = Connection & { readonly stream: Socket };

/** The connections to one server, each of which ends when nothing comes from it for `silenceMs`. */
export interface MysqlConnections {
  /** What Sequelize asks of mysql2. */
  readonly driver: { createConnection(options: ConnectionOptions): Connection };
  /** Has the limit hold from now on, whatever it was before. */
  watch(connection: Connected): void;
  /** Lets it be silent, until `watch`. */
  unwatch(connection: Connected): void;
  /** Has whatever waits for an answer on it fail at once. */
  cut(connection: Connected): void;
  /** Ends all there are once what was written is sent, and makes no others. */
  endAll(): void;
}

export function createMysqlConnections(silenceMs: number): MysqlConnections {
  const open = new Set<Connected>();
  let ended = false;

  const watch = ({ stream }: Connected) => void stream.setTimeout(silenceMs);
  const cut = ({ stream }: Connected) => {
    stream.destroy(Object.assign(new Error('the database has fallen silent'), { code: 'ETIMEDOUT' }));
  };

  /** Watched from the first byte on: a server may fall silent while it greets. */
  function createConnection(options: ConnectionOptions): Connection {
    if (ended) throw new Error('the connections to the database have been ended');
    const connection = mysql2.createConnection(options) as Connected;
    const { stream } = connection;
    open.add(connection);
    stream.once('close', () => open.delete(connection));
    stream.on('timeout', () => cut(connection));
    watch(connection);
    return connection;
  }

  return {
    driver: { createConnection },
    watch,
    unwatch: ({ stream }) => void stream.setTimeout(0),
    cut,
    endAll() {
      ended = true;
      for (const { stream } of open) stream.destroySoon();
    },
  };
}

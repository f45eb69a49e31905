import { bad } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { codeOf } from './driver-errors.ts';
import type { StoreUnavailable } from './errors.ts';

/** Where a database is, without the password. */
interface Place {
  readonly address: string;
  readonly user: string;
  readonly database: string;
}

interface Fault {
  readonly what: (place: Place) => string;
  readonly cure: (place: Place) => string;
}

const closed: Fault = {
  what: ({ address }) => `nothing answers at ${address}`,
  cure: () => 'Start MySQL or MariaDB there, or mend the host and the port in DATABASE_URL.',
};
const unknownHost: Fault = {
  what: ({ address }) => `there is no machine called ${address}`,
  cure: () => 'Mend the host in DATABASE_URL, or see that names are resolved here.',
};
const silent: Fault = {
  what: ({ address }) => `${address} does not answer`,
  cure: () =>
    'See that the server runs, that a firewall lets this machine through, and that DATABASE_URL is right.',
};
const refused: Fault = {
  what: ({ address, user }) => `${address} refuses the user ${user}: the name or the password is wrong`,
  cure: () =>
    'Mend user and password in DATABASE_URL, with the signs : / ? # @ % of a password written as %3A %2F %3F %23 %40 %25.',
};
const noDatabase: Fault = {
  what: ({ address, user, database }) =>
    `there is no database ${database} at ${address} that ${user} may use`,
  cure: ({ user, database }) =>
    `Mend DATABASE_URL, or make it there: CREATE DATABASE ${database} CHARACTER SET utf8mb4; GRANT ALL ON ${database}.* TO '${user}'@'%';`,
};
const crowded: Fault = {
  what: ({ address }) => `${address} has no connection left`,
  cure: () => 'Raise its max_connections: every process of Vafa wants 16.',
};
const notAllowed: Fault = {
  what: ({ address }) => `${address} does not let this machine in`,
  cure: ({ user }) => `Let '${user}' connect from here (its host in mysql.user), or run there: FLUSH HOSTS;`,
};
const encrypted: Fault = {
  what: ({ address }) => `${address} takes encrypted connections only`,
  cure: () => 'Let the user of Vafa in without TLS on a private network (require_secure_transport = OFF).',
};

const faults: Readonly<Record<string, Fault>> = {
  ECONNREFUSED: closed,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ETIMEDOUT: silent,
  EHOSTUNREACH: silent,
  ENETUNREACH: silent,
  ER_ACCESS_DENIED_ERROR: refused,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: refused,
  ER_BAD_DB_ERROR: noDatabase,
  ER_DBACCESS_DENIED_ERROR: noDatabase,
  ER_CON_COUNT_ERROR: crowded,
  ER_TOO_MANY_USER_CONNECTIONS: crowded,
  ER_HOST_NOT_PRIVILEGED: notAllowed,
  ER_HOST_IS_BLOCKED: notAllowed,
  ER_SECURE_TRANSPORT_REQUIRED: encrypted,
};

/**
 * Why nothing could be asked of the MySQL server that `url` names, with its cure; the password is not told.
 * `undefined` where it was another fault, or another database.
 */
export function unreachable(error: StoreUnavailable, url: string): Finding | undefined {
  const fault = faults[codeOf(error.cause).code];
  if (!fault || !url.startsWith('mysql:')) return undefined;
  const place = placeOf(url);
  return bad('database', fault.what(place), fault.cure(place));
}

const defaultPort = '3306';

function placeOf(url: string): Place {
  const { hostname, port, username, pathname } = new URL(url);
  return {
    address: `${hostname}:${port === '' ? defaultPort : port}`,
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

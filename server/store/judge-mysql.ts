import { bad, fine, look } from '../finding.ts';
import type { Finding } from '../finding.ts';

type Variables = ReadonlyMap<string, string>;
type Judge = (variables: Variables) => readonly Finding[];

/** The server's variables that `judgeMysql` looks at; one that the server does not know is not judged. */
export const judgedVariables: readonly string[] = [
  ...['version', 'version_comment', 'read_only', 'innodb_read_only'],
  ...['transaction_isolation', 'tx_isolation', 'sql_mode', 'time_zone'],
  ...['innodb_flush_log_at_trx_commit', 'log_bin', 'sync_binlog', 'binlog_format'],
  ...['max_allowed_packet', 'wsrep_on', 'group_replication_single_primary_mode'],
];

/** What the variables of a MySQL or MariaDB server, as our own connection has them, mean for Vafa. */
export function judgeMysql(variables: Variables): Finding[] {
  return judges.flatMap((judge) => judge(variables));
}

const judges: readonly Judge[] = [version, readOnly, session, flush, binlog, packet, manyWriters];

const isOn = (value: string | undefined) => value === 'ON' || value === '1';

function nameOf(variables: Variables): { product: 'MariaDB' | 'MySQL'; version: string } {
  const said = variables.get('version') ?? '';
  const mariadb = /mariadb/i.test(said + (variables.get('version_comment') ?? ''));
  return { product: mariadb ? 'MariaDB' : 'MySQL', version: /\d+(\.\d+)*/.exec(said)?.[0] ?? 'unknown' };
}

const oldest = { MariaDB: [10, 11], MySQL: [8, 0] } as const;

function version(variables: Variables): Finding[] {
  const { product, version: found } = nameOf(variables);
  const [major, minor] = oldest[product];
  const [ours = 0, oursMinor = 0] = found.split('.').map(Number);
  if (ours > major || (ours === major && oursMinor >= minor))
    return [fine('database', `${product} ${found}`)];
  const cure = `Update it: Vafa needs MariaDB ${oldest.MariaDB.join('.')} or MySQL ${oldest.MySQL.join('.')}, or newer.`;
  return [bad('database', `${product} ${found} is too old`, cure)];
}

function readOnly(variables: Variables): Finding[] {
  const found = ['read_only', 'innodb_read_only'].find((name) => isOn(variables.get(name)));
  if (found === undefined) return [];
  const cure = `Point DATABASE_URL to the primary; if this is the primary, run there: SET GLOBAL read_only = OFF;`;
  return [bad('database', `it only reads (${found} is ON), as a replica does`, cure)];
}

/** Ours are set for each connection; a proxy that hands connections round may have lost them. */
function session(variables: Variables): Finding[] {
  const isolation = variables.get('transaction_isolation') ?? variables.get('tx_isolation');
  const modes = variables.get('sql_mode')?.split(',') ?? [];
  const lost = [
    ...(isolation === 'READ-COMMITTED' ? [] : [`isolation ${isolation ?? 'unknown'}`]),
    ...(variables.get('time_zone') === '+00:00'
      ? []
      : [`time zone ${variables.get('time_zone') ?? 'unknown'}`]),
    ...(modes.includes('STRICT_ALL_TABLES') ? [] : ['no strict mode']),
  ];
  if (lost.length === 0) return [fine('database', 'isolation read committed, strict, times in UTC')];
  const cure =
    'Connect to the server itself, or let the proxy before it keep the settings of each connection (no multiplexing).';
  return [bad('database', `our settings do not hold on our connection: ${lost.join(', ')}`, cure)];
}

function flush(variables: Variables): Finding[] {
  const value = variables.get('innodb_flush_log_at_trx_commit');
  if (value === undefined) return [];
  if (value === '1') return [fine('database', 'flushes at each commit')];
  const what = `innodb_flush_log_at_trx_commit is ${value}: purchases that were acknowledged can be lost when it crashes`;
  return [
    look('database', what, 'Set innodb_flush_log_at_trx_commit = 1 in its configuration, and restart it.'),
  ];
}

function binlog(variables: Variables): Finding[] {
  if (!isOn(variables.get('log_bin'))) return [];
  if (variables.get('binlog_format') === 'STATEMENT') {
    const what =
      'its binary log is written by statements, which it refuses for transactions that read committed';
    return [
      bad('database', what, 'Set binlog_format = ROW (or MIXED) in its configuration, and restart it.'),
    ];
  }
  const sync = variables.get('sync_binlog');
  if (sync === '1' || sync === undefined) return [];
  const what = `sync_binlog is ${sync}: after a power cut replicas and restores from the binary log can lack what was acknowledged`;
  return [look('database', what, 'Set sync_binlog = 1 in its configuration, and restart it.')];
}

const mib = 1024 * 1024;
const packetMin = 4 * mib;

function packet(variables: Variables): Finding[] {
  const bytes = Number(variables.get('max_allowed_packet') ?? packetMin);
  if (bytes >= packetMin) return [];
  const what = `max_allowed_packet is ${bytes} bytes: writes of many rows at once are refused`;
  return [look('database', what, 'Set max_allowed_packet = 16M in its configuration, and restart it.')];
}

const onePrimary =
  'Give Vafa one primary with replicas that are read and taken over from; if this cluster must stay, send all of Vafa to one node.';

function manyWriters(variables: Variables): Finding[] {
  const found = isOn(variables.get('wsrep_on'))
    ? 'a Galera cluster'
    : variables.get('group_replication_single_primary_mode') === 'OFF'
      ? 'group replication with several primaries'
      : undefined;
  if (found === undefined) return [];
  const what = `${found}: row locks do not reach the other nodes, and what one acknowledged has been seen to get lost`;
  return [look('database', what, onePrimary)];
}

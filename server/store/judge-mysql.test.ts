import { expect } from 'chai';
import { judgeMysql, judgedVariables } from './judge-mysql.ts';

/** As a server with its own defaults has them, and our connections what they set. */
const well = {
  version: '10.11.6-MariaDB-1:10.11.6+maria~deb12',
  version_comment: 'mariadb.org binary distribution',
  read_only: 'OFF',
  tx_isolation: 'READ-COMMITTED',
  sql_mode: 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  time_zone: '+00:00',
  innodb_flush_log_at_trx_commit: '1',
  log_bin: 'ON',
  sync_binlog: '1',
  binlog_format: 'MIXED',
  max_allowed_packet: '16777216',
  wsrep_on: 'OFF',
};

/** What is not well, as `mark: what`; all of it has a cure. */
function troubles(variables: Record<string, string | undefined>): string[] {
  const all: Record<string, string | undefined> = { ...well, ...variables };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  for (const [name] of given) expect(judgedVariables).to.include(name);
  const unwell = judgeMysql(new Map(given)).filter(({ mark }) => mark !== 'fine');
  for (const { cure } of unwell) expect(cure).to.match(/^[A-Z].*[.;]$/);
  return unwell.map(({ mark, what }) => `${mark}: ${what}`);
}

describe('judgeMysql', () => {
  it('finds MariaDB and MySQL of any supported version well', () => {
    for (const version of ['10.11.6-MariaDB', '11.4.2-MariaDB-log', '12.0.1-MariaDB']) {
      expect(troubles({ version }), version).to.deep.equal([]);
    }
    const mysql = { version_comment: 'MySQL Community Server - GPL', tx_isolation: undefined };
    for (const version of ['8.0.36', '8.4.0', '9.1.0']) {
      const variables = { ...mysql, version, transaction_isolation: 'READ-COMMITTED' };
      expect(troubles(variables), version).to.deep.equal([]);
    }
  });

  it('names what it found', () => {
    expect(judgeMysql(new Map(Object.entries(well)))[0]?.what).to.equal('MariaDB 10.11.6');
  });

  it('refuses what is too old', () => {
    expect(troubles({ version: '10.6.16-MariaDB' })).to.deep.equal(['bad: MariaDB 10.6.16 is too old']);
    const old = { version: '5.7.44', version_comment: 'MySQL Community Server (GPL)' };
    expect(troubles(old)).to.deep.equal(['bad: MySQL 5.7.44 is too old']);
  });

  it('refuses a server that only reads', () => {
    expect(troubles({ read_only: 'ON' }).join()).to.match(/^bad: it only reads \(read_only is ON\)/);
    expect(troubles({ innodb_read_only: 'ON' }).join()).to.match(/^bad: .*innodb_read_only/);
  });

  it('refuses connections that lost what we set on them', () => {
    const lost = { tx_isolation: 'REPEATABLE-READ', time_zone: 'SYSTEM', sql_mode: 'NO_ENGINE_SUBSTITUTION' };
    expect(troubles(lost)).to.deep.equal([
      'bad: our settings do not hold on our connection: isolation REPEATABLE-READ, time zone SYSTEM, no strict mode',
    ]);
  });

  it('warns where what was acknowledged can be lost', () => {
    for (const value of ['0', '2']) {
      expect(troubles({ innodb_flush_log_at_trx_commit: value }).join()).to.match(
        /^look: innodb_flush_log_at_trx_commit is .: purchases that were acknowledged can be lost/,
      );
    }
    expect(troubles({ sync_binlog: '0' }).join()).to.match(/^look: sync_binlog is 0/);
    expect(troubles({ sync_binlog: '0', log_bin: 'OFF' })).to.deep.equal([]);
  });

  it('refuses a binary log by statements, which our isolation cannot be written to', () => {
    expect(troubles({ binlog_format: 'STATEMENT' }).join()).to.match(/^bad: its binary log/);
    expect(troubles({ binlog_format: 'STATEMENT', log_bin: 'OFF' })).to.deep.equal([]);
  });

  it('warns of small packets, and of clusters with several primaries', () => {
    expect(troubles({ max_allowed_packet: '1048576' }).join()).to.match(/^look: max_allowed_packet/);
    expect(troubles({ wsrep_on: 'ON' }).join()).to.match(/^look: a Galera cluster/);
    const group = { group_replication_single_primary_mode: 'OFF' };
    expect(troubles(group).join()).to.match(/^look: group replication with several primaries/);
    expect(troubles({ group_replication_single_primary_mode: 'ON' })).to.deep.equal([]);
  });
});

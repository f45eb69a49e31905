import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { z } from 'zod';
import { loadConfig } from '../server/config.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const service = z.object({
  image: z.string(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string().optional(),
});
const composeSchema = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

describe('compose.yaml', () => {
  const text = read('compose.yaml');
  const { services, volumes } = composeSchema.parse(load(text));
  const ours = ['web', 'worker', 'scheduler'];
  const given = {
    ...{ MYSQL_PASSWORD: 'a1b2c3', REDIS_PASSWORD: 'd4e5f6', PUBLIC_URL: 'https://club.example.com' },
    ...{ CHANNEL_SECRET: 'a'.repeat(64), SESSION_SECRET: 'b'.repeat(64) },
  };

  /** As compose puts in what `.env` holds. */
  const filled = (value: string) =>
    value.replace(
      /\$\{(\w+)(?::[?-][^}]*)?\}/g,
      (_, name: string) => (given as Record<string, string>)[name] ?? '',
    );

  it('starts each role, MySQL and Redis, and only what it names', () => {
    expect(Object.keys(services)).to.have.members([...ours, 'packages', 'mysql', 'redis']);
    for (const { depends_on: needs, volumes: mounted } of Object.values(services)) {
      expect(Object.keys(services)).to.include.members(Object.keys(needs));
      const named = mounted.map((mount) => mount.split(':')[0] ?? '').filter((name) => name !== '.');
      expect(Object.keys(volumes)).to.include.members(named);
    }
    for (const name of [...ours, 'mysql', 'redis']) {
      expect(services[name]?.restart, name).to.equal('unless-stopped');
    }
  });

  it('gives each of ours settings that can be used', () => {
    for (const name of ours) {
      const settings = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
        key,
        filled(value),
      ]);
      const loaded = loadConfig(Object.fromEntries(settings) as Record<string, string>);
      expect(loaded.ok, JSON.stringify(loaded.ok || loaded.faults)).to.equal(true);
      if (loaded.ok) expect([...loaded.config.roles]).to.deep.equal([name]);
      expect(Object.keys(services[name]?.depends_on ?? {})).to.have.members(['packages', 'mysql', 'redis']);
    }
    expect(services['web']?.healthcheck?.test.join(' ')).to.include('/readyz');
    expect(services['web']?.ports.join(), 'for the proxy of this machine alone').to.match(/^127\.0\.0\.1:/);
  });

  it('keeps what is committed, and what waits', () => {
    expect(services['mysql']?.command).to.include('--innodb-flush-log-at-trx-commit=1');
    expect(services['redis']?.command.join(' ')).to.include(
      '--appendonly yes --appendfsync everysec --maxmemory-policy noeviction',
    );
    for (const name of ['mysql', 'redis']) {
      expect(services[name]?.volumes, name).to.have.length(1);
      expect(services[name]?.healthcheck, name).to.not.equal(undefined);
    }
  });

  it('holds no secret: each is asked for', () => {
    for (const name of ['MYSQL_PASSWORD', 'REDIS_PASSWORD', 'CHANNEL_SECRET', 'SESSION_SECRET']) {
      const uses = text.match(new RegExp(`\\$\\{${name}[^}]*\\}`, 'g')) ?? [];
      expect(uses, name).to.have.length.above(0);
      for (const use of uses) expect(use).to.equal(`\${${name}:?set ${name} in .env}`);
    }
  });
});

describe('the unit of systemd', () => {
  const unit = read('scripts/systemd/vafa@.service');

  it('lets what is in hand end, comes back, and may do little', () => {
    for (const line of [
      ...[
        'KillSignal=SIGTERM',
        'TimeoutStopSec=35',
        'Restart=on-failure',
        'User=vafa',
        'CapabilityBoundingSet=',
      ],
      ...[
        'NoNewPrivileges=yes',
        'ProtectSystem=strict',
        'ProtectHome=yes',
        'EnvironmentFile=/etc/vafa/%i.env',
      ],
    ]) {
      expect(unit.split('\n')).to.include(line);
    }
  });

  if (spawnSync('systemd-analyze', ['--version']).status === 0) {
    it('is one that systemd understands', () => {
      const folder = mkdtempSync(join(tmpdir(), 'vafa-unit-'));
      const file = join(folder, 'vafa@web1.service');
      copyFileSync(fileURLToPath(new URL('systemd/vafa@.service', import.meta.url)), file);
      const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect([status, stdout + stderr]).to.deep.equal([0, '']);
    });
  }
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig, type ConfigFault, type Environment } from './config.ts';

const botToken = '123456789:AAexample-token_with-marks-of-35';
const secrets = { CHANNEL_SECRET: 'a-channel-secret-0123', SESSION_SECRET: 'a session secret, not url-safe' };

function faultsOf(env: Environment): readonly ConfigFault[] {
  const result = loadConfig({ ...secrets, ...env });
  return result.ok ? [] : result.faults;
}

describe('config', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'vafa-config-'))));
  after(() => rmSync(folder, { recursive: true }));

  describe('faults', () => {
    const wrong: Record<string, [name: string, values: string[]]> = {
      port: ['PORT', ['x', '-1', '65536', '3000.5', '1e3', '۳۰۰۰']],
      host: ['HOST', ['a b', 'http://localhost', '127.0.0.1/']],
      url: [
        'PUBLIC_URL',
        ['club', 'ftp://a', 'https://a/b', 'https://a?b', 'https://u:p@a', 'https://a#b', 'https://'],
      ],
      database: [
        'DATABASE_URL',
        [
          ...[
            'sqlite:',
            'sqlite://a/b',
            'sqlite::memory:',
            'a.sqlite',
            'postgres://u:p@db/vafa',
            'mysql:vafa',
          ],
          ...[
            'mysql://u:p@db',
            'mysql://u:p@db/',
            'mysql://u:p@db/a/b',
            'mysql://db/vafa',
            'mysql://u:p@/vafa',
          ],
          ...['mysql://u:p@db:x/vafa', 'mysql://u:p@db/vafa?ssl=no', 'mysql://u:p@db/vafa#x'],
        ],
      ],
      redis: [
        'REDIS_URL',
        [
          'localhost:6379',
          'redis:localhost',
          'redis://',
          'http://localhost',
          'redis://h:x',
          'redis://h/abc',
          'redis://h/1/2',
        ],
      ],
      roles: ['ROLES', ['web,cook', ',', 'Web', 'web;worker']],
      program: ['PROGRAM_FILE', ['rules/programs/none.json', 'rules/programs']],
      'channel secret': [
        'CHANNEL_SECRET',
        ['short', 'fifteen-letters', 'sixteen/letters/x', 'x'.repeat(129)],
      ],
      'session secret': ['SESSION_SECRET', ['fifteen letters']],
      key: ['KAVENEGAR_API_KEY', ['short', 'has blanks in it', '{API-KEY}..']],
      sender: ['KAVENEGAR_SENDER', ['123', '1'.repeat(16), '+98100043', 'Cafe']],
      'Kavenegar address': [
        'KAVENEGAR_BASE_URL',
        ['http://api.kavenegar.com', 'api.kavenegar.com', 'http://localhost.evil'],
      ],
      'Telegram token': [
        'TELEGRAM_BOT_TOKEN',
        ['123456789', 'bot123456789:AAexample-token', '123456789:AA/../..'],
      ],
      'Telegram address': ['TELEGRAM_API_ROOT', ['http://relay.example.com', 'https://a?b']],
      'Telegram mode': ['TELEGRAM_MODE', ['push', 'Polling']],
      'Bale token': ['BALE_BOT_TOKEN', ['token']],
      'Bale address': ['BALE_API_ROOT', ['http://tapi.bale.ai']],
      'USSD code': ['USSD_CODE', ['789', '*789', '*78a#', '*#']],
      simulator: ['SIMULATOR', ['yes', 'true']],
      'Persian part': ['SMS_PERSIAN_PART_RIAL', ['-1', '20.5', '2,000', '1000001']],
      'Latin part': ['SMS_LATIN_PART_RIAL', ['free']],
      proxies: ['TRUST_PROXY', ['0', '11', 'all', '10.0.0.0/8']],
      'log level': ['LOG_LEVEL', ['loud', 'silent']],
    };
    for (const [what, [name, values]] of Object.entries(wrong)) {
      for (const value of values) {
        it(`of the ${what}: ${name}=${value.slice(0, 40)}`, () => {
          const faults = faultsOf({ [name]: value });
          expect(faults.map((fault) => fault.name)).to.deep.equal([name]);
          expect(faults[0]?.problem).to.match(/^(is|has|names) /);
          expect(faults[0]?.cure).to.match(/^[A-Z].*\.$/s);
        });
      }
    }

    it('are told all at once, with those of the secrets, and nothing is made', () => {
      const dataDir = join(folder, 'faulty');
      mkdirSync(dataDir);
      writeFileSync(join(dataDir, 'secrets.json'), '{}', { mode: 0o600 });
      const env = { DATA_DIR: dataDir, PORT: 'x', LOG_LEVEL: 'loud', SESSION_SECRET: 'short' };
      const result = loadConfig({ ...env, TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_MODE: 'push' });
      const names = result.ok ? [] : result.faults.map(({ name }) => name);
      expect(names).to.have.members(['PORT', 'LOG_LEVEL', 'SESSION_SECRET', 'TELEGRAM_MODE', 'DATA_DIR']);
      const untouched = join(folder, 'untouched');
      expect(loadConfig({ DATA_DIR: untouched, PORT: 'x' }).ok).to.equal(false);
      expect(readSafely(untouched)).to.equal(undefined);
    });

    it('list what is allowed', () => {
      expect(faultsOf({ LOG_LEVEL: 'loud' })[0]?.problem).to.contain('allowed are trace, debug, info');
      expect(faultsOf({ TELEGRAM_MODE: 'push' })[0]?.problem).to.contain('allowed are polling, webhook');
      expect(faultsOf({ SIMULATOR: 'yes' })[0]?.problem).to.contain('allowed are auto, on, off');
      expect(faultsOf({ ROLES: 'cook' })[0]?.problem).to.contain(
        '"cook"; allowed are web, worker, scheduler',
      );
    });

    it('never repeat a secret', () => {
      const text = JSON.stringify(
        faultsOf({
          CHANNEL_SECRET: 'hush hush hush hush',
          SESSION_SECRET: 'hush',
          KAVENEGAR_API_KEY: 'hush hush',
          TELEGRAM_BOT_TOKEN: 'hush',
          BALE_BOT_TOKEN: 'hush',
          DATABASE_URL: 'mysql://root:hush@db',
          REDIS_URL: 'http://:hush@host',
          PUBLIC_URL: 'https://user:hush@host',
          KAVENEGAR_BASE_URL: 'https://user:hush@host',
        }),
      );
      expect(text.match(/"name"/g)).to.have.length(9);
      expect(text).not.to.contain('hush');
    });

    it('tell that Telegram calls https addresses only', () => {
      const webhook = { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_MODE: 'webhook' };
      const namesOf = (env: Environment) => faultsOf(env).map(({ name }) => name);
      expect(namesOf({ ...webhook, PUBLIC_URL: 'http://club.example.com' })).to.deep.equal(['PUBLIC_URL']);
      expect(namesOf({ ...webhook, HOST: '192.168.1.5' })).to.deep.equal(['PUBLIC_URL']);
      expect(namesOf({ ...webhook, PUBLIC_URL: 'https://club.example.com' })).to.deep.equal([]);
      expect(namesOf({ ...webhook, PUBLIC_URL: 'http://localhost:8080' })).to.deep.equal([]);
      expect(namesOf({ PUBLIC_URL: 'http://club.example.com', TELEGRAM_MODE: 'webhook' })).to.deep.equal([]);
    });
  });
});

function readSafely(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'there';
  }
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { expect } from 'chai';
import {
  loadConfig,
  readEnvironment,
  withPort,
  type Config,
  type ConfigFault,
  type Environment,
} from './config.ts';
import { settings } from './settings.ts';

const botToken = '123456789:AAexample-token_with-marks-of-35';
const channelSecret = 'a-channel-secret-0123';
const sessionSecret = 'a session secret, not url-safe';

describe('config', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'vafa-config-'))));
  after(() => rmSync(folder, { recursive: true }));

  function load(env: Environment): Config {
    const result = loadConfig({ CHANNEL_SECRET: channelSecret, SESSION_SECRET: sessionSecret, ...env });
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    return result.config;
  }

  function faultsOf(env: Environment): readonly ConfigFault[] {
    const result = loadConfig({ CHANNEL_SECRET: channelSecret, SESSION_SECRET: sessionSecret, ...env });
    return result.ok ? [] : result.faults;
  }

  it('is complete without any setting, and frozen', () => {
    const config = load({});
    expect(config).to.deep.equal({
      dataDir: 'data',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:3000',
      databaseUrl: 'sqlite:data/vafa.sqlite',
      redisUrl: undefined,
      roles: new Set(['web', 'worker', 'scheduler']),
      programFile: 'rules/programs/cafe.json',
      channelSecret,
      sessionSecret,
      kavenegar: undefined,
      telegram: undefined,
      bale: undefined,
      ussdCode: undefined,
      simulator: true,
      tariff: { persianRial: 2000, latinRial: 4000 },
      trustProxy: 'loopback',
      logLevel: 'info',
    });
    expect(config).to.be.frozen;
    expect(config.tariff).to.be.frozen;
  });

  it('takes an empty value for none, and trims', () => {
    const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
    const secrets = { CHANNEL_SECRET: channelSecret, SESSION_SECRET: sessionSecret };
    expect(load({ ...empty, ...secrets })).to.deep.equal(load({}));
    expect(load({ PORT: ' 4000 ' }).port).to.equal(4000);
  });

  it('takes every setting', () => {
    const config = load({
      PUBLIC_URL: 'https://Club.example.com/',
      ROLES: 'worker, web,worker',
      DATABASE_URL: 'sqlite:/srv/vafa/club.sqlite',
      KAVENEGAR_API_KEY: '4B7A6F2D39',
      KAVENEGAR_SENDER: '10004346',
      KAVENEGAR_BASE_URL: 'http://127.0.0.1:9000/',
      TELEGRAM_BOT_TOKEN: botToken,
      TELEGRAM_API_ROOT: 'https://relay.example.com/tg/',
      TELEGRAM_MODE: 'webhook',
      BALE_BOT_TOKEN: botToken,
      USSD_CODE: '*789*1#',
      SMS_PERSIAN_PART_RIAL: '1500',
      SMS_LATIN_PART_RIAL: '0',
      TRUST_PROXY: '2',
      LOG_LEVEL: 'debug',
    });
    expect(config).to.deep.include({
      publicUrl: 'https://club.example.com',
      roles: new Set(['web', 'worker']),
      databaseUrl: 'sqlite:/srv/vafa/club.sqlite',
      kavenegar: { apiKey: '4B7A6F2D39', sender: '10004346', baseUrl: 'http://127.0.0.1:9000' },
      telegram: { token: botToken, apiRoot: 'https://relay.example.com/tg', mode: 'webhook' },
      bale: { token: botToken, apiRoot: 'https://tapi.bale.ai', mode: 'polling' },
      ussdCode: '*789*1#',
      simulator: false,
      tariff: { persianRial: 1500, latinRial: 0 },
      trustProxy: 2,
      logLevel: 'debug',
    });
    expect(load({ TRUST_PROXY: 'none' }).trustProxy).to.equal(false);
  });

  it('takes a MySQL server and a Redis, with or without ports and passwords', () => {
    for (const databaseUrl of [
      'mysql://vafa:a%40word@db.example.com:3307/vafa',
      'mysql://vafa@127.0.0.1/club_2',
      'mysql://vafa:word@[::1]:3306/vafa',
    ]) {
      expect(load({ DATABASE_URL: databaseUrl }).databaseUrl).to.equal(databaseUrl);
    }
    for (const redisUrl of [
      'redis://127.0.0.1:6379',
      'redis://localhost',
      'redis://:a%40word@redis.example.com:6380/2',
      'rediss://vafa:word@redis.example.com',
    ]) {
      expect(load({ REDIS_URL: redisUrl }).redisUrl).to.equal(redisUrl);
    }
  });

  it('keeps the database in the data folder', () => {
    expect(load({ DATA_DIR: '/srv/vafa' }).databaseUrl).to.equal('sqlite:/srv/vafa/vafa.sqlite');
  });

  it('has no sender where none is given', () => {
    expect(load({ KAVENEGAR_API_KEY: '4B7A6F2D39' }).kavenegar).to.deep.equal({
      apiKey: '4B7A6F2D39',
      baseUrl: 'https://api.kavenegar.com',
    });
  });

  it('has the simulator without a Kavenegar key, unless a setting says otherwise', () => {
    const key = { KAVENEGAR_API_KEY: '4B7A6F2D39' };
    expect(load({}).simulator).to.equal(true);
    expect(load(key).simulator).to.equal(false);
    expect(load({ ...key, SIMULATOR: 'on' }).simulator).to.equal(true);
    expect(load({ SIMULATOR: 'off' }).simulator).to.equal(false);
  });

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
        ['localhost:6379', 'redis:localhost', 'redis://', 'http://localhost', 'redis://h:x'],
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

  it('makes the secrets that are not given, and keeps to those that are', () => {
    const dataDir = join(folder, 'made');
    const first = loadConfig({ DATA_DIR: dataDir });
    const again = loadConfig({ DATA_DIR: dataDir, SESSION_SECRET: sessionSecret });
    if (!first.ok || !again.ok) throw new Error('refused');
    expect(first.config.channelSecret).to.have.length.greaterThan(30);
    expect(again.config.channelSecret).to.equal(first.config.channelSecret);
    expect(again.config.sessionSecret).to.equal(sessionSecret);
  });

  describe('withPort', () => {
    it('names the port in the default address only', () => {
      expect(withPort(load({ PORT: '0' }), 4321)).to.include({
        port: 4321,
        publicUrl: 'http://127.0.0.1:4321',
      });
      expect(withPort(load({ PORT: '0', HOST: '::' }), 4321).publicUrl).to.equal('http://127.0.0.1:4321');
      expect(withPort(load({ PORT: '0', HOST: '::1' }), 4321).publicUrl).to.equal('http://[::1]:4321');
      expect(withPort(load({ PORT: '0', PUBLIC_URL: 'https://a.example' }), 1).publicUrl).to.equal(
        'https://a.example',
      );
      expect(withPort(load({}), 3000)).to.deep.equal(load({}));
    });
  });

  describe('readEnvironment', () => {
    it('puts the environment over .env, empty values too', () => {
      writeFileSync(join(folder, '.env'), 'PORT=1\nHOST=2\nUSSD_CODE="*1#"\nLOG_LEVEL=warn # few\n');
      const env = readEnvironment(folder, { HOST: '3', LOG_LEVEL: '' });
      expect(env).to.deep.equal({ PORT: '1', HOST: '3', USSD_CODE: '*1#', LOG_LEVEL: '' });
    });

    it('does without .env, but not with one that cannot be read', () => {
      expect(readEnvironment(join(folder, 'none'), { A: 'b' })).to.deep.equal({ A: 'b' });
      mkdirSync(join(folder, 'odd', '.env'), { recursive: true });
      expect(() => readEnvironment(join(folder, 'odd'), {})).to.throw('cannot be read (EISDIR)');
    });
  });

  describe('.env.example', () => {
    const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const opened = parse(text.replace(/^# (?=[A-Z_]+=)/gm, ''));

    it('has every setting, and no other', () => {
      expect(Object.keys(opened)).to.have.members(Object.keys(settings));
    });

    it('changes nothing as it stands, and shows the defaults', () => {
      expect(parse(text)).to.deep.equal({});
      const secrets = { CHANNEL_SECRET: channelSecret, SESSION_SECRET: sessionSecret };
      expect(load({ ...opened, ...secrets })).to.deep.equal(load({}));
      for (const [name, { schema }] of Object.entries(settings)) {
        const fallback = schema.safeParse(undefined).data;
        if (fallback !== undefined) expect(schema.safeParse(opened[name]).data, name).to.deep.equal(fallback);
      }
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

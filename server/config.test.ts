import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { expect } from 'chai';
import { loadConfig, readEnvironment, withPort, type Config, type Environment } from './config.ts';
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
      'redis://localhost/',
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { ensureSecrets, readSecrets, type Secrets, type SecretsResult } from './secrets.ts';
import { isLoopback, settings, type Role, type Settings } from './settings.ts';

/** Everything that was decided outside the code; frozen, and complete: no default is left to its readers. */
export interface Config {
  /** Where the secrets are kept. */
  readonly dataDir: string;
  /** 0: any free one; see `withPort`. */
  readonly port: number;
  readonly host: string;
  /** What people type to reach this server: scheme, host and port, no slash at the end. */
  readonly publicUrl: string;
  /** `sqlite:` and the path of the file, or `mysql://user:password@host:port/database`. */
  readonly databaseUrl: string;
  /** Absent: the queue works inside the process, which is then the only one. */
  readonly redisUrl: string | undefined;
  /** What this process does. */
  readonly roles: ReadonlySet<Role>;
  readonly programFile: string;
  /** Stands in the paths that providers call. */
  readonly channelSecret: string;
  readonly sessionSecret: string;
  readonly kavenegar: KavenegarConfig | undefined;
  readonly telegram: BotConfig | undefined;
  readonly bale: (BotConfig & { readonly mode: 'polling' }) | undefined;
  /** As people dial it; what the pages show. */
  readonly ussdCode: string | undefined;
  /** Whether the simulator page is there, and stands in for channels that are not set up. */
  readonly simulator: boolean;
  /** What one part of an SMS costs, in rial: an estimate. */
  readonly tariff: { readonly persianRial: number; readonly latinRial: number };
  /** As Express takes it: whose X-Forwarded-For is believed. */
  readonly trustProxy: 'loopback' | number | false;
  readonly logLevel: Settings['LOG_LEVEL'];
}

export interface KavenegarConfig {
  readonly apiKey: string;
  /** Absent: the account's default line. */
  readonly sender?: string;
  readonly baseUrl: string;
}

export interface BotConfig {
  readonly token: string;
  readonly apiRoot: string;
  readonly mode: 'polling' | 'webhook';
}

/** One thing wrong with one setting. Never holds the value of a secret. */
export interface ConfigFault {
  readonly name: string;
  /** Follows the name in a sentence: "PORT is no whole number". */
  readonly problem: string;
  /** What to do, in one sentence. */
  readonly cure: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

export interface LoadOptions {
  /** Makes the secrets where there are none, which is so when not said; otherwise that is a fault. */
  readonly makes?: boolean;
}

/**
 * Reads and checks all settings, and finds every fault at once. An empty value counts as none. Secrets that
 * are not given are made and kept in the data folder, but only once nothing else is wrong.
 */
export function loadConfig(env: Environment, { makes = true }: LoadOptions = {}): ConfigResult {
  const { values, faults } = readSettings(env);
  faults.push(...faultsBetween(values));
  const kept = keptSecrets(values, makes && faults.length === 0 ? ensureSecrets : readSecrets);
  if (!makes && !kept && values.DATA_DIR !== undefined) faults.push(noSecrets(values.DATA_DIR));
  if (kept?.ok === false) faults.push({ name: 'DATA_DIR', problem: kept.problem, cure: kept.cure });
  if (faults.length > 0 || kept?.ok !== true) return { ok: false, faults };
  // Without a fault every setting was read.
  return { ok: true, config: toConfig(values as Settings, kept.secrets) };
}

function noSecrets(dataDir: string): ConfigFault {
  return {
    name: 'DATA_DIR',
    problem: `is ${dataDir}, where no server was started yet: there are no secrets`,
    cure: 'Start the server (or run ./scripts/vafa migrate), which makes them; or set DATA_DIR to the folder of the server that you have.',
  };
}

function readSettings(env: Environment): { values: Partial<Settings>; faults: ConfigFault[] } {
  const values: Partial<Record<string, unknown>> = {};
  const faults: ConfigFault[] = [];
  for (const [name, { schema, cure }] of Object.entries(settings)) {
    const text = env[name]?.trim();
    const parsed = schema.safeParse(text === '' ? undefined : text);
    if (parsed.success) values[name] = parsed.data;
    else faults.push({ name, problem: parsed.error.issues.map(({ message }) => message).join(', '), cure });
  }
  return { values, faults };
}

/** What no setting can see by itself. Settings that are faulty themselves are absent, and not judged here. */
function faultsBetween(values: Partial<Settings>): ConfigFault[] {
  if (values.TELEGRAM_BOT_TOKEN === undefined || values.TELEGRAM_MODE !== 'webhook') return [];
  if (!('PUBLIC_URL' in values) || values.HOST === undefined || values.PORT === undefined) return [];
  const url = new URL(values.PUBLIC_URL ?? defaultPublicUrl(values.HOST, values.PORT));
  if (url.protocol === 'https:' || isLoopback(url)) return [];
  return [
    {
      name: 'PUBLIC_URL',
      problem: `is ${url.origin}, but Telegram (TELEGRAM_MODE=webhook) calls https addresses only`,
      cure: 'Set PUBLIC_URL to the https:// address that leads here, or TELEGRAM_MODE to polling.',
    },
  ];
}

/** The given secrets; those not given come from the file in the data folder. `undefined`: it is not there yet. */
function keptSecrets(
  { CHANNEL_SECRET: channelSecret, SESSION_SECRET: sessionSecret, DATA_DIR: dataDir }: Partial<Settings>,
  keep: (dataDir: string) => SecretsResult | undefined,
): SecretsResult | undefined {
  if (channelSecret !== undefined && sessionSecret !== undefined) {
    return { ok: true, secrets: { channelSecret, sessionSecret } };
  }
  const kept = dataDir === undefined ? undefined : keep(dataDir);
  if (kept?.ok !== true) return kept;
  const { secrets } = kept;
  return {
    ok: true,
    secrets: {
      channelSecret: channelSecret ?? secrets.channelSecret,
      sessionSecret: sessionSecret ?? secrets.sessionSecret,
    },
  };
}

function toConfig(values: Settings, secrets: Secrets): Config {
  const { DATA_DIR: dataDir, HOST: host, PORT: port, SIMULATOR: simulator } = values;
  const kavenegar = toKavenegar(values);
  return Object.freeze({
    dataDir,
    port,
    host,
    publicUrl: values.PUBLIC_URL ?? defaultPublicUrl(host, port),
    databaseUrl: values.DATABASE_URL ?? `sqlite:${join(dataDir, 'vafa.sqlite')}`,
    redisUrl: values.REDIS_URL,
    roles: values.ROLES,
    programFile: values.PROGRAM_FILE,
    ...secrets,
    kavenegar,
    telegram: toBot(values.TELEGRAM_BOT_TOKEN, values.TELEGRAM_API_ROOT, values.TELEGRAM_MODE),
    bale: toBot(values.BALE_BOT_TOKEN, values.BALE_API_ROOT, 'polling'),
    ussdCode: values.USSD_CODE,
    simulator: simulator === 'on' || (simulator === 'auto' && kavenegar === undefined),
    tariff: Object.freeze({
      persianRial: values.SMS_PERSIAN_PART_RIAL,
      latinRial: values.SMS_LATIN_PART_RIAL,
    }),
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
  });
}

function toKavenegar(values: Settings): KavenegarConfig | undefined {
  const { KAVENEGAR_API_KEY: apiKey, KAVENEGAR_SENDER: sender, KAVENEGAR_BASE_URL: baseUrl } = values;
  if (apiKey === undefined) return undefined;
  return Object.freeze({ apiKey, baseUrl, ...(sender !== undefined && { sender }) });
}

function toBot<M extends BotConfig['mode']>(token: string | undefined, apiRoot: string, mode: M) {
  return token === undefined ? undefined : Object.freeze({ token, apiRoot, mode });
}

const ANY_ADDRESS = new Set(['0.0.0.0', '::']);

function defaultPublicUrl(host: string, port: number): string {
  const named = ANY_ADDRESS.has(host) ? '127.0.0.1' : host;
  return new URL(`http://${named.includes(':') ? `[${named}]` : named}:${port}`).origin;
}

/** The configuration once the listener has its port: with `PORT=0` the default `publicUrl` could not name it. */
export function withPort(config: Config, port: number): Config {
  const given = config.publicUrl !== defaultPublicUrl(config.host, config.port);
  const publicUrl = given ? config.publicUrl : defaultPublicUrl(config.host, port);
  return Object.freeze({ ...config, port, publicUrl });
}

/**
 * The environment of this process over `.env` in `folder`, where there is one. A variable that is set but
 * empty wins too, and so takes one of `.env` away. Throws when `.env` is there and cannot be read.
 */
export function readEnvironment(folder = '.', env: Environment = process.env): Environment {
  return { ...readDotEnv(join(folder, '.env')), ...env };
}

function readDotEnv(file: string): Environment {
  try {
    return parse(readFileSync(file));
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new Error(
      `${file} cannot be read (${code}): let the account that runs Vafa read it, or remove it`,
      {
        cause: error,
      },
    );
  }
}

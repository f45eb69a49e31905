import { accessSync, constants, statSync } from 'node:fs';
import { z } from 'zod';
import { logLevels } from './log.ts';
import { URL_SAFE_SECRET } from './secrets.ts';

/** Each environment variable: what it may hold, and in one sentence what to do when it does not. */
interface Setting {
  readonly schema: z.ZodType;
  readonly cure: string;
}

export type SettingName = keyof typeof settings;
/** The values as `settings` reads them. */
export type Settings = { readonly [K in SettingName]: z.output<(typeof settings)[K]['schema']> };

export const roleNames = ['web', 'worker', 'scheduler'] as const;
const RIAL_MAX = 1_000_000;
const PORT_MAX = 65_535;
const PROXY_HOPS_MAX = 10;

/**
 * Every setting. The messages of the schemas say what is wrong, and never repeat a value that is secret;
 * `cure` says what to do.
 */
export const settings = {
  DATA_DIR: { schema: z.string().default('data'), cure: 'Give the path of a folder.' },
  PORT: {
    schema: wholeNumber(PORT_MAX).default(3000),
    cure: `Give a number from 0 to ${PORT_MAX}; 0 takes any free port.`,
  },
  HOST: {
    schema: matching(/^[A-Za-z0-9.:_-]+$/, 'is no address to listen on').default('127.0.0.1'),
    cure: 'Give 127.0.0.1 for this machine only, 0.0.0.0 for every network, or one address of this machine.',
  },
  PUBLIC_URL: {
    schema: z.string().transform(toOrigin).optional(),
    cure: 'Give what people type to reach this server, such as https://club.example.com, without a path.',
  },
  DATABASE_URL: {
    schema: z.string().superRefine(mustNameDatabase).optional(),
    cure: 'Give sqlite: and the path of the file, such as sqlite:data/vafa.sqlite, or mysql://user:password@host:3306/database, or leave it out.',
  },
  REDIS_URL: {
    schema: z.string().superRefine(mustNameRedis).optional(),
    cure: 'Give redis://host:6379 (rediss:// over TLS, redis://:password@host:6379 with a password, redis://host:6379/1 for its database 1), or leave it out: the queue then works inside the process.',
  },
  ROLES: {
    schema: z.string().default(roleNames.join()).transform(toRoles),
    cure: `List one or more of ${roleNames.join(', ')}, parted by commas.`,
  },
  PROGRAM_FILE: {
    schema: z.string().default('rules/programs/cafe.json').superRefine(mustBeReadable),
    cure: "Give the path of the shop's program, a JSON file that the account which runs Vafa can read.",
  },
  CHANNEL_SECRET: {
    schema: matching(URL_SAFE_SECRET, 'is too short or has other characters than A-Z a-z 0-9 _ -').optional(),
    cure: 'Give 16 to 128 of these characters, or leave it out: one is then made and kept.',
  },
  SESSION_SECRET: {
    schema: z.string().min(16, 'is too short').optional(),
    cure: 'Give 16 characters or more that nobody can guess, or leave it out: one is then made and kept.',
  },
  KAVENEGAR_API_KEY: {
    schema: matching(/^[A-Za-z0-9+=._-]{8,}$/, 'is no API key').optional(),
    cure: 'Copy the key from the settings page of your Kavenegar account, or leave it out to use the simulator.',
  },
  KAVENEGAR_SENDER: {
    schema: matching(/^\d{4,15}$/, 'is no line').optional(),
    cure: "Give the line's 4 to 15 digits, without +, or leave it out for the account's own line.",
  },
  KAVENEGAR_BASE_URL: root('https://api.kavenegar.com'),
  TELEGRAM_BOT_TOKEN: botToken('@BotFather in Telegram'),
  TELEGRAM_API_ROOT: root('https://api.telegram.org'),
  TELEGRAM_MODE: choice(['polling', 'webhook'], 'polling'),
  BALE_BOT_TOKEN: botToken('@botfather in Bale'),
  BALE_API_ROOT: root('https://tapi.bale.ai'),
  USSD_CODE: {
    schema: matching(/^\*[\d*]{1,20}#$/, 'is no USSD code').optional(),
    cure: 'Give the code as people dial it, such as *789*1#, in quotation marks in .env, or leave it out.',
  },
  SIMULATOR: choice(['auto', 'on', 'off'], 'auto'),
  SMS_PERSIAN_PART_RIAL: rial(2_000),
  SMS_LATIN_PART_RIAL: rial(4_000),
  TRUST_PROXY: {
    schema: z.string().default('loopback').transform(toTrustProxy),
    cure: `Give loopback, none, or how many proxies stand before this server (1 to ${PROXY_HOPS_MAX}).`,
  },
  LOG_LEVEL: choice(logLevels, 'info'),
} satisfies Record<string, Setting>;

/** A setting that is one of a few words. */
function choice<const T extends readonly [string, ...string[]]>(allowed: T, fallback: T[number]) {
  const list = allowed.join(', ');
  const error = ({ input }: { input?: unknown }) => `is ${JSON.stringify(input)}; allowed are ${list}`;
  return { schema: z.enum(allowed, { error }).default(fallback as never), cure: `Give one of ${list}.` };
}

function matching(pattern: RegExp, problem: string) {
  return z.string().regex(pattern, problem);
}

function wholeNumber(max: number) {
  return matching(/^\d{1,9}$/, 'is no whole number').transform((text, context) => {
    const value = Number(text);
    if (value > max) context.addIssue(`is more than ${max}`);
    return value;
  });
}

function rial(fallback: number) {
  return {
    schema: wholeNumber(RIAL_MAX).default(fallback),
    cure: 'Give the price of one part of an SMS in rial, in Latin digits alone, as your contract has it.',
  };
}

function botToken(giver: string) {
  return {
    schema: matching(/^\d{3,20}:[\w-]{10,}$/, 'is no bot token').optional(),
    cure: `Give the token as ${giver} gave it, digits:characters, or leave it out.`,
  };
}

/** Where a provider is. Keys travel in its paths, so it is https except on this machine. */
function root(fallback: string) {
  return {
    schema: z.string().default(fallback).transform(toRoot),
    cure: `Give an https:// address without a query, or leave it out for ${fallback}.`,
  };
}

/** Whether a URL stays on this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

interface Context {
  addIssue(message: string): void;
}

function toWebUrl(text: string, context: Context): URL {
  // At most a scheme, host, port and path: no user, query or fragment.
  if (/^https?:\/\/[^\s@?#\\]+$/i.test(text) && URL.canParse(text)) return new URL(text);
  context.addIssue('is no plain http:// or https:// address');
  return new URL('http://localhost');
}

function mustBeReadable(file: string, context: Context): void {
  try {
    accessSync(file, constants.R_OK);
    if (!statSync(file).isFile()) context.addIssue(`names ${file}, which is no file`);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    context.addIssue(`names ${file}, which cannot be read (${code})`);
  }
}

function toOrigin(text: string, context: Context): string {
  const url = toWebUrl(text, context);
  if (url.pathname !== '/') context.addIssue(`has a path (${url.pathname})`);
  return url.origin;
}

function toRoot(text: string, context: Context): string {
  const url = toWebUrl(text, context);
  if (url.protocol === 'http:' && !isLoopback(url))
    context.addIssue('is not https, and keys travel in its paths');
  return url.href.replace(/\/+$/, '');
}

const sqliteFile = /^sqlite:(?!\/\/[^/]|:memory:).+$/;

/** Says nothing of what is written there: it holds a password. */
function mustNameDatabase(text: string, context: Context): void {
  if (sqliteFile.test(text)) return;
  const url = text.startsWith('mysql://') && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) context.addIssue('names neither a SQLite file nor a MySQL database');
  else if (!/^\/[^/]+$/.test(url.pathname)) context.addIssue('names a MySQL server but no database on it');
  else if (url.username === '') context.addIssue('names no MySQL user');
  else if (url.search + url.hash !== '') context.addIssue('has more after the name of the database');
}

function mustNameRedis(text: string, context: Context): void {
  if (!/^rediss?:\/\/[^/]/.test(text) || !URL.canParse(text)) context.addIssue('is no redis:// address');
  else if (!/^\/?\d{0,5}$/.test(new URL(text).pathname))
    context.addIssue('names no database of Redis by its number');
}

export type Role = (typeof roleNames)[number];

function toRoles(text: string, context: Context): ReadonlySet<Role> {
  const words = text.split(',').map((word) => word.trim());
  const known = words.filter((word): word is Role => (roleNames as readonly string[]).includes(word));
  const unknown = words.filter((word) => !known.includes(word as Role));
  if (unknown.length > 0) {
    context.addIssue(
      `has ${unknown.map((word) => JSON.stringify(word)).join()}; allowed are ${roleNames.join(', ')}`,
    );
  }
  return new Set(known);
}

/** As Express takes it. */
function toTrustProxy(text: string, context: Context): 'loopback' | number | false {
  if (text === 'loopback') return text;
  if (text === 'none') return false;
  const hops = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (hops < 1 || hops > PROXY_HOPS_MAX) context.addIssue(`is ${JSON.stringify(text)}`);
  return hops;
}

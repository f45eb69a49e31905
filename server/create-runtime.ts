import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createKavenegar } from '../channels/kavenegar/kavenegar.ts';
import { createSimulator } from '../channels/simulator/simulator.ts';
import { createTelegram } from '../channels/telegram/telegram.ts';
import type { Channel } from '../channels/types.ts';
import { createBell } from './bell.ts';
import { checkAtStart, NotUsable } from './check-at-start.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { openClub } from './club.ts';
import type { BotConfig, Config } from './config.ts';
import { watchDatabase } from './database-watch.ts';
import { bad } from './finding.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { watchBacklog } from './outbox/backlog.ts';
import { readProgramFile } from './program-file.ts';
import { createMemoryShared } from './queue/memory-shared.ts';
import type { Runtime } from './runtime.ts';
import { retryReasons } from './store/errors.ts';
import { compareSecrets, ensureInstallation } from './store/installation.ts';
import { migrate, schemaVersion } from './store/migrate.ts';
import type { MigrateOptions } from './store/migrate.ts';
import { countActivations } from './store/programs.ts';
import { ensureFirstShop } from './store/shops.ts';
import { createStore } from './store/store.ts';
import type { Tx } from './store/tx.ts';
import { keepProgramFile } from './usecases/keep-programs.ts';

/** What tests put in place of the real thing. */
export interface Substitutes {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly channels?: Runtime['channels'];
}

export interface CreateOptions {
  /** For a tool that makes the database: which secrets all processes must have is left to the first server. */
  readonly tool?: boolean;
  /** For a database that is thrown away: nothing is said to anybody, and nothing has to outlive a power cut. */
  readonly scratch?: boolean;
}

/**
 * The one place where the parts are put together: opens and migrates the database, puts the program in force
 * and sets the channels up. Nothing runs yet. Throws `ProgramError` for a program that cannot be used, and
 * `NotUsable` for a database or Redis that cannot, or secrets that are not those of the other processes.
 */
export async function createRuntime(
  config: Config,
  substitutes: Substitutes = {},
  { tool, scratch = false }: CreateOptions = {},
): Promise<Runtime> {
  const programs = await readProgramFile(config.programFile);
  return assemble(config, substitutes, {
    scratch,
    serves: tool !== true,
    prepare: async ({ store, clock, log }) => {
      if (!scratch) await checkAtStart({ config, store, log });
      const steps = await migrate(store);
      if (steps.length > 0) log.info({ steps: steps.length }, 'database migrated');
      return store.transaction(async (tx) => {
        if (tool !== true) await agreeOnSecrets(tx, config, clock.now());
        const [own] = programs;
        assert(own, 'a program file that was read holds a program');
        await ensureFirstShop(tx, own, clock.now());
        const installation = await ensureInstallation(tx, clock.now());
        await keepProgramFile(tx, programs, { actor: 'start', now: clock.now() });
        return { installation };
      });
    },
  });
}

/**
 * Before anything is written: with another secret, a process answers the providers with 404, or ends the log-ins
 * that the others began.
 */
async function agreeOnSecrets(tx: Tx, config: Config, now: number): Promise<void> {
  const settings = { channelSecret: 'CHANNEL_SECRET', sessionSecret: 'SESSION_SECRET' } as const;
  const differing = await compareSecrets(tx, config, now);
  if (differing.length === 0) return;
  const these = differing.map((name) => settings[name]).join(' and ');
  throw new NotUsable([
    bad(
      'secrets',
      `${these} of this process: not what this database was served with before`,
      'Where other machines serve it, set CHANNEL_SECRET and SESSION_SECRET to what they have; where a secrets.json ' +
        'was lost, put it back. To serve with these from now on: ./scripts/vafa addresses --renew',
    ),
  ]);
}

/**
 * As `createRuntime`, for a tool beside a server that may be running: takes the database and the program in
 * force as the server left them and changes neither, whatever the program file says meanwhile. Throws
 * `NotPrepared` where there is nothing to take.
 */
export function attachRuntime(
  config: Config,
  substitutes: Substitutes = {},
  { scratch = false, ...options }: Pick<MigrateOptions, 'restoring'> & Pick<CreateOptions, 'scratch'> = {},
): Promise<Runtime> {
  return assemble(config, substitutes, {
    scratch,
    serves: false,
    prepare: async ({ store }) => {
      const { database, code } = await schemaVersion(store, options);
      if (database !== code) throw new NotPrepared(database, code);
      if ((await countActivations(store)) === 0) throw new NotPrepared(0, code);
      return {};
    },
  });
}

/** A database that no server of this version has prepared. `database` is its schema; 0: it is empty. */
export class NotPrepared extends Error {
  override readonly name = 'NotPrepared';
  readonly database: number;
  readonly code: number;

  constructor(database: number, code: number) {
    super(`the database is at schema ${database}, this version of Vafa needs ${code}`);
    this.database = database;
    this.code = code;
  }
}

type Base = Pick<Runtime, 'store' | 'clock' | 'log'>;

interface Prepared {
  /** Absent for a tool, which has nothing to do with what the server's processes share. */
  readonly installation?: string;
}

interface Assembling {
  /** Whether people and providers wait for what it does. */
  readonly serves: boolean;
  readonly scratch: boolean;
  readonly prepare: (base: Base) => Promise<Prepared>;
}

const serverSilenceMs = 12_000;

async function assemble(
  config: Config,
  substitutes: Substitutes,
  { serves, scratch, prepare }: Assembling,
): Promise<Runtime> {
  const clock = substitutes.clock ?? systemClock;
  const log = substitutes.log ?? createLog({ level: config.logLevel, secrets: secretsOf(config) });
  const metrics = createMetrics();
  // A series that is there from the start has its first rise seen too.
  for (const reason of retryReasons) metrics.transactionRetries.inc({ reason }, 0);
  const store = createStore({
    url: config.databaseUrl,
    now: () => clock.now(),
    onRetry: (reason) => metrics.transactionRetries.inc({ reason }),
    // A tool beside the server may read for minutes; who asks the server gives up long before that.
    ...(serves && { silenceMaxMs: serverSilenceMs }),
    ...(scratch && { durable: false }),
  });
  try {
    const { installation } = await prepare({ store, clock, log });
    const club = await openClub(store, clock);
    for (const { program, version } of serves ? club.programs : [])
      log.info({ program: program.code, version }, 'program in force');
    const channels = substitutes.channels ?? createChannels(config, log);
    watchBacklog(metrics, store, clock);
    const bell = createBell();
    const shared = await createShared(config.redisUrl, { installation, bell, log, metrics });
    // A tool says it to the person at the terminal.
    const watched = serves ? watchDatabase(store, log) : store;
    const parts = { config, store: watched, clock, log, metrics, bell, shared, club, channels };
    return scratch ? { ...parts, silent: true } : parts;
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface SharedParts extends Pick<Runtime, 'bell' | 'log' | 'metrics'> {
  readonly installation: string | undefined;
}

/** It connects to nothing before it is started. A shop without Redis does not wait for its libraries to load. */
async function createShared(url: string | undefined, { installation, bell, log, metrics }: SharedParts) {
  if (url === undefined || installation === undefined) return createMemoryShared();
  const { createRedisShared } = await import('./queue/redis-shared.ts');
  const shared = createRedisShared({ url, installation, bell, log });
  metrics.watchRedis(() => shared.up());
  return shared;
}

/** What must never be seen in a log. */
export function secretsOf(config: Config): string[] {
  const { channelSecret, sessionSecret, kavenegar, telegram, bale } = config;
  const keys = [kavenegar?.apiKey, telegram?.token, bale?.token].filter((key) => key !== undefined);
  const proofs = (['telegram', 'bale'] as const).map((name) => webhookSecretOf(name, channelSecret));
  return [channelSecret, sessionSecret, ...keys, ...proofs, ...passwordsOf(config)];
}

function passwordsOf({ databaseUrl, redisUrl = '' }: Config): string[] {
  return [databaseUrl, redisUrl]
    .filter((url) => URL.canParse(url))
    .map((url) => decodeURIComponent(new URL(url).password));
}

/** The providers that are set up; the simulator in the place of those that are not, where it is wanted. */
function createChannels(config: Config, log: Log): Runtime['channels'] {
  const { kavenegar, telegram, bale, simulator } = config;
  const simulated = (name: 'sms' | 'telegram') => (simulator ? { [name]: createSimulator(name) } : {});
  return {
    ...(kavenegar ? { sms: createKavenegar(kavenegar) } : simulated('sms')),
    ...(telegram ? { telegram: createBot('telegram', telegram, { config, log }) } : simulated('telegram')),
    ...(bale && { bale: createBot('bale', bale, { config, log }) }),
  };
}

function createBot(
  name: 'telegram' | 'bale',
  bot: BotConfig,
  { config, log }: { config: Config; log: Log },
): Channel {
  const { publicUrl, channelSecret } = config;
  const webhook = {
    webhookUrl: `${publicUrl}/channels/${name}/${channelSecret}`,
    webhookSecret: webhookSecretOf(name, channelSecret),
  };
  return createTelegram({
    name,
    ...bot,
    ...(bot.mode === 'webhook' && webhook),
    onProblem: ({ code, message, needsPerson }) =>
      log[needsPerson ? 'error' : 'warn']({ channel: name, code }, message),
  });
}

/** Telegram repeats it in a header of every call; made from the secret we have, so that it needs no setting. */
function webhookSecretOf(name: 'telegram' | 'bale', channelSecret: string): string {
  return createHmac('sha256', channelSecret).update(name).digest('hex');
}

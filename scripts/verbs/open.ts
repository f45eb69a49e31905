import { existsSync } from 'node:fs';
import { loadConfig, readEnvironment } from '../../server/config.ts';
import type { Config, ConfigFault } from '../../server/config.ts';
import { attachRuntime, createRuntime, NotPrepared, secretsOf } from '../../server/create-runtime.ts';
import type { Substitutes } from '../../server/create-runtime.ts';
import { createLog } from '../../server/log.ts';
import type { Runtime } from '../../server/runtime.ts';
import { Complaint } from './fail.ts';
import { count } from './print.ts';

export interface OpenOptions {
  /** Makes the database where there is none; otherwise that is a complaint, as a wrong path is likelier. */
  readonly makes?: boolean;
  /** Sets the channels up, which contacts nobody yet. */
  readonly channels?: boolean;
}

/**
 * Does a verb's work on the database and the program in force, beside a server that may be running, and closes
 * it. No service is started. Warnings of the parts below go to stderr.
 */
export async function withRuntime<T>(
  work: (runtime: Runtime) => Promise<T>,
  { makes = false, channels = false }: OpenOptions = {},
): Promise<T> {
  const config = readConfig({ makes });
  const substitutes = { log: logOf(config), ...(!channels && { channels: {} }) };
  const runtime = await open(config, substitutes, makes);
  try {
    return await work(runtime);
  } finally {
    await runtime.store.close();
  }
}

async function open(config: Config, substitutes: Substitutes, makes: boolean): Promise<Runtime> {
  const file = databaseFile(config);
  if (file === undefined) return openServer(config, substitutes, makes);
  if (existsSync(file)) return attachRuntime(config, substitutes);
  if (makes) return createRuntime(config, substitutes, { tool: true });
  throw new Complaint(
    `There is no database at ${file}: check DATABASE_URL and DATA_DIR, or run ./scripts/vafa migrate to make one.`,
  );
}

async function openServer(config: Config, substitutes: Substitutes, makes: boolean): Promise<Runtime> {
  try {
    return await attachRuntime(config, substitutes);
  } catch (error) {
    if (makes && error instanceof NotPrepared && error.database === 0)
      return createRuntime(config, substitutes, { tool: true });
    throw error;
  }
}

/** The settings, or a complaint that lists all their faults. Makes secrets only for who makes a database. */
export function readConfig({ makes = false }: Pick<OpenOptions, 'makes'> = {}): Config {
  const loaded = loadConfig(readEnvironment(), { makes });
  if (loaded.ok) return loaded.config;
  throw new Complaint(
    `${count(loaded.faults.length, 'setting')} must be mended first:\n${faultLines(loaded.faults).join('\n')}`,
  );
}

function faultLines(faults: readonly ConfigFault[]): string[] {
  return faults.map(({ name, problem, cure }) => `  ${name} ${problem}. ${cure}`);
}

/** Logs of a command go where they do not mix with its answer, and only where something is wrong. */
export function logOf(config: Config) {
  return createLog({ level: 'warn', secrets: secretsOf(config), destination: process.stderr });
}

/** Where the database is, when it is a file. */
export function databaseFile({ databaseUrl }: Config): string | undefined {
  return /^sqlite:(.+)$/.exec(databaseUrl)?.[1];
}

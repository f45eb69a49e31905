import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../rules/program.ts';
import { loadConfig } from '../config.ts';
import { attachRuntime, createRuntime, secretsOf } from '../create-runtime.ts';
import { createLog } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { migrate } from '../store/migrate.ts';
import { createStore } from '../store/store.ts';
import type { Reader, Row } from '../store/tx.ts';
import { createDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { createReplayClock, createScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { makeScratchFolder } from './scratch-folder.ts';

/** What the scratch club goes by: programs from the beginning, or what another club has had in force, and when. */
export type Rulebook = { readonly programs: readonly Program[] } | { readonly asIn: Reader };

export interface ScratchOptions {
  readonly rulebook: Rulebook;
  readonly answers?: boolean;
  /** See `Scene`. */
  readonly jobsAsRun?: boolean;
  readonly directory?: Directory;
}

/** Does some work in a club of its own, made for it and gone afterwards: nothing is said to anybody. */
export async function withScratchClub<T>(
  { rulebook, answers = true, jobsAsRun = false, directory = createDirectory() }: ScratchOptions,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const folder = makeScratchFolder();
  try {
    const clock = createReplayClock();
    const runtime = await openRuntime(folder.path, rulebook, clock);
    try {
      return await work(await createScene({ runtime, clock, directory, answers, jobsAsRun }));
    } finally {
      await runtime.store.close();
    }
  } finally {
    folder.remove();
  }
}

type ReplayClock = Scene['clock'];

async function openRuntime(path: string, rulebook: Rulebook, clock: ReplayClock): Promise<Runtime> {
  const programFile = join(path, 'program.json');
  // The settings want one, also where the programs come from another club.
  writeFileSync(programFile, JSON.stringify('programs' in rulebook ? rulebook.programs : []));
  const config = configIn(path, programFile);
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config), destination: process.stderr });
  const substitutes = { clock, log, channels: {} };
  if ('programs' in rulebook) return createRuntime(config, substitutes, { tool: true, scratch: true });
  await copyRulebook(config.databaseUrl, rulebook.asIn);
  return attachRuntime(config, substitutes, { scratch: true });
}

/** Nothing of the surroundings has a say in it. */
function configIn(path: string, programFile: string) {
  const secret = () => randomBytes(32).toString('hex');
  const loaded = loadConfig({
    ...{ DATA_DIR: path, DATABASE_URL: `sqlite:${join(path, 'replay.sqlite')}`, PROGRAM_FILE: programFile },
    ...{ CHANNEL_SECRET: secret(), SESSION_SECRET: secret(), LOG_LEVEL: 'warn' },
  });
  assert(loaded.ok, 'the settings of a scratch club are whole');
  return loaded.config;
}

/** What decides which rules are in force when, and in which shops. */
const rulebookTables = ['programs', 'program_versions', 'program_activations', 'shops'] as const;

async function copyRulebook(url: string, from: Reader): Promise<void> {
  const store = createStore({ url, now: () => 0, durable: false });
  try {
    await migrate(store);
    for (const table of rulebookTables) {
      const rows = await from.all<Row>(`SELECT * FROM ${table}`);
      await store.transaction(async (tx) => {
        for (const row of rows) await tx.insert(table, [row]);
      });
    }
  } finally {
    await store.close();
  }
}

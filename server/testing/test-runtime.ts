import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutboundMessage } from '../../channels/types.ts';
import type { Clock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import type { Environment } from '../config.ts';
import { createRuntime } from '../create-runtime.ts';
import { createInboxWorker } from '../inbox/handle.ts';
import { createLog } from '../log.ts';
import { dispatch } from '../outbox/dispatch.ts';
import { createRelay } from '../outbox/relay.ts';
import type { Lease, Queue } from '../queue/queue.ts';
import type { Runtime } from '../runtime.ts';
import { createFakeChannel } from './fake-channel.ts';
import { takeTestDatabase } from './test-database.ts';
import { testProgram } from './test-program.ts';

/** A clock that stands still until it is moved, or runs on. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** To a moment in ISO form. */
  set(iso: string): void;
  /** From now on it is a millisecond later at each asking, as a real one is. */
  runOn(): void;
}

export interface TestRuntimeOptions {
  /** Settings over those of the tests. */
  readonly env?: Environment;
  /** The program in force; `testProgram` when not given. */
  readonly program?: unknown;
  /** Surely on a SQLite file, for what only files have. */
  readonly onFile?: true;
  /** The first moment; 11:30 in Tehran on 2026-01-10 when not given. */
  readonly startAt?: string;
  /**
   * The ways out. A fake for SMS when not given; `configured` makes what the settings ask for, as the server
   * does: the simulator, or the real channels against fakes of the providers.
   */
  readonly channels?: Runtime['channels'] | 'configured';
}

/** A runtime on a database of its own, with the means to move time and to see what went out. */
export interface TestRuntime extends Runtime {
  readonly clock: FakeClock;
  /** The folder that all of it lives in. */
  readonly dir: string;
  /** What the fake channel for SMS took; empty where other channels were given. */
  readonly sent: readonly OutboundMessage[];
  /** The log, line by line. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Handles what came in and sends what is due until nothing is left to do at this moment. */
  settle(): Promise<void>;
  /** Rows of a table, all or those that a condition holds for. */
  count(table: string, where?: string): Promise<number>;
  close(): Promise<void>;
}

export const testSecret = 'test-channel-secret';

/** Puts together a runtime as the server does, in a temporary folder. `close` removes it. */
export async function createTestRuntime(options: TestRuntimeOptions = {}): Promise<TestRuntime> {
  const dir = mkdtempSync(join(tmpdir(), 'vafa-'));
  const clock = createFakeClock(options.startAt ?? '2026-01-10T08:00:00.000Z');
  const lines: Record<string, unknown>[] = [];
  const given = options.onFile === true || options.env?.['DATABASE_URL'] !== undefined;
  const database = given ? undefined : await takeTestDatabase();
  const config = configIn(dir, { ...options, env: { ...database?.env, ...options.env } });
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const log = createLog({ level: 'trace', secrets: [config.channelSecret], destination });
  const sms = createFakeChannel('sms');
  const { channels = { sms } } = options;
  const substitutes = { clock, log, ...(channels !== 'configured' && { channels }) };
  const runtime = await createRuntime(config, substitutes);
  return {
    ...{ ...runtime, clock, dir, lines, sent: sms.sent },
    settle: () => settle(runtime),
    async count(table, where = '1 = 1') {
      const row = await runtime.store.one<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`);
      return row?.n ?? 0;
    },
    async close() {
      await runtime.store.close();
      await database?.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function createFakeClock(startAt: string): FakeClock {
  let now = Date.parse(startAt);
  let stepMs = 0;
  return {
    now: () => (now += stepMs),
    runOn: () => void (stepMs = 1),
    advance: (ms) => void (now += ms),
    set: (iso) => void (now = Date.parse(iso)),
  };
}

function configIn(dir: string, { env = {}, program = testProgram }: TestRuntimeOptions) {
  const programFile = join(dir, 'program.json');
  writeFileSync(programFile, JSON.stringify(program));
  const loaded = loadConfig({
    ...{ DATA_DIR: dir, PORT: '0', PROGRAM_FILE: programFile, TRUST_PROXY: 'none' },
    ...{ CHANNEL_SECRET: testSecret, SESSION_SECRET: 'test-session-secret-of-32-letters' },
    ...env,
  });
  assert(loaded.ok, JSON.stringify(loaded.ok || loaded.faults));
  return loaded.config;
}

const roundsMax = 100;

/** One message after the other and in this very call, so that a test knows when all is done. */
async function settle(runtime: Runtime): Promise<void> {
  const inbox = createInboxWorker(runtime);
  const relay = createRelay(runtime, createDirectQueue(runtime));
  for (let round = 0; round < roundsMax; round++) {
    const done = (await inbox.drain()) + (await relay.sweep());
    if (done === 0) return;
  }
  throw new Error(`there is still something to do after ${roundsMax} rounds`);
}

function createDirectQueue(runtime: Runtime): Queue {
  return {
    room: () => Promise.resolve(64),
    async add(leases: readonly Lease[]) {
      for (const lease of leases) await dispatch(runtime, lease);
    },
    work: () => undefined,
    close: () => Promise.resolve(),
  };
}

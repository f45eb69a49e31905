import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { startFakeKavenegar } from './fake-kavenegar.ts';
import type { FakeKavenegar } from './fake-kavenegar.ts';
import { startFakeTelegram } from './fake-telegram.ts';
import type { FakeTelegram } from './fake-telegram.ts';
import { makeTestDatabase, takeTestDatabase } from './test-database.ts';
import { testProgram } from './test-program.ts';
import { testSecret } from './test-runtime.ts';

/** What outlives a server that dies: the database, and the providers. */
export interface Stage {
  /** The settings of every server on it. */
  readonly env: Readonly<Record<string, string>>;
  readonly store: Store;
  readonly sms: FakeKavenegar;
  readonly chat: FakeTelegram;
  remove(): Promise<void>;
}

export interface StageOptions {
  /** Settings over those of the stage. */
  readonly env?: Readonly<Record<string, string>>;
  /** The database has no tables yet. */
  readonly empty?: boolean;
}

const botToken = '4242:the-token-of-the-test-bot';

/** Sets one up, with a program in whose time zone it is midday: all jobs are due, and no message waits for the morning. */
export async function setStage({ env = {}, empty = false }: StageOptions): Promise<Stage> {
  const database = await (empty ? makeTestDatabase() : takeTestDatabase());
  // It forgets: only asking first keeps a message from going out twice.
  const sms = await startFakeKavenegar({ remembersLocalIds: false });
  const chat = await startFakeTelegram({ token: botToken });
  const folder = mkdtempSync(join(tmpdir(), 'vafa-walk-'));
  const programFile = join(folder, 'program.json');
  writeFileSync(programFile, JSON.stringify({ ...testProgram, timeZone: middayZone(new Date()) }));
  const store = createStore({ url: database.env.DATABASE_URL, now: Date.now });
  return {
    ...{ store, sms, chat },
    env: {
      ...{ DATA_DIR: folder, PROGRAM_FILE: programFile, ROLES: 'web,worker', LOG_LEVEL: 'fatal' },
      ...{ CHANNEL_SECRET: testSecret, SESSION_SECRET: 'test-session-secret-of-32-letters' },
      ...{ KAVENEGAR_API_KEY: sms.apiKey, KAVENEGAR_BASE_URL: sms.url, KAVENEGAR_SENDER: '10004346' },
      ...{ TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_ROOT: chat.apiRoot },
      ...database.env,
      ...env,
    },
    async remove() {
      await store.close();
      await Promise.all([sms.close(), chat.close()]);
      await database.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where it is between twelve and one at this moment. The names count westwards. */
export function middayZone(now: Date): string {
  const west = now.getUTCHours() - 12;
  return `Etc/GMT${west < 0 ? '' : '+'}${west}`;
}

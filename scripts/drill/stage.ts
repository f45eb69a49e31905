import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../server/config.ts';
import { createRuntime } from '../../server/create-runtime.ts';
import { createLog } from '../../server/log.ts';
import type { Runtime } from '../../server/runtime.ts';
import { createStore } from '../../server/store/store.ts';
import { startFakeKavenegar } from '../../server/testing/fake-kavenegar.ts';
import { startFakeTelegram } from '../../server/testing/fake-telegram.ts';
import { firstShopCode, shopByCode } from '../../server/store/shops.ts';
import { makeApiKey } from '../../server/usecases/api-keys.ts';
import { enrollCelebrants } from './celebrants.ts';
import type { Celebrants } from './celebrants.ts';
import { createClub, freePort } from './club-processes.ts';
import { botToken, clubSettings } from './club-settings.ts';
import { startDataServers } from './data-servers.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { patiently } from './heal.ts';
import type { Breakables } from './mayhem.ts';
import type { Random } from './random.ts';

/** All that a drill is played on. */
export interface Stage extends Breakables {
  readonly folder: string;
  /** From now on the folder outlives the drill. */
  keepFolder(): void;
  /** The drill's own way into the database, past every fault. */
  readonly runtime: Runtime;
  readonly bearers: readonly [string, ...string[]];
  readonly channelSecret: string;
  readonly celebrants: Celebrants;
}

/** What has to be undone at the end, the last first, whatever comes in between. */
export type Undoing = (() => unknown)[];

/** Sets everything up; the club's processes are not started yet. What it starts it notes in `undoing` at once. */
export async function setStage(random: Random, undoing: Undoing): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'vafa-drill-'));
  let kept = false;
  undoing.push(() => kept || rmSync(folder, { recursive: true, force: true }));
  const servers = await startDataServers(join(folder, 'services'));
  undoing.push(() => Promise.all([servers.mariadb.end(), servers.redis.end()]));
  const upstreamPort = Number(new URL(servers.databaseUrl).port);
  const databaseProxy = await startFaultProxy({ upstreamPort, random: random.fork('database proxy') });
  undoing.push(() => databaseProxy.close());
  const redisProxy = await startFaultProxy({
    ...{ upstreamPort: servers.redisPort, random: random.fork('redis proxy') },
  });
  undoing.push(() => redisProxy.close());
  // It forgets our ids: only who asks before sending again sends once.
  const sms = await startFakeKavenegar({ remembersLocalIds: false });
  undoing.push(() => sms.close());
  const chat = await startFakeTelegram({ token: botToken });
  undoing.push(() => chat.close());
  const webPorts = [await freePort(), await freePort()] as const;
  const settings = clubSettings({ folder, sms, chat, webPort: webPorts[0] });
  const { runtime, bearers } = await prepare({ ...settings, DATABASE_URL: servers.databaseUrl });
  undoing.push(() => runtime.store.close());
  const celebrants = await enrollCelebrants(runtime);
  const env = { ...settings, DATABASE_URL: through(servers.databaseUrl, databaseProxy.port) };
  const redisUrl = `redis://127.0.0.1:${redisProxy.port}`;
  const club = createClub({ env: { ...env, REDIS_URL: redisUrl }, folder, webPorts });
  undoing.push(() => Promise.all(club.all.map((one) => one.end())));
  const { CHANNEL_SECRET: channelSecret } = settings;
  return {
    ...{ folder, keepFolder: () => void (kept = true), runtime, bearers, channelSecret, club },
    celebrants,
    ...{ servers, databaseProxy, redisProxy, sms, chat },
  };
}

function through(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}

/** So many tills, so that no key meets its limit. */
const tills = 4;

/** Makes the tables and the tills' keys. */
async function prepare(env: Readonly<Record<string, string>>): Promise<Pick<Stage, 'runtime' | 'bearers'>> {
  const loaded = loadConfig(env);
  if (!loaded.ok) throw new Error(`the drill's own settings are wrong: ${JSON.stringify(loaded.faults)}`);
  const log = createLog({ level: 'fatal', secrets: [], destination: process.stderr });
  await untilUp(loaded.config.databaseUrl);
  const runtime = await createRuntime(loaded.config, { log, channels: {} });
  const shop = await shopByCode(runtime.store, firstShopCode);
  if (!shop) throw new Error('there is a first shop');
  const asked = { name: 'till', role: 'pos', shopId: shop.id, actor: 'drill' } as const;
  const bearer = async () => (await makeApiKey(runtime, asked)).key;
  const bearers: [string, ...string[]] = [await bearer()];
  while (bearers.length < tills) bearers.push(await bearer());
  return { runtime, bearers };
}

/** The server was started over again a moment ago. */
async function untilUp(url: string): Promise<void> {
  const store = createStore({ url, now: Date.now });
  try {
    await patiently(() => store.one('SELECT 1 AS up'));
  } finally {
    await store.close();
  }
}

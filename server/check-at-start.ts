import type { Config } from './config.ts';
import type { Finding } from './finding.ts';
import type { Log } from './log.ts';
import { lookAtRedis } from './queue/judge-redis.ts';
import { inspectStore } from './store/inspect.ts';
import { inspectSchema } from './store/inspect-schema.ts';
import { schemaVersion } from './store/migrate.ts';
import type { Store } from './store/store.ts';

interface Surroundings {
  readonly config: Pick<Config, 'databaseUrl' | 'redisUrl'>;
  readonly store: Store;
  readonly log: Log;
}

/**
 * Looks at the database and Redis before anything is done with them: what can lose data is said in the log with
 * its cure, and what cannot work throws `NotUsable`.
 */
export async function checkAtStart({ config, store, log }: Surroundings): Promise<void> {
  const { databaseUrl, redisUrl } = config;
  const found = await Promise.all([
    inspectStore(store, databaseUrl),
    redisUrl === undefined ? [] : lookAtRedis(redisUrl),
  ]);
  const findings = found.flat();
  if (!findings.some(isBroken)) findings.push(...(await newerSchema(store)));
  for (const { mark, part, what, cure } of findings) if (mark === 'look') log.warn({ part, cure }, what);
  const broken = findings.filter(isBroken);
  if (broken.length > 0) throw new NotUsable(broken);
}

const isBroken = ({ mark }: Finding) => mark === 'bad';

/** An older one is brought up to date next; of a newer one nothing is known. */
async function newerSchema(store: Store): Promise<Finding[]> {
  const { database, code } = await schemaVersion(store);
  return database > code ? [await inspectSchema(store)] : [];
}

/** What surrounds the server is such that it cannot work. The message says all of it, with the cures. */
export class NotUsable extends Error {
  override readonly name = 'NotUsable';

  constructor(findings: readonly Finding[]) {
    const lines = findings.map(({ part, what, cure = '' }) => `  ${part}: ${what}.\n      ${cure}`);
    super(['Vafa cannot start:', ...lines].join('\n'));
  }
}

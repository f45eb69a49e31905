import { createClient } from 'redis';
import { within } from './within.ts';

/** How a Redis is set up. A setting is `undefined` where the server does not tell it, as rented ones do not. */
export interface RedisSetup {
  /** Such as `7.2.4`. */
  readonly version: string | undefined;
  /** `yes` or `no`: whether what was added outlives a crash. */
  readonly appendonly: string | undefined;
  /** `always`, `everysec` or `no`. */
  readonly appendfsync: string | undefined;
  /** `noeviction`, or which keys are thrown away when the memory is full. */
  readonly maxmemoryPolicy: string | undefined;
}

const answerMaxMs = 2000;

/**
 * Looks at the Redis that `REDIS_URL` names. Rejects within a few seconds where it does not answer or refuses
 * the password; the error's text holds neither the address nor the password.
 */
export async function inspectRedis(redisUrl: string): Promise<RedisSetup> {
  const client = createClient({
    url: redisUrl,
    socket: { connectTimeout: answerMaxMs, reconnectStrategy: false },
  });
  // What goes wrong rejects the call that is waiting; without a listener it would end the process too.
  client.on('error', () => undefined);
  try {
    await within(client.connect(), answerMaxMs);
    return await within(readSetup(client), answerMaxMs);
  } finally {
    if (client.isOpen) client.destroy();
  }
}

interface Asked {
  info(section: string): Promise<string>;
  configGet(name: string): Promise<Record<string, string>>;
}

async function readSetup(client: Asked): Promise<RedisSetup> {
  const version = /^redis_version:(\S+)/m.exec(await client.info('server'))?.[1];
  const setting = async (name: string) => (await client.configGet(name).catch(() => ({}) as never))[name];
  return {
    version,
    appendonly: await setting('appendonly'),
    appendfsync: await setting('appendfsync'),
    maxmemoryPolicy: await setting('maxmemory-policy'),
  };
}

import { bad, fine, look } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { RedisSetup } from './inspect-redis.ts';

/**
 * Whether the Redis that `redisUrl` names can carry the queue and keeps it over a crash. One that is away is
 * only worth a look: Vafa works without it, slower. One that refuses us stays as it is until somebody mends it.
 */
export async function lookAtRedis(redisUrl: string): Promise<Finding[]> {
  // Loaded where it is wanted: most shops have no Redis.
  const { inspectRedis } = await import('./inspect-redis.ts');
  try {
    return judgeRedis(await inspectRedis(redisUrl));
  } catch (error) {
    return [unusable(error instanceof Error ? error.message : String(error), new URL(redisUrl).host)];
  }
}

const oldest = [6, 2] as const;

/** What the settings of a Redis mean for Vafa. */
export function judgeRedis(setup: RedisSetup): Finding[] {
  const findings = [...judgeVersion(setup), ...judgeKeeping(setup), ...judgeMemory(setup)];
  if (findings.length > 0) return findings;
  return [
    fine(
      'redis',
      `Redis ${setup.version ?? ''}: appends to a file (${setup.appendfsync ?? ''}), evicts nothing`,
    ),
  ];
}

function judgeVersion({ version }: RedisSetup): Finding[] {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (version === undefined || major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return [];
  return [
    bad('redis', `Redis ${version} is too old`, `Update it: Vafa needs Redis ${oldest.join('.')} or newer.`),
  ];
}

const inConfiguration = 'in its configuration, and restart it.';

/** Nothing is lost without it, as the database has it all, but what waited is sent later. */
function judgeKeeping({ appendonly, appendfsync }: RedisSetup): Finding[] {
  if (appendonly === undefined) {
    const cure = 'Ask whoever runs it for AOF (appendonly yes) and maxmemory-policy noeviction.';
    return [look('redis', 'it does not tell whether it keeps what it holds', cure)];
  }
  if (appendonly !== 'yes') {
    const what = 'appendonly is off: whatever waits in the queue is gone when it crashes, and is sent later';
    return [look('redis', what, `Set appendonly yes and appendfsync everysec ${inConfiguration}`)];
  }
  if (appendfsync !== 'no') return [];
  const what =
    'appendfsync is no: the last half minute of the queue is gone after a power cut, and is sent later';
  return [look('redis', what, `Set appendfsync everysec ${inConfiguration}`)];
}

function judgeMemory({ maxmemoryPolicy }: RedisSetup): Finding[] {
  if (maxmemoryPolicy === undefined || maxmemoryPolicy === 'noeviction') return [];
  const what = `maxmemory-policy is ${maxmemoryPolicy}: when its memory is full it throws parts of the queue away`;
  return [look('redis', what, `Set maxmemory-policy noeviction ${inConfiguration}`)];
}

function unusable(said: string, address: string): Finding {
  if (/WRONGPASS|NOAUTH|invalid password|without any password/i.test(said)) {
    const cure =
      'Mend the password in REDIS_URL, as redis://:password@host:port, with the signs : / ? # @ % of it written as %3A %2F %3F %23 %40 %25.';
    return bad('redis', `${address} refuses us: the password is wrong or missing`, cure);
  }
  if (said.includes('NOPERM')) {
    return bad(
      'redis',
      `${address} forbids what the queue needs`,
      'Let the user of REDIS_URL do all: ACL SETUSER name ~* &* +@all.',
    );
  }
  const cure = 'Start Redis there, or mend REDIS_URL. Until then Vafa works without it, slower.';
  return look('redis', `${address} cannot be reached`, cure);
}

import { expect } from 'chai';
import { startRedisProcess } from '../testing/redis-process.ts';
import type { RedisProcess } from '../testing/redis-process.ts';
import { rejection } from '../testing/rejection.ts';
import { inspectRedis } from './inspect-redis.ts';

describe('inspectRedis', () => {
  let redis: RedisProcess;

  before(async () => {
    redis = await startRedisProcess({ password: 'a-password-of-the-test' });
  });

  after(() => redis.stop());

  it('tells the version and the settings that decide whether what is added is kept', async () => {
    const setup = await inspectRedis(redis.url);
    expect(setup.version).to.match(/^\d+\.\d+\.\d+$/);
    const rest = { appendonly: 'yes', appendfsync: 'everysec', maxmemoryPolicy: 'noeviction' };
    expect(setup).to.include(rest);
  });

  it('rejects soon, and without the password, where it is refused or nobody answers', async () => {
    const wrong = new URL(redis.url);
    wrong.password = 'a password/with:signs';
    const nobody = 'redis://:a-password-of-the-test@127.0.0.1:1';
    for (const url of [wrong.href, nobody]) {
      const startedAt = Date.now();
      const error = await rejection(inspectRedis(url));
      expect(error).to.be.instanceOf(Error);
      expect(String(error.stack)).to.not.include('password-of').and.not.include('with:signs');
      expect(Date.now() - startedAt).to.be.below(3000);
    }
  });

  it('rejects within seconds where it hangs', async () => {
    redis.freeze();
    const error = await rejection(inspectRedis(redis.url));
    redis.thaw();
    expect(String(error)).to.include('no answer in time');
  });
});

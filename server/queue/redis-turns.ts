import { gapMs } from './send-turn.ts';
import type { Reservation } from './send-turn.ts';
import type { Turn } from './shared.ts';
import type { RedisClient } from './redis-link.ts';

/**
 * The next free turn of a channel and of an address, as in `createTurns`; by Redis' own clock, as those of the
 * workers differ. Fixed windows, as limiting libraries count them, would let twice the rate through where two meet.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local gap, addressGap, waitMax = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local ofAddress = tonumber(redis.call('GET', KEYS[2]) or 0)
if ofAddress > now then return {0, string.format('%.3f', ofAddress - now)} end
local mine = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
if mine - now > waitMax then return {0, string.format('%.3f', mine - now)} end
local function take(key, gap)
  if gap > 0 then
    redis.call('SET', key, string.format('%.3f', mine + gap), 'PX', math.ceil(mine + gap - now) + 1000)
  end
end
take(KEYS[1], gap)
take(KEYS[2], addressGap)
return {1, string.format('%.3f', mine - now)}`;

/** `prefix` stands before the keys, with the hash tag that keeps them together. */
export async function reserveInRedis(
  client: RedisClient,
  prefix: string,
  { turn, waitMaxMs }: { turn: Turn; waitMaxMs: number },
): Promise<Reservation> {
  const { channel, address, rate } = turn;
  const answer = await client.eval(script, {
    keys: [`${prefix}:turn:${channel}`, `${prefix}:turn:${channel}:${address}`],
    arguments: [gapMs(turn), rate.perAddressEveryMs ?? 0, waitMaxMs].map(String),
  });
  const [granted, waitMs] = answer as [number, string];
  return { granted: granted === 1, waitMs: Number(waitMs) };
}

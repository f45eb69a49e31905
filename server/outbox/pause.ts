import type { SendError } from '../../channels/types.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader, Tx } from '../store/tx.ts';

/** A channel whose provider refuses everything (key, credit, line): nothing is sent until it is tried again. */
export interface ChannelPause {
  readonly channel: string;
  /** The provider's code. */
  readonly code: string;
  readonly reason: string;
  readonly sinceAt: number;
  /** When the next message is tried. */
  readonly untilAt: number;
}

/** How long a refused channel rests before one more try. */
const restMs = 5 * 60_000;

/** Stops the channel for a while and says so loudly: somebody must act. */
export async function pauseChannel(
  { clock, log }: Pick<Runtime, 'clock' | 'log'>,
  tx: Tx,
  { channel, error }: { channel: string; error: SendError },
): Promise<void> {
  const now = clock.now();
  const known = await tx.one<{ since: number }>(
    'SELECT since_at AS since FROM channel_pauses WHERE channel = ?',
    [channel],
  );
  const pause = { channel, code: error.code, reason: error.message, until_at: now + restMs };
  await tx.upsert('channel_pauses', ['channel'], [{ ...pause, since_at: known?.since ?? now }]);
  tx.afterCommit(() =>
    log.error(
      { channel, code: error.code, reason: error.message },
      'the provider refuses everything: channel paused',
    ),
  );
}

/** The channel works again. */
export async function resumeChannel(tx: Tx, channel: string): Promise<void> {
  await tx.run('DELETE FROM channel_pauses WHERE channel = ?', [channel]);
}

/** Until when a channel rests; `undefined` when it does not. */
export async function restingUntil(
  reader: Reader,
  { channel, now }: { channel: string; now: number },
): Promise<number | undefined> {
  const pause = await reader.one<{ untilAt: number }>(
    'SELECT until_at AS untilAt FROM channel_pauses WHERE channel = ? AND until_at > ?',
    [channel, now],
  );
  return pause?.untilAt;
}

/** Every channel that was refused and has not sent since, resting or about to be tried. */
export function channelPauses(reader: Reader): Promise<ChannelPause[]> {
  return reader.all(
    'SELECT channel, code, reason, since_at AS sinceAt, until_at AS untilAt FROM channel_pauses ORDER BY channel',
  );
}

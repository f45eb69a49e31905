import type { Channel, MessageChannel } from '../channels/types.ts';
import type { Bell } from './bell.ts';
import type { Clock } from './clock.ts';
import type { Club } from './club.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Shared } from './queue/shared.ts';
import type { Store } from './store/store.ts';

/** All that the parts of the server share; made once in `create-runtime.ts` and handed down. */
export interface Runtime {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly bell: Bell;
  /** What the processes of this installation know of each other. */
  readonly shared: Shared;
  readonly club: Club;
  /** The way messages leave by, for each channel that is set up. */
  readonly channels: Readonly<Partial<Record<MessageChannel, Channel>>>;
  /** Nothing is said to anybody, now or later: what would be is not even kept. */
  readonly silent?: true;
}

import type { Channel, MessageChannel } from '../channels/types.ts';
import type { CompiledProgram } from '../rules/earn/compile.ts';
import type { Program } from '../rules/program.ts';
import type { Bell } from './bell.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Shared } from './queue/shared.ts';
import type { Store } from './store/store.ts';

/** The program in force, with the names that ledger entries cite it by. */
export interface Club {
  readonly programId: number;
  readonly version: number;
  readonly program: Program;
  /** The program made ready for deciding. */
  readonly rules: CompiledProgram;
}

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
}

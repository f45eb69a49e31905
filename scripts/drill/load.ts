import type { Runtime } from '../../server/runtime.ts';
import type { FakeTelegram } from '../../server/testing/fake-telegram.ts';
import { Unanswered } from './caller.ts';
import type { Doors } from './caller.ts';
import type { Oracle } from './oracle.ts';
import { createDeferred } from '../../server/testing/deferred.ts';
import type { Deferred } from '../../server/testing/deferred.ts';
import type { Random } from './random.ts';

/** What every operation works with. */
export interface Load extends Doors {
  readonly oracle: Oracle;
  /** The drill's own way into the database, past every fault: for what a campaign would enqueue. */
  readonly runtime: Runtime;
  /** Keys of the API; one of them is used for all tries of one request. */
  readonly bearers: readonly [string, ...string[]];
  readonly channelSecret: string;
  readonly chat: FakeTelegram;
  /** For what is not planned: when to look again. */
  readonly lookRandom: Random;
  /** Resolves once somebody is a member, or a purchase was acknowledged. */
  readonly done: Milestones;
}

/** What other steps wait for. */
export interface Milestones {
  reach(name: string): void;
  /** Rejects with `Unanswered` when the drill ends before. */
  reached(name: string): Promise<void>;
}

export function createMilestones(signal: AbortSignal): Milestones {
  const all = new Map<string, Deferred<void>>();
  const milestone = (name: string) => {
    const known = all.get(name);
    if (known) return known;
    const made = createDeferred();
    all.set(name, made);
    return made;
  };
  const over = new Promise<false>((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  return {
    reach: (name) => milestone(name).resolve(),
    async reached(name) {
      const came = await Promise.race([milestone(name).promise.then(() => true), over]);
      if (!came) throw new Unanswered(`${name} never came about`);
    },
  };
}

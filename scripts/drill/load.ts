import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../../server/runtime.ts';
import type { FakeTelegram } from '../../server/testing/fake-telegram.ts';
import { Unanswered } from './caller.ts';
import type { Doors } from './caller.ts';
import { operations } from './operations.ts';
import type { Oracle } from './oracle.ts';
import type { Person } from './people.ts';
import { createDeferred } from '../../server/testing/deferred.ts';
import type { Deferred } from '../../server/testing/deferred.ts';
import { createPlan } from './plan.ts';
import type { Planned } from './plan.ts';
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

/** Mean time between two steps. */
const gapMs = 55;
/** More than so many at a time would only wait. */
const inHandMax = 60;

/**
 * Does the steps of the plan, each at its time, until `until`. Answers what is in hand then.
 */
export async function runLoad(load: Load, random: Random, until: number): Promise<InHand> {
  const plan = createPlan(random.fork('plan'));
  const inHand = new Set<Promise<void>>();
  const turns = new Map<Person, Promise<void>>();
  for (let number = 0; Date.now() < until && !load.signal.aborted; number++) {
    const own = random.fork(`step ${number}`);
    await sleep(own.fraction() * 2 * gapMs);
    if (inHand.size >= inHandMax) await Promise.race(inHand);
    const step = plan.next().value;
    const work = inTurn(turns, step, () => perform(load, step, { number, random: own }));
    const tracked = work.finally(() => inHand.delete(tracked));
    inHand.add(tracked);
  }
  return { all: Promise.all(inHand) };
}

/** What is not answered yet. */
export interface InHand {
  readonly all: Promise<unknown>;
}

/** What one person says and wants goes in the order of the plan; purchases of hers come whenever they come. */
function inTurn(turns: Map<Person, Promise<void>>, step: Planned, work: () => Promise<void>): Promise<void> {
  if (step.kind === 'purchase' || step.kind === 'undo') return work();
  const turn = (turns.get(step.person) ?? Promise.resolve()).then(work);
  turns.set(step.person, turn);
  return turn;
}

async function perform(load: Load, step: Planned, own: { number: number; random: Random }): Promise<void> {
  try {
    load.oracle.operations += 1;
    await operations(load, step, own);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    load.oracle.refused.push(`${step.kind} (step ${own.number}): ${error.message}`);
  }
}

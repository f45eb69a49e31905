import { setTimeout as sleep } from 'node:timers/promises';
import { Unanswered } from './caller.ts';
import type { Load } from './load.ts';
import { operations } from './operations.ts';
import type { Person } from './people.ts';
import { createPlan } from './plan.ts';
import type { Planned } from './plan.ts';
import type { Random } from './random.ts';

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

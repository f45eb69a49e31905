import { aPerson } from './people.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** One thing that is done to the club from outside. Numbers of purchases are those of the plan. */
export type Planned =
  | { readonly kind: 'join'; readonly person: Person }
  | { readonly kind: 'purchase'; readonly person: Person; readonly number: number; readonly amount: number }
  | { readonly kind: 'undo'; readonly purchase: number }
  | { readonly kind: 'say'; readonly person: Person; readonly text: string }
  | { readonly kind: 'chat'; readonly person: Person; readonly text: string }
  | { readonly kind: 'stop'; readonly person: Person }
  | { readonly kind: 'resume'; readonly person: Person }
  | { readonly kind: 'promote'; readonly person: Person; readonly number: number };

const weights: Readonly<Record<Planned['kind'], number>> = {
  ...{ join: 12, purchase: 50, undo: 8, say: 10, chat: 4 },
  ...{ stop: 4, resume: 2, promote: 10 },
};

/** So many join before anything else is done. */
const firstJoins = 12;
/** So few that the limits on automatic answers to one number, and to one text of hers, are never met. */
const texts = ['امتیاز', 'موجودی', 'راهنما', 'balance', 'مانده', 'help'] as const;
const regularsCount = 4;
const regularsShare = 0.5;
/** A purchase can be undone for ten minutes, and who undoes one does it soon. */
const undoneAmongLast = 40;

/**
 * The sequence of what is done, without end and decided by the seed alone: what the club answers changes when a
 * step is done, never which.
 */
export function* createPlan(random: Random): Generator<Planned, never> {
  const state: State = {
    random,
    people: [],
    says: new Map(),
    stopped: new Set(),
    purchases: 0,
    promotions: 0,
  };
  const undone = new Set<number>();
  for (;;) {
    const kind = state.people.length < firstJoins ? 'join' : random.weighted(weights);
    const step = kind === 'undo' ? planUndo(state, undone) : planners[kind](state);
    if (step) yield step;
  }
}

interface State {
  readonly random: Random;
  readonly people: Person[];
  /** How many texts each person has sent. */
  readonly says: Map<Person, number>;
  readonly stopped: Set<Person>;
  purchases: number;
  promotions: number;
}

const planners: Readonly<Record<Exclude<Planned['kind'], 'undo'>, (state: State) => Planned | undefined>> = {
  join(state) {
    const person = aPerson(state.people.length, state.random);
    state.people.push(person);
    return { kind: 'join', person };
  },
  purchase(state) {
    const number = state.purchases++;
    // Every amount is its own, so that a text or a row tells which purchase it speaks of.
    const amount = 1_000_000 + number * 10;
    return { kind: 'purchase', person: buyer(state), number, amount };
  },
  say: (state) => saying(state, 'say', someone(state)),
  chat: (state) =>
    saying(
      state,
      'chat',
      someoneOf(state, ({ door }) => door === 'chat'),
    ),
  stop(state) {
    const person = someoneOf(state, (one) => !state.stopped.has(one) && mayText(state, one));
    if (!person) return undefined;
    countText(state, person);
    state.stopped.add(person);
    return { kind: 'stop', person };
  },
  resume(state) {
    const person = someoneOf(state, (one) => state.stopped.has(one) && mayText(state, one));
    if (!person) return undefined;
    countText(state, person);
    state.stopped.delete(person);
    return { kind: 'resume', person };
  },
  promote(state) {
    const stopped = state.random.chance(0.6) ? someoneOf(state, (one) => state.stopped.has(one)) : undefined;
    return { kind: 'promote', person: stopped ?? someone(state), number: state.promotions++ };
  },
};

/** Each text once a person: the same one again is answered a few times only. */
function saying(state: State, kind: 'say' | 'chat', person: Person | undefined): Planned | undefined {
  const text = person && texts[state.says.get(person) ?? 0];
  if (!person || text === undefined) return undefined;
  countText(state, person);
  return { kind, person, text };
}

function mayText({ says }: State, person: Person): boolean {
  return (says.get(person) ?? 0) < texts.length;
}

function countText({ says }: State, person: Person): void {
  says.set(person, (says.get(person) ?? 0) + 1);
}

function planUndo(state: State, undone: Set<number>): Planned | undefined {
  const first = Math.max(0, state.purchases - undoneAmongLast);
  if (state.purchases === 0) return undefined;
  const purchase = state.random.whole(first, state.purchases - 1);
  if (undone.has(purchase)) return undefined;
  undone.add(purchase);
  return { kind: 'undo', purchase };
}

/** Some buy all the time, so that several processes work on one member's rows at once. */
function buyer({ random, people }: State): Person {
  const regulars = people.slice(0, regularsCount);
  return someone({ random, people: random.chance(regularsShare) ? regulars : people });
}

function someone({ random, people }: Pick<State, 'random' | 'people'>): Person {
  const [first, ...others] = people;
  if (!first) throw new Error('somebody joins before anything else is done');
  return random.pick([first, ...others]);
}

function someoneOf(state: State, fits: (person: Person) => boolean): Person | undefined {
  const [first, ...others] = state.people.slice(-200).filter((person) => fits(person));
  return first && state.random.pick([first, ...others]);
}

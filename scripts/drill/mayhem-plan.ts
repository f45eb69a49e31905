import type { Role } from './club-processes.ts';
import type { Random } from './random.ts';

/** How a provider misbehaves for a while: what it does with requests, and for how many or how long. */
const smsFaults = [
  ...(['accept-and-hang', 'accept-and-fail', 'accept-and-reset', 'accept-and-garbage'] as const),
  ...(['fail', 'reset', 'garbage', 'busy-409', 'busy-429', 'busy-451', 'slow'] as const),
] as const;
export type SmsFault = (typeof smsFaults)[number];

const chatFaults = ['take-and-reset', 'reset', 'server-error', 'garbage', 'busy'] as const;
export type ChatFault = (typeof chatFaults)[number];

/** One thing that goes wrong. */
export type Fault =
  | { readonly kind: 'kill'; readonly role: Role; readonly which: 0 | 1 }
  | { readonly kind: 'terminate'; readonly role: Role; readonly which: 0 | 1 }
  | { readonly kind: 'stop'; readonly role: Role; readonly which: 0 | 1; readonly forMs: number }
  | { readonly kind: 'kill-mariadb' }
  | { readonly kind: 'stop-mariadb'; readonly forMs: number }
  | { readonly kind: 'kill-redis' }
  | { readonly kind: 'stop-redis'; readonly forMs: number }
  | { readonly kind: 'wipe-redis' }
  | { readonly kind: 'cut-commits'; readonly count: number }
  | { readonly kind: 'reset-database' }
  | { readonly kind: 'delay-database'; readonly maxMs: number; readonly forMs: number }
  | { readonly kind: 'reset-redis' }
  | { readonly kind: 'delay-redis'; readonly maxMs: number; readonly forMs: number }
  | { readonly kind: 'refuse-redis'; readonly forMs: number }
  | { readonly kind: 'sms'; readonly fault: SmsFault; readonly forMs: number; readonly count: number }
  | { readonly kind: 'chat'; readonly fault: ChatFault; readonly count: number };

/** A fault and when it begins, from the beginning of the load. */
export interface PlannedFault {
  readonly atMs: number;
  /** Only once somebody serves again; the others hit what is still recovering. */
  readonly waits: boolean;
  readonly fault: Fault;
}

const weights: Readonly<Record<Fault['kind'], number>> = {
  ...{ kill: 8, terminate: 4, stop: 4, 'kill-mariadb': 1.5, 'stop-mariadb': 1.5 },
  ...{
    'kill-redis': 1.5,
    'stop-redis': 1,
    'wipe-redis': 3,
    'reset-redis': 1,
    'delay-redis': 1,
    'refuse-redis': 1,
  },
  ...{ 'cut-commits': 7, 'reset-database': 3, 'delay-database': 2, sms: 10, chat: 3 },
};
/** Before the first, so that there is something to lose. */
const calmMs = 1500;
const gapMs = 700;
const waitsChance = 0.75;
/** Far below a lease: who is stopped for longer than that is taken for dead, and its messages are sent by another. */
const stopMaxMs = 6000;
/** A worker has the most in hand to lose. */
const roleWeights: Readonly<Record<Role, number>> = { web: 3, worker: 4, scheduler: 1 };

/** All that goes wrong within `forMs`, decided by the seed alone. */
export function planMayhem(random: Random, forMs: number): PlannedFault[] {
  const faults: PlannedFault[] = [];
  for (let atMs = calmMs; atMs < forMs; atMs += random.whole(gapMs / 4, 2 * gapMs)) {
    faults.push({
      atMs,
      waits: random.chance(waitsChance),
      fault: planners[random.weighted(weights)](random),
    });
  }
  return faults;
}

type Planners = { readonly [K in Fault['kind']]: (random: Random) => Extract<Fault, { kind: K }> };

const which = (random: Random) => ({
  role: random.weighted(roleWeights),
  which: random.pick([0, 1] as const),
});

const planners: Planners = {
  kill: (random) => ({ kind: 'kill', ...which(random) }),
  terminate: (random) => ({
    ...{ kind: 'terminate', role: random.pick(['web', 'worker', 'scheduler'] as const) },
    which: random.pick([0, 1] as const),
  }),
  stop: (random) => ({ kind: 'stop', ...which(random), forMs: random.whole(300, stopMaxMs) }),
  'kill-mariadb': () => ({ kind: 'kill-mariadb' }),
  'stop-mariadb': (random) => ({ kind: 'stop-mariadb', forMs: random.whole(200, 3000) }),
  'kill-redis': () => ({ kind: 'kill-redis' }),
  'stop-redis': (random) => ({ kind: 'stop-redis', forMs: random.whole(200, 4000) }),
  'wipe-redis': () => ({ kind: 'wipe-redis' }),
  'cut-commits': (random) => ({ kind: 'cut-commits', count: random.whole(1, 4) }),
  'reset-database': () => ({ kind: 'reset-database' }),
  'delay-database': (random) => ({
    ...{ kind: 'delay-database', maxMs: random.whole(10, 100), forMs: random.whole(500, 2500) },
  }),
  'reset-redis': () => ({ kind: 'reset-redis' }),
  'delay-redis': (random) => ({
    ...{ kind: 'delay-redis', maxMs: random.whole(10, 300), forMs: random.whole(500, 3000) },
  }),
  'refuse-redis': (random) => ({ kind: 'refuse-redis', forMs: random.whole(500, 4000) }),
  sms: (random) => ({
    ...{ kind: 'sms', fault: random.pick(smsFaults) },
    ...{ forMs: random.whole(300, 2500), count: random.whole(1, 3) },
  }),
  chat: (random) => ({ kind: 'chat', fault: random.pick(chatFaults), count: random.whole(1, 3) }),
};

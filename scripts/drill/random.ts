/** Chance that a seed repeats: the same seed makes the same plan. */
export interface Random {
  /** From 0 up to but without 1. */
  fraction(): number;
  /** A whole number from `min` to `max`, both among them. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** One of the names, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** A generator of its own for one part of the plan, so that parts do not change each other's draws. */
  fork(label: string): Random;
}

/** A generator from a text; two texts have nothing in common. */
export function createRandom(seed: string): Random {
  let state = hashOf(seed);
  // Mulberry32: small, and good enough to choose what goes wrong next.
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (min: number, max: number) => min + Math.floor(fraction() * (max - min + 1));
  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
    weighted: (weights) => weightedPick(weights, fraction()),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

function weightedPick<K extends string>(weights: Readonly<Record<K, number>>, at: number): K {
  const names = Object.keys(weights) as K[];
  let left = at * names.reduce((sum, name) => sum + weights[name], 0);
  for (const name of names) {
    left -= weights[name];
    if (left < 0) return name;
  }
  throw new Error('one of the weights is above zero');
}

/** FNV-1a over the text, mixed once more: close seeds start far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
}

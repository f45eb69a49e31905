/** What there may be new work in. */
export const bellNames = ['inbox', 'outbox'] as const;
export type BellName = (typeof bellNames)[number];

/** Wakes the loops that look for work. A hint only: each loop also sweeps by itself, so a lost ring costs time. */
export interface Bell {
  /**
   * Wakes the listeners of this process after the running code, and those of the others where they can be
   * reached; however often it rang until then, once.
   */
  ring(name: BellName): void;
  /** As `ring`, in this process alone. */
  ringHere(name: BellName): void;
  /** Calls `listener` at each ring until the returned function is called. `listener` must not throw. */
  onRing(name: BellName, listener: () => void): () => void;
  /** As `onRing`, for whoever passes the rings on that are meant for the other processes too. */
  onRingForAll(listener: (name: BellName) => void): () => void;
}

/** A bell that nobody listens to yet. */
export function createBell(): Bell {
  const listeners: Record<BellName, Set<() => void>> = { inbox: new Set(), outbox: new Set() };
  const messengers = new Set<(name: BellName) => void>();
  const rung = new Set<BellName>();
  const rungForAll = new Set<BellName>();

  function ringHere(name: BellName): void {
    if (rung.has(name)) return;
    rung.add(name);
    queueMicrotask(() => {
      rung.delete(name);
      const forAll = rungForAll.delete(name);
      // A copy: a listener may leave, or another come, while they are called.
      for (const listener of [...listeners[name]]) listener();
      if (forAll) for (const pass of [...messengers]) pass(name);
    });
  }

  return {
    ringHere,
    ring(name) {
      rungForAll.add(name);
      ringHere(name);
    },
    onRing: (name, listener) => joined(listeners[name], () => listener()),
    onRingForAll: (listener) => joined(messengers, (name) => listener(name)),
  };
}

/** `entry` is a function of its own, so that the same listener may come twice and leave once. */
function joined<T>(all: Set<T>, entry: T): () => void {
  all.add(entry);
  return () => void all.delete(entry);
}

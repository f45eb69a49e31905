/** What there may be new work in. */
export type BellName = 'inbox' | 'outbox';

/** Wakes the loops of this process. A hint only: each loop also sweeps by itself, so a lost ring costs time. */
export interface Bell {
  /** Wakes the listeners after the running code; however often it rang until then, once. */
  ring(name: BellName): void;
  /** Calls `listener` at each ring until the returned function is called. `listener` must not throw. */
  onRing(name: BellName, listener: () => void): () => void;
}

/** A bell that nobody listens to yet. */
export function createBell(): Bell {
  const listeners: Record<BellName, Set<() => void>> = { inbox: new Set(), outbox: new Set() };
  const rung = new Set<BellName>();
  return {
    ring(name) {
      if (rung.has(name)) return;
      rung.add(name);
      queueMicrotask(() => {
        rung.delete(name);
        // A copy: a listener may leave, or another come, while they are called.
        for (const listener of [...listeners[name]]) listener();
      });
    },
    onRing(name, listener) {
      // A wrapper of its own, so that the same function may listen twice and leave once.
      const entry = () => listener();
      listeners[name].add(entry);
      return () => void listeners[name].delete(entry);
    },
  };
}

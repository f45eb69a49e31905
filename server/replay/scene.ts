import type { Clock } from '../clock.ts';
import type { Runtime } from '../runtime.ts';
import { firstShopCode } from '../store/shops.ts';
import type { Tx } from '../store/tx.ts';
import type { Directory } from './directory.ts';

/** A clock that the events move. */
export interface ReplayClock extends Clock {
  set(at: number): void;
}

export function createReplayClock(): ReplayClock {
  let now = 0;
  return { now: () => now, set: (at) => void (now = at) };
}

/** The scratch club that a history is played in. */
export interface Scene {
  readonly runtime: Runtime;
  readonly clock: ReplayClock;
  readonly directory: Directory;
  /** Ids of purchases in the club by those in the history. */
  readonly purchases: Map<string, number>;
  /** The same of events and visits. */
  readonly occasions: Map<string, { readonly id: number; readonly kind: 'event' | 'visit' }>;
  /** Those of purchases, the other way round. */
  readonly purchaseNames: Map<number, string>;
  /** Whether what each event is answered is wanted, which may cost reads. */
  readonly answers: boolean;
  /** Whether the history itself tells when jobs ran; else they run on every day. */
  readonly jobsAsRun: boolean;
  /** The shops by code; those that the history speaks of are made. */
  readonly shopId: (tx: Tx, code: string | undefined) => Promise<number>;
}

type Parts = Pick<Scene, 'runtime' | 'clock' | 'directory' | 'answers' | 'jobsAsRun'>;

export async function createScene(parts: Parts): Promise<Scene> {
  const rows = await parts.runtime.store.all<{ id: number; code: string }>('SELECT id, code FROM shops');
  const shops = new Map(rows.map(({ id, code }) => [code, id]));
  return {
    ...parts,
    purchases: new Map(),
    purchaseNames: new Map(),
    occasions: new Map(),
    async shopId(tx, code = firstShopCode) {
      const known = shops.get(code);
      if (known !== undefined) return known;
      const id = tx.id();
      await tx.insert('shops', [{ id, code, name: code, created_at: parts.clock.now() }]);
      shops.set(code, id);
      return id;
    },
  };
}

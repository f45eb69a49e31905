import type { TallyChange } from '../../rules/earn/facts.ts';
import type { Window } from '../../rules/tiers/window.ts';
import { sumDays, tierOwnerKey } from '../store/member-tiers.ts';
import type { CountedDays, TierOwner } from '../store/member-tiers.ts';
import type { Reader } from '../store/tx.ts';
import { addTo, nothing, periodsOf, tierSubjects } from './tier-past.ts';
import type { TierSum } from './tier-past.ts';

/** Times over which something may be asked of a member; `undefined` for a lifetime. */
export interface AskedWindows extends TierOwner {
  readonly windows: readonly (Window | undefined)[];
}

/** What tiers go by, over times that were asked for. */
export interface TierSums {
  /** Nothing over a time that was not asked for. */
  of(owner: TierOwner, window: Window | undefined): Readonly<TierSum>;
  /** Adds what was counted to every time that it lies in. */
  add(owner: TierOwner, changes: readonly TallyChange[]): void;
}

interface Sum extends CountedDays {
  readonly sum: TierSum;
}

/** Sums up what was counted, in one query whoever and however many it is about. */
export async function readTierSums(reader: Reader, asked: readonly AskedWindows[]): Promise<TierSums> {
  const sums = new Map(asked.map((one) => [tierOwnerKey(one), emptySums(one)]));
  const own = [...sums.values()];
  const most = Math.max(0, ...own.map(({ length }) => length));
  const lists = Array.from({ length: most }, (_, index) => own.flatMap((each) => each[index] ?? []));
  const read = await sumDays(reader, tierSubjects, lists);
  for (const [index, rows] of read.entries()) {
    for (const row of rows) {
      const into = sums.get(tierOwnerKey(row))?.[index];
      if (into) addTo(into.sum, row);
    }
  }
  return {
    of(owner, window) {
      const { first, last } = periodsOf(window);
      const found = sums.get(tierOwnerKey(owner))?.find((one) => one.first === first && one.last === last);
      return found?.sum ?? nothing;
    },
    add(owner, changes) {
      for (const { first, last, sum } of sums.get(tierOwnerKey(owner)) ?? []) {
        for (const change of changes) {
          if (change.period >= first && change.period <= last) addTo(sum, change);
        }
      }
    },
  };
}

/** Each time once, however often it is asked for. */
function emptySums({ windows, memberId, programId }: AskedWindows): Sum[] {
  const sums: Sum[] = [];
  for (const window of windows) {
    const { first, last } = periodsOf(window);
    if (sums.some((one) => one.first === first && one.last === last)) continue;
    sums.push({ memberId, programId, first, last, sum: { ...nothing } });
  }
  return sums;
}

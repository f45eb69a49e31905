import type { Club } from '../club.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader } from '../store/tx.ts';
import type { Directory } from './directory.ts';
import type { Item } from './event.ts';
import { readOpenings } from './shop-openings.ts';
import { readMoments } from './shop-moments.ts';
import type { Told } from './shop-told.ts';
import { readTimeline } from './shop-timeline.ts';
import type { Moment } from './shop-timeline.ts';

export interface ShopHistoryOptions {
  readonly directory: Directory;
  /** The club that it is played in. */
  readonly tried: Club;
  /** What was before is what members bring along; absent for all of it. */
  readonly from?: number | undefined;
  /** Whether jobs run when they really ran, instead of on every day. */
  readonly jobsAsRun: boolean;
}

const batchSize = 500;

/** The past of a club as its books have it, read in bounded batches. */
export async function* readShopHistory(
  club: Pick<Runtime, 'store' | 'club'>,
  { directory, tried, from, jobsAsRun }: ShopHistoryOptions,
): AsyncGenerator<Item> {
  const reader: Reader = club.store;
  if (from !== undefined) {
    for await (const told of readOpenings(club, { directory, tried, at: from }))
      yield { kind: 'event', ...told };
  }
  const timeline = await readTimeline(reader, from ?? 0);
  const wanted = jobsAsRun ? timeline : timeline.filter(({ kind }) => kind !== 'jobs');
  for (let start = 0; start < wanted.length; start += batchSize) {
    const moments = wanted.slice(start, start + batchSize);
    const tell = await readMoments(reader, moments, { directory, from });
    for (const moment of moments) yield* itemsOf(tell, moment);
  }
}

function* itemsOf(tell: (moment: Moment) => Told | undefined, moment: Moment): Generator<Item> {
  const told = tell(moment);
  if (told) yield { kind: 'event', ...told };
}

import type { Reader } from '../store/tx.ts';
import type { Act, Head, Was } from './event.ts';
import type { Moment } from './shop-timeline.ts';

/** What a row of a club's own books makes an event of. */
export interface Told {
  readonly head: Head;
  readonly act: Act;
  readonly was?: Was;
}

/** What some rows of one kind tell, by their moments. */
export type Tell = (moment: Moment) => Told | undefined;

export interface Reading {
  readonly reader: Reader;
  readonly ids: readonly number[];
  /** Whose it is and what it is called; jobs are nobody's. */
  readonly headOf: (moment: Moment, phone: string, id?: string) => Head;
  /** What was recorded before this moment is no part of the history, but of what members bring along. */
  readonly from: number;
}

/** What happens to what lies before the history is not played: `opening` says how members begin instead. */
export function beforeStart(why: keyof typeof opening): Act {
  return { kind: 'before-start', why: opening[why] };
}

const opening = {
  undone: 'What it undoes lies before the start: its member begins without it.',
  settled: 'Its purchase lies before the start: what waited to be paid is not brought along.',
  decided: 'What it decides about was given before the start: what waited is not brought along.',
} as const;

/** What the history calls a purchase of the club's own past. */
export const purchaseName = (id: number) => `purchase-${id}`;

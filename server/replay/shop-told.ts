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
}

/** What the history calls a purchase of the club's own past. */
export const purchaseName = (id: number) => `purchase-${id}`;

import type { Random } from './random.ts';

/** How somebody becomes a member. */
export type Door = 'sms' | 'api' | 'chat' | 'ussd';

/** One customer of the drill. Everybody is reached by SMS; who joined in a chat has that too. */
export interface Person {
  readonly index: number;
  /** E.164. */
  readonly phone: string;
  readonly chat: number;
  readonly door: Door;
}

const doorWeights: Readonly<Record<Door, number>> = { sms: 4, api: 4, chat: 2, ussd: 2 };

/** Numbers of 0912 1100000 and up. */
export function aPerson(index: number, random: Random): Person {
  return {
    index,
    phone: `+98912${1_100_000 + index}`,
    chat: 50_000 + index,
    door: random.weighted(doorWeights),
  };
}

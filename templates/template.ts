import type { Calendar, CalendarDay } from './formats.ts';

/**
 * Why a text goes out. `answer`: to the one who wrote. `informational`: from the club, about her own account.
 * `promotional`: a gift or a nudge; never to whom opted out, never in quiet hours.
 */
export type MessageClass = 'answer' | 'informational' | 'promotional';

/** Where a text is read. `chat` is Telegram and Bale, where buttons stand below it. */
export type Medium = 'sms' | 'chat' | 'ussd';

/** One text in both languages. `partsMax` is its budget as an SMS, the closing line included. */
export interface Template<Params> {
  readonly class: MessageClass;
  readonly partsMax: number;
  readonly fa: (params: Params, medium: Medium) => string;
  readonly en: (params: Params, medium: Medium) => string;
}

/** A template for each entry of a table of parameters. */
export type Templates<ParamsByName> = {
  readonly [Name in keyof ParamsByName]: Template<ParamsByName[Name]>;
};

/** The parameters of a text that needs none. */
export type NoParams = Readonly<Record<string, never>>;

/**
 * What was earned, given or taken back: points as people write them, and credit in rial. A part that is zero is not
 * spoken of.
 */
export interface Gains {
  readonly points: number;
  readonly credit: number;
  /** Never what is counted in the smallest parts of points: nobody reads those. */
  readonly inParts?: never;
}

/** What a member has: points as people write them, and credit in rial. */
export type Balances = Gains;

/** What she has in a program that runs beside the club's own. */
export interface OtherProgram {
  readonly name: string;
  readonly balances: Balances;
}

/** The next reward and the points it still needs; 0 when she has enough. */
export interface NextReward {
  readonly name: string;
  readonly missing: number;
}

/** What runs out soonest. `day` is the last day it can be spent, `YYYY-MM-DD`; `calendar` the program's. */
export interface Expiring extends Gains {
  readonly day: string;
  readonly calendar?: Calendar | undefined;
}

/** How much of a measure a tier needs, and how much of that is missing; money in rial. */
export interface TierLack {
  readonly by: 'earned' | 'spent' | 'paid' | 'visits' | 'balance' | 'sum';
  readonly needed: number;
  readonly missing: number;
}

/** What a tier takes: all of it, or any one. */
export interface TierWay {
  readonly join: 'all' | 'any';
  readonly lacks: readonly TierLack[];
}

/** Her tier; `null` for none. The way to the next one, and what keeps hers on the last day that counts. */
export interface TierView {
  readonly name: string | null;
  readonly next?: (TierWay & { readonly name: string }) | undefined;
  readonly keep?: (TierWay & { readonly day: string; readonly calendar?: Calendar | undefined }) | undefined;
}

/** A birthday as she told it. */
export type Birthday = CalendarDay;

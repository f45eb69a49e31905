/** Her balance screen by screen of USSD: what matters most first, and what has no room behind «ادامه». */
import type { Language } from './formats.ts';
import { clubLine, sentence } from './names.ts';
import {
  balanceLine,
  expiringLine,
  firstThatFits,
  lines,
  nextRewardLine,
  screenMax,
  waitingLine,
} from './phrases.ts';
import { nearestOf, reachableBrief, reachableLine } from './reachable-lines.ts';
import type { ReachableView } from './reachable-lines.ts';
import type { Balances, Expiring, Gains, NextReward, Template, TierView } from './template.ts';
import { keepTierBrief, nextTierLine, tierLine } from './tier-phrases.ts';
import { joinShort, nextPageLine } from './why-screens.ts';

/** What she has, and what she may want to know with it. */
export interface BalanceParams {
  readonly club: string;
  readonly balances: Balances;
  /** What waits: it cannot be spent yet. */
  readonly pending?: Gains | undefined;
  readonly tier?: TierView | undefined;
  readonly expiring?: Expiring | undefined;
  readonly nextReward?: NextReward | undefined;
  /** What she is on the way to. */
  readonly reachable?: readonly ReachableView[] | undefined;
}

export interface BalanceScreenParams extends BalanceParams {
  /** One screen of several, counted from 0; a number beyond the last, or none, is the last or the first. */
  readonly page?: number | undefined;
}

export const balanceScreen: Template<BalanceScreenParams> = {
  class: 'answer',
  partsMax: 1,
  fa: (params) => shown(params, 'fa'),
  en: (params) => shown(params, 'en'),
};

/** How many screens the answer takes. */
export function balancePages(params: BalanceParams, language: Language): number {
  return balanceScreens(params, language).length;
}

function shown({ page = 0, ...params }: BalanceScreenParams, language: Language): string {
  const screens = balanceScreens(params, language);
  return screens[page] ?? screens.at(-1) ?? balanceLine(params.balances, language);
}

function balanceScreens(params: BalanceParams, language: Language): string[] {
  const { club, balances, pending, tier, expiring, nextReward, reachable } = params;
  const lengthMax = screenMax - nextPageLine(language).length;
  const balance = balanceLine(balances, language);
  const texts = [
    waitingLine(pending, language),
    ...(tier ? [tierLine(tier, language), keepTierBrief(tier, language), nextTierLine(tier, language)] : []),
    expiring === undefined ? '' : expiringLine(expiring, language),
    nextReward === undefined ? '' : nextRewardLine(nextReward, language),
    ...nearestOf(reachable).map((one) =>
      firstThatFits(lengthMax, [reachableLine(one, language), reachableBrief(one, language)]),
    ),
  ].filter((text) => text !== '');
  const named = lines(clubLine(club, language), balance);
  for (const whole of [lines(named, ...texts), lines(balance, ...texts)]) {
    if (whole.length <= screenMax) return [whole];
  }
  const { points, credit } = balances;
  const parted = [
    { points, credit: 0 },
    { points: 0, credit },
  ].map((one) => balanceLine(one, language));
  const first = balance.length <= lengthMax ? [balance] : parted;
  const screens = joinShort(
    [...first, ...texts.map((text) => sentence(text, lengthMax, language))],
    lengthMax,
  );
  return screens.map((text, index) =>
    index === screens.length - 1 ? text : `${text}${nextPageLine(language)}`,
  );
}

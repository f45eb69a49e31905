/**
 * What a member is told about her points: by SMS, Telegram or Bale. Each text is a club's line, then as few
 * lines as say it; with usual amounts and names a notice is one SMS part, since the shop pays by the part.
 */
import { clubLine, personName, rewardName } from './names.ts';
import {
  balanceLine,
  expiringLine,
  firstThatFits,
  gainsPhrase,
  lines,
  linesThatFit,
  nextRewardLine,
  totalPhrase,
  charactersIn,
  waitingLine,
} from './phrases.ts';
import { reachableLines } from './reachable-lines.ts';
import type { ReachableView } from './reachable-lines.ts';
import { keepTierLine, nextTierLine, tierLine } from './tier-phrases.ts';
import type { Language } from './formats.ts';
import { stampLine } from './stamps.ts';
import type { CardStanding } from './stamps.ts';
import type { Balances, Expiring, Gains, NextReward, OtherProgram, Templates, TierView } from './template.ts';

import { belowNotice, charactersBeforeStop, giftPartsMax, notice, otherLines } from './notice.ts';
import type { Gifts, Stamps } from './notice.ts';
import { joiningTexts } from './joining-texts.ts';
import type { JoiningTextParams } from './joining-texts.ts';
import { purchaseTexts } from './purchase-texts.ts';
import type { PurchaseTextParams } from './purchase-texts.ts';

/** What each of these texts is told. `club`, `name` and rewards may hold anything: they are cleaned. `amount` is rial. */
export interface MemberTextParams extends JoiningTextParams, PurchaseTextParams {
  balanceForMember: {
    readonly club: string;
    readonly balances: Balances;
    /** What waits: it cannot be spent yet. */
    readonly pending?: Gains | undefined;
    readonly nextReward?: NextReward | undefined;
    readonly expiring?: Expiring | undefined;
    readonly stampCards?: readonly CardStanding[] | undefined;
    readonly tier?: TierView | undefined;
    readonly others?: readonly OtherProgram[] | undefined;
    /** What she is on the way to. */
    readonly reachable?: readonly ReachableView[] | undefined;
  };
  birthdayGiftForMember: Gifts &
    Stamps & {
      readonly club: string;
      readonly name?: string | undefined;
      readonly gift: Gains;
      readonly balances: Balances;
    };
  giftForMember: Gifts &
    Stamps & {
      readonly club: string;
      /** What it is for, as the shop calls it. */
      readonly rule: string;
      readonly gift: Gains;
      readonly balances: Balances;
    };
  giftTakenBackForMember: {
    readonly club: string;
    readonly taken: Gains;
    readonly balances: Balances;
  };
  nudgeForMember: {
    readonly club: string;
    readonly name?: string | undefined;
    readonly balances: Balances;
    readonly nextReward?: NextReward | undefined;
  };
}

export const memberTexts: Templates<MemberTextParams> = {
  ...joiningTexts,
  ...purchaseTexts,
  balanceForMember: {
    class: 'answer',
    partsMax: 3,
    fa: (params) => balanceText(params, 'fa'),
    en: (params) => balanceText(params, 'en'),
  },
  birthdayGiftForMember: {
    class: 'promotional',
    partsMax: giftPartsMax,
    fa: ({ club, name, gift, balances, gifts, stampCards }) => {
      const person = personName(name, 'fa');
      const wish = person === '' ? 'تولدتان مبارک!' : `تولدتان مبارک، ${person}!`;
      const gains = gainsPhrase(gift, 'fa');
      const given = gains === '' ? '' : `هدیه شما: ${gains}.`;
      const text = notice([clubLine(club, 'fa'), wish, given, totalPhrase(gift, balances, 'fa')]);
      return belowNotice(text, { gifts, stampCards }, 'fa');
    },
    en: ({ club, name, gift, balances, gifts, stampCards }) => {
      const person = personName(name, 'en');
      const wish = person === '' ? 'Happy birthday!' : `Happy birthday, ${person}!`;
      const gains = gainsPhrase(gift, 'en');
      const given = gains === '' ? '' : `Your gift: ${gains}.`;
      const text = notice([clubLine(club, 'en'), wish, given, totalPhrase(gift, balances, 'en')]);
      return belowNotice(text, { gifts, stampCards }, 'en');
    },
  },
  giftForMember: {
    class: 'promotional',
    partsMax: giftPartsMax,
    fa: ({ club, rule, gift, balances, gifts, stampCards }) => {
      const gains = gainsPhrase(gift, 'fa');
      const given = gains === '' ? '' : `هدیه شما: ${gains}.`;
      const why = `بابت ${rewardName(rule, 'fa')}`;
      const text = notice([clubLine(club, 'fa'), why, given, totalPhrase(gift, balances, 'fa')]);
      return belowNotice(text, { gifts, stampCards }, 'fa');
    },
    en: ({ club, rule, gift, balances, gifts, stampCards }) => {
      const gains = gainsPhrase(gift, 'en');
      const given = gains === '' ? '' : `Your gift: ${gains}.`;
      const why = `For ${rewardName(rule, 'en')}`;
      const text = notice([clubLine(club, 'en'), why, given, totalPhrase(gift, balances, 'en')]);
      return belowNotice(text, { gifts, stampCards }, 'en');
    },
  },
  giftTakenBackForMember: {
    class: 'informational',
    partsMax: 2,
    fa: ({ club, taken, balances }) => {
      const gains = gainsPhrase(taken, 'fa');
      const undone = 'خریدی که بابتش هدیه معرفی گرفته بودید برگشت خورد.';
      const less = gains === '' ? '' : `${gains} آن کم شد.`;
      return notice([clubLine(club, 'fa'), undone, less, totalPhrase(taken, balances, 'fa')]);
    },
    en: ({ club, taken, balances }) => {
      const gains = gainsPhrase(taken, 'en');
      const undone = 'A purchase was undone for which you had got a gift.';
      const less = gains === '' ? '' : `Taken back: ${gains}.`;
      return notice([clubLine(club, 'en'), undone, less, totalPhrase(taken, balances, 'en')]);
    },
  },
  nudgeForMember: {
    class: 'promotional',
    partsMax: 2,
    fa: (params) => {
      const person = personName(params.name, 'fa');
      return nudge(params, 'fa', `جایتان خالی است${person === '' ? '' : `، ${person}`}!`);
    },
    en: (params) => {
      const person = personName(params.name, 'en');
      return nudge(params, 'en', `We miss you${person === '' ? '' : `, ${person}`}!`);
    },
  },
};

/** What does not fit is left out, the least urgent first: the way to a gift, other programs, the next reward, the next tier. */
function balanceText(params: MemberTextParams['balanceForMember'], language: Language): string {
  const { nextReward, expiring, tier, stampCards = [], others, reachable } = params;
  const ofTier = (line: typeof tierLine) => (tier === undefined ? '' : line(tier, language));
  return linesThatFit(charactersIn(3), [
    { text: clubLine(params.club, language), rank: 0 },
    { text: balanceLine(params.balances, language), rank: 0 },
    { text: waitingLine(params.pending, language), rank: 2 },
    { text: ofTier(tierLine), rank: 1 },
    { text: nextReward === undefined ? '' : nextRewardLine(nextReward, language), rank: 6 },
    ...stampCards.map((card, index) => ({ text: stampLine(card, language), rank: 7 + index })),
    { text: expiring === undefined ? '' : expiringLine(expiring, language), rank: 3 },
    { text: ofTier(keepTierLine), rank: 4 },
    { text: ofTier(nextTierLine), rank: 5 },
    ...otherLines(others, language),
    ...reachableLines(reachable, language),
  ]);
}

/** Her points are worth a word only when she has some. */
function nudge(params: MemberTextParams['nudgeForMember'], language: Language, greeting: string): string {
  const { balances, nextReward } = params;
  const has = balances.points !== 0 || balances.credit !== 0;
  const balance = has ? balanceLine(balances, language) : '';
  const reward = nextReward === undefined ? '' : nextRewardLine(nextReward, language);
  const opening = lines(clubLine(params.club, language), greeting);
  return firstThatFits(charactersBeforeStop(2), [
    lines(opening, balance, reward),
    lines(opening, balance),
    opening,
  ]);
}

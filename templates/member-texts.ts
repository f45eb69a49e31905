/**
 * What a member is told about her points: by SMS, Telegram or Bale. Each text is a club's line, then as few
 * lines as say it; with usual amounts and names a notice is one SMS part, since the shop pays by the part.
 */
import { formatMoney } from './formats.ts';
import { clubLine, personName, rewardName } from './names.ts';
import {
  balanceLine,
  expiringLine,
  firstThatFits,
  gainsPhrase,
  lines,
  linesThatFit,
  nextRewardLine,
  otherProgramLine,
  stopLine,
  totalPhrase,
  charactersIn,
  waitingLine,
} from './phrases.ts';
import { withGifts } from './gifts.ts';
import type { GivenGift } from './gifts.ts';
import { keepTierLine, nextTierLine, reachedLine, tierLine } from './tier-phrases.ts';
import type { Language } from './formats.ts';
import { charityLine } from './charity-words.ts';
import type { CharityShare } from './charity-words.ts';
import { stampLine, stampedLine } from './stamps.ts';
import type { CardStanding, StampedCard } from './stamps.ts';
import type {
  Balances,
  Expiring,
  Gains,
  Medium,
  NextReward,
  OtherProgram,
  Templates,
  TierView,
} from './template.ts';

interface Gifts {
  /** Things that she was given, each with its code. */
  readonly gifts?: readonly GivenGift[] | undefined;
}

interface Joined extends Gifts {
  readonly club: string;
  readonly gift: Gains;
  readonly balances: Balances;
}

/** What each of these texts is told. `club`, `name` and rewards may hold anything: they are cleaned. `amount` is rial. */
export interface MemberTextParams {
  /** Her own «عضویت» was done. */
  memberJoined: Joined;
  /** Staff enrolled her at the counter. */
  memberJoinedByStaff: Joined;
  alreadyMember: { readonly club: string; readonly balances: Balances };
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
  };
  purchaseRecordedForMember: Gifts & {
    readonly club: string;
    readonly amount: number;
    readonly earned: Gains;
    /** What it gave and waits. */
    readonly pending?: Gains | undefined;
    /** The tier that it reached. */
    readonly reached?: string | undefined;
    readonly balances: Balances;
    /** The cards that were stamped. */
    readonly stampCards?: readonly StampedCard[] | undefined;
    /** What went to charities in her name. */
    readonly charities?: readonly CharityShare[] | undefined;
    /** What it earned in the programs beside the club's own. */
    readonly others?: readonly OtherProgram[] | undefined;
  };
  purchaseUndoneForMember: {
    readonly club: string;
    readonly amount: number;
    readonly taken: Gains;
    readonly balances: Balances;
  };
  birthdayGiftForMember: Gifts & {
    readonly club: string;
    readonly name?: string | undefined;
    readonly gift: Gains;
    readonly balances: Balances;
  };
  giftForMember: Gifts & {
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

/** Nothing in a chat: it has buttons. */
function howToAsk(language: Language, medium: Medium): string {
  if (medium === 'chat') return '';
  return language === 'fa' ? 'ارسال ۲: امتیاز، ؟: راهنما' : 'Send 2: points, ?: help';
}

/** Things that are given take more than two parts: a code that is left out is worth nothing. */
const giftPartsMax = 4;

/** What `lines` may take of so many parts when «لغو۱۱» comes after them. */
const charactersBeforeStop = (parts: number) => charactersIn(parts) - stopLine.length - 1;

export const memberTexts: Templates<MemberTextParams> = {
  memberJoined: {
    class: 'answer',
    partsMax: giftPartsMax,
    fa: (params, medium) => welcome(params, { language: 'fa', medium, charactersOf: charactersIn }),
    en: (params, medium) => welcome(params, { language: 'en', medium, charactersOf: charactersIn }),
  },
  memberJoinedByStaff: {
    class: 'informational',
    partsMax: giftPartsMax,
    fa: (params, medium) => welcome(params, { language: 'fa', medium, charactersOf: charactersBeforeStop }),
    en: (params, medium) => welcome(params, { language: 'en', medium, charactersOf: charactersBeforeStop }),
  },
  alreadyMember: {
    class: 'answer',
    partsMax: 2,
    fa: (params, medium) => already(params, 'fa', medium),
    en: (params, medium) => already(params, 'en', medium),
  },
  balanceForMember: {
    class: 'answer',
    partsMax: 3,
    fa: (params) => balanceText(params, 'fa'),
    en: (params) => balanceText(params, 'en'),
  },
  purchaseRecordedForMember: {
    class: 'informational',
    partsMax: giftPartsMax,
    fa: ({
      club,
      amount,
      earned,
      pending,
      reached,
      balances,
      stampCards = [],
      charities,
      gifts = [],
      others,
    }) => {
      const total = totalPhrase(earned, balances, 'fa');
      const purchase = `خرید ${formatMoney(amount, 'fa')}، سپاس!`;
      const nothing = stampCards.length + gifts.length > 0 ? '' : 'این بار امتیازی نداشت.';
      const change = earnedPhrase(earned, pending, 'fa') || nothing;
      const cards = stampCards.map((card) => stampedLine(card, 'fa'));
      return withMore(
        notice([clubLine(club, 'fa'), purchase, change, total]),
        { reached, cards, charities, gifts, others },
        'fa',
      );
    },
    en: ({
      club,
      amount,
      earned,
      pending,
      reached,
      balances,
      stampCards = [],
      charities,
      gifts = [],
      others,
    }) => {
      const total = totalPhrase(earned, balances, 'en');
      const purchase = `Thanks for your ${formatMoney(amount, 'en')}!`;
      const nothing = stampCards.length + gifts.length > 0 ? '' : 'It earned nothing this time.';
      const change = earnedPhrase(earned, pending, 'en') || nothing;
      const cards = stampCards.map((card) => stampedLine(card, 'en'));
      return withMore(
        notice([clubLine(club, 'en'), purchase, change, total]),
        { reached, cards, charities, gifts, others },
        'en',
      );
    },
  },
  purchaseUndoneForMember: {
    class: 'informational',
    partsMax: 2,
    fa: ({ club, amount, taken, balances }) => {
      const gains = gainsPhrase(taken, 'fa');
      const total = totalPhrase(taken, balances, 'fa');
      const purchase = `خرید ${formatMoney(amount, 'fa')} برگشت خورد.`;
      return notice([clubLine(club, 'fa'), purchase, gains === '' ? '' : `${gains} آن کم شد.`, total]);
    },
    en: ({ club, amount, taken, balances }) => {
      const gains = gainsPhrase(taken, 'en');
      const total = totalPhrase(taken, balances, 'en');
      const purchase = `Your purchase of ${formatMoney(amount, 'en')} was undone.`;
      return notice([clubLine(club, 'en'), purchase, gains === '' ? '' : `Taken back: ${gains}.`, total]);
    },
  },
  birthdayGiftForMember: {
    class: 'promotional',
    partsMax: giftPartsMax,
    fa: ({ club, name, gift, balances, gifts }) => {
      const person = personName(name, 'fa');
      const wish = person === '' ? 'تولدتان مبارک!' : `تولدتان مبارک، ${person}!`;
      const gains = gainsPhrase(gift, 'fa');
      const given = gains === '' ? '' : `هدیه شما: ${gains}.`;
      const text = notice([clubLine(club, 'fa'), wish, given, totalPhrase(gift, balances, 'fa')]);
      return belowNotice(text, gifts, 'fa');
    },
    en: ({ club, name, gift, balances, gifts }) => {
      const person = personName(name, 'en');
      const wish = person === '' ? 'Happy birthday!' : `Happy birthday, ${person}!`;
      const gains = gainsPhrase(gift, 'en');
      const given = gains === '' ? '' : `Your gift: ${gains}.`;
      const text = notice([clubLine(club, 'en'), wish, given, totalPhrase(gift, balances, 'en')]);
      return belowNotice(text, gifts, 'en');
    },
  },
  giftForMember: {
    class: 'promotional',
    partsMax: giftPartsMax,
    fa: ({ club, rule, gift, balances, gifts }) => {
      const gains = gainsPhrase(gift, 'fa');
      const given = gains === '' ? '' : `هدیه شما: ${gains}.`;
      const why = `بابت ${rewardName(rule, 'fa')}`;
      const text = notice([clubLine(club, 'fa'), why, given, totalPhrase(gift, balances, 'fa')]);
      return belowNotice(text, gifts, 'fa');
    },
    en: ({ club, rule, gift, balances, gifts }) => {
      const gains = gainsPhrase(gift, 'en');
      const given = gains === '' ? '' : `Your gift: ${gains}.`;
      const why = `For ${rewardName(rule, 'en')}`;
      const text = notice([clubLine(club, 'en'), why, given, totalPhrase(gift, balances, 'en')]);
      return belowNotice(text, gifts, 'en');
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

interface Welcoming {
  readonly language: Language;
  readonly medium: Medium;
  /** What so many parts hold. */
  readonly charactersOf: (parts: number) => number;
}

/** The gift, and the balance where it is another; then how to ask. */
function welcome(
  params: MemberTextParams['memberJoined'],
  { language, medium, charactersOf }: Welcoming,
): string {
  const { gift, balances, gifts = [] } = params;
  const fa = language === 'fa';
  const club = clubLine(params.club, language);
  const greeting = fa ? 'خوش آمدید!' : 'Welcome!';
  const gains = gainsPhrase(gift, language);
  const given = gains === '' ? greeting : `${greeting} ${fa ? 'هدیه عضویت' : 'Joining gift'}: ${gains}`;
  const ask = howToAsk(language, medium);
  const same = gift.points === balances.points && gift.credit === balances.credit && gains !== '';
  const text = firstThatFits(charactersOf(2), [
    lines(club, given, same ? '' : balanceLine(balances, language), ask),
    lines(club, given, ask),
    lines(club, greeting, ask),
  ]);
  return withGifts(text, gifts, { lengthMax: charactersOf(giftPartsMax), language });
}

/** In one part, unless a name or a balance alone is too long for it. */
function already(
  { club, balances }: MemberTextParams['alreadyMember'],
  language: Language,
  medium: Medium,
): string {
  const member = language === 'fa' ? 'شما عضو هستید.' : 'You are a member.';
  const balance = balanceLine(balances, language);
  return firstThatFits(charactersIn(1), [
    lines(clubLine(club, language), member, balance, howToAsk(language, medium)),
    lines(clubLine(club, language), member, balance),
    lines(clubLine(club, language), balance),
  ]);
}

/** Within two parts: what happened, what it changed and the total. Amounts beyond any shop leave the last ones out. */
export function notice([club, event, change, total]: readonly [string, string, string, string]): string {
  return firstThatFits(charactersBeforeStop(2), [
    lines(club, event, `${change} ${total}`.trim()),
    lines(club, event, change),
    lines(club, event),
  ]);
}

function belowNotice(text: string, gifts: readonly GivenGift[] = [], language: Language): string {
  return withGifts(text, gifts, { lengthMax: charactersBeforeStop(giftPartsMax), language });
}

/** «۷ امتیاز گرفتید. ۳ امتیاز در انتظار است.», without what is zero; '' when both are. */
function earnedPhrase(earned: Gains, pending: Gains | undefined, language: Language): string {
  const gains = gainsPhrase(earned, language);
  const waits = pending === undefined ? '' : gainsPhrase(pending, language);
  const fa = language === 'fa';
  return [
    ...(gains === '' ? [] : [fa ? `${gains} گرفتید.` : `Earned ${gains}.`]),
    ...(waits === '' ? [] : [fa ? `${waits} در انتظار است.` : `${waits} pending.`]),
  ].join(' ');
}

interface More {
  /** The tier that was reached. */
  readonly reached: string | undefined;
  readonly cards: readonly string[];
  readonly charities: readonly CharityShare[] | undefined;
  readonly gifts: readonly GivenGift[];
  readonly others: readonly OtherProgram[] | undefined;
}

/**
 * A notice, and below it what she was given, her new tier, the stamp cards, what went to charities and what was
 * earned beside the club's own program, as far as there is room.
 */
function withMore(
  text: string,
  { reached, cards, charities = [], gifts, others }: More,
  language: Language,
): string {
  const lengthMax = charactersBeforeStop(gifts.length === 0 ? 2 : giftPartsMax);
  return linesThatFit(lengthMax, [
    { text: withGifts(text, gifts, { lengthMax, language }), rank: 0 },
    { text: reachedLine(reached, language), rank: 1 },
    ...cards.map((card, index) => ({ text: card, rank: 2 + index })),
    ...charities.map((share, index) => ({ text: charityLine(share, language), rank: 30 + index })),
    ...otherLines(others, language),
  ]);
}

function otherLines(others: readonly OtherProgram[] = [], language: Language) {
  return others.map((one, index) => ({ text: otherProgramLine(one, language), rank: 100 + index }));
}

/** What does not fit is left out, the least urgent first: other programs, the next reward, the next tier. */
function balanceText(params: MemberTextParams['balanceForMember'], language: Language): string {
  const { nextReward, expiring, tier, stampCards = [], others } = params;
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

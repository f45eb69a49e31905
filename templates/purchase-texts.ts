/** What a member is told of a purchase, and of its undoing. */
import { formatMoney } from './formats.ts';
import { clubLine } from './names.ts';
import { gainsPhrase, linesThatFit, totalPhrase } from './phrases.ts';
import { withGifts } from './gifts.ts';
import type { GivenGift } from './gifts.ts';
import { reachedLine } from './tier-phrases.ts';
import type { Language } from './formats.ts';
import { charityLine } from './charity-words.ts';
import type { CharityShare } from './charity-words.ts';
import { stampedLine } from './stamps.ts';
import type { StampedCard } from './stamps.ts';
import type { Balances, Gains, OtherProgram, Templates } from './template.ts';

import { charactersBeforeStop, giftPartsMax, notice, otherLines } from './notice.ts';
import type { Gifts } from './notice.ts';

export interface PurchaseTextParams {
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
}

export const purchaseTexts: Templates<PurchaseTextParams> = {
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
};

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

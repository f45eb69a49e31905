/** What a member is told of a purchase, and of its undoing. */
import { formatMoney } from './formats.ts';
import { clubLine } from './names.ts';
import { gainsPhrase, linesThatFit, totalPhrase } from './phrases.ts';
import { withGifts } from './gifts.ts';
import type { GivenGift } from './gifts.ts';
import { say } from './explain-terms.ts';
import { reachedLine } from './tier-phrases.ts';
import type { Language } from './formats.ts';
import { charityLine } from './charity-words.ts';
import type { CharityShare } from './charity-words.ts';
import { fullLine, stampedLines } from './stamps.ts';
import type { StampedCard } from './stamps.ts';
import type { Balances, Gains, OtherProgram, Templates } from './template.ts';

import { charactersBeforeStop, earningNotice, giftPartsMax, notice, otherLines } from './notice.ts';
import type { Earning, Gifts, Stamps } from './notice.ts';

export interface PurchaseTextParams {
  purchaseRecordedForMember: Gifts &
    Stamps & {
      readonly club: string;
      readonly amount: number;
      readonly earned: Gains;
      /** What it gave and waits. */
      readonly pending?: Gains | undefined;
      /** The tier that it reached. */
      readonly reached?: string | undefined;
      readonly balances: Balances;
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
    fa: (params) => recordedText(params, 'fa'),
    en: (params) => recordedText(params, 'en'),
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

function recordedText(params: Recorded, language: Language): string {
  const { club, reached, stampCards: cards = [], charities, gifts = [], others } = params;
  return withMore(
    earningNotice(clubLine(club, language), earningOf(params, language)),
    { reached, cards, charities, gifts, others },
    language,
  );
}

/** «۷ امتیاز گرفتید.», «۳ امتیاز در انتظار است.», and that it earned nothing where it gave nothing else either. */
function earningOf(
  { amount, earned, pending, balances, stampCards = [], gifts = [] }: Recorded,
  language: Language,
): Earning {
  const money = formatMoney(amount, language);
  const [had, waiting] = [gainsPhrase(earned, language), pending ? gainsPhrase(pending, language) : ''];
  const gains = had === '' ? '' : say(language, `${had} گرفتید.`, `Earned ${had}.`);
  const waits = waiting === '' ? '' : say(language, `${waiting} در انتظار است.`, `${waiting} pending.`);
  const isNothing = gains + waits === '' && stampCards.length + gifts.length === 0;
  return {
    event: [
      say(language, `خرید ${money}، سپاس!`, `Thanks for your ${money}!`),
      say(language, `خرید ${money}`, `Your ${money}`),
    ],
    gains: isNothing ? say(language, 'این بار امتیازی نداشت.', 'It earned nothing this time.') : gains,
    waits: [waits, gains === '' || waits === '' ? waits : moreWaits[language]],
    total: totalPhrase(earned, balances, language),
  };
}

type Recorded = PurchaseTextParams['purchaseRecordedForMember'];

const moreWaits = { fa: 'بخشی هم در انتظار است.', en: 'More is pending.' } as const;

interface More {
  /** The tier that was reached. */
  readonly reached: string | undefined;
  readonly cards: readonly StampedCard[];
  readonly charities: readonly CharityShare[] | undefined;
  readonly gifts: readonly GivenGift[];
  readonly others: readonly OtherProgram[] | undefined;
}

/**
 * A notice, and below it what she was given, her new tier, the stamp cards, what went to charities and what was
 * earned beside the club's own program, as far as there is room.
 */
export function withMore(
  text: string,
  { reached, cards, charities = [], gifts, others }: More,
  language: Language,
): string {
  // What comes seldom and matters most may take a part more.
  const isPlain = gifts.length === 0 && reached === undefined;
  const lengthMax = charactersBeforeStop(isPlain ? 2 : giftPartsMax);
  const told = (isBrief: boolean) =>
    linesThatFit(lengthMax, [
      { text: withGifts(text, gifts, { lengthMax, language }), rank: 0 },
      { text: reachedLine(reached, language), rank: 1 },
      ...stampedLines(cards, language, isBrief),
      ...charities.map((share, index) => ({ text: charityLine(share, language), rank: 40 + index })),
      ...otherLines(others, language),
    ]);
  const whole = told(false);
  return cards.every((card) => whole.includes(fullLine(card, language))) ? whole : told(true);
}

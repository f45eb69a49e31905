/** Texts that rules of the program send, as the shop wrote them and filled in. */
import { amountOf, labelIn } from './explain-terms.ts';
import type { Label } from './explain-shape.ts';
import { formatDay, formatMoney, formatNumber, type Calendar, type Language } from './formats.ts';
import { giftPhrase } from './gifts.ts';
import type { GivenGift } from './gifts.ts';
import { clubLine, personName, ruleName } from './names.ts';
import { gainsPhrase, lines } from './phrases.ts';
import type { Balances, Gains, Templates } from './template.ts';

interface RuleText {
  readonly club: string;
  /** Filled in, in one language for all members or in hers. */
  readonly text: string;
}

export interface RuleTextParams {
  /** Promotional. */
  ruleOfferForMember: RuleText;
  /** About her own account. */
  ruleNoticeForMember: RuleText;
}

const say = ({ club, text }: RuleText, language: Language) => lines(clubLine(club, language), text);

const template = {
  /** More a program cannot say: its check counts what the longest names and amounts come to. */
  partsMax: 4,
  fa: (params: RuleText) => say(params, 'fa'),
  en: (params: RuleText) => say(params, 'en'),
} as const;

export const ruleTexts: Templates<RuleTextParams> = {
  ruleOfferForMember: { class: 'promotional', ...template },
  ruleNoticeForMember: { class: 'informational', ...template },
};

/** What a rule gave and to whom, for its text. Money in rial. */
export interface RuleGave {
  readonly club: string;
  readonly name?: string | undefined;
  readonly rule: Label;
  readonly given: Gains;
  readonly balances: Balances;
  /** Of the purchase. */
  readonly amount?: number | undefined;
  readonly tier?: Label | undefined;
  readonly gifts: readonly GivenGift[];
  /** The last day on which what was given can be used, `YYYY-MM-DD`. */
  readonly lastDay?: string | undefined;
  readonly calendar: Calendar;
}

/** The words for what a text has to fill in; '' where there is nothing to say. */
export function ruleValues(gave: RuleGave, language: Language) {
  const { given, gifts, amount, tier, lastDay, calendar } = gave;
  const listed = (texts: readonly string[]) => texts.join(language === 'fa' ? '، ' : ', ');
  return {
    name: personName(gave.name, language),
    club: clubLine(gave.club, language),
    rule: ruleName(labelIn(gave.rule, language), language),
    points: formatNumber(given.points, language),
    credit: formatMoney(given.credit, language),
    given: gainsPhrase(given, language),
    balance: gainsPhrase(gave.balances, language) || amountOf(0, 'points', language),
    amount: amount === undefined ? '' : formatMoney(amount, language),
    tier: tier === undefined ? '' : ruleName(labelIn(tier, language), language),
    gift: listed(gifts.map((gift) => giftPhrase(gift, language))),
    code: listed(gifts.map(({ code }) => code)),
    until: lastDay === undefined ? '' : formatDay(lastDay, { language, calendar }),
  };
}

/** What a member is told when what she bought on account or by cheque is paid in full. */
import type { CharityShare } from './charity-words.ts';
import { say } from './explain-terms.ts';
import { formatMoney } from './formats.ts';
import type { Language } from './formats.ts';
import { clubLine } from './names.ts';
import { earningNotice, giftPartsMax } from './notice.ts';
import type { Gifts, Stamps } from './notice.ts';
import { gainsPhrase, totalPhrase } from './phrases.ts';
import { withMore } from './purchase-texts.ts';
import type { Balances, Gains, OtherProgram, Templates } from './template.ts';

export interface SettledTextParams {
  purchaseSettledForMember: Gifts &
    Stamps & {
      readonly club: string;
      /** Of the purchase. */
      readonly amount: number;
      /** What waited for its payments, the earlier ones too, and came free. */
      readonly freed: Gains;
      /** What was given for paying all of it, and for a tier that this reached. */
      readonly earned: Gains;
      /** What of that waits. */
      readonly pending: Gains;
      readonly reached?: string | undefined;
      readonly balances: Balances;
      readonly charities?: readonly CharityShare[] | undefined;
      /** What came free and was given in the programs beside the club's own. */
      readonly others?: readonly OtherProgram[] | undefined;
    };
}

type Settled = SettledTextParams['purchaseSettledForMember'];

export const settledTexts: Templates<SettledTextParams> = {
  purchaseSettledForMember: {
    class: 'informational',
    partsMax: giftPartsMax,
    fa: (params) => settledText(params, 'fa'),
    en: (params) => settledText(params, 'en'),
  },
};

function settledText(params: Settled, language: Language): string {
  const { club, amount, freed, earned, pending, balances } = params;
  const { reached, stampCards: cards = [], charities, gifts = [], others } = params;
  const money = formatMoney(amount, language);
  const [free, got, waiting] = [freed, earned, pending].map((gains) => gainsPhrase(gains, language));
  const waits = waiting ? say(language, `${waiting} در انتظار است.`, `${waiting} pending.`) : '';
  const told = earningNotice(clubLine(club, language), {
    event: [
      say(language, `خرید ${money} تسویه شد، سپاس!`, `Your ${money} is paid in full, thanks!`),
      say(language, `خرید ${money} تسویه شد.`, `Your ${money} is paid in full.`),
    ],
    gains: [
      free ? say(language, `${free} آن آزاد شد.`, `Freed: ${free}.`) : '',
      got ? say(language, `${got} گرفتید.`, `Earned ${got}.`) : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
    waits: [waits, waits],
    total: totalPhrase(freed.credit === 0 ? earned : freed, balances, language),
  });
  return withMore(told, { reached, cards, charities, gifts, others }, language);
}

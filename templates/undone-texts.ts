/** What a member is told where something that happened to her is undone. */
import { notice } from './notice.ts';
import { clubLine } from './names.ts';
import { gainsPhrase, totalPhrase } from './phrases.ts';
import type { Balances, Gains, Templates } from './template.ts';

export interface UndoneTextParams {
  /** A visit or an event that she had been told a gift of. */
  occasionUndoneForMember: {
    readonly club: string;
    readonly taken: Gains;
    readonly balances: Balances;
  };
}

export const undoneTexts: Templates<UndoneTextParams> = {
  occasionUndoneForMember: {
    class: 'informational',
    partsMax: 2,
    fa: ({ club, taken, balances }) => {
      const gains = gainsPhrase(taken, 'fa');
      const undone = 'هدیه‌ای که به اشتباه ثبت شده بود برگشت خورد.';
      const less = gains === '' ? '' : `${gains} آن کم شد.`;
      return notice([clubLine(club, 'fa'), undone, less, totalPhrase(taken, balances, 'fa')]);
    },
    en: ({ club, taken, balances }) => {
      const gains = gainsPhrase(taken, 'en');
      const undone = 'A gift that was logged by mistake was undone.';
      const less = gains === '' ? '' : `Taken back: ${gains}.`;
      return notice([clubLine(club, 'en'), undone, less, totalPhrase(taken, balances, 'en')]);
    },
  },
};

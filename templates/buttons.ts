import type { Language } from './formats.ts';
import type { Wish } from './keywords.ts';

/** The buttons of a chat. `sendContact` asks the app for the sender's own number; the others send their label. */
export type ButtonName = 'sendContact' | 'join' | 'balance' | 'why' | 'invite' | 'birthday' | 'help';

/** A button: what it says, and what its label means when it arrives as a text. */
export interface Button {
  readonly wish: Wish;
  readonly label: Readonly<Record<Language, string>>;
}

/** Every label is one of the keywords of its wish, so that a pressed button needs no handling of its own. */
export const buttons: Readonly<Record<ButtonName, Button>> = {
  sendContact: { wish: 'join', label: { fa: 'ارسال شماره من', en: 'Share my number' } },
  join: { wish: 'join', label: { fa: 'عضویت', en: 'Join' } },
  balance: { wish: 'balance', label: { fa: 'امتیاز من', en: 'My points' } },
  why: { wish: 'why', label: { fa: 'چرا', en: 'Why' } },
  invite: { wish: 'refer', label: { fa: 'دعوت دوستان', en: 'Invite friends' } },
  birthday: { wish: 'birthday', label: { fa: 'تاریخ تولد', en: 'Birthday' } },
  help: { wish: 'help', label: { fa: 'راهنما', en: 'Help' } },
};

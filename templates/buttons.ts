import type { Language } from './formats.ts';
import type { Intent } from './keywords.ts';

/** The buttons of a chat. `sendContact` asks the app for the sender's own number; the others send their label. */
export type ButtonName = 'sendContact' | 'join' | 'balance' | 'birthday' | 'help';

/** A button: what it says, and what its label means when it arrives as a text. */
export interface Button {
  readonly intent: Intent;
  readonly label: Readonly<Record<Language, string>>;
}

/** Every label is one of the keywords of its intent, so that a pressed button needs no handling of its own. */
export const buttons: Readonly<Record<ButtonName, Button>> = {
  sendContact: { intent: 'join', label: { fa: 'ارسال شماره من', en: 'Share my number' } },
  join: { intent: 'join', label: { fa: 'عضویت', en: 'Join' } },
  balance: { intent: 'balance', label: { fa: 'امتیاز من', en: 'My points' } },
  birthday: { intent: 'birthday', label: { fa: 'تاریخ تولد', en: 'Birthday' } },
  help: { intent: 'help', label: { fa: 'راهنما', en: 'Help' } },
};

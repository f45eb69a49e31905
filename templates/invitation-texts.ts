/** What a member passes on to those whom she wants to bring. */
import { persianDigits, type Language } from './formats.ts';
import { clubLine } from './names.ts';
import { lines } from './phrases.ts';
import type { Medium, Templates } from './template.ts';

export interface InvitationTextParams {
  invitationForMember: {
    readonly club: string;
    /** Who gives it when she joins was brought by this member. */
    readonly code: string;
    /** The number that SMS to the club are sent to, where it is known. */
    readonly line?: string | undefined;
    /** Addresses that lead to the club's bots, with the code in them. */
    readonly links?: readonly string[] | undefined;
  };
}

export const invitationTexts: Templates<InvitationTextParams> = {
  invitationForMember: {
    class: 'answer',
    partsMax: 3,
    fa: (params, medium) => invitation(params, 'fa', medium),
    en: (params, medium) => invitation(params, 'en', medium),
  },
};

/** To be forwarded as it is, but for its first line. Links go into chats alone: operators hold up SMS that have some. */
function invitation(
  { club, code, line, links = [] }: InvitationTextParams['invitationForMember'],
  language: Language,
  medium: Medium,
): string {
  const fa = language === 'fa';
  const digits = (text: string) => (fa ? persianDigits(text) : text);
  const [number, to] = [digits(code), digits(line ?? '')];
  const words = fa ? `«عضویت ${number}»` : `"join ${number}"`;
  const how = fa
    ? `برای عضویت ${words} را ${to === '' ? 'به شماره باشگاه' : `به ${to}`} پیامک کنید.`
    : `To join, text ${words} to ${to === '' ? "the club's number" : to}.`;
  return lines(
    fa ? 'این را برای دوستانتان بفرستید:' : 'Send this to your friends:',
    clubLine(club, language),
    how,
    ...(medium === 'chat' ? links : []),
  );
}

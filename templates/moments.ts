/** Instants as people read them. */
import { formatDay, persianDigits, type Calendar, type Language } from './formats.ts';

export interface MomentOptions {
  readonly language: Language;
  /** Asia/Tehran and Persian unless told. */
  readonly timeZone?: string | undefined;
  readonly calendar?: Calendar | undefined;
}

/** The day and the time of day (`21:05`, in the language's digits) that a zone's wall shows at an instant. */
export function momentWords(
  at: number,
  { language, timeZone = 'Asia/Tehran', calendar }: MomentOptions,
): { readonly date: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  const date = formatDay(`${year.padStart(4, '0')}-${month}-${day}`, { language, calendar });
  const time = `${hour}:${minute}`;
  return { date, time: language === 'fa' ? persianDigits(time) : time };
}

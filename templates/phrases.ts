/** Sentences that several texts share. */
import { formatDay, formatMoney, formatNumber, formatPoints, type Language } from './formats.ts';
import { clubLine, rewardName } from './names.ts';
import type { Balances, Expiring, Gains, NextReward, OtherProgram } from './template.ts';

/**
 * «لغو۱۱»: Iran's telecom regulator (CRA) wants it at the end of the informational SMS of customers' clubs and of
 * advertising; the member texts 11 to stop. Never translated.
 */
export const stopLine = 'لغو۱۱';

/** A USSD screen that reads on every phone: its 160 bytes hold 80 Persian characters (3GPP TS 23.038), old gateways cut at 70. */
export const screenMax = 70;

/** «۵۰ امتیاز و ۵٬۰۰۰ تومان اعتبار», without what is zero; '' when both are. */
export function gainsPhrase(gains: Gains, language: Language): string {
  const credit = formatMoney(gains.credit, language);
  return [
    gains.points === 0 ? [] : [formatPoints(gains.points, language)],
    gains.credit === 0 ? [] : [language === 'fa' ? `${credit} اعتبار` : `${credit} credit`],
  ]
    .flat()
    .join(language === 'fa' ? ' و ' : ' and ');
}

/** «امتیاز شما: ۱۲۰، اعتبار: ۵٬۰۰۰ تومان»; points alone when there is no credit, credit alone when no points. */
export function balanceLine(balances: Balances, language: Language): string {
  const points = formatNumber(balances.points, language);
  const credit = formatMoney(balances.credit, language);
  if (language === 'fa') {
    if (balances.credit === 0) return `امتیاز شما: ${points}`;
    return balances.points === 0 ? `اعتبار شما: ${credit}` : `امتیاز شما: ${points}، اعتبار: ${credit}`;
  }
  if (balances.credit === 0) return `Your points: ${points}`;
  return balances.points === 0 ? `Your credit: ${credit}` : `Your points: ${points}, credit: ${credit}`;
}

/** The balance after `gains` came or went: short («جمع: ۱۳۸») where only points are spoken of. */
export function totalPhrase(gains: Gains, balances: Balances, language: Language): string {
  if (gains.credit !== 0 || balances.credit !== 0) return balanceLine(balances, language);
  const points = formatNumber(balances.points, language);
  return language === 'fa' ? `جمع: ${points}` : `Total: ${points}`;
}

/** «۳۰ امتیاز دیگر تا «قهوه رایگان»», or that she has enough for it. */
export function nextRewardLine({ name, missing }: NextReward, language: Language): string {
  const reward = rewardName(name, language);
  if (language === 'fa') {
    return missing > 0
      ? `${formatPoints(missing, 'fa')} دیگر تا ${reward}`
      : `امتیازتان رسیده است به ${reward}`;
  }
  return missing > 0 ? `${formatPoints(missing, 'en')} to go for ${reward}` : `You have enough for ${reward}`;
}

/** «در انتظار: ۱۲ امتیاز»; '' where nothing waits. */
export function waitingLine(pending: Gains | undefined, language: Language): string {
  const waits = pending === undefined ? '' : gainsPhrase(pending, language);
  if (waits === '') return '';
  return language === 'fa' ? `در انتظار: ${waits}` : `Pending: ${waits}`;
}

/** «مهلت ۲۰ امتیاز: ۱۲ مرداد ۱۴۰۵»; '' when nothing runs out. */
export function expiringLine(expiring: Expiring, language: Language): string {
  const day = formatDay(expiring.day, { language, calendar: expiring.calendar });
  const gains = gainsPhrase(expiring, language);
  if (gains === '') return '';
  return language === 'fa' ? `مهلت ${gains}: ${day}` : `Use ${gains} by ${day}`;
}

/** The lines that are not empty, under each other. */
export function lines(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** The first of the candidates, fullest first, that is within `lengthMax` UTF-16 units; else the last, which must be. */
export function firstThatFits(lengthMax: number, candidates: readonly [string, ...string[]]): string {
  return candidates.find((text) => text.length <= lengthMax) ?? candidates.at(-1) ?? candidates[0];
}

/** A line of a text, and how soon it is left out where not all have room: the highest rank first, 0 never. */
export interface RankedLine {
  readonly text: string;
  readonly rank: number;
}

/** The lines under each other, as many as have room in `lengthMax` UTF-16 units. */
export function linesThatFit(lengthMax: number, ranked: readonly RankedLine[]): string {
  let kept = ranked.filter(({ text }) => text !== '');
  for (;;) {
    const text = lines(...kept.map((line) => line.text));
    const last = Math.max(0, ...kept.map(({ rank }) => rank));
    if (text.length <= lengthMax || last === 0) return text;
    kept = kept.filter(({ rank }) => rank < last);
  }
}

/** «باشگاه سبز: ۱۲ امتیاز»: what she has in a program beside the club's own; '' where that is nothing. */
export function otherProgramLine({ name, balances }: OtherProgram, language: Language): string {
  const has = gainsPhrase(balances, language);
  return has === '' ? '' : `${clubLine(name, language)}: ${has}`;
}

/** How many UTF-16 units are safe in so many parts: 70, then 67 each, less what an unsplittable letter may waste. */
export function charactersIn(parts: number): number {
  return parts === 1 ? 70 : 67 * parts - 3 * (parts - 1);
}

/** What goes to charities, as members and the counter are told. */
import { quote, say } from './explain-terms.ts';
import { formatMoney, type Language } from './formats.ts';
import { rewardName } from './names.ts';

/** «۱۰٬۰۰۰ تومان به خیریه «نمونه»»; the amount is in rial. */
export function wentTo(name: string, amount: number, language: Language): string {
  const [money, charity] = [formatMoney(amount, language), quote(name, language)];
  return say(language, `${money} به خیریه ${charity}`, `${money} to the charity ${charity}`);
}

/** What went to a charity with a purchase; the amount is in rial. */
export interface CharityShare {
  readonly name: string;
  readonly amount: number;
}

/** «۱۰٬۰۰۰ تومان به نام شما به «نمونه» رسید.» */
export function charityLine({ name, amount }: CharityShare, language: Language): string {
  const [money, charity] = [formatMoney(amount, language), rewardName(name, language)];
  return say(
    language,
    `به نام شما ${money} به ${charity} رسید.`,
    `${money} went to ${charity} in your name.`,
  );
}

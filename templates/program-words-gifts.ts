/** Things that a program gives, in words. */
import { labelIn, quote, say } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import { expiryOf } from './program-words-expiry.ts';
import type { DescribedProgram, Effect, GiftEffect, Label } from './program-words-shape.ts';

export function isGiftEffect(give: Effect): give is GiftEffect {
  return 'reward' in give || 'voucher' in give || 'giftCard' in give || 'ticket' in give;
}

type Described = Pick<DescribedProgram, 'rewards' | 'draws' | 'calendar'>;

/** «پاداش «قهوه» را رایگان (تا ۳ ماه پس از دریافت قابل خرج است، تا پایان آن روز)», «یک بن تخفیف «یلدا» با ۲۰ درصد تخفیف», «یک کارت هدیه ۵۰٬۰۰۰ تومان». */
export function giftEffectWords(program: Described, give: GiftEffect, language: Language): string {
  const what = thingOf(program, give, language);
  const expires = 'expires' in give ? give.expires : undefined;
  if (expires === undefined || expires === 'never') return what;
  const until = expiryOf(expires, program.calendar, language);
  // In brackets itself, so it has none within.
  return `${what} (${until.replace(/ \((.*)\)$/u, say(language, '، $1', ', $1'))})`;
}

function thingOf({ rewards, draws }: Described, give: GiftEffect, language: Language): string {
  if ('giftCard' in give) {
    const money = formatMoney(give.giftCard, language);
    return say(language, `یک کارت هدیه ${money}`, `a gift card of ${money}`);
  }
  if ('ticket' in give) {
    const draw = nameIn(draws, give.ticket, language);
    return say(language, `یک بلیت قرعه‌کشی ${draw}`, `a ticket of the draw ${draw}`);
  }
  if ('reward' in give) {
    const reward = nameIn(rewards, give.reward, language);
    return say(language, `پاداش ${reward} را رایگان`, `the reward ${reward} for free`);
  }
  const { name, amount, percent } = give.voucher;
  const called = quote(labelIn(name, language), language);
  const off =
    amount === undefined
      ? say(
          language,
          `${formatNumber(percent ?? 0, 'fa')} درصد`,
          `${formatNumber(percent ?? 0, 'en')} percent`,
        )
      : formatMoney(amount, language);
  return say(language, `یک بن تخفیف ${called} با ${off} تخفیف`, `a voucher ${called} with ${off} off`);
}

function nameIn(
  list: readonly { readonly id: string; readonly name: Label }[],
  id: string,
  language: Language,
): string {
  const found = list.find((one) => one.id === id);
  return quote(found ? labelIn(found.name, language) : id, language);
}

/** What goes to charities, in words. */
import { amountOf, labelIn, quote, say } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import { subjectOf } from './program-words-trigger.ts';
import type { DescribedProgram, ForCharity, Rule } from './program-words-shape.ts';

/** «عضو با هر خرید به ازای هر ۱۰۰٬۰۰۰ تومان ۱۰٬۰۰۰ تومان به خیریه «نمونه» می‌رساند», and that she gets none of it. */
export function charitySentences(
  program: DescribedProgram,
  { rule, give }: { readonly rule: Rule; readonly give: ForCharity },
  language: Language,
): string[] {
  const [who, amount] = [subjectOf(program, rule, language), amountFor(give, language)];
  const name = nameOf(program, give, language);
  const steps = say(language, 'پله ناتمام حساب نمی‌شود', 'Only full steps count');
  return [
    say(
      language,
      `${who} ${amount} به خیریه ${name} می‌رساند و خودش چیزی از آن نمی‌گیرد`,
      `${who} ${amount} for the charity ${name}, and nothing of it for the member`,
    ),
    ...('per' in give && rule.give.length === 1 ? [steps] : []),
  ];
}

/** «۵٬۰۰۰ تومان برای خیریه «نمونه»». */
export function charityGift(
  program: Pick<DescribedProgram, 'charities'>,
  give: ForCharity,
  language: Language,
): string {
  const [amount, name] = [amountFor(give, language), nameOf(program, give, language)];
  return say(language, `${amount} برای خیریه ${name}`, `${amount} for the charity ${name}`);
}

function nameOf(
  { charities }: Pick<DescribedProgram, 'charities'>,
  { charity }: ForCharity,
  language: Language,
): string {
  const known = charities.find(({ id }) => id === charity);
  return quote(known ? labelIn(known.name, language) : charity, language);
}

function amountFor(give: ForCharity, language: Language): string {
  if ('fixed' in give) return amountOf(give.fixed, 'charity', language);
  if ('percent' in give) {
    const percent = formatNumber(give.percent, language);
    return say(language, `${percent} درصد مبلغ`, `${percent} percent of the amount`);
  }
  const [amount, per] = [amountOf(give.give, 'charity', language), formatMoney(give.per, language)];
  return say(language, `به ازای هر ${per} ${amount}`, `${amount} for every ${per}`);
}

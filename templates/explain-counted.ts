/** Why not exactly what a purchase came to is counted. */
import type { Counted, CountedPart } from './explain-shape.ts';
import { listOf, paymentName, say } from './explain-terms.ts';
import { formatMoney, type Language } from './formats.ts';
import { productName } from './program-words-counts.ts';

/** «از ۲۰۰٬۰۰۰ تومان خرید ۱۸۰٬۰۰۰ تومان حساب است: بدون هزینه ارسال (۲۰٬۰۰۰ تومان)». */
export function explainCounted({ of, amount, parts }: Counted, language: Language): string {
  const [whole, counts] = [of, amount].map((rial) => formatMoney(rial, language));
  const what = say(
    language,
    `از ${whole} خرید ${counts} حساب است`,
    `of the purchase of ${whole}, ${counts} count`,
  );
  const without = parts.filter(({ kind }) => kind !== 'discount').map((part) => partOf(part, language));
  const beside = parts.filter(({ kind }) => kind === 'discount').map((part) => partOf(part, language));
  const said = [
    ...(without.length === 0
      ? []
      : [say(language, `بدون ${listOf(without, 'fa')}`, `without ${listOf(without, 'en')}`)]),
    ...beside.map((part) => say(language, `با ${part}`, `with ${part}`)),
  ];
  return said.length === 0 ? what : `${what}: ${said.join(say(language, '؛ ', ', '))}`;
}

function partOf(part: CountedPart, language: Language): string {
  return `${nameOf(part, language)} (${formatMoney(part.amount, language)})`;
}

function nameOf(part: CountedPart, language: Language): string {
  switch (part.kind) {
    case 'excepted':
      return productName(part.by, part.name, language);
    case 'others':
      return say(language, 'کالاهای دیگر', 'other products');
    case 'tax':
      return say(language, 'مالیات', 'tax');
    case 'discount':
      return say(language, 'تخفیف', 'the discount');
    case 'payment': {
      const ways = listOf(
        part.of.map((kind) => paymentName(kind, language)),
        language,
      );
      if (ways === '') return say(language, 'آنچه پرداخت نشده', 'what is not paid');
      return say(language, `آنچه با ${ways} پرداخت شده`, `what was paid with ${ways}`);
    }
  }
}

/** What is counted of a purchase, and how payments earn, in words. */
import type { PaymentKind } from './explain-shape.ts';
import { capital, listOf, paymentName, quote, say } from './explain-terms.ts';
import { formatNumber, type Language } from './formats.ts';
import type { DescribedProgram, ProductKinds, Products, RuleCounts } from './program-words-shape.ts';

/** A sentence for each thing that is said of what is counted, without full stops. */
export function countsSentences({ of, discount, tax, products }: RuleCounts, language: Language): string[] {
  const ofPrice = [
    discount === undefined ? [] : [discountWords[discount][language]],
    tax === undefined ? [] : [taxWords[tax][language]],
  ].flat();
  const price = listOf(ofPrice, language);
  return [
    of === undefined ? [] : [partWords[of][language]],
    price === '' ? [] : [say(language, `مبلغ ${price} حساب می‌شود`, `The amount counts ${price}`)],
    products === undefined ? [] : [countedProducts(products, language)],
  ].flat();
}

const partWords = {
  paid: {
    fa: 'فقط آن بخش از مبلغ حساب می‌شود که به روشی حساب‌شدنی پرداخت شده است (زیر «پرداخت‌ها»)',
    en: 'Only what was paid in ways that count (see "Payments") is counted',
  },
  sold: {
    fa: 'همه مبلغ فروش حساب می‌شود، هر طور که پرداخت شده باشد',
    en: 'All that was sold is counted, however it was paid',
  },
} as const;

const discountWords = {
  after: { fa: 'پس از تخفیف', en: 'after discounts' },
  before: { fa: 'پیش از تخفیف', en: 'before discounts' },
} as const;

const taxWords = {
  with: { fa: 'با مالیات', en: 'with tax' },
  without: { fa: 'بدون مالیات', en: 'without tax' },
} as const;

function countedProducts(products: Products, language: Language): string {
  const named = kindsOf(products, language, 'or');
  const except = exceptOf(products, language);
  if (named === '') return say(language, `همه کالاها حساب می‌شوند${except}`, `All products count${except}`);
  return say(
    language,
    `فقط این کالاها حساب می‌شوند: ${named}${except}`,
    `Only these products count: ${named}${except}`,
  );
}

/** Which lines are meant: «گروه «نوشیدنی» یا برند «الف»، جز کالای «۱»»; any where none is named. */
export function productsOf(products: Products, language: Language): string {
  const named = kindsOf(products, language, 'or');
  return (named === '' ? say(language, 'هر کالایی', 'any product') : named) + exceptOf(products, language);
}

function exceptOf({ except }: Products, language: Language): string {
  const kinds = kindsOf(except ?? {}, language, 'and');
  return kinds === '' ? '' : say(language, `، جز ${kinds}`, `, except ${kinds}`);
}

const kindWords = {
  skus: { one: { fa: 'کالای', en: 'product' }, many: { fa: 'کالاهای', en: 'products' } },
  groups: { one: { fa: 'گروه', en: 'group' }, many: { fa: 'گروه‌های', en: 'groups' } },
  brands: { one: { fa: 'برند', en: 'brand' }, many: { fa: 'برندهای', en: 'brands' } },
  tags: { one: { fa: 'برچسب', en: 'tag' }, many: { fa: 'برچسب‌های', en: 'tags' } },
} as const;

/** The groups that every program leaves out unless told, by what they are. */
const groupNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  delivery: { fa: 'هزینه ارسال', en: 'delivery' },
  'gift-card': { fa: 'فروش کارت هدیه', en: 'gift cards sold' },
};

function kindsOf(kinds: ProductKinds, language: Language, join: 'and' | 'or'): string {
  const fields = ['skus', 'groups', 'brands', 'tags'] as const;
  const said = fields.flatMap((field) => {
    const names = kinds[field];
    if (names === undefined) return [];
    const word = kindWords[field][names.length > 1 && join === 'and' ? 'many' : 'one'][language];
    const list = names.map((name) => quote(name, language) + meaningOf(field, name, language));
    return [`${word} ${listOf(list, language, join)}`];
  });
  return listOf(said, language, join);
}

/** «هزینه ارسال», or «برند «الف»»: products by the one name that they were left out by. */
export function productName(by: 'sku' | 'group' | 'brand' | 'tag', name: string, language: Language): string {
  const meaning = by === 'group' && Object.hasOwn(groupNames, name) ? groupNames[name] : undefined;
  return meaning ? meaning[language] : `${kindWords[`${by}s`].one[language]} ${quote(name, language)}`;
}

function meaningOf(field: keyof ProductKinds, name: string, language: Language): string {
  const meaning = field === 'groups' && Object.hasOwn(groupNames, name) ? groupNames[name] : undefined;
  return meaning ? ` (${meaning[language]})` : '';
}

/** How each kind of payment counts, those alike together; nothing where it never matters. */
export function paymentLines({ payments, counts, rules }: DescribedProgram, language: Language): string[] {
  const matters =
    counts.of === 'paid' ||
    rules.some(({ give }) => give.some((one) => 'of' in one && one.of?.of === 'paid'));
  if (!matters) return [];
  const alike = new Map<number, string[]>();
  for (const kind of Object.keys(payments) as PaymentKind[]) {
    const { earns, percent = 100 } = payments[kind];
    const share = earns ? percent : 0;
    alike.set(share, [...(alike.get(share) ?? []), paymentName(kind, language)]);
  }
  return [
    ...[...alike].map(([share, names]) => `${capital(listOf(names, language))}: ${shareOf(share, language)}`),
    say(
      language,
      'اگر نوع پرداخت ثبت نشود، همه مبلغ حساب می‌شود.',
      'Where no kind of payment is recorded, the whole amount counts.',
    ),
  ];
}

function shareOf(share: number, language: Language): string {
  if (share === 0) return say(language, 'حساب نمی‌شود.', 'not counted.');
  if (share === 100) return say(language, 'کامل حساب می‌شود.', 'counted in full.');
  const percent = formatNumber(share, language);
  return say(language, `${percent} درصد آن حساب می‌شود.`, `${percent} percent of it is counted.`);
}

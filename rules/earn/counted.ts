import type { Counts } from '../program/counts.ts';
import type { PaymentKind, PaymentTerms } from '../program/payments.ts';
import type { LineFacts, PurchaseFacts } from './facts.ts';

/** How lines are named that a program excepts. */
export type ProductKind = 'sku' | 'group' | 'brand' | 'tag';

/** One thing that makes what is counted of a purchase differ from its amount: rial, above zero. */
export type CountedPart =
  /** Lines that are excepted: not counted. */
  | { readonly kind: 'excepted'; readonly by: ProductKind; readonly name: string; readonly amount: number }
  /** What is none of the products that count. */
  | { readonly kind: 'others'; readonly amount: number }
  /** A discount that is counted as if it had not been given. */
  | { readonly kind: 'discount'; readonly amount: number }
  | { readonly kind: 'tax'; readonly amount: number }
  /** What was paid in these ways, as far as they do not count; in none: what is not paid. */
  | { readonly kind: 'payment'; readonly of: readonly PaymentKind[]; readonly amount: number };

/** Why not exactly the amount of a purchase counts: `of` rial, less the parts, and with the discount, makes `amount`. */
export interface Counted {
  readonly of: number;
  readonly amount: number;
  readonly parts: readonly CountedPart[];
}

interface Counting {
  readonly counts: Counts;
  readonly terms: Readonly<Record<PaymentKind, PaymentTerms>>;
  /** Whether the products that count are named. */
  readonly named: boolean;
  readonly matches: (line: LineFacts) => boolean;
  readonly sums: { readonly amount: number; readonly discount: number; readonly tax: number };
  /** Of what counts, before it is asked how it was paid. */
  readonly price: number;
  /** What counts in the end. */
  readonly amount: number;
}

/** Says what makes the amount of a purchase and what is counted of it two numbers. */
export function countedOf(purchase: PurchaseFacts, counting: Counting): Counted {
  const { counts, sums, price, amount, named, matches } = counting;
  const parts: CountedPart[] = [];
  const others = purchase.amount - sums.amount;
  if (named && others > 0) parts.push({ kind: 'others', amount: others });
  if (!named) parts.push(...exceptedParts(purchase.lines, counts, matches));
  if (counts.tax === 'without' && sums.tax > 0) parts.push({ kind: 'tax', amount: sums.tax });
  const of = purchase.payments.filter(({ kind }) => isCut(counting.terms[kind])).map(({ kind }) => kind);
  if (price > amount) parts.push({ kind: 'payment', of: [...new Set(of)].sort(), amount: price - amount });
  if (counts.discount === 'before' && sums.discount > 0)
    parts.push({ kind: 'discount', amount: sums.discount });
  return { of: purchase.amount, amount, parts };
}

const isCut = ({ earns, percent = 100 }: PaymentTerms) => !earns || percent < 100;

/** What excepted lines come to, by the first name that excepts them. */
function exceptedParts(
  lines: readonly LineFacts[],
  { products: { except = {} } }: Counts,
  matches: (line: LineFacts) => boolean,
): CountedPart[] {
  const sums = new Map<string, Extract<CountedPart, { kind: 'excepted' }>>();
  for (const line of lines) {
    if (matches(line) || line.amount === 0) continue;
    const name = nameOf(line, except);
    const key = `${name.by} ${name.name}`;
    const before = sums.get(key)?.amount ?? 0;
    sums.set(key, { kind: 'excepted', ...name, amount: before + line.amount });
  }
  // The order of lines does not matter.
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

function nameOf(
  { sku = '', group = '', brand = '', tags = [] }: LineFacts,
  except: NonNullable<Counts['products']['except']>,
): { readonly by: ProductKind; readonly name: string } {
  if (except.groups?.includes(group)) return { by: 'group', name: group };
  if (except.brands?.includes(brand)) return { by: 'brand', name: brand };
  const tag = except.tags?.find((one) => tags.includes(one));
  return tag === undefined ? { by: 'sku', name: sku } : { by: 'tag', name: tag };
}

import type { Counts, RuleCounts } from '../program/counts.ts';
import type { PaymentKind, PaymentTerms } from '../program/payments.ts';
import type { Products } from '../program/products.ts';
import { countedOf } from './counted.ts';
import type { Counted } from './counted.ts';
import { hundredths, shareOf } from './exact.ts';
import type { LineFacts, PurchaseFacts } from './facts.ts';

/** What is counted of a purchase: rial, and pieces of its lines. */
export interface Base {
  readonly amount: number;
  readonly pieces: number;
  /** Why that is not the amount of the purchase; absent where it is. */
  readonly counted?: Counted;
}

export type BaseOf = (purchase: PurchaseFacts) => Base;

type PaymentsTerms = Readonly<Record<PaymentKind, PaymentTerms>>;

/**
 * Makes the function that says what of a purchase is counted. Lines that are named are summed up; what no line
 * speaks of is of no kind, so it counts wherever lines are only excepted. The part that was paid in ways that earn
 * is taken of the sum, rounded down to a rial: it is not known which goods were paid how.
 */
export function compileBase(program: Counts, terms: PaymentsTerms, rule: RuleCounts = {}): BaseOf {
  const counts = { ...program, ...withoutUndefined(rule) };
  const matches = matcherOf(counts.products);
  const named = namesKinds(counts.products);
  const priceOf = (sum: Sums) =>
    sum.amount + (counts.discount === 'before' ? sum.discount : 0) - (counts.tax === 'without' ? sum.tax : 0);
  return (purchase) => {
    const sums = sumOf(purchase.lines, matches);
    const rest = named ? nothing : restOf(purchase);
    const price = Math.max(0, priceOf(sums) + priceOf(rest));
    const amount = counts.of === 'sold' ? price : earningPart(price, purchase, terms);
    const { pieces } = sums;
    if (amount === purchase.amount) return { amount, pieces };
    const known = { counts, terms, named, matches, price, amount, sums: added(sums, rest) };
    return { amount, pieces, counted: countedOf(purchase, known) };
  };
}

const added = (one: Sums, other: Sums): Sums => ({
  amount: one.amount + other.amount,
  discount: one.discount + other.discount,
  tax: one.tax + other.tax,
  pieces: one.pieces + other.pieces,
});

interface Sums {
  readonly amount: number;
  readonly discount: number;
  readonly tax: number;
  readonly pieces: number;
}

const nothing: Sums = { amount: 0, discount: 0, tax: 0, pieces: 0 };

/** What lines come to, all or those that match. */
function sumOf(lines: readonly LineFacts[], matches?: (line: LineFacts) => boolean): Sums {
  let amount = 0;
  let discount = 0;
  let tax = 0;
  let pieces = 0;
  for (const line of lines) {
    if (matches !== undefined && !matches(line)) continue;
    amount += line.amount;
    discount += line.discount ?? 0;
    tax += line.tax ?? 0;
    pieces += line.quantity;
  }
  return { amount, discount, tax, pieces };
}

/** What no line speaks of. Discounts and taxes of lines are in those of the purchase, where it tells any. */
function restOf({ amount, discount = 0, tax = 0, lines }: PurchaseFacts): Sums {
  if (lines.length === 0) return { amount, discount, tax, pieces: 0 };
  const said = sumOf(lines);
  return {
    amount: amount - said.amount,
    discount: Math.max(0, discount - said.discount),
    tax: Math.max(0, tax - said.tax),
    pieces: 0,
  };
}

function earningPart(price: number, { amount, payments }: PurchaseFacts, terms: PaymentsTerms): number {
  if (payments.length === 0) return price;
  let earning = 0;
  for (const { kind, amount: paid } of payments) {
    const { earns, percent = 100 } = terms[kind];
    if (earns) earning += shareOf(paid, hundredths(percent), 10_000).whole;
  }
  return earning >= amount ? price : shareOf(price, earning, amount).whole;
}

/** Whether a choice names products: then what no line speaks of is none of them. */
export function namesKinds({ skus, groups, brands, tags }: Products): boolean {
  return [skus, groups, brands, tags].some((kind) => kind !== undefined);
}

/** Whether a line is meant by a choice of products. */
export function matcherOf(products: Products): (line: LineFacts) => boolean {
  const named = namesKinds(products);
  const isNamed = kindMatcher(products);
  const isExcepted = kindMatcher(products.except ?? {});
  return (line) => (!named || isNamed(line)) && !isExcepted(line);
}

function kindMatcher(kinds: Omit<Products, 'except'>): (line: LineFacts) => boolean {
  const [skus, groups, brands, tags] = [kinds.skus, kinds.groups, kinds.brands, kinds.tags].map(
    (names) => new Set(names),
  ) as [Set<string>, Set<string>, Set<string>, Set<string>];
  return ({ sku, group, brand, tags: ofLine }) =>
    (sku !== undefined && skus.has(sku)) ||
    (group !== undefined && groups.has(group)) ||
    (brand !== undefined && brands.has(brand)) ||
    (ofLine !== undefined && hasOne(tags, ofLine));
}

function hasOne(wanted: ReadonlySet<string>, tags: readonly string[]): boolean {
  for (const tag of tags) if (wanted.has(tag)) return true;
  return false;
}

function withoutUndefined(rule: RuleCounts): Partial<Counts> {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}

import { strict as assert } from 'node:assert';
import { compileProgram } from '../../rules/earn/compile.ts';
import type { CompiledProgram } from '../../rules/earn/compile.ts';
import { decidePurchase } from '../../rules/earn/decide.ts';
import type { MemberFacts, PurchaseFacts } from '../../rules/earn/facts.ts';
import { checkProgram } from '../../rules/program.ts';

export interface RulesResult {
  readonly rules: number;
  /** How many rules gave something to a purchase, on average. */
  readonly given: number;
  /** Of processor time; the median of the rounds after the first, which warms up. */
  readonly perSecond: number;
}

const sizes = [1, 20, 200, 500] as const;
const rounds = 5;
const purchasesOfRound = 1000;

/** How fast purchases are decided by programs of several sizes, one after the other in this very process. */
export function benchRules(eachMs: number): RulesResult[] {
  return sizes.map((size) => measure(programOf(size), eachMs / rounds));
}

function measure(compiled: CompiledProgram, roundMs: number): RulesResult {
  const purchases = Array.from({ length: purchasesOfRound }, (_, index) => purchaseOf(index));
  const rates: number[] = [];
  let [given, decided] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const startedAt = processorMs();
    let count = 0;
    while (processorMs() - startedAt < roundMs) {
      for (const purchase of purchases) {
        const { awards } = decidePurchase(compiled, { purchase, member });
        for (const { amount } of awards) given += amount > 0 ? 1 : 0;
      }
      count += purchasesOfRound;
    }
    decided += count;
    rates.push((count * 1000) / (processorMs() - startedAt));
  }
  const [, ...warm] = rates;
  const perSecond = Math.round(warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0);
  return { rules: compiled.program.rules.length, given: Math.round((10 * given) / decided) / 10, perSecond };
}

/** Processor time of this process: what others do on the machine meanwhile does not count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Every kind of condition and effect in turn, so that about half of the rules give something. */
const conditions = [
  { amount: { from: 1_000_000 } },
  { weekdays: ['friday'] },
  { shops: ['main'] },
  { products: { groups: ['coffee'] } },
  { hours: { from: '16:00', to: '20:00' } },
  { any: [{ nth: { is: 1 } }, { payments: ['cash'] }] },
  { dates: [{ from: '01-01', to: '01-13' }] },
  undefined,
] as const;
const effects = [
  { unit: 'points', give: 1, per: 100_000 },
  { unit: 'points', fixed: 5 },
  { unit: 'credit', percent: 1.5 },
  { unit: 'points', perPiece: 2, of: { products: { groups: ['coffee'] } } },
  { unit: 'points', fixed: 2 },
  { unit: 'points', give: 1, per: 50_000, carry: true },
  { unit: 'points', fixed: 3 },
  { unit: 'points', table: [{ from: 100_000, give: 3 }] },
] as const;

function programOf(size: number): CompiledProgram {
  const rules = Array.from({ length: size }, (_, index) => {
    const when = conditions[(index + 7) % conditions.length];
    return {
      ...{ id: `rule-${index}`, name: `rule ${index}`, on: 'purchase' },
      ...(when && { when }),
      give: effects[index % effects.length],
      limits: index % 5 === 0 ? [{ each: 'day', times: 3 }] : [],
    };
  });
  const expires = { points: { after: { months: 12 }, to: 'month' }, credit: { after: { months: 3 } } };
  const checked = checkProgram({ code: 'bench', name: 'bench', expires, rules });
  assert(checked.ok, JSON.stringify(checked));
  return compileProgram(checked.program);
}

const member: MemberFacts = {
  birthday: { calendar: 'persian', year: 1370, month: 5, day: 12 },
  ...{ gender: 'female', education: undefined, customerGroups: [], tags: ['regular'] },
  ...{ joinedAt: 0, lastPurchaseAt: null },
  balances: { points: 10, credit: 0 },
  tally: () => undefined,
};

const startAt = Date.parse('2026-01-10T08:00:00Z');

/** A café's purchase of three lines, each a second later and a little dearer than the one before. */
function purchaseOf(index: number): PurchaseFacts {
  const amount = 1_000_000 + index * 1000;
  return {
    ...{ amount, shop: 'main', occurredAt: startAt + index * 1000 },
    lines: [
      { sku: 'espresso', group: 'coffee', quantity: 2, amount: 400_000 },
      { sku: 'cake', group: 'pastry', quantity: 1, amount: 300_000 },
      { sku: 'delivery', group: 'delivery', quantity: 1, amount: amount - 700_000 },
    ],
    payments: [{ kind: index % 2 === 0 ? 'cash' : 'card', amount }],
  };
}

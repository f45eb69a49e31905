import { expect } from 'chai';
import { ruleOf } from '../testing/decisions.ts';
import { decide } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';
import type { Award } from './award.ts';
import type { Counted } from './counted.ts';
import type { LineFacts, PurchaseFacts } from './facts.ts';

const line = (facts: Partial<LineFacts>): LineFacts => ({ quantity: 1, amount: 200_000, ...facts });

const delivery = line({ group: 'delivery' });
const points = { unit: 'points', give: 1, per: 100_000 } as const;

function awardOf(purchase: Partial<PurchaseFacts>, rule: Words = {}, program: Words = {}): Award | undefined {
  return decide([ruleOf(rule)], { program, purchase: { amount: 2_000_000, ...purchase } }).awards[0];
}

describe('why not all of a purchase counts', () => {
  const cases: readonly [
    what: string,
    counted: Counted['parts'] | undefined,
    purchase: Partial<PurchaseFacts>,
    rule?: Words,
    program?: Words,
  ][] = [
    ['nothing where all of it counts', undefined, {}],
    [
      'lines that are excepted, by what excepts them',
      [
        { kind: 'excepted', by: 'group', name: 'delivery', amount: 400_000 },
        { kind: 'excepted', by: 'tag', name: 'sale', amount: 100_000 },
      ],
      { lines: [delivery, line({ tags: ['new', 'sale'], amount: 100_000 }), delivery] },
      {},
      { counts: { products: { except: { groups: ['delivery'], tags: ['sale'] } } } },
    ],
    [
      'what is none of the products of the rule, lines or not',
      [{ kind: 'others', amount: 1_800_000 }],
      { lines: [line({ brand: 'a' }), line({ brand: 'b' })] },
      { give: { ...points, of: { products: { brands: ['a'] } } } },
    ],
    [
      'payments that do not count, by their share',
      [
        { kind: 'excepted', by: 'group', name: 'delivery', amount: 200_000 },
        { kind: 'payment', of: ['points'], amount: 450_000 },
      ],
      {
        lines: [delivery],
        payments: [
          { kind: 'points', amount: 500_000 },
          { kind: 'cash', amount: 1_500_000 },
        ],
      },
    ],
    [
      'the tax, and a discount as if it were none',
      [
        { kind: 'tax', amount: 100_000 },
        { kind: 'discount', amount: 300_000 },
      ],
      { tax: 100_000, discount: 300_000 },
      {},
      { counts: { tax: 'without', discount: 'before' } },
    ],
    [
      'a condition of the amount that was not met',
      [{ kind: 'excepted', by: 'group', name: 'delivery', amount: 200_000 }],
      { lines: [delivery] },
      { when: { amount: { from: 1_900_000 } }, give: { unit: 'points', fixed: 1 } },
    ],
    [
      'a purchase of which nothing counts',
      [{ kind: 'payment', of: ['credit'], amount: 2_000_000 }],
      { payments: [{ kind: 'credit', amount: 2_000_000 }] },
    ],
    [
      'a rule that asks for no amount',
      undefined,
      { lines: [delivery] },
      { give: { unit: 'points', fixed: 1 } },
    ],
    ['a rule that stopped at the day', undefined, { lines: [delivery] }, { when: { weekdays: ['friday'] } }],
  ];
  for (const [what, parts, purchase, rule, program] of cases) {
    it(what, () => {
      const { counted } = awardOf(purchase, rule, program) ?? {};
      expect(counted?.parts).to.deep.equal(parts);
      if (!counted) return;
      const sum = counted.parts.reduce(
        (total, { kind, amount }) => (kind === 'discount' ? total + amount : total - amount),
        counted.of,
      );
      expect(sum, 'the parts make the difference').to.equal(counted.amount);
    });
  }
});

import { expect } from 'chai';
import { checkFaults, when, withRule } from '../testing/programs.ts';
import { check, unmetOf } from '../testing/conditions.ts';
import type { Facts } from '../testing/conditions.ts';
import { amountsOf, memberOf, noon, programOf, purchaseOf, ruleOf } from '../testing/decisions.ts';
import { decidePurchase } from './decide.ts';
import { noTally } from './facts.ts';

const dayMs = 24 * 3_600_000;
const member = (facts: NonNullable<Facts['member']>): Facts => ({ member: facts });
const bought = (times: number, amount: number): Facts =>
  member({ tally: (_of, subject) => (subject === 'purchases' ? { ...noTally, times, amount } : undefined) });

describe('a condition of what a member did before', () => {
  check([
    [
      'days since she joined',
      { joinedDays: { from: 30 } },
      [member({ joinedAt: noon - 30 * dayMs })],
      [member({ joinedAt: noon - 30 * dayMs + 1 }), member({ joinedAt: noon })],
    ],
    ['how often she bought', { purchases: { count: { from: 2 } } }, [bought(2, 0)], [bought(1, 9), {}]],
    ['for how much', { purchases: { spent: { from: 500 } } }, [bought(1, 500)], [bought(9, 499), {}]],
    [
      'days since the last purchase',
      { purchases: { lastDays: { from: 60, to: 90 } } },
      [member({ lastPurchaseAt: noon - 60 * dayMs }), member({ lastPurchaseAt: noon - 91 * dayMs + 1 })],
      [member({ lastPurchaseAt: noon - 60 * dayMs + 1 }), member({ lastPurchaseAt: noon - 91 * dayMs }), {}],
    ],
  ]);

  it('is told where it does not hold', () => {
    expect([
      unmetOf({ joinedDays: { from: 2 } }, member({ joinedAt: noon - dayMs })),
      unmetOf({ purchases: { spent: { from: 5 } } }, bought(1, 4)),
      unmetOf({ purchases: { lastDays: { from: 5 } } }),
    ]).to.deep.equal([
      { kind: 'joined-days', needs: { from: 2 }, was: 1 },
      { kind: 'bought', of: 'spent', needs: { from: 5 }, was: 4 },
      { kind: 'last-purchase', needs: { from: 5 }, was: undefined },
    ]);
  });
});

describe('a segment', () => {
  const segments = { loyal: { name: 'وفادارها', when: { tags: ['vip'], joinedDays: { from: 30 } } } };
  const compiled = programOf(
    [
      ruleOf({ id: 'in', when: { segment: 'loyal' } }),
      ruleOf({ id: 'out', when: { none: [{ segment: 'loyal' }] } }),
    ],
    { segments },
  );
  const decide = (tags: readonly string[]) =>
    decidePurchase(compiled, { purchase: purchaseOf(), member: memberOf({ tags }) });

  it('is a condition with a name, nested as any other', () => {
    expect(amountsOf(decide(['vip']))).to.deep.equal({ in: 10, out: 0 });
    expect(amountsOf(decide([]))).to.deep.equal({ in: 0, out: 10 });
    expect(decide([]).awards[0]?.why).to.deep.equal({ kind: 'segment', name: 'وفادارها' });
  });

  const program = (when: object) => withRule({}, { segments: { a: { name: 'a', when } } });
  checkFaults([
    ['one that is not there', when({ segment: 'none' }), 'rules[0].when.segment', 'not in segments'],
    [
      'one that is not there, nested',
      when({ any: [{ segment: 'none' }] }),
      'rules[0].when.any[0].segment',
      'not in segments',
    ],
    ['one of itself', program({ segment: 'a' }), 'segments.a.when.segment', 'not made of other segments'],
    ['one of a purchase', program({ amount: { from: 1 } }), 'segments.a.when.amount', 'needs a purchase'],
    ['an empty one', program({}), 'segments.a.when', 'says nothing'],
    ['no purchases', when({ purchases: {} }), 'rules[0].when.purchases', 'says nothing'],
  ]);
});

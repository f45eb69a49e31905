import { expect } from 'chai';
import { amountsOf, memberOf, programOf, purchaseOf, ruleOf } from '../testing/decisions.ts';
import { measuring } from '../testing/tiers.ts';
import type { PaymentKind } from '../program/payments.ts';
import { decidePurchase } from '../earn/decide.ts';
import type { Decision } from '../earn/decision.ts';
import type { PurchaseFacts } from '../earn/facts.ts';

const steps = [
  { id: 'bronze', name: 'برنزی' },
  { id: 'silver', name: 'نقره‌ای', from: 1_000_000 },
  { id: 'gold', name: 'طلایی', from: 2_000_000 },
];
const double = ruleOf({ id: 'double', when: { tiers: ['silver'] }, give: { multiply: 2 } });
const triple = ruleOf({ id: 'triple', when: { tiers: { from: 'gold' } }, give: { multiply: 3 } });

interface Case {
  readonly crossing: string;
  readonly by?: string;
  readonly before: number;
  readonly amount: number;
  readonly place?: number;
  readonly steps?: readonly object[];
  readonly payments?: PurchaseFacts['payments'];
}

/** A point for each 100,000 rial, twice for silver, three times for gold. */
function decided({
  crossing,
  by = 'spent',
  before,
  amount,
  place = 0,
  payments = [],
  ...words
}: Case): Decision {
  const program = programOf([ruleOf(), double, triple], {
    tiers: { by, steps: words.steps ?? steps, crossing },
  });
  const { ladder } = program;
  if (!ladder) throw new Error('the program has tiers');
  const member = memberOf({ tier: { ladder, place, measures: measuring({ [by]: before }) } });
  return decidePurchase(program, { purchase: purchaseOf({ amount, payments }), member });
}

const points = (one: Case) => amountsOf(decided(one))['r'];

describe('the purchase that reaches a tier', () => {
  const crosses = { before: 400_000, amount: 1_000_000 };

  it('earns at the old tier', () => {
    expect(points({ crossing: 'old', ...crosses })).to.equal(10);
  });

  it('earns at the new tier', () => {
    expect(points({ crossing: 'new', ...crosses })).to.equal(20);
    expect(points({ crossing: 'new', before: 0, amount: 999_999 })).to.equal(9);
    expect(points({ crossing: 'new', before: 0, amount: 1_000_000 })).to.equal(20);
  });

  it('earns each share at its own: 600,000 at the old, 400,000 at the new', () => {
    const decision = decided({ crossing: 'split', ...crosses });
    expect(amountsOf(decision)['r']).to.equal(14);
    expect(decision.awards[0]?.change?.split).to.deep.equal([
      { tier: 'برنزی', amount: 600_000, gave: '6', multiplied: [] },
      {
        ...{ tier: 'نقره‌ای', amount: 400_000, gave: '8' },
        multiplied: [{ rule: 'double', times: 2, tier: 'نقره‌ای' }],
      },
    ]);
    expect(decision.awards[0]?.change?.multiplied, 'said by the part').to.deep.equal([]);
  });

  it('earns times of a tier that its multiplier and what it multiplied name', () => {
    const { awards } = decided({ crossing: 'new', ...crosses });
    const [silver] = awards[0]?.change?.multiplied ?? [];
    expect(silver).to.deep.equal({ rule: 'double', times: 2, tier: 'نقره‌ای' });
    expect(awards.find(({ rule }) => rule === 'double')?.why).to.deep.include({ tier: 'نقره‌ای' });
  });

  it('tells of a multiplier that only a part of it had that it worked', () => {
    const { awards } = decided({ crossing: 'split', before: 1_400_000, amount: 1_000_000, place: 1 });
    const whys = awards.slice(1).map(({ rule, why }) => [rule, why.kind]);
    expect(whys).to.deep.equal([
      ['double', 'multiplier'],
      ['triple', 'multiplier'],
    ]);
  });

  it('that ends at the threshold earns all of it at the old tier', () => {
    const decision = decided({ crossing: 'split', before: 400_000, amount: 600_000 });
    expect(amountsOf(decision)['r']).to.equal(6);
    expect(decision.awards[0]?.change).to.equal(undefined);
  });

  it('that passes two thresholds earns three shares', () => {
    // 6 at once, 10 twice, 4 three times.
    expect(points({ crossing: 'split', before: 400_000, amount: 2_000_000 })).to.equal(6 + 20 + 12);
  });

  it('is split exactly, and rounded once', () => {
    // A third of 10 points at once, the rest twice: 3.33 + 13.33.
    const words = {
      steps: [
        steps[0] ?? {},
        { id: 'silver', name: 's', from: 1_000_000 },
        { id: 'gold', name: 'g', from: 99_000_000 },
      ],
    };
    const decision = decided({ crossing: 'split', before: 666_667, amount: 1_000_000, ...words });
    expect(amountsOf(decision)['r']).to.equal(16);
    expect(decision.awards[0]?.change?.rounded?.exact).to.equal('16.6666');
  });

  it('is split by the points that each share earns', () => {
    const ladder = [
      { id: 'bronze', name: 'b' },
      { id: 'silver', name: 's', from: 100 },
      { id: 'gold', name: 'g', from: 112 },
    ];
    // 10 at the old; 96 → 100 is 4 of 10, then twice: 6 of 10 at 20 each is 12, which reaches 112 and ends there.
    expect(
      points({ crossing: 'split', by: 'earned', before: 96, amount: 1_000_000, steps: ladder }),
    ).to.equal(16);
  });

  it('knows no crossing below the tier she has', () => {
    expect(points({ crossing: 'split', before: 400_000, amount: 1_000_000, place: 2 })).to.equal(30);
  });

  describe('by what is paid', () => {
    const half = (kind: PaymentKind) =>
      [
        { kind: 'cash', amount: 600_000 },
        { kind, amount: 400_000 },
      ] as const;
    const table: readonly [what: string, words: Partial<Case>, given: number][] = [
      ['reaches it with what is paid at the sale', { crossing: 'new', payments: half('card') }, 20],
      ['does not with what is on account', { crossing: 'new', payments: half('on_account') }, 10],
      ['nor with a cheque', { crossing: 'new', payments: half('cheque') }, 10],
      ['but by what is spent', { crossing: 'new', by: 'spent', payments: half('on_account') }, 20],
      ['a rial short', { crossing: 'new', before: 399_999, payments: half('on_account') }, 10],
      ['just enough', { crossing: 'new', before: 400_000, payments: half('on_account') }, 20],
      // 300,000 of the 600,000 that are paid at the old, and so the half of all.
      ['is split by what is paid', { crossing: 'split', before: 700_000, payments: half('on_account') }, 15],
    ];
    for (const [what, words, given] of table) {
      it(what, () => {
        expect(points({ crossing: 'new', by: 'paid', before: 0, amount: 1_000_000, ...words })).to.equal(
          given,
        );
      });
    }
  });

  it('counts what was spent and earned, in all and by day', () => {
    const { tallies } = decided({ crossing: 'old', before: 0, amount: 250_000 });
    const rows = tallies.map(({ subject, period, amount }) => [subject, period, amount]);
    expect(rows).to.deep.include.members([
      ['spent', 'ever', 250_000],
      ['spent', 'day:2026-01-10', 250_000],
      ['earned', 'ever', 2],
      ['earned', 'day:2026-01-10', 2],
    ]);
  });
});

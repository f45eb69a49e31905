import { expect } from 'chai';
import type { Floor } from '../tiers/floors.ts';
import { noMeasures } from '../tiers/ladder.ts';
import { memberOf, noon, programOf, purchaseOf, ruleOf, tehran } from '../testing/decisions.ts';
import type { Words } from '../testing/rules.ts';
import { decidePurchase } from './decide.ts';

const tiers = {
  ...{ by: 'spent', over: 'lifetime' },
  steps: [
    { id: 'bronze', name: 'برنزی' },
    { id: 'silver', name: 'نقره‌ای', from: 100_000_000 },
    { id: 'gold', name: { fa: 'طلایی', en: 'Gold' }, from: 500_000_000 },
  ],
};
const silver = { tier: 'silver' };

interface Held {
  readonly floors?: readonly Floor[];
  readonly place?: number;
  readonly purchase?: Parameters<typeof purchaseOf>[0];
}

function decide(give: unknown, words: Words = {}, { floors = [], place = 0, purchase }: Held = {}) {
  const compiled = programOf([ruleOf({ give, ...words })], { tiers });
  const { ladder } = compiled;
  if (!ladder) throw new Error('no ladder');
  const member = memberOf({ tier: { ladder, place, measures: noMeasures, floors } });
  return decidePurchase(compiled, { purchase: purchaseOf(purchase), member });
}

const floor = (tier: string, until: number | null): Floor => ({ tier, until, by: null, at: 0 });

describe('a tier that is given', () => {
  it('is one award, with its name and until when', () => {
    expect(decide(silver).awards).to.deep.equal([
      {
        ...{ rule: 'r', name: 'قانون', unit: 'tiers', amount: 1, expiresAt: null, why: { kind: 'placed' } },
        placing: { tier: 'silver', name: 'نقره‌ای' },
      },
    ]);
  });

  const ends: readonly (readonly [expires: unknown, end: number | null])[] = [
    ['never', null],
    [{ after: { days: 1 } }, tehran('1404/10/22 00:00')],
    [{ after: { hours: 5 }, to: 'instant' }, noon + 5 * 3_600_000],
    [{ after: { months: 1 }, to: 'month' }, tehran('1404/12/01 00:00')],
    [{ on: ['10-20'] }, tehran('1404/10/21 00:00')],
    [{ on: ['10-19'] }, tehran('1405/10/20 00:00')],
  ];
  for (const [expires, end] of ends) {
    it(`ends as it says: ${JSON.stringify(expires)}`, () => {
      expect(decide({ ...silver, expires }).awards[0]?.expiresAt).to.equal(end);
    });
  }

  const day = tehran('1404/10/22 00:00');
  const held: readonly (readonly [floors: readonly Floor[], until: boolean, why: string])[] = [
    [[], false, 'placed'],
    [[floor('silver', null)], false, 'tier-held'],
    [[floor('gold', null)], false, 'tier-held'],
    [[floor('bronze', null)], false, 'placed'],
    [[floor('silver', day)], false, 'placed'],
    [[floor('silver', day)], true, 'tier-held'],
    [[floor('silver', day - 1)], true, 'placed'],
    [[floor('bronze', null), floor('gold', day)], true, 'tier-held'],
    [[floor('silver', null)], true, 'tier-held'],
  ];
  for (const [floors, isTimed, why] of held) {
    it(`${JSON.stringify(floors)} for ${isTimed ? 'a day' : 'good'}: ${why}`, () => {
      const give = isTimed ? { ...silver, expires: { after: { days: 1 } } } : silver;
      const [award] = decide(give, {}, { floors }).awards;
      expect(award?.why.kind).to.equal(why);
      expect(award?.amount).to.equal(why === 'placed' ? 1 : 0);
    });
  }

  it('is also given to who has earned a higher one, which may be lost', () => {
    expect(decide(silver, {}, { place: 2 }).awards[0]?.amount).to.equal(1);
  });

  it('needs something counted of the purchase', () => {
    const purchase = { payments: [{ kind: 'points', amount: 1_000_000 }] } as const;
    expect(decide(silver, {}, { purchase }).awards[0]).to.deep.include({
      amount: 0,
      why: { kind: 'base-empty' },
    });
  });

  it('counts for the times of its rule', () => {
    const { tallies } = decide(silver, { limits: [{ times: 1 }] });
    expect(tallies.find(({ subject }) => subject === 'rule:r')).to.include({ times: 1 });
  });

  it('is told by a message of its rule', () => {
    const { awards } = decide([{ message: 'خوش آمدید به {tier}' }, silver]);
    expect(awards.map(({ unit, amount }) => [unit, amount])).to.deep.equal([
      ['tiers', 1],
      ['messages', 1],
    ]);
  });
});

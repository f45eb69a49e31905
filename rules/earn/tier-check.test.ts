import { expect } from 'chai';
import { check, unmetOf } from '../testing/conditions.ts';
import type { Facts } from '../testing/conditions.ts';
import { amountsOf, memberOf, noon, programOf } from '../testing/decisions.ts';
import { bronze, gold, ladderOf, measuring, silver } from '../testing/tiers.ts';
import { decideOccasion } from './decide.ts';

const at = (place: number): Facts => ({
  member: { tier: { ladder: ladderOf({ steps: [silver, gold] }), place, measures: measuring({}) } },
});
const [none, inSilver, inGold] = [at(-1), at(0), at(1)];

describe('a condition on tiers', () => {
  check([
    ['one of a list', { tiers: ['gold'] }, [inGold], [none, inSilver, {}]],
    ['several', { tiers: ['gold', 'silver'] }, [inGold, inSilver], [none]],
    ['at least', { tiers: { from: 'silver' } }, [inSilver, inGold], [none]],
    ['at least the highest', { tiers: { from: 'gold' } }, [inGold], [inSilver]],
    ['at most, none among it', { tiers: { to: 'silver' } }, [none, inSilver], [inGold]],
    ['from and to', { tiers: { from: 'silver', to: 'silver' } }, [inSilver], [none, inGold]],
    ['none of', { none: [{ tiers: ['gold'] }] }, [inSilver], [inGold]],
  ]);

  it('says which tier it wants, and which it was', () => {
    expect(unmetOf({ tiers: ['gold'] }, inSilver)).to.deep.equal({
      ...{ kind: 'tier', needs: { tiers: [{ fa: 'طلایی', en: 'Gold' }] }, was: 'نقره‌ای' },
    });
    expect(unmetOf({ tiers: { from: 'silver' } }, none)).to.deep.include({
      needs: { from: 'نقره‌ای' },
      was: undefined,
    });
  });
});

describe('a rule on a tier that is reached', () => {
  const gift = (id: string, words: object = {}) => ({
    ...{ id, name: id, on: 'tier', give: { unit: 'points', fixed: 50 } },
    ...words,
  });
  const program = programOf([gift('any'), gift('gold', { tiers: ['gold'] }), gift('each', { again: true })], {
    tiers: { steps: [bronze, silver, gold] },
  });
  const { ladder } = program;
  const reaching = (tier: string, again: boolean) =>
    decideOccasion(program, 'tier', {
      at: noon,
      member: memberOf(ladder ? { tier: { ladder, place: 1, measures: measuring({}) } } : {}),
      reached: { tier, again },
    });

  it('gives for the tiers it names, or any', () => {
    expect(amountsOf(reaching('silver', false))).to.deep.equal({ any: 50, gold: 0, each: 50 });
    expect(amountsOf(reaching('gold', false))).to.deep.equal({ any: 50, gold: 50, each: 50 });
  });

  it('gives again only where it says so', () => {
    expect(amountsOf(reaching('gold', true))).to.deep.equal({ any: 0, gold: 0, each: 50 });
    expect(reaching('gold', true).awards[0]?.why).to.deep.equal({ kind: 'reached-before' });
  });
});

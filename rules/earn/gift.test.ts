import { expect } from 'chai';
import { noon, ruleOf, tehran } from '../testing/decisions.ts';
import { awardOf, decide, fixed, multiplier } from '../testing/rules.ts';

const program = {
  rewards: [{ id: 'coffee', name: 'قهوه', points: 100 }],
  draws: [{ id: 'nowruz', name: { fa: 'نوروز', en: 'Nowruz' } }],
};
const giving = (give: unknown, words: object = {}) => ruleOf({ give, ...words });
const reward = { reward: 'coffee' };

describe('a gift', () => {
  const forms: readonly [give: object, gift: object][] = [
    [reward, { kind: 'reward', what: 'coffee', name: 'قهوه' }],
    [{ voucher: { name: 'یلدا', amount: 500_000 } }, { kind: 'voucher', name: 'یلدا', amount: 500_000 }],
    [{ voucher: { name: 'یلدا', percent: 12.5 } }, { kind: 'voucher', name: 'یلدا', percent: 12.5 }],
    [{ giftCard: 1_000_000 }, { kind: 'gift_card', amount: 1_000_000 }],
    [{ ticket: 'nowruz' }, { kind: 'ticket', what: 'nowruz', name: { fa: 'نوروز', en: 'Nowruz' } }],
  ];
  for (const [give, gift] of forms) {
    it(`is given one by one: ${JSON.stringify(give)}`, () => {
      const { awards } = decide([giving(give)], { program });
      expect(awards).to.deep.equal([
        { rule: 'r', name: 'قانون', unit: 'gifts', gift, amount: 1, why: { kind: 'gift' }, expiresAt: null },
      ]);
    });
  }

  it('ends when it says, whatever the rule or the program says of points', () => {
    const expires = { after: { days: 10 } };
    const rule = giving(
      [
        { unit: 'points', fixed: 5 },
        { ...reward, expires },
      ],
      {
        expires: { after: { days: 1 } },
      },
    );
    const { awards } = decide([rule], { program });
    expect(awards.map(({ expiresAt }) => expiresAt)).to.deep.equal([
      tehran('1404/10/22 00:00'),
      tehran('1404/11/01 00:00'),
    ]);
    expect(decide([giving(reward, {})], { program }).awards[0]?.expiresAt).to.equal(null);
  });

  it('is neither multiplied, nor rounded, nor cut by limits of amounts', () => {
    const rules = [
      giving([{ unit: 'points', fixed: 50 }, reward], { limits: [{ amount: 10, of: 'purchase' }] }),
      multiplier('times', 2.5),
    ];
    const { awards } = decide(rules, { program: { ...program, rounding: { once: 'purchase' } } });
    expect(awards.slice(0, 2).map(({ unit, amount }) => [unit, amount])).to.deep.equal([
      ['points', 10],
      ['gifts', 1],
    ]);
    expect(awards[1]).not.to.have.property('change');
  });

  it('needs something counted where there is a purchase', () => {
    const { awards } = decide([giving(reward)], {
      program,
      purchase: { payments: [{ kind: 'points', amount: 1_000_000 }] },
    });
    expect(awards[0]).to.deep.include({ amount: 0, why: { kind: 'base-empty' } });
  });

  it('counts for the times and the rest of its rule', () => {
    const rule = giving(reward, { limits: [{ times: 1 }], cooldown: { days: 1 } });
    const { tallies } = decide([rule], { program });
    const counted = tallies.find(({ subject }) => subject === 'rule:r');
    expect(counted).to.include({ times: 1, lastAt: noon });
    const again = (lastAt: number, times: number) =>
      decide([rule], {
        program,
        member: {
          tally: (_, subject) =>
            subject === 'rule:r' ? { times, amount: 0, carried: 0, lastAt } : undefined,
        },
      }).awards[0]?.why.kind;
    expect(again(noon - 86_400_000 + 1, 0)).to.equal('resting');
    expect(again(noon - 86_400_000, 0)).to.equal('gift');
    expect(again(0, 1)).to.equal('often-enough');
  });

  it('competes with its rule, which is taken or lost as a whole', () => {
    const groups = { g: { take: 'first' } };
    const first = giving(reward, { id: 'first', group: 'g' });
    const { awards } = decide([first, fixed('second', 5, { group: 'g' })], {
      program: { ...program, groups },
    });
    expect(awardOf('first', awards)?.amount).to.equal(1);
    expect(awardOf('second', awards)?.why.kind).to.equal('lost');
  });

  it('goes with the points of its rule where the highest wins', () => {
    const groups = { g: { take: 'highest' } };
    const both = ruleOf({ id: 'both', group: 'g', give: [{ unit: 'points', fixed: 4 }, reward] });
    const { awards } = decide([both, fixed('more', 5, { group: 'g' })], { program: { ...program, groups } });
    expect(awards.map(({ unit, amount }) => [unit, amount])).to.deep.equal([
      ['points', 0],
      ['gifts', 0],
      ['points', 5],
    ]);
    expect(awards[1]?.why).to.deep.equal({ kind: 'lost', to: 'more', wanted: 1 });
  });

  describe('of a full card', () => {
    const card = { id: 'card', name: 'کارت', stamps: 2, gives: [reward, { unit: 'points', fixed: 3 }] };
    const filled = (stamps: number) =>
      decide([ruleOf({ give: { stamp: 'card', fixed: stamps } })], {
        program: { ...program, stampCards: [card] },
      }).awards.slice(1);

    for (const [stamps, times] of [
      [1, 0],
      [2, 1],
      [5, 2],
      [200, 100],
    ] as const) {
      it(`comes ${times} times for ${stamps} stamps`, () => {
        expect(filled(stamps).map(({ rule, unit, amount }) => [rule, unit, amount])).to.deep.equal(
          times === 0
            ? []
            : [
                ['card', 'gifts', times],
                ['card', 'points', 3 * times],
              ],
        );
      });
    }

    it('comes a hundred times at most, and says what it would have been', () => {
      expect(filled(202)[0]).to.deep.include({
        amount: 100,
        change: {
          multiplied: [],
          cut: { limit: { of: 'purchase', each: 'ever', amount: 100 }, wanted: 101 },
        },
      });
    });
  });
});

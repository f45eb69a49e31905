import { expect } from 'chai';
import { amountsOf, decideEach, onlyAward, programOf, ruleOf } from '../testing/decisions.ts';
import { awardOf, credit, decide, fixed, multiplier } from '../testing/rules.ts';

describe('what others got wrong', () => {
  it('5: 268.28000000000003 points: only whole numbers are given', () => {
    const rules = [
      credit('a', 2.68),
      credit('b', 0.01),
      fixed('p', 67),
      multiplier('m', 1.15),
      multiplier('n', 1.1),
    ];
    const { awards } = decide(rules, { purchase: { amount: 10_001 } });
    // 268.0268, 1.0001 and 67, each by 1.265: a float has 84.75500000000001 of the last.
    expect(awards.map(({ amount }) => amount)).to.deep.equal([339, 1, 84, 0, 0]);
    expect(awardOf('p', awards)?.change?.rounded).to.deep.equal({ exact: '84.755', to: 'down' });
  });

  it('7: rule text edited, awards change: a new name changes the name alone', () => {
    const rules = (name: unknown) => [
      ...[ruleOf({ name, give: { unit: 'points', give: 1, per: 300_000, carry: true } })],
      ...[fixed('f', 5, { name, group: 'g', limits: [{ times: 3 }] }), multiplier('m', 2, { name })],
    ];
    const program = { groups: { g: { take: 'first' } } };
    const before = decide(rules('امتیاز خرید'), { program });
    const after = decide(rules({ fa: 'امتیاز تازه', en: 'new points' }), { program });
    const nameless = ({ awards }: typeof before) => awards.map((award) => ({ ...award, name: '' }));
    expect(after.awards.map(({ name }) => name)).not.to.deep.equal(before.awards.map(({ name }) => name));
    expect(nameless(after)).to.deep.equal(nameless(before));
    expect(after.tallies).to.deep.equal(before.tallies);
  });

  it('8: points on the part paid with points, on delivery, on gift cards sold: none of them earns', () => {
    const lines = [
      ...[
        { sku: 'shirt', quantity: 1, amount: 1_000_000 },
        { group: 'delivery', quantity: 1, amount: 500_000 },
      ],
      ...[{ group: 'gift-card', quantity: 1, amount: 500_000 }],
    ];
    const cash = { amount: 2_000_000, lines, payments: [{ kind: 'cash', amount: 2_000_000 } as const] };
    expect(amountsOf(decide([ruleOf()], { purchase: cash }))).to.deep.equal({ r: 10 });
    for (const kind of ['points', 'credit', 'gift_card'] as const) {
      const payments = [{ kind, amount: 1_000_000 }, { kind: 'cash', amount: 1_000_000 } as const];
      expect(amountsOf(decide([ruleOf()], { purchase: { ...cash, payments } }))).to.deep.equal({ r: 5 });
      const all = { amount: 1000, payments: [{ kind, amount: 1000 }] };
      expect(amountsOf(decide([ruleOf(), fixed('f', 5)], { purchase: all }))).to.deep.equal({ r: 0, f: 0 });
    }
  });

  it('9: the remainder of 30 + 20 against a rule of 50 is lost: it is carried', () => {
    const program = programOf([ruleOf({ give: { unit: 'points', give: 1, per: 50, carry: true } })]);
    const given = decideEach(program, [{ amount: 30 }, { amount: 20 }, { amount: 49 }, { amount: 1 }]);
    expect(given.map((one) => onlyAward(one).amount)).to.deep.equal([0, 1, 0, 1]);
  });

  it("11: expiry shifts with the server's time zone: it is that of the program's zone", () => {
    const lateEvening = Date.parse('2026-01-10T20:29:59.999Z');
    const until = (occurredAt: number) =>
      onlyAward(decide([fixed('r', 1, { expires: { after: { days: 1 } } })], { purchase: { occurredAt } }))
        .expiresAt;
    expect(until(lateEvening)).to.equal(Date.parse('2026-01-11T20:30:00Z'));
    expect(until(lateEvening + 1)).to.equal(Date.parse('2026-01-12T20:30:00Z'));
  });
});

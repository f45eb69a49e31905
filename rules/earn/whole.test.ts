import { expect } from 'chai';
import { amountsOf } from '../testing/decisions.ts';
import { credit, decide, fixed, multiplier } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

describe('rounding', () => {
  /** Half a rial of credit for each rial, three times over. */
  const halves = (...roundings: (string | undefined)[]) =>
    roundings.map((rounding, index) => credit(`c${index}`, 50, rounding === undefined ? {} : { rounding }));
  const table: readonly [what: string, rules: readonly Words[], rounding: Words, given: readonly number[]][] =
    [
      ['down by default', halves(undefined, undefined), {}, [0, 0]],
      ["by the program's word", halves(undefined, undefined), { to: 'up' }, [1, 1]],
      ["by a rule's own word", halves('up', undefined), {}, [1, 0]],
      ['half to even', halves(undefined), { to: 'half-even' }, [0]],
      ['once a purchase, down', halves(undefined, undefined, undefined), { once: 'purchase' }, [1, 0, 0]],
      [
        'once a purchase, up',
        halves(undefined, undefined, undefined),
        { once: 'purchase', to: 'up' },
        [1, 1, 0],
      ],
      ['once a purchase, half to even', halves(undefined), { once: 'purchase', to: 'half-even' }, [0]],
      [
        'once a purchase, a whole one last',
        [...halves(undefined), credit('c', 100)],
        { once: 'purchase', to: 'up' },
        [1, 1],
      ],
      [
        'once a purchase, the largest fraction first',
        [credit('a', 20), credit('b', 70), credit('c', 40), credit('d', 100)],
        { once: 'purchase', to: 'up' },
        [0, 1, 1, 1],
      ],
    ];
  for (const [what, rules, rounding, given] of table) {
    it(what, () => {
      const { awards } = decide(rules, { program: { rounding }, purchase: { amount: 1 } });
      expect(awards.map(({ amount }) => amount)).to.deep.equal(given);
    });
  }

  it('once a purchase keeps points and credit apart', () => {
    const rules = [credit('c', 50), fixed('p', 1), multiplier('m', 0.5, { give: { unit: 'points' } })];
    const situation = { program: { rounding: { once: 'purchase', to: 'up' } }, purchase: { amount: 1 } };
    expect(amountsOf(decide(rules, situation))).to.deep.equal({ c: 1, p: 1, m: 0 });
  });

  it('once a purchase is told exactly of each rule, and once of their sum', () => {
    const situation = { program: { rounding: { once: 'purchase', to: 'up' } }, purchase: { amount: 3 } };
    const { awards } = decide([credit('a', 50), credit('b', 50), credit('c', 50)], situation);
    const own = { exact: '1.5', to: 'up', once: true };
    expect(awards.map(({ amount, change }) => [amount, change?.rounded, change?.sum])).to.deep.equal([
      [2, own, undefined],
      [2, own, undefined],
      [1, own, { exact: '4.5', whole: 5, to: 'up' }],
    ]);
  });

  it('once a purchase says of a rule whose part was left to the next that it is in the sum', () => {
    const situation = { program: { rounding: { once: 'purchase' } }, purchase: { amount: 1 } };
    const { awards } = decide([credit('a', 100), credit('b', 50)], situation);
    expect(awards[0]?.change, 'whole by itself').to.equal(undefined);
    expect(awards[1]).to.deep.include({
      amount: 0,
      why: { kind: 'rounded-away', exact: '0.5', unit: 'credit', once: true },
      change: { multiplied: [], sum: { exact: '1.5', whole: 1, to: 'down' } },
    });
  });

  const part = { give: { unit: 'points', give: 4, per: 250_000, partStep: true } };
  const limited = { limits: [{ of: 'purchase', amount: 3 }] };
  for (const [order, rules] of [
    ['before', [fixed('whole', 3, limited), fixed('part', 1, part)]],
    ['after', [fixed('part', 1, part), fixed('whole', 3, limited)]],
  ] as const) {
    it(`once a purchase takes nothing from what is whole ${order} a part, and as much as its limit`, () => {
      const program = { rounding: { once: 'purchase', to: 'half-up' } };
      const decision = decide(rules, { program, purchase: { amount: 100_000 } });
      expect(amountsOf(decision)).to.deep.equal({ part: 2, whole: 3 });
      expect(decision.awards.map(({ change }) => change?.cut)).to.deep.equal([undefined, undefined]);
      const sum = { exact: '4.6', whole: 5, to: 'half-up' };
      expect(decision.awards.map(({ change }) => change?.sum)).to.deep.equal([undefined, sum]);
    });
  }

  it('to nothing is told', () => {
    const { awards } = decide([credit('a', 50)], { purchase: { amount: 1 } });
    expect(awards[0]?.why).to.deep.equal({ kind: 'rounded-away', exact: '0.5', unit: 'credit' });
  });
});

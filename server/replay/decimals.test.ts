import { expect } from 'chai';
import { replayed } from '../testing/replayed.ts';

const program = (decimals: number) => ({
  ...{ code: 'cafe', name: 'کافه', units: { points: { decimals, worth: 1_001 } } },
  rules: [{ id: 'buy', name: 'خرید', on: 'purchase', give: { unit: 'points', give: 1, per: 10_000 } }],
});
const at = (day: string) => `${day}T12:00:00+03:30`;
const open = (words: object) => ({
  event: 'open',
  id: 'o1',
  at: at('2026-01-01'),
  phone: '09121000001',
  ...words,
});
const buy = { event: 'purchase', id: 'p1', at: at('2026-01-02'), phone: '09121000001', amount: 123_400 };

describe('the replay of points with decimals', () => {
  it('takes and tells them as people write them, and books them in smallest parts', async () => {
    const lots = [{ unit: 'points', amount: 2.5, expiresAt: null }];
    const opening = open({ lots, balances: { points: 0.16 }, totals: { earned: 9.75 } });
    const { outcomes, members, entries } = await replayed(program(2), [opening, buy]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['done', 'done']);
    expect(entries.map(({ amount }) => amount)).to.deep.equal([250, 16, 1234]);
    expect(members[0]).to.deep.include({ balances: { points: 15, credit: 0 } });
    expect(members[0]?.lots.map(({ amount, left }) => [amount, left])).to.deep.equal([
      [2.5, 2.5],
      [0.16, 0.16],
      [12.34, 12.34],
    ]);
    const [, bought] = outcomes;
    expect(bought?.kind === 'done' && bought.body()).to.deep.include({
      earned: { points: 12.34, credit: 0 },
    });
  });

  const refusals: readonly [what: string, decimals: number, words: object, problem: string][] = [
    ['too many decimals', 2, { balances: { points: 0.125 } }, 'more decimals than points have here, 2'],
    ['any decimals', 0, { balances: { points: 0.5 } }, 'points have no decimals here'],
    ['half a rial', 2, { balances: { credit: 0.5 } }, 'credit is in rial'],
    ['totals that are too fine', 1, { totals: { earned: 0.25 } }, 'more decimals than points have here, 1'],
  ];
  for (const [what, decimals, words, problem] of refusals) {
    it(`refuses ${what}`, async () => {
      const { outcomes, members } = await replayed(program(decimals), [open(words)]);
      const [first] = outcomes;
      const problems = first?.kind === 'refused' ? (first.problem.errors ?? []) : [];
      expect(problems.map((one) => one.problem).join()).to.include(problem);
      expect(members).to.deep.equal([]);
    });
  }
});

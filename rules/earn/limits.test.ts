import { expect } from 'chai';
import { amountsOf, decideEach, noon, onlyAward, programOf, ruleOf, tehran } from '../testing/decisions.ts';

const fixed = (words: object) => programOf([ruleOf({ give: { unit: 'points', fixed: 10 }, ...words })]);
const amounts = (words: object, purchases: Parameters<typeof decideEach>[1]) =>
  decideEach(fixed(words), purchases).map((decision) => onlyAward(decision).amount);
const at = (...texts: readonly string[]) => texts.map((text) => ({ occurredAt: tehran(text) }));

describe('a limit in a period', () => {
  /** The last instant of a period, then the first of the next. */
  const table: readonly [each: string, first: string, last: string, next: string][] = [
    ['day', '1404/10/20 00:00', '1404/10/20 23:59', '1404/10/21 00:00'],
    ['week', '1404/10/20 00:00', '1404/10/26 23:59', '1404/10/27 00:00'],
    ['month', '1404/06/01 00:00', '1404/06/31 23:59', '1404/07/01 00:00'],
    ['month', '1403/12/01 00:00', '1403/12/30 23:59', '1404/01/01 00:00'],
    ['season', '1404/07/01 00:00', '1404/09/30 23:59', '1404/10/01 00:00'],
    ['year', '1403/01/01 00:00', '1403/12/30 23:59', '1404/01/01 00:00'],
    ['year', '1404/01/01 00:00', '1404/12/29 23:59', '1405/01/01 00:00'],
  ];
  for (const [each, first, last, next] of table) {
    it(`of times, each ${each} up to ${last}`, () => {
      expect(amounts({ limits: [{ each, times: 1 }] }, at(first, last, next))).to.deep.equal([10, 0, 10]);
    });
    it(`of an amount, each ${each} up to ${last}`, () => {
      expect(amounts({ limits: [{ each, amount: 15 }] }, at(first, last, last, next))).to.deep.equal([
        10, 5, 0, 10,
      ]);
    });
  }

  it('ever', () => {
    const years = at('1403/01/01 12:00', '1404/01/01 12:00', '1405/01/01 12:00');
    expect(amounts({ limits: [{ times: 2 }] }, years)).to.deep.equal([10, 10, 0]);
    expect(amounts({ limits: [{ amount: 20 }] }, years)).to.deep.equal([10, 10, 0]);
  });

  it('counts Gregorian months in a program that does', () => {
    const program = programOf([ruleOf({ limits: [{ each: 'month', times: 1 }] })], { calendar: 'gregorian' });
    const times = [
      '2025-12-31T20:29:59Z',
      '2025-12-31T20:30:00Z',
      '2026-01-31T20:29:59Z',
      '2026-01-31T20:30:00Z',
    ];
    const given = decideEach(
      program,
      times.map((time) => ({ occurredAt: Date.parse(time) })),
    );
    expect(given.map((one) => onlyAward(one).amount)).to.deep.equal([10, 10, 0, 10]);
  });
});

describe('whose limit it is', () => {
  const two = [{ memberId: 'one' }, { memberId: 'other' }, { memberId: 'one' }, { memberId: 'other' }];
  const table: readonly [limit: object, given: number[]][] = [
    [{ of: 'member', times: 1 }, [10, 10, 0, 0]],
    [{ of: 'member', amount: 15 }, [10, 10, 5, 5]],
    [{ of: 'rule', times: 3 }, [10, 10, 10, 0]],
    [{ of: 'rule', amount: 25 }, [10, 10, 5, 0]],
    [{ of: 'rule', each: 'day', times: 1 }, [10, 0, 0, 0]],
    [{ of: 'purchase', amount: 9 }, [9, 9, 9, 9]],
    [{ of: 'purchase', amount: 10 }, [10, 10, 10, 10]],
  ];
  for (const [limit, given] of table) {
    it(`${JSON.stringify(limit)} gives ${given.join(', ')}`, () => {
      expect(amounts({ limits: [limit] }, two)).to.deep.equal(given);
    });
  }

  it('is its own rule', () => {
    const limited = { limits: [{ times: 1 }], give: { unit: 'points', fixed: 1 } };
    const program = programOf([ruleOf({ id: 'a', ...limited }), ruleOf({ id: 'b', ...limited, limits: [] })]);
    expect(decideEach(program, [{}, {}]).map(amountsOf)).to.deep.equal([
      { a: 1, b: 1 },
      { a: 0, b: 1 },
    ]);
  });
});

describe('several limits', () => {
  it('hold together: the strictest decides', () => {
    const limits = [
      { each: 'day', amount: 15 },
      { each: 'month', amount: 22 },
      { of: 'purchase', amount: 9 },
    ];
    const days = at('1404/10/20 09:00', '1404/10/20 10:00', '1404/10/21 09:00', '1404/11/01 09:00');
    expect(amounts({ limits }, days)).to.deep.equal([9, 6, 7, 9]);
  });

  it('tell which one left least, and what it would have been', () => {
    const limits = [{ amount: 30 }, { of: 'purchase', amount: 4 }, { of: 'rule', amount: 8 }];
    const [award] = decideEach(fixed({ limits }), [{}]).map(onlyAward);
    expect(award?.change).to.deep.equal({
      multiplied: [],
      cut: { limit: { of: 'purchase', each: 'ever', amount: 4 }, wanted: 10 },
    });
  });

  it('tell nothing where they leave all', () => {
    const [award] = decideEach(fixed({ limits: [{ amount: 10 }] }), [{}]).map(onlyAward);
    expect(award).not.to.have.property('change');
  });

  it('tell of what they cut off to nothing', () => {
    const [, award] = decideEach(fixed({ limits: [{ amount: 10 }] }), [{}, {}]).map(onlyAward);
    expect(award).to.deep.include({
      amount: 0,
      expiresAt: null,
      why: { kind: 'fixed', amount: 10, unit: 'points' },
    });
    expect(award?.change?.cut).to.deep.equal({
      limit: { of: 'member', each: 'ever', amount: 10 },
      wanted: 10,
    });
  });

  it('tell that it was often enough', () => {
    const [, award] = decideEach(fixed({ limits: [{ each: 'day', times: 1 }] }), [{}, {}]).map(onlyAward);
    expect(award?.why).to.deep.equal({
      kind: 'often-enough',
      limit: { of: 'member', each: 'day', times: 1 },
    });
  });

  it('count no purchase that gave nothing', () => {
    const words = { limits: [{ times: 1 }], when: { amount: { from: 100 } } };
    expect(amounts(words, [{ amount: 99 }, { amount: 100 }, { amount: 100 }])).to.deep.equal([0, 10, 0]);
  });
});

describe('a limit for one purchase', () => {
  it('does not look at purchases before, whatever is counted for others', () => {
    const limits = [{ of: 'purchase', amount: 9 }, { amount: 100 }];
    expect(amounts({ limits }, [{}, {}, {}])).to.deep.equal([9, 9, 9]);
  });
});

describe('what is cut off to nothing', () => {
  it('never expires', () => {
    const words = { limits: [{ amount: 10 }], expires: { after: { days: 1 } } };
    const [first, second] = decideEach(fixed(words), [{}, {}]).map(onlyAward);
    expect(first?.expiresAt).to.equal(tehran('1404/10/22 00:00'));
    expect(second?.expiresAt).to.equal(null);
  });
});

describe('a cooldown', () => {
  const table: readonly [cooldown: object, from: string, still: string, over: string][] = [
    [{ hours: 24 }, '1404/10/20 12:00', '1404/10/21 11:59', '1404/10/21 12:00'],
    [{ days: 7 }, '1404/10/20 12:00', '1404/10/27 11:59', '1404/10/27 12:00'],
    [{ months: 1 }, '1404/06/31 12:00', '1404/07/30 11:59', '1404/07/30 12:00'],
    [{ years: 1 }, '1403/12/30 12:00', '1404/12/29 11:59', '1404/12/29 12:00'],
  ];
  for (const [cooldown, from, still, over] of table) {
    it(`of ${JSON.stringify(cooldown)} from ${from} ends at ${over}`, () => {
      expect(amounts({ cooldown }, at(from, still, over))).to.deep.equal([10, 0, 10]);
    });
  }

  it('ends at its very instant, and tells when', () => {
    const until = noon + 3_600_000;
    const purchases = [noon, until - 1, until].map((occurredAt) => ({ occurredAt }));
    const awards = decideEach(fixed({ cooldown: { hours: 1 } }), purchases).map(onlyAward);
    expect(awards.map(({ amount }) => amount)).to.deep.equal([10, 0, 10]);
    expect(awards[1]?.why).to.deep.equal({ kind: 'resting', until });
  });

  it('is of one member', () => {
    expect(amounts({ cooldown: { days: 1 } }, [{ memberId: 'one' }, { memberId: 'other' }])).to.deep.equal([
      10, 10,
    ]);
  });

  it('begins with what gave something only', () => {
    const words = { cooldown: { days: 1 }, when: { amount: { from: 100 } } };
    expect(amounts(words, [{ amount: 99 }, { amount: 100 }])).to.deep.equal([0, 10]);
  });
});

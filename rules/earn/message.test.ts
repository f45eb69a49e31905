import { expect } from 'chai';
import { decideOccasion } from './decide.ts';
import { memberOf, noon, programOf, ruleOf } from '../testing/decisions.ts';
import { awardOf, decide, fixed } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

const text = { message: 'سلام {name}' };
const service = { ...text, kind: 'service' };
const sending = (give: unknown = text, words: Words = {}) => ruleOf({ give, ...words });
const five = { unit: 'points', fixed: 5 };
const sums = (awards: ReturnType<typeof decide>['awards']) =>
  awards.map(({ unit, amount, why }) => [unit, amount, why.kind]);

describe('a message', () => {
  it('is sent once by its rule, with its text and its kind', () => {
    expect(decide([sending()]).awards).to.deep.equal([
      {
        ...{ rule: 'r', name: 'قانون', unit: 'messages', amount: 1, expiresAt: null },
        message: { text: 'سلام {name}', kind: 'promotional' },
        why: { kind: 'message', of: 'promotional' },
      },
    ]);
  });

  it('comes after what else the rule gives, wherever it is written', () => {
    expect(sums(decide([sending([text, five])]).awards)).to.deep.equal([
      ['points', 5, 'fixed'],
      ['messages', 1, 'message'],
    ]);
  });

  it('is also sent for a purchase of which nothing is counted', () => {
    const purchase = { payments: [{ kind: 'points', amount: 1_000_000 }] } as const;
    expect(sums(decide([sending()], { purchase }).awards)).to.deep.equal([['messages', 1, 'message']]);
  });

  const silent: readonly (readonly [what: string, rule: Words, reason: string])[] = [
    [
      'the amount is below the step',
      sending([{ unit: 'points', give: 1, per: 2_000_000 }, text]),
      'below-step',
    ],
    ['nothing is left by its limit', sending([five, text], { limits: [{ amount: 5 }] }), 'fixed'],
    ['there is nothing to multiply', sending([{ multiply: 2 }, text]), 'nothing-to-multiply'],
  ];
  for (const [what, rule, reason] of silent) {
    it(`is not sent where ${what}`, () => {
      const tally = (_: unknown, subject: string) =>
        subject === 'rule:r/points' ? { times: 1, amount: 5, carried: 0, lastAt: 0 } : undefined;
      expect(sums(decide([rule], { member: { tally } }).awards).map(([, ...rest]) => rest)).to.deep.equal([
        [0, reason],
        [0, 'nothing-to-tell'],
      ]);
    });
  }

  it('is sent where any of several things was given', () => {
    const rule = sending([{ unit: 'points', give: 1, per: 2_000_000 }, { unit: 'credit', fixed: 7 }, text]);
    expect(decide([rule]).awards.map(({ amount }) => amount)).to.deep.equal([0, 7, 1]);
  });

  it('is sent where its multiplier found something', () => {
    const { awards } = decide([fixed('base', 5), sending([{ multiply: 2 }, text], { id: 'double' })]);
    expect(awards.map(({ unit, amount }) => [unit, amount])).to.deep.equal([
      ['points', 10],
      ['points', 0],
      ['messages', 1],
    ]);
  });

  it('goes to nobody who wants no promotional ones, unless it is of service', () => {
    const member = { promotionsStopped: true };
    expect(sums(decide([sending()], { member }).awards)).to.deep.equal([
      ['messages', 0, 'promotions-stopped'],
    ]);
    expect(sums(decide([sending(service)], { member }).awards)).to.deep.equal([['messages', 1, 'message']]);
  });

  it('is not counted by limits where it was not sent', () => {
    const rule = sending(text, { limits: [{ times: 1 }] });
    const counted = (promotionsStopped: boolean) =>
      decide([rule], { member: { promotionsStopped } }).tallies.filter(({ subject }) => subject === 'rule:r');
    expect(counted(true)).to.deep.equal([]);
    expect(counted(false)).to.have.length(1);
  });

  for (const [times, why] of [
    [0, 'message'],
    [1, 'often-enough'],
  ] as const) {
    it(`is bound by the times of its rule: after ${times}, ${why}`, () => {
      const tally = () => ({ times, amount: 0, carried: 0, lastAt: 0 });
      const { awards } = decide([sending(text, { limits: [{ times: 1 }] })], { member: { tally } });
      expect(awards[0]?.why.kind).to.equal(why);
    });
  }

  it('is lost with its rule, and taken with it', () => {
    const program = { groups: { g: { take: 'highest' } } };
    const rules = [
      sending([five, text], { id: 'less', group: 'g' }),
      sending([{ ...five, fixed: 6 }, text], { id: 'more', group: 'g' }),
    ];
    const { awards } = decide(rules, { program });
    expect(awards.map(({ rule, amount }) => [rule, amount])).to.deep.equal([
      ['less', 0],
      ['less', 0],
      ['more', 6],
      ['more', 1],
    ]);
  });

  it('is one, whichever tier a purchase that crosses earns at', () => {
    const tiers = {
      ...{ by: 'spent', over: 'lifetime', crossing: 'split' },
      steps: [
        { id: 'one', name: 'یک' },
        { id: 'two', name: 'دو', from: 500_000 },
      ],
    };
    const { awards } = decide([sending([five, text])], { program: { tiers } });
    expect(awardOf('r', awards.slice(1))?.amount).to.equal(1);
  });

  it('goes with anything that happens', () => {
    const triggers: readonly Words[] = [
      { on: 'joining' },
      { on: 'birthday' },
      { on: 'visit' },
      { on: 'event', event: 'survey' },
      { on: 'joining-anniversary' },
      { on: 'schedule', time: { each: 'day' } },
    ];
    for (const words of triggers) {
      const program = programOf([sending(text, words)]);
      const on = program.program.rules[0]?.on;
      if (on === undefined || on === 'purchase' || on === 'settlement' || on === 'reached') {
        throw new Error('no occasion');
      }
      const occasion = { at: noon, member: memberOf(), event: { name: 'survey', data: {} } };
      const day = { date: { kept: 'day', years: null }, scheduledOn: '2026-01-10' } as const;
      const { awards } = decideOccasion(program, on, { ...occasion, ...day });
      expect(awards[0]?.amount, on).to.equal(1);
    }
  });
});

import { expect } from 'chai';
import { checkProgram } from '../program.ts';
import { buying, faultsOf, joining, least, points, reward } from '../testing/programs.ts';

describe('checkProgram names with what is wrong in itself what does not fit together', () => {
  const lost = { ...buying, id: 'lost', group: 'none' };
  const percent = { unit: 'points', percent: 1 };
  const inTiers = (...tiers: readonly string[]) => ({ ...buying, id: 'tiers', when: { tiers } });
  const ladder = {
    steps: [
      { id: 'silver', name: 'S', from: 10 },
      { id: 'gold', name: 'G', from: 10 },
    ],
  };
  const cases: readonly [what: string, input: unknown, places: readonly string[]][] = [
    [
      'in other rules, at the places where they stand',
      {
        ...least,
        rules: [{ ...buying, id: 'z', give: 5 }, buying, lost, { ...buying, id: 'x', name: '' }, buying],
      },
      ['rules[0].give', 'rules[3].name', 'rules[2].group', 'rules[4].id'],
    ],
    [
      'beside a fault of what all else does without',
      { ...least, code: 'X', nudge: {}, rules: [lost] },
      ['code', 'nudge.afterDays', 'rules[0].group'],
    ],
    [
      'but for what names something that is faulty itself',
      {
        ...least,
        groups: { season: { take: 'most' } },
        rewards: [{ ...reward, points: -1 }],
        rules: [
          { ...lost, group: 'season', give: { reward: 'r' } },
          { ...lost, id: 'other' },
        ],
      },
      ['groups.season.take', 'rewards[0].points', 'rules[1].group'],
    ],
    [
      'however the calendar is meant',
      {
        ...least,
        calendar: 'moon',
        rules: [lost, { ...buying, when: { dates: [{ from: '1404-01-01', to: '1404-02-01' }] } }],
      },
      ['calendar', 'rules[0].group'],
    ],
    [
      'beside a ladder of which something is wrong',
      { ...least, tiers: { ...ladder, crossing: 'x' }, rules: [lost, inTiers('gold', 'none')] },
      ['tiers.crossing', 'rules[0].group', 'tiers.steps[1]', 'rules[1].when.tiers[1]'],
    ],
    [
      'beside steps that are wrong, but for tiers',
      {
        ...least,
        tiers: { steps: [{ id: 'GOLD' }] },
        rules: [lost, inTiers('gold', 'none'), { ...joining, id: 'm', give: { message: '{tier}' } }],
      },
      ['tiers.steps[0].id', 'tiers.steps[0].name', 'rules[0].group'],
    ],
    [
      'however the reviews of a ladder are meant',
      { ...least, tiers: { steps: [{ id: 'gold', name: 'G' }], downgrade: 'x', grace: { days: 3 } } },
      ['tiers.downgrade'],
    ],
    [
      'beside decimals that are wrong, but for amounts',
      {
        ...least,
        units: { points: { decimals: 9 } },
        rules: [
          lost,
          { ...buying, give: { ...points, give: 1.5 } },
          { ...buying, id: 'percent', give: percent },
        ],
      },
      ['units.points.decimals', 'rules[0].group', 'rules[2].give.percent'],
    ],
    [
      'beside a worth that is wrong, but for what needs one',
      {
        ...least,
        units: { points: { worth: 0 } },
        rules: [
          lost,
          { ...buying, give: percent },
          { ...buying, id: 'half', give: { ...points, give: 1.5 } },
        ],
      },
      ['units.points.worth', 'rules[0].group', 'rules[2].give.give'],
    ],
    [
      'beside an id that cannot be read, but for what names something of its kind',
      { ...least, rewards: [{ ...reward, id: -5 }], rules: [lost, { ...buying, give: { reward: 'r' } }] },
      ['rewards[0].id', 'rules[0].group'],
    ],
    [
      'beside what no list is, but for what names something of it',
      { ...least, rewards: 5, groups: [], rules: [lost, { ...buying, give: { reward: 'r' } }, buying] },
      ['rewards', 'groups', 'rules[2].id'],
    ],
    [
      'beside an unknown field and a part that is wrong',
      { ...least, foo: 1, visits: 5, expires: { points: 5 }, rounding: { to: 'x' }, rules: [lost] },
      ['the program', 'visits', 'expires.points', 'rounding.to', 'rules[0].group'],
    ],
    ['beside an unknown field', { ...least, group: {}, rules: [lost] }, ['the program', 'rules[0].group']],
  ];
  for (const [what, input, places] of cases) {
    it(what, () => {
      expect(faultsOf(input).map(({ place }) => place)).to.have.members([...places]);
    });
  }

  it('with the id of the rule', () => {
    const checked = checkProgram({ ...least, code: 'X', rules: [lost] });
    if (checked.ok) throw new Error('it has faults');
    expect(checked.faults.find(({ place }) => place === 'rules[0].group')?.rule).to.equal('lost');
  });
});

import { expect } from 'chai';
import { checkFaults, when } from '../testing/programs.ts';
import { check, unmetOf } from '../testing/conditions.ts';
import type { Facts } from '../testing/conditions.ts';

const member = (facts: NonNullable<Facts['member']>): Facts => ({ member: facts });

describe('a condition of what is known of the member', () => {
  check([
    [
      'her gender',
      { genders: ['female', 'other'] },
      [member({ gender: 'female' }), member({ gender: 'other' })],
      [member({ gender: 'male' }), member({})],
    ],
    [
      'her education',
      { educations: ['bachelor', 'master'] },
      [member({ education: 'master' })],
      [member({ education: 'doctorate' }), member({})],
    ],
    [
      'her groups',
      { customerGroups: ['staff', 'wholesale'] },
      [member({ customerGroups: ['wholesale'] }), member({ customerGroups: ['x', 'staff'] })],
      [member({ customerGroups: ['Staff'] }), member({ customerGroups: [] }), member({ tags: ['staff'] })],
    ],
    [
      'any of some tags',
      { tags: ['vip', 'گیاه‌خوار'] },
      [member({ tags: ['گیاه‌خوار'] }), member({ tags: ['vip', 'x'] })],
      [member({ tags: ['vi'] }), member({}), member({ customerGroups: ['vip'] })],
    ],
    [
      'all of some tags',
      { all: [{ tags: ['a'] }, { tags: ['b'] }] },
      [member({ tags: ['a', 'b'] })],
      [member({ tags: ['a'] })],
    ],
    [
      'none of some tags',
      { none: [{ tags: ['a', 'b'] }] },
      [member({ tags: ['c'] }), member({})],
      [member({ tags: ['b'] })],
    ],
  ]);

  it('is told where it does not hold', () => {
    expect([
      unmetOf({ genders: ['female'] }, member({ gender: 'male' })),
      unmetOf({ genders: ['female'] }),
      unmetOf({ educations: ['diploma'] }, member({ education: 'master' })),
      unmetOf({ customerGroups: ['staff'] }),
      unmetOf({ tags: ['vip'] }),
    ]).to.deep.equal([
      { kind: 'gender', needs: ['female'], was: 'male' },
      { kind: 'gender', needs: ['female'], was: undefined },
      { kind: 'education', needs: ['diploma'], was: 'master' },
      { kind: 'customer-group', needs: ['staff'] },
      { kind: 'tag', needs: ['vip'] },
    ]);
  });

  const place = 'rules[0].when';
  checkFaults([
    ['another gender', when({ genders: ['woman'] }), `${place}.genders[0]`, '"female"'],
    ['another degree', when({ educations: ['phd'] }), `${place}.educations[0]`, '"doctorate"'],
    ['no tag', when({ tags: [] }), `${place}.tags`, 'must not be empty'],
    ['an empty group', when({ customerGroups: [' '] }), `${place}.customerGroups[0]`, 'must not be empty'],
    ['a misspelt word', when({ gender: ['male'] }), place, 'is genders meant?'],
  ]);
});

import { expect } from 'chai';
import { clockTime, count, pairs, table } from './print.ts';

describe('what the operator reads', () => {
  it('stands in columns, numbers to the right, joiners and marks counted for nothing', () => {
    const rows = [
      ['12', 'می‌خواهم', 'x'],
      ['3,400', 'سارا', ''],
    ];
    expect(table(['id', 'name', ''], rows)).to.deep.equal([
      '   id  name',
      '   12  می‌خواهم  x',
      '3,400  سارا',
    ]);
    expect(table(['id'], [], 'none yet')).to.deep.equal(['none yet']);
    expect(
      pairs([
        ['a', '1'],
        ['long', '2'],
      ]),
    ).to.deep.equal(['a     1', 'long  2']);
  });

  it('counts in words that fit', () => {
    expect([count(1, 'entry'), count(2, 'entry'), count(0, 'day'), count(1200, 'lot')]).to.deep.equal([
      ...['1 entry', '2 entries', '0 days', '1,200 lots'],
    ]);
    expect([clockTime(5), clockTime(599)]).to.deep.equal(['00:05', '09:59']);
  });
});

import { expect } from 'chai';
import { faultPlace, faultWords } from './json-place.ts';

function faultOf(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return `${faultPlace(text, error)}: ${faultWords(error)}`;
  }
  return 'right';
}

const long = `{\n  "name": "${'باشگاه '.repeat(20)}",\n`;

describe('the place of a fault in JSON', () => {
  const table: readonly [what: string, text: string, place: string][] = [
    ['a comma too much', '{\n  "a": 1,\n}', 'line 3, column 1'],
    ['a name without quotes', '{\n  "a": 1,\n  b: 2\n}', 'line 3, column 3'],
    ['a text over the end of its line', '{"a": "b\n"}', 'line 1, column 9'],
    ['a misspelt word', `${long}  "a": tru,\n  "b": 1${' '.repeat(50)}\n}`, 'line 3, column 11'],
    ['a value that is none', `${long}  "a": x,\n  "b": 1${' '.repeat(50)}\n}`, 'line 3, column 8'],
    ['a comma for a value', `${long}  "a": [1,\n  ,2]}${' '.repeat(50)}`, 'line 4, column 3'],
    ['an end too early', '{\n  "a": [1', 'line 2, column 10'],
    ['nothing', '', 'line 1, column 1'],
    ['more than one', '{}\n{}', 'line 2, column 1'],
  ];
  for (const [what, text, place] of table) {
    it(`is told by line and column: ${what}`, () => {
      expect(faultOf(text)).to.match(new RegExp(`^${place}: `));
      expect(faultOf(text)).not.to.include('position');
    });
  }
});

import { expect } from 'chai';
import fc from 'fast-check';
import { filledIn, lettersMaxOf, messageParts, placeholders, placeholdersOf } from './message-text.ts';
import type { Placeholder } from './message-text.ts';

describe('filledIn', () => {
  const table: readonly (readonly [
    text: string,
    values: Partial<Record<Placeholder, string>>,
    said: string,
  ])[] = [
    ['سلام {name}!', { name: 'سارا' }, 'سلام سارا!'],
    ['سلام {name}!', { name: '' }, 'سلام!'],
    ['سلام {name}!', {}, 'سلام!'],
    ['سلام {name|دوست عزیز}!', {}, 'سلام دوست عزیز!'],
    ['سلام { name | دوست }!', { name: 'سارا' }, 'سلام سارا!'],
    ['{points} و {points}', { points: '۵' }, '۵ و ۵'],
    ['هدیه\n{until}\nتمام', {}, 'هدیه\nتمام'],
    ['a  b {name} c', {}, 'a b c'],
    ['{name|a|b}', {}, 'a|b'],
    ['نام: {name}', { name: '{club}' }, 'نام: {club}'],
  ];
  for (const [text, values, said] of table) {
    it(JSON.stringify([text, values]), () => {
      expect(filledIn(text, values)).to.equal(said);
    });
  }
});

describe('the longest that a text can become', () => {
  it('counts the longer of what is filled in and what stands otherwise', () => {
    expect(lettersMaxOf('سلام {name}!')).to.equal(6 + placeholders.name.lettersMax);
    expect(lettersMaxOf(`{name|${'د'.repeat(30)}}`)).to.equal(30);
    expect(lettersMaxOf('{code}', { code: 3 })).to.equal(3 * placeholders.code.lettersMax);
  });

  it('is never less than what it becomes', () => {
    const names = Object.keys(placeholders) as Placeholder[];
    const part = fc.oneof(
      fc.constantFrom('سلام', ' ', '!', '\n'),
      fc.constantFrom(...names).map((one) => `{${one}|دوست}`),
    );
    fc.assert(
      fc.property(fc.array(part), fc.func(fc.boolean()), (parts, isKnown) => {
        const text = parts.join('');
        const values = Object.fromEntries(
          names.flatMap((one) => (isKnown(one) ? [[one, 'x'.repeat(placeholders[one].lettersMax)]] : [])),
        );
        expect(filledIn(text, values).length).to.be.at.most(lettersMaxOf(text));
      }),
    );
  });
});

describe('messageParts', () => {
  it('keeps letters as they stand and names each placeholder once', () => {
    expect(messageParts('a {name|b} c')).to.deep.equal(['a ', { placeholder: 'name', otherwise: 'b' }, ' c']);
    expect(placeholdersOf('{name} {club} {name}')).to.deep.equal(['name', 'club']);
  });
});

import { expect } from 'chai';
import { readFields, wellFormed, type FieldRule } from './parameters.ts';

const rules = {
  id: { names: ['id'], charactersMax: 5, pattern: /^\d+$/ },
  text: { names: ['text', 'message'], charactersMax: 10 },
  note: { names: ['note'], charactersMax: 10, optional: true },
} as const satisfies Record<string, FieldRule>;

type Params = Record<string, unknown>;
const read = (query: Params, body?: unknown) =>
  readFields({ method: 'POST', headers: {}, query, body }, rules);
const fields = (id: string, text: string, note = '') => ({ kind: 'fields', values: { id, text, note } });
const bad = (reason: string) => ({ kind: 'malformed', reason });

const table: [string, ReturnType<typeof read>, unknown][] = [
  ['from the query', read({ id: '1', text: 'a' }), fields('1', 'a')],
  ['from the body', read({}, { id: '1', text: 'a', note: 'n' }), fields('1', 'a', 'n')],
  ['from both', read({ id: '1' }, { text: 'a' }), fields('1', 'a')],
  ['the same in both', read({ id: '1', text: 'a' }, { id: '1' }), fields('1', 'a')],
  ['by another name', read({ id: '1', message: 'a' }), fields('1', 'a')],
  ['the usual name goes first', read({ id: '1', message: 'b', text: 'a' }), fields('1', 'a')],
  ['in any letter case', read({ ID: '1', Text: 'a' }), fields('1', 'a')],
  ['a whole number', read({}, { id: 12, text: 11 }), fields('12', '11')],
  ['what has a pattern is trimmed', read({ id: ' 1 ', text: ' a ' }), fields('1', ' a ')],
  ['NUL goes', read({ id: '1\0', text: 'a\0b' }), fields('1', 'ab')],
  ['half a surrogate pair is replaced', read({ id: '1', text: 'a\ud83d' }), fields('1', 'a\ufffd')],
  ['others are not looked at', read({ id: '1', text: 'a', other: ['x'] }), fields('1', 'a')],
  [
    '__proto__ is a name like another',
    read(JSON.parse('{"__proto__":1,"id":"1","text":"a"}') as Params),
    fields('1', 'a'),
  ],
  ['missing', read({ id: '1' }), bad('text is missing')],
  ['too long', read({ id: '1', text: 'a'.repeat(11) }), bad('text is too long')],
  ['not like the pattern', read({ id: 'x', text: 'a' }), bad('id does not look right')],
  ['empty against a pattern', read({ id: '', text: 'a' }), bad('id does not look right')],
  ['repeated', read({ id: ['1', '2'], text: 'a' }), bad('id is not a text')],
  ['an object', read({ id: { a: '1' }, text: 'a' }), bad('id is not a text')],
  ['null', read({}, { id: null, text: 'a' }), bad('id is not a text')],
  ['a boolean', read({}, { id: true, text: 'a' }), bad('id is not a text')],
  ['a fraction', read({}, { id: 1.5, text: 'a' }), bad('id is not a text')],
  ['a number past 2^53', read({}, { id: 2 ** 53, text: 'a' }), bad('id is not a text')],
  ['two values', read({ id: '1', text: 'a' }, { id: '2' }), bad('id is given more than once')],
  ['a list for a body', read({}, []), bad('the body is not a form or an object')],
  ['a text for a body', read({}, 'id=1'), bad('the body is not a form or an object')],
  ['no body', read({}, null), bad('id is missing')],
];

describe('parameters of a callback', () => {
  for (const [what, result, expected] of table) it(what, () => expect(result).to.deep.equal(expected));

  it('leaves whole surrogate pairs alone', () => {
    expect(wellFormed('سلام 😀')).to.equal('سلام 😀');
    expect(wellFormed('\udc00a\ud800')).to.equal('\ufffda\ufffd');
  });
});

import { expect } from 'chai';
import { knownEvents } from './known-events.ts';
import { programOf, ruleOf } from './testing/decisions.ts';

const give = { unit: 'points', fixed: 1 };

describe('the events that programs know', () => {
  it('are those of rules and those that keep alive, of all programs, each once', () => {
    const event = (id: string, name: string, words = {}) =>
      ruleOf({ id, on: 'event', event: name, give, ...words });
    const idle = { inactive: { days: 9 }, acts: ['purchase', 'event:login'] };
    const one = programOf([
      event('a', 'survey'),
      event('b', 'survey'),
      event('c', 'click', { expires: idle }),
    ]);
    const other = programOf([event('d', 'app')], { expires: { points: { ...idle, acts: ['event:read'] } } });
    expect(knownEvents([one.program, other.program])).to.deep.equal([
      'app',
      'click',
      'login',
      'read',
      'survey',
    ]);
    expect(knownEvents([programOf([ruleOf()]).program])).to.deep.equal([]);
  });
});

import { expect } from 'chai';
import { intentOf } from '../../rules/intent.ts';
import { buttons } from '../../templates/buttons.ts';
import { keywords } from '../../templates/keywords.ts';

/** The keyword of a birthday without a date is a wish of its own. */
const intentFor = { birthday: 'birthday-asked' } as const;

describe('what the texts tell her to send', () => {
  for (const [wish, words] of Object.entries(keywords)) {
    const expected = wish === 'birthday' ? intentFor[wish] : wish;

    it(`is understood: all ${words.length} keywords of ${wish}`, () => {
      for (const word of words) {
        expect(intentOf(word, keywords).kind, word).to.equal(expected);
        if (!/[\p{L}\p{N}]/u.test(word)) continue;
        expect(intentOf(` ${word.toUpperCase()}. `, keywords).kind, `${word}, typed roughly`).to.equal(
          expected,
        );
      }
    });
  }

  for (const [name, { wish, label }] of Object.entries(buttons)) {
    const expected = wish === 'birthday' ? intentFor[wish] : wish;

    it(`is understood: the button ${name} in both languages`, () => {
      for (const text of Object.values(label)) {
        expect(intentOf(text, keywords).kind, text).to.equal(expected);
      }
    });
  }
});

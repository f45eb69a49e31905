/** A reason and its words, for the tests of explanations. */
import { expect } from 'chai';
import { explain, type ExplainOptions, type Why } from '../explain.ts';

const names: Readonly<Record<string, string>> = { yalda: 'هفته یلدا', tuesdays: 'سه‌شنبه‌ها' };

/** The names of two rules; no others are known. */
export const nameOf = (rule: string) => names[rule];

type Case = readonly [why: Why, fa: string, en: string];

/** A test for each reason: its words in both languages, to the letter. */
export function explains(cases: readonly Case[], more: Omit<ExplainOptions, 'language'> = {}): void {
  for (const [why, fa, en] of cases) {
    it(en, () => {
      expect(explain(why, { ...more, language: 'fa' })).to.equal(fa);
      expect(explain(why, { ...more, language: 'en' })).to.equal(en);
    });
  }
}

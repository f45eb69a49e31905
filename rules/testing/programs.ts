import { expect } from 'chai';
import { checkProgram } from '../program.ts';

/** What tests of the program's schema are told with. */

export type Words = Readonly<Record<string, unknown>>;

/** The smallest program there is. */
export const least: Words = { code: 'cafe', name: 'کافه', rules: [] };
export const points = { unit: 'points', give: 1, per: 100 };
export const joining: Words = { id: 'j', name: 'هدیه', on: 'joining', give: { unit: 'points', fixed: 1 } };
export const buying: Words = { id: 'p', name: 'خرید', on: 'purchase', give: points };
export const reward: Words = { id: 'r', name: { fa: 'قهوه', en: 'coffee' }, points: 100 };

export const withRule = (words: Words, program: Words = {}) => ({
  ...least,
  ...program,
  rules: [{ ...buying, ...words }],
});
export const giving = (give: unknown) => withRule({ give });
export const when = (condition: unknown) => withRule({ when: condition });
export const counting = (of: unknown) => giving({ ...points, of });

/** All that is wrong with a program. */
export function faultsOf(input: unknown): readonly { readonly place: string; readonly problem: string }[] {
  const checked = checkProgram(input);
  return checked.ok ? [] : checked.faults;
}

export type Fault = readonly [what: string, input: unknown, place: string, words: string];

/** Each input has one fault, at this place, and its cure has these words. */
export function checkFaults(table: readonly Fault[]): void {
  for (const [what, input, place, words] of table) {
    it(`${what}: ${place} ${words}`, () => {
      const faults = faultsOf(input);
      const all = faults.map((fault) => `${fault.place}: ${fault.problem}`).join('\n');
      expect(faults.map((fault) => fault.place)).to.include(place);
      expect(all).to.include(words);
      expect(all).not.to.include('Invalid input');
    });
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { checkProgram } from './program.ts';

const folder = new URL('programs/', import.meta.url);

/** The programs that come along, which shops begin with. */
describe('each program that comes along', () => {
  for (const file of readdirSync(folder)) {
    it(`${file}: what has an end for one rule has one for all, and stamps lead to a reward`, () => {
      const checked = checkProgram(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
      if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
      const { expires, rules, rewards, stampCards } = checked.program;
      const givesPoints = rules.some(({ give }) =>
        give.some((one) => 'unit' in one && one.unit === 'points'),
      );
      if (givesPoints) expect(expires.points).not.to.equal('never');
      const cheapest = Math.min(...rewards.map(({ points }) => points));
      for (const { gives } of stampCards) {
        const isWorth = gives.some(
          (one) => 'reward' in one || ('fixed' in one && 'unit' in one && one.fixed >= cheapest),
        );
        expect(isWorth, 'a full card').to.equal(true);
      }
    });
  }
});

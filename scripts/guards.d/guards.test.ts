import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { guards } from './guards.ts';
import { timesFound } from './removal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the list of guards', () => {
  for (const { name, removals, tests } of guards) {
    it(`fits the files as they are: ${name}`, () => {
      for (const removal of removals) expect(timesFound(root, removal), removal.file).to.equal(1);
      for (const test of tests) expect(existsSync(join(root, test)), test).to.equal(true);
    });
  }

  it('names each once', () => {
    const names = guards.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
  });
});

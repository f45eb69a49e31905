import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { repositoryPath } from '../server/repository.ts';
import { copyRepository } from './guards.d/trial.ts';

describe('scripts/build', function () {
  this.timeout(60_000);

  it('builds what was changed, keeps what was not, and leaves nothing old behind', async () => {
    const copy = await copyRepository(repositoryPath);
    const { folder } = copy;
    try {
      const run = (command: string, ...args: string[]) =>
        execFileSync(command, args, {
          cwd: folder,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        }).trim();
      const first = run('./scripts/build');
      const mark = join(folder, first, 'mark-of-the-test');
      appendFileSync(mark, '');
      expect(run('./scripts/build')).to.equal(first);
      expect(existsSync(mark), 'nothing was built again').to.equal(true);

      appendFileSync(join(folder, 'server/welcome.ts'), '\n// A change.\n');
      expect(run('./scripts/vafa', '--version')).to.match(/^\d+\.\d+\.\d+$/);
      const second = run('./scripts/build');
      expect(second).to.not.equal(first);
      expect(run('ls', 'build')).to.equal(second.replace('build/', ''));
    } finally {
      copy.remove();
    }
  });
});

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { guards } from './guards.d/guards.ts';

/** Nothing of the caller's settings. */
const bare = { PATH: '/usr/bin:/bin' };

function run(script: string, ...args: string[]) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawnSync(path, args, { encoding: 'utf8', env: bare, timeout: 20_000 });
}

describe('what the scripts are told', function () {
  this.timeout(60_000);

  const wrong: readonly (readonly [script: string, ...args: string[]])[] = [
    ['start', '--port', '80'],
    ['guards', 'no such guard'],
    ['guards', guards[0]?.name ?? '', '--all'],
    ['build', 'server'],
    ['install-packages'],
    ['install-packages', 'everything'],
    ['install-packages', 'all', 'production'],
    ['install-debian'],
    ['install-debian', '--simulate'],
  ];
  for (const [script, ...args] of wrong) {
    it(`is refused before anything is done: ${[script, ...args].join(' ')}`, () => {
      const { status, stdout, stderr } = run(script, ...args);
      expect([status, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include(script);
    });
  }

  for (const script of ['start', 'build', 'guards', 'install-packages', 'install-debian', 'test']) {
    it(`is explained, and nothing else is done: ${script} --help`, () => {
      const { status, stdout, stderr } = run(script, '--help');
      expect([status, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.include(script);
    });
  }

  it('may be each of the guards there are', () => {
    const listed = run('guards', '--help')
      .stdout.split('\n  ')
      .map((line) => line.trim());
    expect(listed).to.include.members(guards.map(({ name }) => name));
  });
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkProgram } from '../../rules/program.ts';
import { labelIn } from '../../rules/program/words.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { askVafa, runVafa, settingsOf } from '../testing/run-vafa.ts';

describe('vafa program', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  const options = () => ({ env: settingsOf(runtime) });
  const run = (...words: string[]) => runVafa(['program', ...words], options());

  before(async () => {
    runtime = await createTestRuntime();
  });
  after(() => runtime.close());

  function aFile(program: unknown): string {
    const file = join(runtime.dir, 'tried.json');
    writeFileSync(file, typeof program === 'string' ? program : JSON.stringify(program));
    return file;
  }

  it('finds nothing wrong with a program that comes along', async () => {
    const { code, stdout, stderr } = await run('check', 'rules/programs/cafe.json');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(/is right: "کافه نمونه" \(cafe\) with 5 rules/);
  });

  for (const file of readdirSync('rules/programs')) {
    it(`explains ${file} whole, in both languages`, async () => {
      const path = join('rules/programs', file);
      const checked = checkProgram(JSON.parse(readFileSync(path, 'utf8')));
      if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
      const { rules, rewards } = checked.program;
      for (const language of ['fa', 'en'] as const) {
        const { stdout } = await run('explain', path, '--language', language);
        for (const { name } of [...rules, ...rewards]) expect(stdout).to.include(labelIn(name, language));
        expect(stdout).not.to.match(/undefined|NaN|\[object/);
      }
    });
  }

  it('names every fault with its place, for people and for programs, and fails', async () => {
    const file = aFile({
      ...{ code: 'x', name: 'x', language: 'de' },
      rules: [{ id: 'a', name: 'a', on: 'purchase', give: { unit: 'points', give: 1, per: 0 } }],
    });
    const { code, stdout, stderr } = await run('check', file);
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr)
      .to.match(/has 3 faults:/)
      .and.match(/\n {2}language: /)
      .and.match(/\n {2}rules\[0\] \(.*\)\.give\.per: /);
    const asked = await run('check', file, '--json');
    expect(asked.code).to.equal(1);
    const { ok, faults } = JSON.parse(asked.stdout) as { ok: boolean; faults: { place: string }[] };
    expect([ok, faults.map(({ place }) => place)]).to.deep.equal([
      false,
      ['language', 'rules[0].give.per', 'rules[0].give'],
    ]);
  });

  it('says so of a file that is not there, or no JSON', async () => {
    const missing = await run('check', 'no-such.json');
    expect([missing.code, missing.stderr]).to.deep.equal([
      1,
      'no-such.json cannot be read (ENOENT): is that where the program is?\n',
    ]);
    const broken = await run('check', aFile('{'));
    expect(broken.code).to.equal(1);
    expect(broken.stderr).to.match(/is no JSON/);
  });

  it('explains the program in force in its own language, and a file in the one asked for', async () => {
    const own = await run('explain');
    expect(own.code).to.equal(0);
    expect(own.stdout).to.include('هدیه عضویت').and.include('امتیاز خرید');
    const [explained] = await askVafa<{ title: string; sections: { lines: string[] }[] }[]>(
      ['program', 'explain', 'rules/programs/cafe.json', '--language', 'en'],
      options(),
    );
    expect(explained?.title).to.include('کافه نمونه');
    expect(explained?.sections.flatMap(({ lines }) => lines).join('\n')).to.include(
      '1 point for every 10,000 toman',
    );
  });

  it('lists the versions, and which one is in force', async () => {
    const versions = await askVafa<unknown[]>(['program', 'list'], options());
    expect(versions).to.have.length(1);
    expect(versions[0]).to.include({ code: 'test-club', version: 1, inForce: true });
    expect((await run('list')).stdout).to.match(/test-club +1 .*in force/);
  });

  it('keeps a version, puts it in force and ends it, and says what to do instead of what cannot be', async () => {
    const file = aFile({
      ...JSON.parse(readFileSync(join(runtime.dir, 'program.json'), 'utf8')),
      code: 'beside',
    });
    expect((await run('add', file)).stdout).to.equal(
      'version 1 of beside is kept; to put it in force: ./scripts/vafa program activate beside 1\n',
    );
    expect((await run('list')).stdout).to.match(/beside +1 .*not yet/);
    expect((await run('activate', 'beside')).stdout).to.match(
      /^version 1 of beside is in force from .* on\n$/,
    );
    expect((await run('list')).stdout).to.match(/beside +1 .*in force/);
    const ended = await askVafa<object>(['program', 'end', 'beside'], options());
    expect(ended).to.deep.include({ code: 'beside', version: null });
    for (const [words, cure] of [
      [['activate', 'nothing'], /no program "nothing": see .* program list/],
      [['activate', 'beside', '9'], /no such version/],
      [['activate', 'beside', '--at', '1390-01-01'], /has passed/],
      [['activate', 'beside', '--at', 'soon'], /write 1405-01-01 or/],
      [['end', 'test-club'], /activate another one first/],
    ] as const) {
      const { code, stderr } = await run(...words);
      expect(code, stderr).not.to.equal(0);
      expect(stderr).to.match(cure);
    }
  });

  it('prints the schema that stands beside the programs', async () => {
    const { stdout } = await run('schema');
    expect(stdout).to.equal(readFileSync('rules/program.schema.json', 'utf8'));
  });
});

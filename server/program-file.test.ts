import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ProgramError, readProgramFile } from './program-file.ts';
import { aProgram } from './testing/a-program.ts';
import { rejection } from './testing/rejection.ts';
import { testProgram } from './testing/test-program.ts';

describe('a program file', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vafa-program-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (text: string) => {
    const file = join(folder, 'program.json');
    writeFileSync(file, text);
    return readProgramFile(file);
  };
  const faultsOf = async (value: unknown) => {
    const error = await rejection(read(JSON.stringify(value)));
    expect(error).to.be.instanceOf(ProgramError);
    return error.message;
  };

  it('is read and checked', async () => {
    expect(await read(JSON.stringify(testProgram))).to.deep.equal([aProgram()]);
  });

  it('may hold several programs, in their order', async () => {
    const second = { ...testProgram, code: 'second' };
    expect(await read(JSON.stringify([testProgram, second]))).to.deep.equal([
      aProgram(),
      aProgram({ code: 'second' }),
    ]);
  });

  it('that is no JSON is named', async () => {
    const error = await rejection(read('{ "code": '));
    expect(error).to.be.instanceOf(ProgramError);
    expect(error.message).to.include('program.json').and.include('is no JSON');
  });

  it('that is no JSON has the line and column told', async () => {
    const error = await rejection(read('{\n  "code": "a",\n}'));
    expect(error.message).to.include('\n  line 3, column 1: is no JSON: ');
  });

  it('with a fault in a rule has the rule named by its id', async () => {
    const rules = [...testProgram.rules, { id: 'odd $& one', on: 'purchase', give: 7 }];
    const named = `rules[${testProgram.rules.length}] ("odd $& one").`;
    expect(await faultsOf({ ...testProgram, rules })).to.include(`  ${named}name: is missing`);
    expect(await faultsOf([testProgram, { ...testProgram, rules }])).to.include(`  [1].${named}name: `);
  });

  it('with faults has every one of them named', async () => {
    const message = await faultsOf({ ...testProgram, code: 'X', language: 'de' });
    expect(message).to.include('  code: ').and.include('  language: ');
  });

  for (const [what, list, fault] of [
    ['no program', [], 'the list: must hold 1 to 20 programs, holds 0'],
    ['one code twice', [testProgram, testProgram], '[1].code: "test-club" is used twice'],
    ['a fault in one', [testProgram, { ...testProgram, language: 'de' }], '[1].language: must be'],
    ['something else', [testProgram, 7], '[1]: must be'],
  ] as const) {
    it(`that holds ${what} is refused with the place`, async () => {
      expect(await faultsOf(list)).to.include(fault);
    });
  }
});

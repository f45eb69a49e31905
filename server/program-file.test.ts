import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkProgram } from '../rules/program.ts';
import type { Program } from '../rules/program.ts';
import { activateProgram, ProgramError, readProgram } from './program.ts';
import { rejection } from './testing/rejection.ts';
import { createTemporaryFileStore, testNow } from './testing/temporary-store.ts';
import { testProgram } from './testing/test-program.ts';

function program(changes: object = {}): Program {
  const checked = checkProgram({ ...testProgram, ...changes });
  if (!checked.ok) throw new Error('the program of the tests is right');
  return checked.program;
}

describe('a program', () => {
  let database: Awaited<ReturnType<typeof createTemporaryFileStore>>;

  beforeEach(async () => {
    database = await createTemporaryFileStore();
  });

  afterEach(() => database.remove());

  describe('in a file', () => {
    const read = (text: string) => {
      const file = join(database.folder, 'program.json');
      writeFileSync(file, text);
      return readProgram(file);
    };

    it('is read and checked', async () => {
      expect(await read(JSON.stringify(testProgram))).to.deep.equal(program());
    });

    it('that is no JSON is named', async () => {
      const error = await rejection(read('{ "code": '));
      expect(error).to.be.instanceOf(ProgramError);
      expect(error.message).to.include('program.json').and.include('is no JSON');
    });

    it('with faults has every one of them named', async () => {
      const error = await rejection(read(JSON.stringify({ ...testProgram, code: 'X', language: 'de' })));
      expect(error).to.be.instanceOf(ProgramError);
      expect(error.message).to.include('  code: ').and.include('  language: ');
    });
  });

  describe('put in force', () => {
    // What is compiled from a program is functions, which compare with nothing.
    const activate = async (one: Program, store = database.store) => {
      const { rules, ...club } = await store.transaction((tx) => activateProgram(tx, one, testNow));
      expect(rules.program).to.equal(one);
      return club;
    };

    it('keeps its version as long as it is the same', async () => {
      const first = await activate(program());
      expect(first).to.deep.include({ version: 1, program: program() });
      expect(await activate(program())).to.deep.equal(first);
      const [row] = await database.store.all<{ body: string }>('SELECT body FROM program_versions');
      expect(JSON.parse(row?.body ?? '')).to.deep.equal(program());
    });

    it('has a new version for each change, the way back to an old one included', async () => {
      const versions = [];
      for (const one of [program(), program({ name: 'نام نو' }), program()])
        versions.push(await activate(one));
      expect(versions.map(({ version }) => version)).to.deep.equal([1, 2, 3]);
      expect(new Set(versions.map(({ programId }) => programId)).size).to.equal(1);
    });

    it('is another program under another code', async () => {
      const [a, b] = [await activate(program()), await activate(program({ code: 'another' }))];
      expect(a.programId).not.to.equal(b.programId);
      expect(b.version).to.equal(1);
    });

    it('is one version for two processes that start together', async () => {
      const other = database.open();
      const clubs = await Promise.all([activate(program()), activate(program(), other)]);
      expect(clubs[0]).to.deep.equal(clubs[1]);
      expect(await database.store.all('SELECT version FROM program_versions')).to.have.length(1);
    });
  });
});

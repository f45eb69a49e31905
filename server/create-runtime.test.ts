import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { attachRuntime, NotPrepared } from './create-runtime.ts';
import { rejection } from './testing/rejection.ts';
import { testProgram } from './testing/test-program.ts';
import { createTestRuntime } from './testing/test-runtime.ts';
import type { TestRuntime } from './testing/test-runtime.ts';

describe('attachRuntime', () => {
  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await createTestRuntime();
  });
  afterEach(() => runtime.close());

  async function attachedClub() {
    const attached = await attachRuntime(runtime.config, { log: runtime.log, channels: {} });
    await attached.store.close();
    return attached.club;
  }

  it('takes the program that is in force, whatever the file says meanwhile, and writes nothing', async () => {
    for (const edited of [{ ...testProgram, name: 'x' }, { ...testProgram, code: 'other' }, '{ broken']) {
      writeFileSync(join(runtime.dir, 'program.json'), JSON.stringify(edited));
      expect(await attachedClub()).to.deep.equal(runtime.club);
    }
    expect(await runtime.count('program_versions')).to.equal(1);
    expect(await runtime.count('programs')).to.equal(1);
  });

  it('refuses a database of another schema', async () => {
    const last = 'number = (SELECT MAX(number) FROM schema_migrations)';
    await runtime.store.transaction((tx) => tx.run(`DELETE FROM schema_migrations WHERE ${last}`));
    expect(await rejection(attachedClub())).to.be.instanceOf(NotPrepared);
  });
});

import { expect } from 'chai';
import type { Program } from '../../rules/program.ts';
import { openClub } from '../club.ts';
import type { Club } from '../club.ts';
import type { Store } from '../store/store.ts';
import { aProgram } from '../testing/a-program.ts';
import { createTemporaryFileStore, testNow } from '../testing/temporary-store.ts';
import { activateVersion, addVersion, keepProgramFile } from './keep-programs.ts';
import type { NewActivation } from './keep-programs.ts';

describe('the programs of a club', () => {
  let database: Awaited<ReturnType<typeof createTemporaryFileStore>>;
  let now: number;

  beforeEach(async () => {
    database = await createTemporaryFileStore();
    now = testNow;
  });
  afterEach(() => database.remove());

  const keeping = () => ({ actor: 'test', now });
  const start = (programs: readonly Program[], store: Store = database.store) =>
    store.transaction((tx) => keepProgramFile(tx, programs, keeping()));
  const add = (program: Program) => database.store.transaction((tx) => addVersion(tx, program, keeping()));
  const activate = (wanted: Omit<NewActivation, 'actor' | 'now'>) =>
    database.store.transaction((tx) => activateVersion(tx, { ...keeping(), ...wanted }));
  const open = () => openClub(database.store, { now: () => now });
  const namesOf = ({ programs }: Pick<Club, 'programs'>) =>
    programs.map(({ program: { code }, version }) => `${code} ${version}`);
  const inForce = async () => namesOf(await open());

  it('are those of the file, in its order', async () => {
    await start([aProgram(), aProgram({ code: 'second' })]);
    expect(await inForce()).to.deep.equal(['test-club 1', 'second 1']);
    now += 1;
    await start([aProgram({ code: 'second' }), aProgram()]);
    expect(await inForce()).to.deep.equal(['second 1', 'test-club 1']);
  });

  it('keep their version as long as the file says the same, and have a new one for each change', async () => {
    const seen = [];
    for (const name of ['الف', 'الف', 'ب', 'الف']) {
      now += 1;
      await start([aProgram({ name })]);
      seen.push(...(await inForce()));
    }
    expect(seen).to.deep.equal(['test-club 1', 'test-club 1', 'test-club 2', 'test-club 3']);
  });

  it('end when the file speaks of them no more, and are there again when it does', async () => {
    await start([aProgram(), aProgram({ code: 'summer' })]);
    now += 1;
    await start([aProgram()]);
    expect(await inForce()).to.deep.equal(['test-club 1']);
    now += 1;
    await start([aProgram(), aProgram({ code: 'summer' })]);
    expect(await inForce()).to.deep.equal(['test-club 1', 'summer 1']);
  });

  it('are one version for two processes that start together', async () => {
    const other = database.open();
    await Promise.all([start([aProgram()]), start([aProgram()], other)]);
    expect(await inForce()).to.deep.equal(['test-club 1']);
    expect(await database.store.all('SELECT version FROM program_versions')).to.have.length(1);
  });

  it('are not changed by what is only added', async () => {
    await start([aProgram()]);
    expect(await add(aProgram({ name: 'نو' }))).to.include({ version: 2, isNew: true });
    expect(await add(aProgram({ name: 'نو' }))).to.include({ version: 2, isNew: false });
    expect(await inForce()).to.deep.equal(['test-club 1']);
  });

  it('are what was activated by hand, until the file itself changes', async () => {
    await start([aProgram()]);
    await add(aProgram({ name: 'نو' }));
    now += 1;
    expect(await activate({ code: 'test-club' })).to.deep.equal({
      kind: 'activated',
      version: 2,
      activeAt: now,
    });
    await start([aProgram()]);
    expect(await inForce()).to.deep.equal(['test-club 2']);
    now += 1;
    await activate({ code: 'test-club', version: 1 });
    expect(await inForce()).to.deep.equal(['test-club 1']);
    now += 1;
    await start([aProgram({ name: 'دیگر' })]);
    expect(await inForce()).to.deep.equal(['test-club 3']);
  });

  it('change at the very moment that was said, for all that happened from then on', async () => {
    await start([aProgram()]);
    await add(aProgram({ name: 'نو' }));
    const activeAt = now + 1000;
    await activate({ code: 'test-club', activeAt });
    const club = await open();
    const moments = [0, activeAt - 1, activeAt, activeAt + 1];
    await club.refresh(database.store, moments);
    expect(moments.map((at) => namesOf({ programs: club.programsAt(at) }).join())).to.deep.equal([
      ...['test-club 1', 'test-club 1', 'test-club 2', 'test-club 2'],
    ]);
    now = activeAt;
    expect(namesOf(club)).to.deep.equal(['test-club 2']);
  });

  it('change at each of several moments that were said, though nobody asked in between', async () => {
    await start([aProgram()]);
    for (const [index, name] of ['دو', 'سه'].entries()) {
      await add(aProgram({ name }));
      await activate({ code: 'test-club', activeAt: now + 1000 * (index + 1) });
    }
    const club = await open();
    const seen = [];
    for (let step = 0; step < 3; step++) {
      seen.push(...namesOf(club));
      now += 1000;
    }
    expect(seen).to.deep.equal(['test-club 1', 'test-club 2', 'test-club 3']);
  });

  it('are only moved by a file in another order, whatever was added by hand since', async () => {
    await start([aProgram(), aProgram({ code: 'second' })]);
    await add(aProgram({ name: 'نو' }));
    await start([aProgram({ code: 'second' }), aProgram()]);
    expect(await inForce()).to.deep.equal(['second 1', 'test-club 1']);
    const versions = await database.store.all(
      "SELECT version FROM program_versions WHERE body LIKE '%test-club%'",
    );
    expect(versions).to.have.length(2);
  });

  it('are seen by a process that is running when another one activates', async () => {
    await start([aProgram()]);
    const club = await open();
    await add(aProgram({ name: 'نو' }));
    await activate({ code: 'test-club' });
    expect(club.program.name).to.equal('باشگاه آزمون');
    await club.refresh(database.store);
    expect(club.program.name).to.equal('نو');
  });

  it('that run beside come after those of the file, and what is left of an ended one is still told', async () => {
    await start([aProgram()]);
    await add(aProgram({ code: 'summer', name: 'تابستان' }));
    await activate({ code: 'summer' });
    expect(await inForce()).to.deep.equal(['test-club 1', 'summer 1']);
    now += 1;
    expect(await activate({ code: 'summer', version: null })).to.include({
      kind: 'activated',
      version: null,
    });
    const club = await open();
    expect(namesOf(club)).to.deep.equal(['test-club 1']);
    const rows = await database.store.all<{ id: number }>("SELECT id FROM programs WHERE code = 'summer'");
    expect(club.lastOf(rows[0]?.id ?? 0).program.name).to.equal('تابستان');
  });

  it('are not activated before now, in no version and under no code that there is not, nor all ended', async () => {
    await start([aProgram()]);
    const before = await database.store.all('SELECT * FROM program_activations');
    for (const [wanted, kind] of [
      [{ code: 'test-club', activeAt: now - 1 }, 'too-early'],
      [{ code: 'test-club', version: 2 }, 'no-version'],
      [{ code: 'other' }, 'no-program'],
      [{ code: 'test-club', version: null }, 'last-program'],
    ] as const) {
      expect(await activate(wanted)).to.deep.equal({ kind });
    }
    expect(await database.store.all('SELECT * FROM program_activations')).to.deep.equal(before);
  });
});

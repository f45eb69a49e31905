import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createTemporaryFileStore } from '../testing/temporary-store.ts';

const script = fileURLToPath(new URL('../testing/committing-process.ts', import.meta.url));

/** Starts a process that commits; `lines` are what it has printed so far. */
function startCommitting(filename: string, limits = ''): { child: ChildProcess; lines: () => string[] } {
  const command = `${limits} exec "$0" --import=tsx "$@"`;
  const child = spawn('sh', ['-c', command, process.execPath, script, filename], { stdio: 'pipe' });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, lines: () => output.split('\n').slice(0, -1) };
}

describe('what was acknowledged', function () {
  this.timeout(60_000);
  let database: Awaited<ReturnType<typeof createTemporaryFileStore>>;

  beforeEach(async () => {
    database = await createTemporaryFileStore();
    await database.store.schema((tx) => tx.execute('CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)'));
    await database.store.close();
  });

  afterEach(() => database.remove());

  async function kept(): Promise<Set<string>> {
    const rows = await database.open().all<{ id: number }>('SELECT id FROM texts WHERE length(text) = 2000');
    return new Set(rows.map(({ id }) => String(id)));
  }

  it('is there after a SIGKILL, five times', async () => {
    const acknowledged: string[] = [];
    for (let kill = 1; kill <= 5; kill++) {
      const { child, lines } = startCommitting(database.filename);
      while (lines().length < kill * 20) await once(child.stdout ?? child, 'data');
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
      acknowledged.push(...lines());
    }
    const rows = await kept();
    expect(acknowledged.filter((id) => !rows.has(id))).to.deep.equal([]);
    expect(acknowledged).to.have.length.at.least(300);
    // At most the one commit a process whose answer the kill cut off.
    expect(rows.size - acknowledged.length).to.be.within(0, 5);
  });

  it('is there when the file cannot grow any more, and the rest is refused as unavailable', async () => {
    // In units of 512 bytes: more than the file and its index need, less than a few hundred rows.
    const { child, lines } = startCommitting(database.filename, 'ulimit -f 1200;');
    await once(child, 'close');
    const said = lines();
    expect(said.pop()).to.equal('StoreUnavailable');
    expect(said).to.have.length.above(10);
    expect([...(await kept())].sort()).to.deep.equal([...said].sort());
  });
});

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import { UnfinishedRestore } from '../store/errors.ts';
import { restoreMarker, schemaVersion } from '../store/migrate.ts';
import { createStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { aBackup, restoreInto, rowsOf } from '../testing/backups.ts';
import { aMember, aPurchase, anApiKey, aStaff } from '../testing/factories.ts';
import { rejection } from '../testing/rejection.ts';
import { createTemporaryFile } from '../testing/temporary-store.ts';
import { makeTestDatabase } from '../testing/test-database.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { BackupFault } from './format.ts';
import { checkBackup } from './restore-rows.ts';
import { backedUpTables } from './tables.ts';
import { takeBackup } from './take-backup.ts';

describe('a backup', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let target: TestDatabase;
  const opened: Store[] = [];
  const openTarget = (url = target.env.DATABASE_URL) => {
    const store = createStore({ url, now: () => runtime.clock.now() });
    opened.push(store);
    return store;
  };
  const restore = (file: string, databaseUrl = target.env.DATABASE_URL) =>
    restoreInto({ file, databaseUrl, of: runtime });

  beforeEach(async () => {
    runtime = await createTestRuntime();
    target = await makeTestDatabase();
    const { phone } = await aMember(runtime, { phone: '+989121234567' });
    await aPurchase(runtime, { phone, receiptNo: 'رسید ۱' });
    await aStaff(runtime);
    await anApiKey(runtime);
    await runtime.settle();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await target.remove();
    await runtime.close();
  });

  /** Tables that a restore adds nothing to. */
  const compared = async () => {
    const { database } = await schemaVersion(runtime.store);
    const changed = new Set(['audit', 'job_runs']);
    return backedUpTables(database)
      .map(({ name }) => name)
      .filter((name) => !changed.has(name));
  };

  it('brings every row back into an empty database, in a file for nobody else', async () => {
    const file = await aBackup(runtime);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const restored = await restore(file);
    expect(restored.verification).to.include({ members: 1, entries: 2 }).and.not.have.property('difference');
    const tables = await compared();
    expect(tables).to.include.members(['members', 'purchases', 'idempotency_keys', 'api_keys']);
    expect(await rowsOf(openTarget(), tables)).to.deep.equal(await rowsOf(runtime.store, tables));
  });

  it('walks tables that are longer than a page, also those with a key of several columns', async () => {
    const many = Array.from({ length: 1201 }, (_, index) => index);
    await runtime.store.transaction(async (tx) => {
      const rows = many.map((n) => ({
        ...{ channel: n % 2 ? 'sms' : 'telegram', address: `a${n}`, step: 's', data: `${n}` },
        ...{ updated_at: n, expires_at: n },
      }));
      await tx.insert('conversations', rows);
    });
    const { rows } = await restore(await aBackup(runtime));
    expect(rows).to.be.greaterThan(1201);
    const tables = ['conversations'];
    expect(await rowsOf(openTarget(), tables)).to.deep.equal(await rowsOf(runtime.store, tables));
  });

  it('moves a club to a database of another kind and back', async () => {
    const [there, back] = [createTemporaryFile(), await makeTestDatabase()];
    try {
      await restore(await aBackup(runtime), there.url);
      const moved = join(there.folder, 'moved.gz');
      const file = there.open();
      await takeBackup(file, { file: moved, now: runtime.clock.now() });
      await file.close();
      await restore(moved, back.env.DATABASE_URL);
      const tables = await compared();
      const store = openTarget(back.env.DATABASE_URL);
      expect(await rowsOf(store, tables)).to.deep.equal(await rowsOf(runtime.store, tables));
      await store.close();
    } finally {
      await there.remove();
      await back.remove();
    }
  });

  it('is of one instant while purchases are recorded', async () => {
    const phones = await Promise.all([1, 2, 3, 4].map(async () => (await aMember(runtime)).phone));
    let going = true;
    const writers = phones.map(async (phone) => {
      for (let n = 0; going; n++) {
        await aPurchase(runtime, { phone, amount: 100_000 + n });
        // The driver of SQLite is synchronous: without it nobody else would ever have a turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const before = await runtime.count('purchases');
    const file = await aBackup(runtime);
    const after = await runtime.count('purchases');
    going = false;
    await Promise.all(writers);
    const { verification } = await restore(file);
    expect(verification).to.not.have.property('difference');
    const store = openTarget();
    const [kept] = await store.all<{ n: number }>('SELECT COUNT(*) AS n FROM purchases');
    expect(kept?.n).to.be.within(before, after);
    // What one transaction wrote is there as a whole or not at all.
    const torn = await store.all(
      `SELECT id FROM purchases WHERE id NOT IN (SELECT purchase_id FROM outbox WHERE purchase_id IS NOT NULL)
         OR id NOT IN (SELECT purchase_id FROM ledger_entries WHERE purchase_id IS NOT NULL)`,
    );
    expect(torn).to.deep.equal([]);
    expect(await verifyLedger(store)).to.not.have.property('difference');
  });

  it('hands out ids above all that were handed out before', async () => {
    const highest = await runtime.store.one<{ id: number }>('SELECT next_id AS id FROM id_blocks');
    await restore(await aBackup(runtime));
    const fresh = await openTarget().transaction((tx) => Promise.resolve(tx.id()));
    expect(fresh).to.be.greaterThan(highest?.id ?? Infinity);
  });

  it('leaves log-ins and leases behind', async () => {
    await runtime.store.transaction(async (tx) => {
      await tx.insert('sessions', [{ id: 's', data: '{}', expires_at: 9e12 }]);
      await tx.insert('leases', [{ name: 'l', token: 't', until_at: 9e12 }]);
    });
    await restore(await aBackup(runtime));
    const store = openTarget();
    expect(await rowsOf(store, ['sessions', 'leases'])).to.deep.equal({ sessions: [], leases: [] });
  });

  it('is never written over a club, nor over another one restored', async () => {
    const file = await aBackup(runtime);
    const own = runtime.config.databaseUrl;
    const error = await rejection(restore(file, own));
    expect(error).to.be.instanceOf(BackupFault);
    expect(error.message).to.include('never writes over a club');
    expect(await runtime.count('members')).to.equal(1);
    await restore(file);
    expect((await rejection(restore(file))).message).to.include('never writes over a club');
  });

  it('takes the place of what a first start makes', async () => {
    const first = await createTestRuntime({ env: target.env });
    await first.close();
    await restore(await aBackup(runtime));
    const shops = ['shops', 'programs'];
    expect(await rowsOf(openTarget(), shops)).to.deep.equal(await rowsOf(runtime.store, shops));
  });

  it('that was broken off is served by nobody, and begun again', async () => {
    const file = await aBackup(runtime);
    await restore(file);
    const store = openTarget();
    await store.schema((tx) => tx.execute(`CREATE TABLE ${restoreMarker} (since_at BIGINT)`));
    await store.transaction((tx) => tx.run('DELETE FROM lots'));
    const start = createTestRuntime({ env: target.env });
    expect(await rejection(start)).to.be.instanceOf(UnfinishedRestore);
    const again = await restore(file);
    expect(again.verification).to.not.have.property('difference');
    expect((await schemaVersion(store)).database).to.be.greaterThan(0);
  });

  describe('that is not as it was made', () => {
    let folder: string;
    let file: string;

    beforeEach(async () => {
      file = await aBackup(runtime);
      folder = mkdtempSync(join(runtime.dir, 'damaged-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const linesOf = () => gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    const write = (lines: readonly string[]) => {
      const made = join(folder, 'made.gz');
      writeFileSync(made, gzipSync(lines.map((line) => `${line}\n`).join('')));
      return made;
    };
    const raw = (content: string | Buffer) => {
      const made = join(folder, 'raw');
      writeFileSync(made, content);
      return made;
    };
    /** As somebody would who wants it to look whole. */
    const resealed = (lines: readonly string[]) => {
      const body = lines.slice(0, -1);
      const end = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
      const sha256 = createHash('sha256')
        .update(body.map((line) => `${line}\n`).join(''))
        .digest('hex');
      return write([...body, JSON.stringify({ ...end, sha256 })]);
    };
    const header = (change: Record<string, unknown>) => {
      const [first = '', ...rest] = linesOf();
      return resealed([JSON.stringify({ ...(JSON.parse(first) as object), ...change }), ...rest]);
    };
    const refusals: Record<string, [make: () => string, says: string]> = {
      'cut off': [
        () => {
          truncateSync(file, statSync(file).size - 40);
          return file;
        },
        'compression does not end well',
      ],
      'without its end': [() => write(linesOf().slice(0, -1)), 'cut off before its end'],
      'cut off in a line': [
        () => {
          const made = join(folder, 'torn.gz');
          writeFileSync(made, gzipSync(linesOf().join('\n').slice(0, 500)));
          return made;
        },
        'damaged',
      ],
      'changed in a row': [
        () => write(linesOf().map((line) => line.replace('+989121234567', '+989121234568'))),
        'changed after it was made',
      ],
      'short of a row': [
        () => resealed(linesOf().filter((line) => !line.includes('رسید'))),
        'rows of purchases are missing',
      ],
      'followed by more': [() => write([...linesOf(), '[1]']), 'something follows its end'],
      'of a later format': [() => header({ format: 2 }), 'format 2'],
      'of a later schema': [() => header({ schema: 9999 }), 'schema 9999'],
      'of something else': [() => write(['{"dump":1}']), 'no backup of Vafa'],
      'a text': [() => raw('phone,name\n09121234567,x\n'), 'no backup of Vafa'],
      'a packed text': [() => write(['phone,name', '09121234567,x']), 'no backup of Vafa'],
      'packed bytes': [() => raw(gzipSync(Buffer.from([0xff, 0xfe, 0]))), 'no backup of Vafa'],
      'without a byte': [() => raw(''), 'no backup of Vafa'],
      'with a table of its own': [
        () => resealed([...linesOf().slice(0, 1), '{"table":"evil","columns":["a"]}', ...linesOf().slice(1)]),
        'out of place',
      ],
      empty: [() => write([]), 'cut off'],
    };

    for (const [what, [make, says]] of Object.entries(refusals)) {
      it(`is refused before anything is written: ${what}`, async () => {
        const made = make();
        const error = await rejection(restore(made));
        expect(error).to.be.instanceOf(BackupFault);
        expect(error.message).to.include(says);
        expect(await rejection(checkBackup(made))).to.be.instanceOf(BackupFault);
        expect(await openTarget().tables()).to.deep.equal([]);
      });
    }
  });

  it('leaves no file behind where it could not be written as a whole', async () => {
    const folder = mkdtempSync(join(runtime.dir, 'full-'));
    const broken = await createTestRuntime({ env: target.env });
    await broken.store.schema((tx) => tx.execute('DROP TABLE consents'));
    await rejection(takeBackup(broken.store, { file: join(folder, 'b.gz'), now: 1 }));
    await broken.close();
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});

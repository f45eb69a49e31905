import { expect } from 'chai';
import { rejection } from '../testing/rejection.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { once } from './idempotency.ts';
import type { Idempotency } from './idempotency.ts';

describe('once', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;
  let done: string[];

  before(async () => {
    database = await createTemporaryStore();
  });

  after(() => database.remove());

  beforeEach(async () => {
    done = [];
    await database.store.transaction((tx) => tx.run('DELETE FROM idempotency_keys'));
  });

  const request = (overrides: Partial<Idempotency> = {}) => ({
    scope: 'key:1',
    key: 'k',
    bodyHash: 'b',
    ...overrides,
  });

  const ask = (asked: Idempotency, name = 'work', fail = false) =>
    database.store.transaction((tx) =>
      once(tx, { request: asked, at: testNow }, () => {
        done.push(name);
        return fail ? Promise.reject(new Error('of the work')) : Promise.resolve({ name, none: null });
      }),
    );

  it('does the work the first time, and gives its answer again after', async () => {
    const answer = { name: 'work', none: null };
    expect(await ask(request())).to.deep.equal({ kind: 'done', answer });
    expect(await ask(request(), 'other work')).to.deep.equal({ kind: 'same', answer });
    expect(done).to.deep.equal(['work']);
  });

  it('refuses the key with another body', async () => {
    await ask(request());
    expect(await ask(request({ bodyHash: 'other' }))).to.deep.equal({ kind: 'reused' });
    expect(done).to.deep.equal(['work']);
  });

  it('tells keys and their owners apart', async () => {
    await ask(request());
    expect((await ask(request({ scope: 'key:2' }))).kind).to.equal('done');
    expect((await ask(request({ key: 'k2' }))).kind).to.equal('done');
    // Neither sign for sign nor glued together do they make the same one.
    expect((await ask(request({ scope: 'key:1","k', key: '' }))).kind).to.equal('done');
  });

  it('remembers nothing of work that failed', async () => {
    await rejection(ask(request(), 'work', true));
    expect((await ask(request({ bodyHash: 'corrected' }))).kind).to.equal('done');
  });

  it('does it once for fifty at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(request())));
    // Work whose transaction lost to another is begun again; one of all is kept.
    expect(answers.filter(({ kind }) => kind === 'done')).to.have.length(1);
    expect(answers.filter(({ kind }) => kind === 'same')).to.have.length(49);
    expect(await database.store.all('SELECT scope FROM idempotency_keys')).to.have.length(1);
  });
});

import { expect } from 'chai';
import { post } from '../ledger/post.ts';
import type { Posting } from '../ledger/entry.ts';
import { aPosting, insertMembers } from '../testing/postings.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readHoldings } from './read-holdings.ts';
import { readStanding } from './read-standing.ts';

/** The end of 2026-01-20 in Tehran, ten days from the tests' now. */
const endOfDay = Date.parse('2026-01-20T20:30:00Z');
const dayMs = 86_400_000;

describe('what a member has', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made));
  beforeEach(() => insertMembers(runtime.store, [1, 2]));

  const give = (...parts: (Partial<Posting> & Pick<Posting, 'amount'>)[]) =>
    runtime.store.transaction((tx) =>
      post(
        runtime,
        tx,
        parts.map((part) => aPosting({ memberId: 1, programId: ownProgram(), ...part })),
      ),
    );
  const ownProgram = () => runtime.club.programs[0]?.programId ?? 0;
  const standing = (language: 'fa' | 'en' = 'en') =>
    readStanding(runtime, runtime.store, { id: 1, language });

  it('is nothing to begin with, and the first reward is named', async () => {
    expect(await standing()).to.deep.equal({
      ...{ code: 'test-club', name: 'باشگاه آزمون', others: [], stampCards: [], reachable: [] },
      balances: { points: 0, credit: 0 },
      pending: { points: 0, credit: 0 },
      nextReward: { name: 'an espresso', missing: 100 },
      expiring: undefined,
    });
  });

  it('does not count what is overdue, whether its expiry is written down or not', async () => {
    await give(
      { amount: 5, expiresAt: endOfDay },
      { amount: 7 },
      { amount: 9, unit: 'credit', expiresAt: endOfDay },
    );
    runtime.clock.set('2026-01-20T20:29:59.999Z');
    expect((await standing()).balances).to.deep.equal({ points: 12, credit: 9 });
    runtime.clock.set('2026-01-20T20:30:00Z');
    expect((await standing()).balances).to.deep.equal({ points: 7, credit: 0 });
    const holdingOf = await readHoldings(runtime, runtime.store, [1, 2]);
    const balances = [1, 2].map((id) => holdingOf(id, ownProgram()).balances);
    expect(balances).to.deep.equal([
      { points: 7, credit: 0, inParts: true },
      { points: 0, credit: 0, inParts: true },
    ]);
  });

  for (const [points, name, missing] of [
    [99, 'an espresso', 1],
    [100, 'a slice of cake', 150],
    [249, 'a slice of cake', 1],
    [250, 'a slice of cake', 0],
    [999, 'a slice of cake', 0],
  ] as const) {
    it(`is ${points} points: ${missing} to go for ${name}`, async () => {
      await give({ amount: points });
      expect((await standing()).nextReward).to.deep.equal({ name, missing });
    });
  }

  it('names rewards in her language', async () => {
    expect((await standing('fa')).nextReward?.name).to.equal('یک اسپرسو');
  });

  it('says what runs out first, and the last day to use it', async () => {
    await give(
      { amount: 5, expiresAt: endOfDay },
      { amount: 6, expiresAt: endOfDay },
      { amount: 7, expiresAt: endOfDay + dayMs },
      { amount: 8, unit: 'credit', expiresAt: endOfDay },
    );
    const calendar = 'persian';
    expect((await standing()).expiring).to.deep.equal({ points: 11, credit: 8, day: '2026-01-20', calendar });
    runtime.clock.set('2026-01-21T08:00:00Z');
    expect((await standing()).expiring).to.deep.equal({ points: 7, credit: 0, day: '2026-01-21', calendar });
    runtime.clock.set('2026-01-22T08:00:00Z');
    expect((await standing()).expiring).to.equal(undefined);
  });

  it('says nothing of what runs out in more than thirty days', async () => {
    const now = runtime.clock.now();
    await give({ amount: 5, expiresAt: now + 30 * dayMs + 1 });
    expect((await standing()).expiring).to.equal(undefined);
    runtime.clock.advance(1);
    expect((await standing()).expiring).to.include({ points: 5 });
  });
});

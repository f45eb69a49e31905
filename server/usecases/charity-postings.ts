import { labelIn } from '../../rules/program/words.ts';
import type { CharityShare } from '../../templates/charity-words.ts';
import { charityColumns, postToCharities } from '../ledger/charity.ts';
import type { CharityEntry, CharityPosting } from '../ledger/charity.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';
import { reasonOf } from './awards.ts';
import type { AwardContext, ProgramAward } from './awards.ts';

/** What of some awards goes to charities. */
export function charityPostings(
  awards: readonly ProgramAward[],
  context: AwardContext,
): readonly CharityPosting[] {
  const { memberId, purchaseId = null, occasionId = null, actor, occurredAt } = context;
  return awards.flatMap((award): CharityPosting[] => {
    const { by, rule, charity, amount } = award;
    if (charity === undefined || amount === 0) return [];
    const { programId, version: programVersion } = by;
    const of = { memberId, programId, programVersion, rule, charity: charity.id, amount };
    const how = { reason: reasonOf(award, context), purchaseId, occasionId, correctsId: null };
    return [{ ...of, ...how, actor, occurredAt }];
  });
}

interface Telling {
  readonly code: string;
  readonly language: 'fa' | 'en';
}

/** What some awards of a program give to each charity, as their member is told. */
export function sharesOf(
  awards: readonly ProgramAward[],
  { code, language }: Telling,
): CharityShare[] | undefined {
  const shares = new Map<string, CharityShare>();
  for (const { by, charity, amount } of awards) {
    if (by.program.code !== code || charity === undefined || amount === 0) continue;
    const before = shares.get(charity.id)?.amount ?? 0;
    shares.set(charity.id, { name: labelIn(charity.name, language), amount: before + amount });
  }
  return shares.size === 0 ? undefined : [...shares.values()];
}

interface TakingBack {
  /** What is taken back, and the purchases that it was given for. */
  readonly scope: {
    readonly purchaseIds: readonly number[];
    takes(entry: CharityEntry): boolean;
  };
  readonly actor: string;
  /** The reason of the entries. */
  readonly reason: string;
}

/** Takes back from charities what they got for a purchase that is undone, an entry for each. */
export async function takeBackFromCharities(
  runtime: Runtime,
  tx: Tx,
  { scope, actor, reason }: TakingBack,
): Promise<void> {
  const entries = await tx.all<CharityEntry>(
    `SELECT ${charityColumns} FROM charity_entries
     WHERE purchase_id IN (${marks(scope.purchaseIds)}) ORDER BY seq`,
    scope.purchaseIds,
  );
  const corrected = new Set(entries.map(({ correctsId }) => correctsId));
  const taken = entries.filter(
    (entry) => entry.correctsId === null && !corrected.has(entry.id) && scope.takes(entry),
  );
  await correctCharities(runtime, tx, { taken, actor, reason });
}

/** Takes back from charities what they got for something else that is undone. */
export async function takeBackCharityOf(
  runtime: Runtime,
  tx: Tx,
  {
    occasionId,
    actor,
    reason,
  }: { readonly occasionId: number; readonly actor: string; readonly reason: string },
): Promise<void> {
  const taken = await tx.all<CharityEntry>(
    `SELECT ${charityColumns} FROM charity_entries WHERE occasion_id = ? AND corrects_id IS NULL ORDER BY seq`,
    [occasionId],
  );
  await correctCharities(runtime, tx, { taken, actor, reason });
}

interface Correcting {
  readonly taken: readonly CharityEntry[];
  readonly actor: string;
  readonly reason: string;
}

async function correctCharities(
  runtime: Runtime,
  tx: Tx,
  { taken, actor, reason }: Correcting,
): Promise<void> {
  const occurredAt = runtime.clock.now();
  await postToCharities(
    runtime,
    tx,
    taken.map((entry) => {
      const back = { amount: -entry.amount, reason, correctsId: entry.id };
      return { ...entry, ...back, actor, occurredAt };
    }),
  );
}

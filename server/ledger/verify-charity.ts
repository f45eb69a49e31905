import type { Reader } from '../store/tx.ts';
import { chainStart } from './chain.ts';
import { charityHash } from './charity.ts';
import type { CharityEntry } from './charity.ts';
import { leftBehind, leftByOccasion } from './left-behind.ts';
import { has, hasSource, readBodies } from './program-bodies.ts';

interface Books {
  readonly id: number;
  /** In the order of their chain. */
  readonly charity: readonly CharityEntry[];
}

/** The entry that is not what it must be. */
export interface CharityDifference {
  readonly memberId: number;
  readonly table: 'charity_entries';
  readonly row: string;
  readonly problem: string;
}

/** The first thing wrong in what went to charities in a member's name. */
export function charityDifference({ id, charity }: Books): CharityDifference | undefined {
  const entries = new Map(charity.map((entry) => [entry.id, entry]));
  const corrected = new Set<number>();
  let previous = chainStart;
  for (const [index, entry] of charity.entries()) {
    const problem = faultIn(entry, { index, previous, entries, corrected });
    if (problem !== undefined)
      return { memberId: id, table: 'charity_entries', row: `id ${entry.id}`, problem };
    if (entry.correctsId !== null) corrected.add(entry.correctsId);
    previous = entry.hash;
  }
  return undefined;
}

interface Before {
  readonly index: number;
  readonly previous: string;
  readonly entries: ReadonlyMap<number, CharityEntry>;
  /** What entries before it corrected. */
  readonly corrected: ReadonlySet<number>;
}

function faultIn(entry: CharityEntry, { index, previous, entries, corrected }: Before): string | undefined {
  if (entry.seq !== index + 1) return `entry ${index + 1} is missing`;
  if (charityHash(previous, entry) !== entry.hash) return 'was changed after it was written';
  if (entry.correctsId === null) return entry.amount > 0 ? undefined : 'gives nothing and corrects nothing';
  const meant = entries.get(entry.correctsId);
  if (corrected.has(entry.correctsId)) return 'corrects what was corrected before';
  const fits =
    meant?.amount === -entry.amount &&
    meant.charity === entry.charity &&
    meant.programId === entry.programId &&
    meant.purchaseId === entry.purchaseId &&
    meant.correctsId === null;
  return fits ? undefined : 'does not fit what it corrects';
}

/** An entry of a purchase, a member, a rule or a charity that there is not, or that an undoing has left behind. Reads as of one instant. */
export async function strayCharityEntry(reader: Reader): Promise<CharityDifference | undefined> {
  return (
    (await strayWhere(reader, 'member_id NOT IN (SELECT id FROM members)', 'belongs to no member')) ??
    (await strayWhere(
      reader,
      'purchase_id IS NOT NULL AND purchase_id NOT IN (SELECT id FROM purchases)',
      'is of a purchase that there is not',
    )) ??
    (await standing(reader)) ??
    (await withoutRule(reader))
  );
}

async function standing(reader: Reader): Promise<CharityDifference | undefined> {
  const stands = `charity_entries.corrects_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM charity_entries AS back WHERE back.corrects_id = charity_entries.id)`;
  const given = { table: 'charity_entries', stands } as const;
  const left = await leftBehind(reader, given);
  if (left) return differenceOf(left, 'stands though its purchase was undone');
  const other = await leftByOccasion(reader, given);
  return other && differenceOf(other, 'stands though its visit or event was undone');
}

type Stray = Pick<CharityEntry, 'id' | 'memberId'>;

async function strayWhere(
  reader: Reader,
  condition: string,
  problem: string,
): Promise<CharityDifference | undefined> {
  const row = await reader.one<Stray>(
    `SELECT id, member_id AS memberId FROM charity_entries WHERE ${condition} ORDER BY id LIMIT 1`,
  );
  return row && differenceOf(row, problem);
}

const differenceOf = ({ id, memberId }: Stray, problem: string): CharityDifference => ({
  ...{ memberId, table: 'charity_entries', row: `id ${id}`, problem },
});

type Source = Stray & Pick<CharityEntry, 'programId' | 'programVersion' | 'rule' | 'charity'>;

async function withoutRule(reader: Reader): Promise<CharityDifference | undefined> {
  const sources = await reader.all<Source>(
    `SELECT MIN(id) AS id, MIN(member_id) AS memberId, program_id AS programId,
       program_version AS programVersion, rule, charity
     FROM charity_entries GROUP BY program_id, program_version, rule, charity ORDER BY 1`,
  );
  const bodyOf = await readBodies(reader, sources);
  for (const source of sources) {
    const body = bodyOf(source);
    if (!hasSource(body, source.rule))
      return differenceOf(source, `is of rule ${source.rule}, which its program has not`);
    if (!has(body.charities, source.charity))
      return differenceOf(source, `is for charity ${source.charity}, which its program has not`);
  }
  return undefined;
}

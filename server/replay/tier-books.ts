import { labelIn } from '../../rules/program/words.ts';
import { everybodys, placeOf } from '../../rules/tiers/ladder.ts';
import type { Ladder } from '../../rules/tiers/ladder.ts';
import type { Club } from '../club.ts';
import type { Reader } from '../store/tx.ts';

/** How many members have each tier of a program, from the lowest. */
export interface TierBooks {
  readonly program: string;
  readonly tiers: readonly { readonly id: string; readonly name: string; readonly members: number }[];
  /** Members whose tier went up at some time, and down. */
  readonly up: number;
  readonly down: number;
}

interface CountRow {
  readonly programId: number;
  readonly tier: string | null;
  readonly members: number;
}

interface MoveRow {
  readonly programId: number;
  readonly memberId: number;
  readonly fromTier: string | null;
  readonly toTier: string | null;
}

/** The tiers of a club since a moment, in three queries. */
export async function readTierBooks(reader: Reader, club: Club, from: number): Promise<TierBooks[]> {
  await club.refresh(reader);
  const counts = await reader.all<CountRow>(
    'SELECT program_id AS programId, tier, COUNT(*) AS members FROM member_tiers GROUP BY program_id, tier',
  );
  const moves = await reader.all<MoveRow>(
    `SELECT DISTINCT program_id AS programId, member_id AS memberId, from_tier AS fromTier, to_tier AS toTier
     FROM tier_changes WHERE created_at >= ?`,
    [from],
  );
  const all = await reader.one<{ members: number }>('SELECT COUNT(*) AS members FROM members');
  return club.programs.flatMap(({ programId, program, rules: { ladder } }) => {
    if (!ladder) return [];
    const own = counts.filter((row) => row.programId === programId);
    const elsewhere = own.filter(({ tier }) => ladder.rungs.some(({ id }) => id === tier));
    // Who has never moved is where everybody begins, without a row.
    const begun = (all?.members ?? 0) - elsewhere.reduce((sum, { members }) => sum + members, 0);
    const went = moves.filter((row) => row.programId === programId);
    return [
      {
        program: program.code,
        tiers: ladder.rungs.map(({ id, name }, place) => ({
          ...{ id, name: labelIn(name, program.language) },
          members:
            (own.find(({ tier }) => tier === id)?.members ?? 0) + (place === everybodys(ladder) ? begun : 0),
        })),
        up: membersWho(went, (row) => stepOf(ladder, row) > 0),
        down: membersWho(went, (row) => stepOf(ladder, row) < 0),
      },
    ];
  });
}

function stepOf(ladder: Ladder, { fromTier, toTier }: MoveRow): number {
  const place = (tier: string | null) => (tier === null ? -1 : placeOf(ladder, tier));
  return place(toTier) - place(fromTier);
}

function membersWho(moves: readonly MoveRow[], went: (move: MoveRow) => boolean): number {
  return new Set(moves.filter(went).map(({ memberId }) => memberId)).size;
}

/** Members of the club's own program who stand higher than really, and lower. */
export interface TierShift {
  readonly higher: number;
  readonly lower: number;
}

interface Comparing {
  readonly replayed: Reader;
  readonly real: Reader;
  readonly club: Club;
  readonly realClub: Club;
}

/** Compares members by phone; `undefined` where one of the two clubs has no tiers. */
export async function compareTiers(comparing: Comparing): Promise<TierShift | undefined> {
  const { replayed, real, club, realClub } = comparing;
  const [by, realBy] = [club.programs[0], realClub.programs[0]];
  const ladder = by?.rules.ladder;
  if (!by || !realBy || !ladder || !realBy.rules.ladder) return undefined;
  const is = await readTiers(replayed, by.programId);
  const was = await readTiers(real, realBy.programId);
  const shift = { higher: 0, lower: 0 };
  for (const phone of new Set([...is.keys(), ...was.keys()])) {
    const step = placeIn(ladder, is.get(phone)) - placeIn(ladder, was.get(phone));
    if (step > 0) shift.higher += 1;
    else if (step < 0) shift.lower += 1;
  }
  return shift;
}

/** A tier that the ladder no longer has counts as none. */
function placeIn(ladder: Ladder, tier: string | null | undefined): number {
  return tier === null || tier === undefined ? -1 : placeOf(ladder, tier);
}

async function readTiers(reader: Reader, programId: number): Promise<Map<string, string | null>> {
  const rows = await reader.all<{ phone: string; tier: string | null }>(
    `SELECT members.phone, member_tiers.tier FROM member_tiers JOIN members ON members.id = member_tiers.member_id
     WHERE member_tiers.program_id = ?`,
    [programId],
  );
  return new Map(rows.map(({ phone, tier }) => [phone, tier]));
}

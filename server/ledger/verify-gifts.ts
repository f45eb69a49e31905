import type { Reader } from '../store/tx.ts';
import { leftBehind, leftByOccasion } from './left-behind.ts';
import { has, hasSource, readBodies } from './program-bodies.ts';
import type { GivenBy } from './program-bodies.ts';

/** The gift that is not what it must be. */
export interface GiftDifference {
  readonly memberId: number;
  readonly table: 'gifts';
  readonly row: string;
  readonly problem: string;
}

interface Stray {
  readonly id: number;
  readonly memberId: number;
}

/** What each gift must not be, in SQL, and how it is told; in the order in which it would be explained. */
const faults: readonly (readonly [condition: string, problem: string])[] = [
  ['NOT EXISTS (SELECT 1 FROM members WHERE members.id = gifts.member_id)', 'belongs to no member'],
  [
    `purchase_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM purchases WHERE purchases.id = gifts.purchase_id)`,
    'is of a purchase that there is not',
  ],
  [
    `purchase_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM purchases JOIN members ON members.id = purchases.member_id
       WHERE purchases.id = gifts.purchase_id
         AND (members.id = gifts.member_id OR members.referrer_id = gifts.member_id))`,
    'is of a purchase that is neither hers nor of somebody whom she brought',
  ],
  [
    `occasion_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM occasions
       WHERE occasions.id = gifts.occasion_id AND occasions.member_id = gifts.member_id)`,
    'is of something that did not happen to her',
  ],
  [
    // A joining is no row of its own; nor is a tier that was reached by points which came free.
    `purchase_id IS NULL AND occasion_id IS NULL AND reason NOT IN ('joining', 'referral', 'tier')`,
    'does not say what it was given for',
  ],
  [
    `(state = 'cancelled' AND cancelled_at IS NULL) OR (state <> 'cancelled' AND cancelled_at IS NOT NULL)`,
    'is cancelled in one column and not in the other',
  ],
  [
    `(kind = 'ticket' AND (number IS NULL OR number <> id)) OR (kind <> 'ticket' AND number IS NOT NULL)`,
    'has the number of another ticket',
  ],
];

/** The first gift of nobody or for nothing, or that an undoing has left behind. Reads as of one instant. */
export async function strayGift(reader: Reader): Promise<GiftDifference | undefined> {
  for (const [condition, problem] of faults) {
    const row = await reader.one<Stray>(
      `SELECT id, member_id AS memberId FROM gifts WHERE ${condition} ORDER BY id LIMIT 1`,
    );
    if (row) return differenceOf(row, problem);
  }
  const given = { table: 'gifts', stands: "gifts.state <> 'cancelled'" } as const;
  const left = await leftBehind(reader, given);
  if (left) return differenceOf(left, 'stands though its purchase was undone');
  const other = await leftByOccasion(reader, given);
  if (other) return differenceOf(other, 'stands though its visit or event was undone');
  return withoutSource(reader);
}

const differenceOf = ({ id, memberId }: Stray, problem: string): GiftDifference => ({
  ...{ memberId, table: 'gifts', row: `id ${id}`, problem },
});

interface Source extends Stray, GivenBy {
  readonly rule: string;
  readonly kind: string;
  readonly what: string | null;
}

async function withoutSource(reader: Reader): Promise<GiftDifference | undefined> {
  const sources = await reader.all<Source>(
    `SELECT MIN(id) AS id, MIN(member_id) AS memberId, program_id AS programId,
       program_version AS programVersion, rule, kind, what
     FROM gifts GROUP BY program_id, program_version, rule, kind, what ORDER BY 1`,
  );
  const bodyOf = await readBodies(reader, sources);
  for (const source of sources) {
    const { rule, kind, what } = source;
    const body = bodyOf(source);
    if (!hasSource(body, rule)) return differenceOf(source, `is of rule ${rule}, which its program has not`);
    const list = kind === 'reward' ? body.rewards : body.draws;
    if (what !== null && !has(list, what))
      return differenceOf(source, `is ${kind} ${what}, which its program has not`);
  }
  return undefined;
}

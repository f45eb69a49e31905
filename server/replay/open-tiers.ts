import { z } from 'zod';
import type { Ladder } from '../../rules/tiers/ladder.ts';
import { brought } from '../../rules/tiers/standing.ts';
import type { ProgramVersion } from '../club.ts';
import { moment, text } from '../http/api/fields.ts';
import { invalidRequest } from '../http/problem.ts';
import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { openTierDesk } from '../usecases/tier-desk.ts';

/** A tier that somebody has who is a member already. */
export const openingTier = z.strictObject({
  /** The code of its program; the club's own where it is not given. */
  program: text(64).optional(),
  tier: text(64),
  /** Since when she has it; always where it is not given. */
  since: moment.nullable().default(null),
  /** The first moment at which it may be another: her next review, or the end of what people gave her. */
  validUntil: moment.nullable().optional(),
  /** People gave it to her; else she earned it. */
  given: z.boolean().default(false),
  /** A review found too little, and she keeps it until then. */
  grace: z.boolean().default(false),
});

export type OpeningTier = z.output<typeof openingTier>;

interface Opened {
  readonly memberId: number;
  readonly at: number;
  readonly tiers: readonly OpeningTier[];
}

/** Puts a member where she stood. Throws a `Problem` for a program or a tier that there is not. */
export async function openTiers(runtime: Runtime, tx: Tx, { memberId, at, tiers }: Opened): Promise<void> {
  if (tiers.length === 0) return;
  const versions = tiers.map(({ program }) => programOf(runtime, program));
  const desk = await openTierDesk(tx, { ...{ memberIds: [memberId], versions, now: at }, pointsOf: () => 0 });
  for (const [index, had] of tiers.entries()) {
    const by = versions[index];
    const ladder = by?.rules.ladder;
    if (!by || !ladder) throw unknownTier(had, []);
    if (!ladder.rungs.some(({ id }) => id === had.tier)) throw unknownTier(had, ladder.rungs);
    const where = { memberId, by };
    desk.apply(where, brought(ladder, desk.stateOf(where), { ...had, at }), { actor: 'replay' });
  }
  await desk.write(tx);
}

function programOf({ club }: Runtime, code: string | undefined): ProgramVersion {
  const found = club.programs.find(({ program }) => code === undefined || program.code === code);
  if (found) return found;
  throw invalidRequest([{ field: 'tiers', problem: `name a program that is not in force: "${code ?? ''}"` }]);
}

function unknownTier({ tier }: OpeningTier, rungs: Ladder['rungs']) {
  const cure =
    rungs.length === 0 ? 'its program has none' : `give one of ${rungs.map(({ id }) => id).join(', ')}`;
  return invalidRequest([{ field: 'tiers', problem: `name a tier that there is not, "${tier}": ${cure}` }]);
}

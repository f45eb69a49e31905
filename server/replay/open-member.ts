import { z } from 'zod';
import type { ProgramVersion } from '../club.ts';
import { moment, phone as phoneField, text, unitAmount } from '../http/api/fields.ts';
import { broughtBy, memberBody } from '../http/api/members.ts';
import { newProfile } from '../http/api/profile-body.ts';
import { invalidRequest, Problem } from '../http/problem.ts';
import type { Program } from '../../rules/program.ts';
import { cardOf } from '../ledger/unit.ts';
import type { LedgerUnit } from '../ledger/unit.ts';
import type { Posting } from '../ledger/entry.ts';
import { post } from '../ledger/post.ts';
import type { Runtime } from '../runtime.ts';
import { memberByPhone } from '../store/members.ts';
import { profileFaults } from '../usecases/change-profile.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import type { Act, Head } from './event.ts';
import { openingTier, openTiers } from './open-tiers.ts';
import { datedTotals, keepTotals, partsBy, undatedTotals } from './open-totals.ts';
import type { OpeningTotals, Source } from './open-totals.ts';
import type { Scene } from './scene.ts';

const lotsMax = 1000;
const tiersMax = 20;

const lot = z.strictObject({
  /** The code of its program; the club's own where it is not given. */
  program: text(64).optional(),
  unit: z.union([z.enum(['points', 'credit']), z.templateLiteral(['stamps:', z.string().min(1).max(64)])]),
  /** As people write it. */
  amount: unitAmount.positive(),
  /** Now where it is not given. */
  earnedAt: moment.optional(),
  /** The first moment at which it can no longer be spent; never where it is not given. */
  expiresAt: moment.nullable().default(null),
});

/** What somebody brings along who is a member already. */
const opening = z.strictObject({
  name: text(100).optional(),
  language: z.enum(['fa', 'en']).optional(),
  ...newProfile,
  joinedAt: moment.optional(),
  /** The number of the member who brought her: she is opened before. */
  referrer: phoneField.optional(),
  lots: z.array(lot).max(lotsMax).default([]),
  tiers: z.array(openingTier).max(tiersMax).default([]),
  /** What she has beyond the lots, which never expires. */
  balances: z.strictObject({ points: unitAmount.default(0), credit: unitAmount.default(0) }).optional(),
  /** What she did before, for conditions and tiers that count it; see `openingIn` for the other form. */
  totals: undatedTotals.optional(),
});

const openingWithDays = opening.extend({ totals: datedTotals });

/** The schema of an opening by the form of its totals, so that each fault is told at its place. */
export function openingIn({ totals }: Readonly<Record<string, unknown>>) {
  return Array.isArray(totals) ? openingWithDays : opening;
}

export interface Opening extends Omit<z.output<typeof opening>, 'totals'> {
  readonly totals?: OpeningTotals | undefined;
}
type Lot = Pick<Opening['lots'][number], 'program' | 'unit' | 'amount' | 'expiresAt' | 'earnedAt'>;

/**
 * A member begins with what she had before. What the books of another club have of her loses the decimals that points
 * have there and not here, and what she had in programs that are not here is in the club's own.
 */
export function openAct(head: Head, asked: Opening, source: Source = 'written'): Act {
  return { kind: 'alone', run: (scene) => open(scene, { head, source }, asked) };
}

interface Opened {
  readonly head: Head;
  readonly source: Source;
}

async function open({ runtime, answers }: Scene, { head, source }: Opened, asked: Opening) {
  const { phone, at } = head;
  const { name, language, joinedAt, lots, tiers, balances, totals, referrer, ...profile } = asked;
  const faults = profileFaults(runtime, profile);
  if (faults.length > 0) throw invalidRequest(faults);
  return runtime.store.transaction(async (tx) => {
    if (await memberByPhone(tx, phone)) throw memberAlready();
    await runtime.club.refresh(tx);
    const { member } = await enrollMember(runtime, tx, {
      ...(await broughtBy(tx, { phone, referrer })),
      ...{ phone, profile, shopId: null, actor: 'replay', memberSince: joinedAt ?? at },
      ...(name !== undefined && { name }),
      ...(language !== undefined && { language }),
      consent: { channel: 'api', address: phone, words: 'A member before.' },
    });
    const whose = { memberId: member.id, at, source };
    const brought = [...lots, ...unlotted(balances)].map((one) => openingPosting(runtime, one, whose));
    await post(
      runtime,
      tx,
      brought.filter(({ amount }) => amount > 0),
    );
    await openTiers(runtime, tx, { memberId: member.id, at, tiers });
    await keepTotals(runtime, tx, { ...whose, totals });
    return { body: answers ? await memberBody(runtime, tx, (await memberByPhone(tx, phone)) ?? member) : {} };
  });
}

function memberAlready(): Problem {
  const detail = 'She is a member already: what she begins with comes before everything else of hers.';
  return new Problem({ status: 409, code: 'member-already', detail });
}

function unlotted(balances: Opening['balances']): Lot[] {
  const units = ['points', 'credit'] as const;
  return units.flatMap((unit) => {
    const amount = balances?.[unit] ?? 0;
    return amount === 0 ? [] : [{ unit, amount, expiresAt: null }];
  });
}

interface Whose {
  readonly memberId: number;
  readonly at: number;
  readonly source: Source;
}

function openingPosting(
  runtime: Runtime,
  { program, unit, amount: written, earnedAt, expiresAt }: Lot,
  { memberId, at, source }: Whose,
): Posting {
  const by = programOf(runtime, program, source);
  const { programId, version } = by;
  if (!hasUnit(by.program, unit)) {
    throw invalidRequest([
      { field: 'lots', problem: `name a stamp card that the program does not have: ${unit}` },
    ]);
  }
  const amount = partsBy[source](by, { unit, amount: written, field: 'lots' });
  return {
    ...{ memberId, programId, programVersion: version, rule: null, unit, type: 'opening', amount },
    ...{ reason: 'opening', purchaseId: null, correctsId: null, onceKey: null, actor: 'replay' },
    ...{ occurredAt: earnedAt ?? at, expiresAt, uses: [] },
  };
}

/** Whether a program has what a lot is kept in. */
export function hasUnit({ stampCards }: Pick<Program, 'stampCards'>, unit: LedgerUnit): boolean {
  const card = cardOf(unit);
  return card === undefined || stampCards.some(({ id }) => id === card);
}

function programOf({ club }: Runtime, code: string | undefined, source: Source): ProgramVersion {
  const named = club.programs.find(({ program }) => program.code === code);
  const found = named ?? (code === undefined || source === 'books' ? club.programs[0] : undefined);
  if (found) return found;
  throw invalidRequest([{ field: 'lots', problem: `name a program that is not in force: "${code ?? ''}"` }]);
}

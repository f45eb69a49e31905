import assert from 'node:assert/strict';
import { openPart } from '../../rules/earn/award.ts';
import type { Award } from '../../rules/earn/award.ts';
import { isUnit } from '../../rules/program/words.ts';
import { expiryOfFreed, fadingOfFreed } from '../../rules/pending.ts';
import type { Given } from '../../rules/expiry.ts';
import type { KeptExpiry, PendingPart } from '../../rules/pending.ts';
import type { ProgramVersion } from '../club.ts';
import type { Posting } from '../ledger/entry.ts';
import { fadingText } from '../ledger/lot.ts';
import type { NewPending } from '../ledger/pending.ts';
import type { Movements } from '../ledger/post.ts';
import { stampsUnit } from '../ledger/unit.ts';
import type { LedgerUnit } from '../ledger/unit.ts';
import { inParts } from './in-parts.ts';
import type { InParts } from './in-parts.ts';

/** What a rule decided, and of which program it is. */
export interface ProgramAward extends Award {
  readonly by: ProgramVersion;
  /** Parts that waited for a moment that has passed: what happened some time ago is recorded late. */
  readonly opened?: readonly PendingPart[];
}

/** An award as it is by now: what has opened since waits no more. */
export function awardBy(by: ProgramVersion, award: Award, now: number): ProgramAward {
  if (award.pending === undefined) return { ...award, by };
  const hasOpened = ({ opensAt, untilPaid, untilApproved }: PendingPart) =>
    opensAt !== null && opensAt <= now && !untilPaid && !untilApproved;
  const { pending, ...rest } = award;
  const waiting = pending.filter((part) => !hasOpened(part));
  const opened = pending.filter(hasOpened);
  return {
    ...{ ...rest, by },
    ...(waiting.length > 0 && { pending: waiting }),
    ...(opened.length > 0 && { opened }),
  };
}

/** What every movement of some awards has in common. */
export interface AwardContext {
  readonly memberId: number;
  readonly reason: string;
  readonly purchaseId?: number | undefined;
  /** Of what else happened. */
  readonly occasionId?: number;
  readonly onceKey?: string;
  readonly actor: string;
  readonly occurredAt: number;
}

/** The postings that give awards, and what of them waits; those that came to nothing, things and texts make none. */
export function movementsOf(
  awards: readonly ProgramAward[],
  context: AwardContext,
): Required<Pick<Movements, 'postings' | 'held'>> {
  const [postings, held]: [Posting[], NewPending[]] = [[], []];
  const onceKey = () =>
    context.onceKey === undefined ? null : `${context.onceKey}:${postings.length + held.length}`;
  for (const award of awards) {
    if (!isOfAccount(award)) continue;
    const { opened = [], pending = [] } = award;
    const atOnce = openPart(award) - sumOf(opened);
    if (atOnce > 0) {
      const { occurredAt } = context;
      const { expiresAt } = award;
      const fading = fadingText(award.fading);
      const when = { occurredAt, expiresAt, fading };
      postings.push({ ...accrual(award, context), amount: atOnce, onceKey: onceKey(), ...when });
    }
    for (const { amount, opensAt, expires } of opened) {
      const occurredAt = opensAt ?? context.occurredAt;
      const when = { occurredAt, ...endsOf(expires, { earnedAt: context.occurredAt, activeAt: occurredAt }) };
      postings.push({ ...accrual(award, context), amount, onceKey: onceKey(), ...when });
    }
    for (const part of pending) held.push({ ...holding(award, part, context), onceKey: onceKey() });
  }
  return { postings, held };
}

const sumOf = (parts: readonly { readonly amount: number }[]) =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/** The movements of several lists as one. */
export function together(lists: readonly ReturnType<typeof movementsOf>[]): ReturnType<typeof movementsOf> {
  return {
    postings: lists.flatMap(({ postings }) => postings),
    held: lists.flatMap(({ held }) => held),
  };
}

/** When what was freed ends, and what else takes from it. */
export function endsOf(
  expires: KeptExpiry,
  given: Given,
): { readonly expiresAt: number | null; readonly fading: string | null } {
  return {
    expiresAt: expiryOfFreed(expires, given),
    fading: fadingText(fadingOfFreed(expires, given)),
  };
}

/** The trigger of the rule, or what happened. */
export const reasonOf = ({ by, rule }: ProgramAward, { reason }: AwardContext) =>
  by.rules.triggers.get(rule) ?? reason;

/** Charities have a ledger of their own, things are rows, and texts are messages. */
const isOfAccount = ({ unit }: Award) => isUnit(unit) || unit === 'stamps';

function unitOf({ unit, card }: Award): LedgerUnit {
  assert(isUnit(unit) || unit === 'stamps', 'what an account of hers is kept in');
  return unit === 'stamps' ? stampsUnit(card ?? '') : unit;
}

type Accrual = Omit<Posting, 'amount' | 'onceKey' | 'occurredAt' | 'expiresAt' | 'fading'>;

function accrual(award: ProgramAward, context: AwardContext): Accrual {
  const { by, rule } = award;
  const unit = unitOf(award);
  const { memberId, purchaseId, actor } = context;
  const reason = reasonOf(award, context);
  return {
    ...{ memberId, programId: by.programId, programVersion: by.version, rule, unit },
    ...{ type: 'accrual', reason, purchaseId: purchaseId ?? null, correctsId: null, actor, uses: [] },
  };
}

function holding(award: ProgramAward, part: PendingPart, context: AwardContext): Omit<NewPending, 'onceKey'> {
  const { by, rule } = award;
  const unit = unitOf(award);
  const { amount, opensAt, untilPaid, untilApproved, expires } = part;
  const { memberId, purchaseId, actor, occurredAt } = context;
  const reason = reasonOf(award, context);
  return {
    ...{ memberId, programId: by.programId, programVersion: by.version, rule, unit, amount },
    ...{ reason, purchaseId: purchaseId ?? null, actor, earnedAt: occurredAt, opensAt },
    untilPaid: untilPaid ? 1 : 0,
    untilApproved: untilApproved ? 1 : 0,
    expiry: JSON.stringify(expires),
  };
}

interface Amount {
  readonly unit: string;
  readonly amount: number;
  readonly pending?: readonly { readonly amount: number }[];
}

/** Points, in smallest parts, and credit that can be spent of what awards come to. */
export function gainsOf(awards: readonly Amount[]): InParts {
  return sums(awards, ({ amount, pending = [] }) => amount - sumOf(pending));
}

/** Points and credit that wait of what awards come to. */
export function pendingOf(awards: readonly Amount[]): InParts {
  return sums(awards, ({ pending = [] }) => sumOf(pending));
}

function sums(awards: readonly Amount[], part: (award: Amount) => number): InParts {
  return inParts((unit) =>
    awards.reduce((total, award) => (award.unit === unit ? total + part(award) : total), 0),
  );
}

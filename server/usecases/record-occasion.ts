import { labelIn } from '../../rules/program/words.ts';
import type { OccasionTrigger } from '../../rules/earn/decide.ts';
import type { Reply } from '../../templates/render.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import { happenedBefore, insertOccasion } from '../store/occasions.ts';
import type { Act } from '../store/acts.ts';
import type { Tx } from '../store/tx.ts';
import { noteActs } from './settle-lots.ts';
import { openDeciding } from './deciding.ts';
import type { DecidedFor, Happening } from './deciding.ts';
import { postAwards } from './post-awards.ts';
import { cardsTold } from './full-cards.ts';
import { giftsIn, giftsTold } from './gifts.ts';
import type { GiftNow } from './gifts.ts';
import { toldByClub } from './rule-messages.ts';
import { explanationOf, stampedNow } from './purchase.ts';
import type { ExplanationLine, StampedNow } from './purchase.ts';

/** Something that happened to a member beside a purchase. */
export interface NewOccasion {
  /** Locked. */
  readonly member: Member;
  readonly trigger: OccasionTrigger;
  /** Which of its kind it is: an event's name; empty where there is one only. */
  readonly name?: string;
  readonly happened: Happening;
  /** What may happen once to a member; a second time is nothing new. */
  readonly onceKey?: string;
  readonly shopId?: number;
  readonly data?: unknown;
  readonly actor: string;
  /** Whether it is kept where it gave nothing. */
  readonly keep: boolean;
  /** Whether she is wished a happy birthday with it. */
  readonly greeting?: boolean;
  /** When word of the gift is no longer worth sending; never where this is absent. */
  readonly toldUntil?: number;
}

export interface RecordedOccasion extends Pick<DecidedFor, 'earned' | 'pending' | 'balances' | 'programs'> {
  readonly id: number;
  readonly memberId: number;
  readonly phone: string;
  readonly language: 'fa' | 'en';
  /** The stamp cards that were stamped. */
  readonly stampCards: readonly StampedNow[];
  /** The things that were given. */
  readonly gifts: readonly GiftNow[];
  readonly explanation: readonly ExplanationLine[];
}

/**
 * Records what happened: the rules decide, the ledger takes what they give, and the member is told of a gift
 * unless she wants no promotional messages, or its rule tells her itself. `undefined` where it happened before, or gave nothing and is not kept.
 */
export async function recordOccasion(
  runtime: Runtime,
  tx: Tx,
  occasion: NewOccasion,
): Promise<RecordedOccasion | undefined> {
  const { member, trigger, happened, onceKey, actor, keep } = occasion;
  if (onceKey !== undefined && (await happenedBefore(tx, member.id, onceKey))) return undefined;
  const deciding = await openDeciding(runtime, tx, { memberIds: [member.id], moments: [happened.at] });
  const id = tx.id();
  const cause = { actor, occasionId: id };
  const outcome = deciding.occasion(member, trigger, { ...happened, cause });
  const gave = outcome.awards.some(({ amount }) => amount > 0);
  if (!gave && !keep) return undefined;
  await noteActs(runtime, tx, actsOf(occasion));
  const explanation = explanationOf(outcome.awards);
  await insertOccasion(tx, {
    id,
    ...occasion,
    explanation,
    counted: outcome.counted,
    createdAt: deciding.now,
  });
  const context = { memberId: member.id, reason: trigger, onceKey: `occasion:${id}`, occasionId: id };
  const { awards, stamped } = outcome;
  const telling = { member, programs: outcome.programs, until: occasion.toldUntil };
  const [rows = []] = await postAwards(runtime, tx, [
    { awards, stamped, telling, context: { ...context, actor, occurredAt: happened.at } },
  ]);
  await deciding.write(tx);
  const gifts = giftsIn(runtime.club, rows, member.language);
  if (gave) await tellMember(runtime, tx, { id, occasion, outcome, gifts });
  const { earned, pending, balances, programs } = outcome;
  const { id: memberId, phone, language } = member;
  const stampCards = stampedNow(stamped, language);
  const said = { stampCards, gifts, explanation };
  return { id, memberId, phone, language, earned, pending, balances, programs, ...said };
}

/** What she did herself keeps alive what a program says it does. */
function actsOf({ member, trigger, name = '', happened: { at } }: NewOccasion): Act[] {
  if (trigger === 'visit') return [{ memberId: member.id, act: 'visit', at }];
  return trigger === 'event' ? [{ memberId: member.id, act: `event:${name}`, at }] : [];
}

interface Telling {
  readonly id: number;
  readonly occasion: NewOccasion;
  readonly outcome: DecidedFor;
  readonly gifts: readonly GiftNow[];
}

async function tellMember(
  runtime: Runtime,
  tx: Tx,
  { id, occasion, outcome, gifts }: Telling,
): Promise<void> {
  const { member, toldUntil } = occasion;
  const own = runtime.club.program.code;
  const first = toldByClub(outcome.awards, own);
  if (!first || member.promotionsStoppedAt !== null) return;
  const { earned: gift, balances } = outcome;
  const said = {
    ...{ club: runtime.club.program.name, gift, balances },
    gifts: giftsTold(runtime.club, gifts),
    stampCards: cardsTold(stampedNow(outcome.stamped, member.language), explanationOf(outcome.awards)),
  };
  const reply: Reply = occasion.greeting
    ? { template: 'birthdayGiftForMember', params: { ...said, name: member.name ?? undefined } }
    : { template: 'giftForMember', params: { ...said, rule: labelIn(first.name, member.language) } };
  await enqueue(runtime, tx, [
    {
      to: { channel: 'sms', address: member.phone },
      memberId: member.id,
      language: member.language,
      reply,
      occasionId: id,
      onceKey: `${member.id}:occasion:${id}`,
      ...(toldUntil !== undefined && { expiresAt: toldUntil }),
    },
  ]);
}

import assert from 'node:assert/strict';
import type { OtherProgram } from '../../templates/template.ts';
import { failpoint } from '../failpoint.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import { lockWithReferrers } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { shopCodes } from '../store/shops.ts';
import type { GiftRow } from '../store/gifts.ts';
import type { Tx } from '../store/tx.ts';
import { answerRow, rememberedAnswers, requestKey } from '../store/idempotency.ts';
import type { Idempotency, Remembered } from '../store/idempotency.ts';
import { insertPurchases, purchasesByReceipt, receiptKey } from '../store/purchases.ts';
import { openDeciding } from './deciding.ts';
import type { DecidedFor, Deciding, ProgramOutcome } from './deciding.ts';
import { cardsTold } from './full-cards.ts';
import { giftsIn, giftsTold } from './gifts.ts';
import type { GiftNow } from './gifts.ts';
import { explanationOf, purchaseFacts, stampedNow } from './purchase.ts';
import type { Decided, NewPurchase, RecordedPurchase } from './purchase.ts';
import { sharesOf } from './charity-postings.ts';
import { postAwards } from './post-awards.ts';
import type { Awarded } from './post-awards.ts';
import { countedForReferrer, keepReferralGifts, referralAwards, tellReferrers } from './referral-gifts.ts';
import { reachedName } from './reached-name.ts';
import { settleLots } from './settle-lots.ts';
import { markReal } from './simulated-address.ts';

/** What became of one purchase of a list. */
export type PurchaseResult =
  | { readonly kind: 'recorded'; readonly purchase: RecordedPurchase }
  /** The same request came before: this is what it was answered. */
  | { readonly kind: 'repeated'; readonly purchase: RecordedPurchase }
  /** The same idempotency key came before with another request. */
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'no-member' }
  /** The shop's receipt number stands for another purchase already. */
  | { readonly kind: 'receipt-taken'; readonly purchaseId: number };

type Decision = Decided | PurchaseResult | { readonly kind: 'same-as'; readonly index: number };

/**
 * Records purchases that arrived together, in one transaction: the facts for all are loaded in a fixed number
 * of queries, the rules decide each, one posting writes all, and each caller gets the result of his own. One
 * that cannot be recorded fails alone. Each member gets one message a purchase.
 */
export async function recordPurchases(
  runtime: Runtime,
  tx: Tx,
  purchases: readonly NewPurchase[],
): Promise<PurchaseResult[]> {
  const facts = await loadFacts(runtime, tx, purchases);
  const decisions = decideAll(tx, { purchases, facts });
  const decided = decisions.filter((decision) => decision.kind === 'decided');
  const recorded = await write(runtime, tx, { decided, deciding: facts.deciding });
  const results = decisions.map((decision): PurchaseResult => {
    const of = decision.kind === 'same-as' ? decisions[decision.index] : decision;
    assert(of && of.kind !== 'same-as', 'a request repeats the first of its kind');
    if (of.kind !== 'decided') return of;
    const purchase = recorded.get(of.id);
    assert(purchase, 'what was decided was recorded');
    return { kind: decision.kind === 'same-as' ? 'repeated' : 'recorded', purchase };
  });
  for (const { kind } of results) tx.afterCommit(() => runtime.metrics.purchases.inc({ result: kind }));
  return results;
}

interface Facts {
  /** The buyers, and who brought them. */
  readonly members: ReadonlyMap<string, Member>;
  readonly byId: ReadonlyMap<number, Member>;
  /** The standing purchase of each receipt number. */
  readonly receipts: Map<string, number>;
  readonly remembered: (request: Idempotency) => Remembered<RecordedPurchase>;
  /** The codes of shops, by id. */
  readonly shops: ReadonlyMap<number, string>;
  readonly deciding: Deciding;
}

async function loadFacts(runtime: Runtime, tx: Tx, purchases: readonly NewPurchase[]): Promise<Facts> {
  // First: a repeat that waits here finds what the one before it has written.
  const members = await lockWithReferrers(tx, [...new Set(purchases.map(({ phone }) => phone))]);
  const memberIds = [...members.values()].map(({ id }) => id);
  // What a member has lost by being inactive is not brought back by what she buys now.
  await settleLots(runtime, tx, { memberIds, until: runtime.clock.now() });
  return {
    members,
    byId: new Map([...members.values()].map((member) => [member.id, member])),
    shops: await shopCodes(tx, [...new Set(purchases.map(({ shopId }) => shopId))]),
    deciding: await openDeciding(runtime, tx, {
      memberIds,
      moments: purchases.map(({ occurredAt }) => occurredAt),
    }),
    receipts: await purchasesByReceipt(tx, purchases),
    remembered: await rememberedAnswers<RecordedPurchase>(
      tx,
      purchases.map(({ idempotency }) => idempotency),
    ),
  };
}

interface Asked {
  readonly purchases: readonly NewPurchase[];
  readonly facts: Facts;
}

function decideAll(tx: Tx, { purchases, facts }: Asked): Decision[] {
  const firsts = new Map<string, number>();
  return purchases.map((purchase, index): Decision => {
    const key = requestKey(purchase.idempotency);
    const first = firsts.get(key);
    if (first !== undefined) {
      const same = purchases[first]?.idempotency.bodyHash === purchase.idempotency.bodyHash;
      return same ? { kind: 'same-as', index: first } : { kind: 'key-reused' };
    }
    const decision = decide(tx, purchase, facts);
    // Only what is written takes its key, in the list as from one list to the next.
    if (decision.kind === 'decided') firsts.set(key, index);
    return decision;
  });
}

function decide(tx: Tx, purchase: NewPurchase, facts: Facts): Decision {
  const remembered = facts.remembered(purchase.idempotency);
  if (remembered.kind === 'same') return { kind: 'repeated', purchase: remembered.answer };
  if (remembered.kind === 'reused') return { kind: 'key-reused' };
  const member = facts.members.get(purchase.phone);
  if (!member) return { kind: 'no-member' };
  const receipt = receiptKey(purchase);
  const taken = receipt === undefined ? undefined : facts.receipts.get(receipt);
  if (taken !== undefined) return { kind: 'receipt-taken', purchaseId: taken };
  const id = tx.id();
  if (receipt !== undefined) facts.receipts.set(receipt, id);
  const shop = facts.shops.get(purchase.shopId);
  assert(shop !== undefined, 'a purchase is of a shop that exists');
  const cause = { actor: purchase.actor, purchaseId: id, buyerId: member.id, at: purchase.recordedAt };
  const known = purchaseFacts(purchase, shop);
  const outcome = facts.deciding.purchase(member, known, cause);
  const referrer = member.referrerId === null ? undefined : facts.byId.get(member.referrerId);
  if (!referrer) return { kind: 'decided', id, purchase, member, outcome };
  const bought = facts.deciding.referral(referrer, { buyerId: member.id, purchase: known, cause });
  if (!cameToSomething(bought)) return { kind: 'decided', id, purchase, member, outcome };
  const { actor, occurredAt } = purchase;
  const gift = { id: tx.id(), referrer, outcome: bought, of: { purchaseId: id }, actor, occurredAt };
  return { kind: 'decided', id, purchase, member, outcome, gift };
}

function cameToSomething({ awards, counted }: DecidedFor): boolean {
  return awards.length > 0 || counted.some(({ changes }) => changes.length > 0);
}

interface Writing {
  readonly decided: readonly Decided[];
  readonly deciding: Deciding;
}

async function write(
  runtime: Runtime,
  tx: Tx,
  { decided, deciding }: Writing,
): Promise<Map<number, RecordedPurchase>> {
  if (decided.length === 0) return new Map();
  const { now } = deciding;
  await insertPurchases(
    tx,
    decided.map(({ outcome: { awards, counted }, gift, ...one }) => ({
      ...one,
      counted: gift ? [...counted, ...countedForReferrer(gift)] : counted,
      explanation: explanationOf(awards),
    })),
    now,
  );
  // Until a provider is set up, staff are trying things out as well.
  if (runtime.channels.sms?.simulated === false) {
    await markReal(tx, 'sms', [...new Set(decided.map(({ member }) => member.phone))]);
  }
  const referrers = decided.flatMap(({ gift }) => gift ?? []);
  // In the order in which it was decided: another order of a member's entries would be another history.
  const rows = await postAwards(
    runtime,
    tx,
    decided.flatMap((one) => [buyerAwards(one), ...(one.gift ? [referralAwards(one.gift)] : [])]),
  );
  const given = dealt(decided, rows);
  await deciding.write(tx);
  await keepReferralGifts(runtime, tx, referrers);
  const recorded = decided.map((one, index) =>
    recordedOf(one, { now, gifts: giftsIn(runtime.club, given[index]?.bought ?? [], one.member.language) }),
  );
  await tx.insert(
    'idempotency_keys',
    recorded.map(({ purchase, answer }) => answerRow(purchase.idempotency, answer, now)),
  );
  await tellMembers(runtime, tx, recorded);
  await tellReferrers(
    runtime,
    tx,
    given.flatMap(({ referral, rows: theirs }) => (referral ? [{ referral, rows: theirs }] : [])),
  );
  failpoint('purchase-before-commit');
  return new Map(recorded.map(({ answer }) => [answer.id, answer]));
}

/** The things that were given, to each buyer and to who brought her. */
function dealt(decided: readonly Decided[], rows: readonly (readonly GiftRow[])[]) {
  let next = 0;
  const take = () => rows[next++] ?? [];
  return decided.map(({ gift: referral }) => ({ bought: take(), referral, rows: referral ? take() : [] }));
}

/** What a purchase gives the buyer. */
function buyerAwards({ id, purchase, member, outcome }: Decided): Awarded {
  const { awards, stamped, programs } = outcome;
  const { actor, occurredAt } = purchase;
  const context = { memberId: member.id, reason: 'purchase', purchaseId: id, actor, occurredAt };
  return { awards, stamped, context, telling: { member, programs, amount: purchase.amount } };
}

interface Recorded extends Decided {
  readonly answer: RecordedPurchase;
}

interface Written {
  readonly now: number;
  readonly gifts: readonly GiftNow[];
}

function recordedOf(decided: Decided, { now, gifts }: Written): Recorded {
  const { id, member, purchase, outcome } = decided;
  const { awards, stamped, earned, pending, balances, programs } = outcome;
  const answer = {
    id,
    memberId: member.id,
    phone: member.phone,
    language: member.language,
    amount: purchase.amount,
    occurredAt: purchase.occurredAt,
    createdAt: purchase.recordedAt ?? now,
    earned,
    pending,
    balances,
    programs,
    stampCards: stampedNow(stamped, member.language),
    gifts,
    explanation: explanationOf(awards),
  };
  return { ...decided, answer };
}

async function tellMembers(runtime: Runtime, tx: Tx, recorded: readonly Recorded[]): Promise<void> {
  const { name: club, code } = runtime.club.program;
  await enqueue(
    runtime,
    tx,
    recorded.map(
      ({
        member,
        outcome,
        answer: { id, amount, earned, pending, balances, programs, stampCards, gifts, explanation },
      }) => ({
        to: { channel: 'sms', address: member.phone },
        memberId: member.id,
        purchaseId: id,
        language: member.language,
        reply: {
          template: 'purchaseRecordedForMember',
          params: {
            ...{ club, amount, earned, pending, balances, others: othersOf(programs, code) },
            stampCards: cardsTold(stampCards, explanation),
            charities: sharesOf(outcome.awards, { code, language: member.language }),
            gifts: giftsTold(runtime.club, gifts),
            reached: reachedName(programs, { code, language: member.language }),
          },
        },
      }),
    ),
  );
}

/** What was earned beside the club's own program. */
function othersOf(programs: readonly ProgramOutcome[], own: string): OtherProgram[] {
  return programs.filter(({ code }) => code !== own).map(({ name, earned }) => ({ name, balances: earned }));
}

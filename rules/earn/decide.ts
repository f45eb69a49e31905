import type { Trigger } from '../program/rule.ts';
import { isUnit } from '../program/words.ts';
import { joined } from './cards.ts';
import type { CompiledProgram, CompiledRule } from './compile.ts';
import { conclude } from './conclude.ts';
import type { Decision } from './decision.ts';
import type { Reached, Setting } from './setting.ts';
import { blend } from './blend.ts';
import { countSpent, countUnpaid, pointsOf } from './tier-counts.ts';
import { crossingOf } from '../tiers/crossing.ts';
import { purchasesSubject } from './facts.ts';
import type { Adding, MemberFacts, PurchaseFacts, TallyChange } from './facts.ts';
import { openPart } from './award.ts';
import { compete } from './compete.ts';
import { beginAll } from './course.ts';
import type { Course } from './course.ts';
import { multiply } from './multiply.ts';
import { paidAtSale, paidSince } from './paid.ts';
import type { Settled } from './paid.ts';
import { reachCounts, reachedRules } from './reached.ts';
import { momentOf } from './moment.ts';
import { concerns } from './occasion.ts';
import { purchaseReferral } from './referral.ts';
import type { OccasionFacts } from './occasion.ts';
import { isCounted, isVisit, visitCounts } from './visit.ts';

export interface Occasion extends OccasionFacts {
  readonly at: number;
  readonly member: MemberFacts;
  /** The tier that was reached, where that is what happened. */
  readonly reached?: Reached | undefined;
  /** What was bought by who was referred, where a purchase is what happened. */
  readonly purchase?: PurchaseFacts | undefined;
}

/** What a purchase earns. Total: any facts have a decision. The order of lines and payments does not matter. */
export function decidePurchase(
  compiled: CompiledProgram,
  { purchase, member }: { purchase: PurchaseFacts; member: MemberFacts },
): Decision {
  const at = purchase.occurredAt;
  const setting = settingOf(compiled, { at, member, purchase });
  const spent = setting.base.amount;
  const paid = paidAtSale(compiled, purchase, spent);
  const decision = crossTiers(compiled, setting, paid);
  const counted: TallyChange = {
    of: 'member',
    subject: purchasesSubject,
    period: 'ever',
    times: 1,
    amount: purchase.amount,
    carried: 0,
    lastAt: at,
  };
  const ofTiers = [...countSpent(setting.moment, spent), ...countUnpaid(setting.moment, spent - paid)];
  const own = { ...decision, tallies: [counted, ...ofTiers, ...decision.tallies] };
  const visited = withVisit(compiled, { purchase, member, moment: setting.moment }, own);
  const bought = withReferral(compiled, { purchase, member }, visited);
  if (compiled.rules.reached.length === 0) return bought;
  const adding = { spent, paid, purchases: 1, visits: 0 };
  return withReached(compiled, bought, { at, member, purchase, adding });
}

/** Who was referred may get something for buying. */
function withReferral(
  compiled: CompiledProgram,
  { purchase, member }: { purchase: PurchaseFacts; member: MemberFacts },
  own: Decision,
): Decision {
  if (member.isReferred !== true || compiled.rules.referral.length === 0) return own;
  const isFirst = (member.tally('member', purchasesSubject, 'ever')?.times ?? 0) === 0;
  const referral = purchaseReferral('referred', isFirst);
  const at = purchase.occurredAt;
  return both(own, decide(compiled, 'referral', { at, purchase, member: richer(member, own), referral }));
}

function both(first: Decision, second: Decision): Decision {
  return {
    stamped: joined(first.stamped, second.stamped),
    awards: [...first.awards, ...second.awards],
    tallies: [...first.tallies, ...second.tallies],
  };
}

/** The first purchase of a day may be a visit, which sees what the purchase earned. */
function withVisit(
  compiled: CompiledProgram,
  { purchase, member, moment }: Pick<Setting, 'member' | 'moment'> & { readonly purchase: PurchaseFacts },
  own: Decision,
): Decision {
  const { occurredAt: at, shop } = purchase;
  if (!isVisit(compiled, { member, moment })) return own;
  if (!compiled.countsVisits) return { ...own, tallies: [...own.tallies, ...visitCounts(moment, 'visit')] };
  const happening = { at, member: richer(member, own), shop };
  const visit = reachedByVisit(compiled, decide(compiled, 'visit', happening), happening);
  const tallies = [...visitCounts(moment), ...visit.tallies];
  return both(own, { ...visit, tallies: tallies.map((one) => ({ ...one, part: 'visit' })) });
}

function reachedByVisit(compiled: CompiledProgram, own: Decision, happening: Happening): Decision {
  return withReached(compiled, own, { ...happening, adding: { ...nothingAdded, visits: 1 } });
}

const nothingAdded: Adding = { spent: 0, paid: 0, purchases: 0, visits: 0 };

/** What is reached by what an act adds, which sees what the act itself earned. */
function withReached(
  compiled: CompiledProgram,
  own: Decision,
  happening: Required<Pick<Happening, 'adding'>> & Happening,
): Decision {
  const rules = reachedRules(compiled.rules.reached, happening.adding);
  if (rules.length === 0) return own;
  const setting = settingOf(compiled, { ...happening, member: richer(happening.member, own) });
  const decision = conclude(compiled, coursesOf(compiled, rules, setting), setting);
  const counted = reachCounts(rules, decision.awards, setting);
  return both(own, { ...decision, tallies: [...counted, ...decision.tallies] });
}

function richer(member: MemberFacts, { awards, stamped }: Decision): MemberFacts {
  const balances = { ...member.balances };
  for (const award of awards) if (isUnit(award.unit)) balances[award.unit] += openPart(award);
  const stamps = { ...member.stamps };
  for (const { card, left } of stamped) stamps[card] = left;
  return { ...member, balances, stamps };
}

/** What happens by itself, not with a purchase. */
export type OccasionTrigger = Exclude<Trigger, 'purchase' | 'settlement' | 'reached'>;

/** What something else than a purchase gives. A visit that does not count gives nothing, whatever its rules say. */
export function decideOccasion(
  compiled: CompiledProgram,
  trigger: OccasionTrigger,
  occasion: Occasion,
): Decision {
  if (trigger !== 'visit') return decide(compiled, trigger, occasion);
  const moment = momentOf(occasion.at, compiled.era);
  if (!isCounted(compiled, { member: occasion.member, moment }))
    return { awards: [], tallies: [], stamped: [] };
  const { awards, tallies, stamped } = decide(compiled, trigger, occasion);
  const own = { awards, stamped, tallies: [...visitCounts(moment), ...tallies] };
  return reachedByVisit(compiled, own, occasion);
}

/** What it gives that a purchase was paid in full at a moment. */
export function decideSettlement(
  compiled: CompiledProgram,
  settlement: { readonly at: number; readonly purchase: Settled; readonly member: MemberFacts },
): Decision {
  const paid = paidSince(compiled, settlement.purchase);
  const decision = decide(compiled, 'settlement', settlement);
  const counted = countUnpaid(momentOf(settlement.at, compiled.era), -paid);
  const own = { ...decision, tallies: [...counted, ...decision.tallies] };
  return withReached(compiled, own, { ...settlement, adding: { ...nothingAdded, paid } });
}

function decide(compiled: CompiledProgram, trigger: Trigger, happening: Occasion): Decision {
  const setting = settingOf(compiled, happening);
  return conclude(compiled, coursesOf(compiled, compiled.rules[trigger], setting), setting);
}

interface Happening extends Occasion {
  readonly adding?: Adding;
}

function settingOf(compiled: CompiledProgram, happening: Happening): Setting {
  const { at, member, purchase, reached, referral, adding } = happening;
  const base = purchase ? compiled.base(purchase) : { amount: 0, pieces: 0 };
  const occasion = purchase && !referral ? undefined : happening;
  return { moment: momentOf(at, compiled.era), member, purchase, base, reached, occasion, adding };
}

function coursesOf(compiled: CompiledProgram, all: readonly CompiledRule[], setting: Setting): Course[] {
  const { occasion } = setting;
  const rules = occasion ? all.filter(({ rule }) => concerns(rule, occasion, compiled.era.calendar)) : all;
  const courses = beginAll(compiled, rules, setting);
  compete(compiled, courses, setting);
  multiply(courses, setting.member.tier && tierName(setting.member.tier));
  return courses;
}

/** A purchase that reaches a tier earns at the old one, the new one, or shares of it at each, as the program says. */
function crossTiers(compiled: CompiledProgram, own: Setting, paid: number): Decision {
  const rules = compiled.rules.purchase;
  const decision = conclude(compiled, coursesOf(compiled, rules, own), own);
  const { tier } = own.member;
  if (!tier || tier.ladder.tiers.crossing === 'old') return decision;
  const settingAt = (place: number): Setting => ({
    ...own,
    member: { ...own.member, tier: { ...tier, place } },
  });
  const decidedAt = (place: number) =>
    conclude(compiled, coursesOf(compiled, rules, settingAt(place)), settingAt(place));
  const shares = crossingOf(tier.ladder, {
    ...tier,
    addedAt: (place) => ({
      ...{ spent: own.base.amount, paid },
      visits: compiled.countsVisits && !isVisit(compiled, own) ? 0 : 1,
      earned: pointsOf(compiled, (place === tier.place ? decision : decidedAt(place)).awards),
    }),
  });
  if (shares === undefined) return decision;
  const parts = shares.map(({ place, share }) => ({
    ...{ share, tier: tierName({ ...tier, place }) },
    courses: coursesOf(compiled, rules, settingAt(place)),
  }));
  const last = settingAt(shares.at(-1)?.place ?? tier.place);
  return conclude(compiled, blend(parts, own.base.amount), last);
}

const tierName = ({ ladder, place }: NonNullable<MemberFacts['tier']>) => ladder.rungs[place]?.name;

import type { Trigger } from '../program/rule.ts';
import { amountMax, isUnit } from '../program/words.ts';
import type { Unit } from '../program/words.ts';
import type { Expiry } from '../program/expiry.ts';
import { giftsOf, joined, lasting, stampedCards } from './cards.ts';
import type { StampedCard } from './cards.ts';
import type { Act, CompiledProgram, CompiledRule } from './compile.ts';
import type { Reached, Setting } from './setting.ts';
import { blend } from './blend.ts';
import { countEarnedWhen, countSpent, pointsOf } from './tier-counts.ts';
import { crossingOf } from '../tiers/crossing.ts';
import { decimalOf, isWhole } from './exact.ts';
import { purchasesSubject } from './facts.ts';
import type { Adding, MemberFacts, PurchaseFacts, TallyChange } from './facts.ts';
import { withinLimits } from './limits.ts';
import type { Award } from './award.ts';
import { compete } from './compete.ts';
import { beginAll } from './course.ts';
import type { Course } from './course.ts';
import { multiply } from './multiply.ts';
import { silence } from './silence.ts';
import { paidAtSale, reachCounts, reachedRules } from './reached.ts';
import { roundAll } from './whole.ts';
import { momentOf } from './moment.ts';
import { concerns } from './occasion.ts';
import { purchaseReferral } from './referral.ts';
import type { OccasionFacts } from './occasion.ts';
import { isCounted, isVisit, visitCounts } from './visit.ts';
import type { Change, Why } from './why.ts';

export type { TallyChange } from './facts.ts';
export type { Award } from './award.ts';

/** What was decided: the awards of each rule of the trigger in the program's order (one where it gave nothing as a whole), and what is counted for it. */
export interface Decision {
  readonly awards: readonly Award[];
  readonly tallies: readonly TallyChange[];
  /** The stamp cards that were stamped. What full ones give is among the awards, after those of the rules. */
  readonly stamped: readonly StampedCard[];
}

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
  const decision = crossTiers(compiled, setting);
  const counted: TallyChange = {
    ...{ of: 'member', subject: purchasesSubject, period: 'ever', times: 1 },
    ...{ amount: purchase.amount, carried: 0, lastAt: at },
  };
  const spent = countSpent(setting.moment, setting.base.amount);
  const own = { ...decision, tallies: [counted, ...spent, ...decision.tallies] };
  const visited = withVisit(compiled, { purchase, member, moment: setting.moment }, own);
  const bought = withReferral(compiled, { purchase, member }, visited);
  if (compiled.rules.reached.length === 0) return bought;
  const adding = {
    ...{ spent: setting.base.amount, paid: paidAtSale(compiled.paid, purchase) },
    ...{ purchases: 1, visits: 0 },
  };
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

/** What it gives that a purchase was paid in full at a moment; its payments are those that were made since. */
export function decideSettlement(
  compiled: CompiledProgram,
  settlement: { readonly at: number; readonly purchase: PurchaseFacts; readonly member: MemberFacts },
): Decision {
  const adding = { ...nothingAdded, paid: compiled.paid(settlement.purchase).amount };
  return withReached(compiled, decide(compiled, 'settlement', settlement), { ...settlement, adding });
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
  multiply(courses);
  return courses;
}

/** A purchase that reaches a tier earns at the old one, the new one, or shares of it at each, as the program says. */
function crossTiers(compiled: CompiledProgram, own: Setting): Decision {
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
      spent: own.base.amount,
      visits: compiled.countsVisits && !isVisit(compiled, own) ? 0 : 1,
      earned: pointsOf(compiled, (place === tier.place ? decision : decidedAt(place)).awards),
    }),
  });
  if (shares === undefined) return decision;
  const parts = shares.map(({ place, share }) => ({
    ...{ share, tier: tier.ladder.rungs[place]?.name },
    courses: coursesOf(compiled, rules, settingAt(place)),
  }));
  const last = settingAt(shares.at(-1)?.place ?? tier.place);
  return conclude(compiled, blend(parts), last);
}

/** Rounds, rounds balances up, cuts by limits, and counts: each rule knows what those before it gave. */
function conclude(compiled: CompiledProgram, courses: readonly Course[], setting: Setting): Decision {
  const given: Record<Unit, number> = { ...setting.member.balances };
  roundAll(compiled, courses);
  const awards: Award[] = [];
  const tallies: TallyChange[] = [];
  for (const course of courses) {
    if (course.act.message) silence(courses, awards);
    const wanted = Math.min(course.whole ?? fillUp(course, given), amountMax);
    const award = wanted === 0 ? emptyAward(course) : fullAward(compiled, { course, wanted, setting });
    if (award.amount > 0 && isUnit(award.unit)) given[award.unit] += openPart(award);
    awards.push(award);
    const isLastOfRule = courses[awards.length]?.from !== course.from;
    if (isLastOfRule && course.from.kept.length > 0) count(tallies, { courses, awards, setting });
  }
  const stamped = stampedCards(compiled, awards, setting);
  awards.push(...giftsOf(compiled, stamped, setting));
  tallies.push(...countEarnedWhen(setting.moment, pointsOf(compiled, awards)));
  return { awards, tallies, stamped };
}

/** What of an award can be spent at once. */
export function openPart({ amount, pending }: Pick<Award, 'amount' | 'pending'>): number {
  if (pending === undefined) return amount;
  let open = amount;
  for (const part of pending) open -= part.amount;
  return open;
}

/** What is missing to the next full multiple, where it is to be filled up; the reason says so where nothing is. */
function fillUp(course: Course, given: Readonly<Record<Unit, number>>): number {
  const { act } = course;
  if (act.kind !== 'round-up' || course.why.kind !== 'round-up') return 0;
  const { to, unit } = act;
  const balance = given[unit];
  const over = balance % to;
  course.why =
    over === 0 ? { kind: 'round-already', balance, to, unit } : { kind: 'round-up', balance, to, unit };
  return over === 0 ? 0 : to - over;
}

function emptyAward({ from: { rule }, act, unit, why, value, whole, multiplied }: Course): Award {
  const lost = whole === undefined ? undefined : value;
  const reason: Why = lost === undefined ? why : { kind: 'rounded-away', exact: decimalOf(lost), unit };
  const award: Mutable<Award> = {
    rule: rule.id,
    name: rule.name,
    unit,
    amount: 0,
    why: reason,
    expiresAt: null,
  };
  if (act.card !== undefined) award.card = act.card;
  if (act.charity !== undefined) award.charity = act.charity;
  if (act.thing) award.gift = act.thing.gift;
  if (act.message) award.message = act.message;
  if (act.placing) award.placing = act.placing.tier;
  if (lost !== undefined && multiplied.length > 0) award.change = { multiplied };
  return award;
}

interface Concluding {
  readonly course: Course;
  /** Above zero. */
  readonly wanted: number;
  readonly setting: Setting;
}

function fullAward(compiled: CompiledProgram, { course, wanted, setting }: Concluding): Award {
  const { from, act, unit, why } = course;
  const { rule } = from;
  const { amount, limit } = withinLimits(act, wanted, setting);
  const award: Mutable<Award> = { rule: rule.id, name: rule.name, unit, amount, why, expiresAt: null };
  if (act.card !== undefined) award.card = act.card;
  if (act.charity !== undefined) award.charity = act.charity;
  if (act.thing) award.gift = act.thing.gift;
  if (act.message) award.message = act.message;
  if (act.placing) award.placing = act.placing.tier;
  if (amount > 0) {
    const own = (act.thing ?? act.placing)?.expires ?? rule.expires;
    const expiry =
      unit === 'charity' || unit === 'messages' ? 'never' : (own ?? defaultExpiry(compiled, act));
    const { expiresAt, fading } = lasting(compiled, expiry, setting);
    award.expiresAt = expiresAt;
    if (fading) award.fading = fading;
    const pending = act.pending(amount, setting);
    if (pending) award.pending = pending;
  }
  const change = changeOf(course, limit && { limit, wanted });
  if (change) award.change = change;
  return award;
}

/** What came between the words of the rule and the amount; `undefined` where nothing did. */
function changeOf(
  { multiplied, split, value, whole, roundedTo }: Course,
  cut: Change['cut'],
): Change | undefined {
  const isRounded = whole !== undefined && value !== undefined && !isWhole(value);
  if (multiplied.length === 0 && !isRounded && cut === undefined && split === undefined) return undefined;
  return {
    multiplied,
    ...(split && { split }),
    ...(isRounded && roundedTo && { rounded: { exact: decimalOf(value), to: roundedTo } }),
    ...(cut && { cut }),
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function defaultExpiry({ program }: CompiledProgram, { unit, card }: Act): Expiry {
  if (isUnit(unit)) return program.expires[unit];
  return program.stampCards.find(({ id }) => id === card)?.expires ?? 'never';
}

interface Counting {
  readonly courses: readonly Course[];
  /** Those of the rule that is counted are the last ones. */
  readonly awards: readonly Award[];
  readonly setting: Setting;
}

/** Adds to the counts what a rule that gave something, or carries something on, needs kept. */
function count(tallies: TallyChange[], { courses, awards, setting: { moment } }: Counting): void {
  const last = awards.length - 1;
  const from = courses[last]?.from;
  if (from === undefined) return;
  let gave = false;
  for (let at = last; courses[at]?.from === from; at--) {
    gave ||= (awards[at]?.amount ?? 0) > 0 || courses[at]?.worked === true;
  }
  for (const { of, each, subject, unit } of from.kept) {
    let amount = 0;
    let carried = 0;
    for (let at = last; courses[at]?.from === from; at--) {
      if (unit === undefined || courses[at]?.unit !== unit) continue;
      amount += awards[at]?.amount ?? 0;
      if (of === 'member' && each === 'ever') carried += courses[at]?.carried ?? 0;
    }
    if (!gave && carried === 0) continue;
    const period = moment.periods[each];
    tallies.push({
      of,
      subject,
      period,
      times: gave ? 1 : 0,
      amount,
      carried,
      lastAt: gave ? moment.at : null,
    });
  }
}

import { amountFaults } from './amount-faults.ts';
import { charityFaults, missingCharities } from './charity-faults.ts';
import { conditionFaults } from './condition-faults.ts';
import type { CrossFault } from './condition-faults.ts';
import { expiryDayFaults, ruleDayFaults } from './day-faults.ts';
import { countableOf, countablesOf } from './effect.ts';
import type { Effect, Multiply } from './effect.ts';
import { giftFaults } from './gift-faults.ts';
import { inParts } from './in-parts.ts';
import type { Draw } from './gifts.ts';
import type { Expiry } from './expiry.ts';
import type { Limit } from './limit.ts';
import { messageFaults } from './message-faults.ts';
import { isSingle, singlesOf } from './singles.ts';
import { tierEffectFaults } from './tier-effect-faults.ts';
import { tierFaults } from './tier-faults.ts';
import { segmentFaults, segmentsWithin } from './segment-faults.ts';
import type { Segments } from './segments.ts';
import type { Tiers } from './tiers.ts';
import { pendingBeyondExpiry } from './pending-beyond-expiry.ts';
import { pendingFaults, rulePendingFaults } from './pending-faults.ts';
import type { PendingTerms } from './pending.ts';
import { conditionTrigger, referralFaults } from './referral-faults.ts';
import { askedOf, reachedFaults } from './reached-faults.ts';
import type { Rule, RuleOn } from './rule.ts';
import { stampCardFaults, stampFaults } from './stamp-faults.ts';
import type { StampCard } from './stamps.ts';
import type { Units } from './units.ts';
import { isUnit } from './words.ts';
import type { Countable } from './words.ts';

type Path = readonly (string | number)[];

interface Parts {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly tiers?: Tiers | undefined;
  readonly segments: Segments;
  readonly rewards: readonly {
    readonly id: string;
    readonly points: number;
    readonly tiers?: readonly string[] | undefined;
  }[];
  readonly groups: Readonly<Record<string, { readonly take: 'all' | 'highest' | 'first' }>>;
  readonly calendar: 'persian' | 'gregorian';
  readonly rounding: { readonly once: 'rule' | 'purchase' };
  readonly units: Units;
  readonly pending: PendingTerms;
  readonly expires: { readonly points: Expiry; readonly credit: Expiry };
  readonly stampCards: readonly StampCard[];
  readonly charities: readonly { readonly id: string }[];
  readonly draws: readonly Draw[];
}

/** What does not fit together in a program: ids used twice, names of what is not there, conditions that cannot hold. */
export function crossFaults(checked: Parts): CrossFault[] {
  // A rule with a fault of its own comes as it was written: what it gives has not become a list.
  const rules = checked.rules.map((rule): Rule => ({ ...rule, give: [rule.give].flat() }));
  const stampCards = checked.stampCards.map((card) => ({ ...card, gives: [card.gives].flat() }));
  const program = { ...checked, rules, stampCards };
  return [
    ...repeatedIds('rules', program.rules),
    ...repeatedIds('rewards', program.rewards),
    ...repeatedIds('draws', program.draws),
    ...program.stampCards.flatMap(({ gives }, index) =>
      giftFaults(program, gives, ['stampCards', index, 'gives']),
    ),
    ...repeatedIds('charities', program.charities),
    ...stampCards.flatMap(({ gives }, at) => missingCharities(program, gives, ['stampCards', at, 'gives'])),
    ...pendingFaults(program.pending, { path: ['pending'], calendar: program.calendar }),
    ...(['points', 'credit'] as const).flatMap((unit) =>
      expiryDayFaults(program.expires[unit], { path: ['expires', unit], calendar: program.calendar }),
    ),
    ...program.stampCards.flatMap(({ expires }, at) =>
      expiryDayFaults(expires, { path: ['stampCards', at, 'expires'], calendar: program.calendar }),
    ),
    ...stampCardFaults(program),
    ...program.rules.flatMap((rule, index) => ruleFaults(program, rule, index)),
    ...Object.entries(program.segments).flatMap(([id, { when }]) => [
      ...conditionFaults(when, ['segments', id, 'when'], { on: 'joining', calendar: program.calendar }),
      ...segmentsWithin(when, ['segments', id, 'when']),
    ]),
    ...amountFaults(program),
    // In smallest parts: more than 5 points begins with the next part.
    ...tierFaults(inParts(program)),
  ];
}

function repeatedIds(list: string, items: readonly { readonly id: string }[]): CrossFault[] {
  return items.flatMap(({ id }, index) =>
    items.findIndex((other) => other.id === id) === index
      ? []
      : [{ path: [list, index, 'id'], message: `"${id}" is used twice; give each its own id` }],
  );
}

function ruleFaults(program: Parts, rule: Rule, index: number): CrossFault[] {
  const path = ['rules', index];
  return [
    ...(rule.on === 'purchase' ? groupFaults(program, rule, path) : []),
    ...conditionFaults(rule.when, [...path, 'when'], {
      ...{ on: rule.on === 'reached' ? askedOf(rule) : conditionTrigger(rule), calendar: program.calendar },
    }),
    ...referralFaults(rule, path),
    ...reachedFaults(rule, path),
    ...segmentFaults(program.segments, rule.when, [...path, 'when']),
    ...unitFaults(rule, path),
    ...worthFaults(program, rule, path),
    ...roundingFaults(program, rule, path),
    ...rulePendingFaults(rule, { path, calendar: program.calendar }),
    ...pendingBeyondExpiry(program, rule, path),
    ...ruleDayFaults(rule, { path, calendar: program.calendar }),
    ...stampFaults(program, rule, path),
    ...charityFaults(program, rule, path),
    ...giftFaults(program, rule.give, [...path, 'give']),
    ...messageFaults(program, rule, path),
    ...tierEffectFaults(program, rule, path),
    ...rule.give.flatMap((give, at) =>
      'multiply' in give
        ? multiplierFaults(program, {
            give,
            index,
            path: rule.give.length === 1 ? [...path, 'give'] : [...path, 'give', at],
          })
        : [],
    ),
  ];
}

/** Each unit is given once by a rule, and what is said of a unit is said of one that it gives. */
function unitFaults({ give, limits, expires }: Rule, path: Path): CrossFault[] {
  const units = countablesOf(give);
  const twice = units.find((unit) => give.filter((one) => countableOf(one) === unit).length > 1);
  const faults: CrossFault[] = [];
  if (twice !== undefined) {
    const message = `gives ${twice} twice: give them once, or by a rule of their own`;
    faults.push({ path: [...path, 'give'], message });
  }
  if (units.length === 0 && expires !== undefined) {
    const idle = 'a multiplier gives nothing of its own: say it where it is given';
    const message = singlesOf(give)?.expires ?? idle;
    faults.push({ path: [...path, 'expires'], message });
  }
  for (const [at, limit] of limits.entries()) {
    const message =
      limit.amount === undefined ? undefined : limitFault(limit, { units, singles: singlesOf(give)?.name });
    const field = limit.unit === undefined ? 'amount' : 'unit';
    if (message !== undefined) faults.push({ path: [...path, 'limits', at, field], message });
  }
  return faults;
}

/** A percent is a share of rial: what that is in points has to be known. */
function worthFaults({ units }: Parts, { give }: Rule, path: Path): CrossFault[] {
  if (units.points.worth !== undefined) return [];
  const message =
    'says not what a point is worth: add "units": {"points": {"worth": 1000}}, or write give and per';
  return give.flatMap((effect, at) => {
    const place = give.length === 1 ? [...path, 'give'] : [...path, 'give', at];
    if (countableOf(effect) !== 'points') return [];
    if ('percent' in effect) return [{ path: [...place, 'percent'], message }];
    if (!('table' in effect)) return [];
    const row = effect.table.findIndex((one) => 'percent' in one);
    return row === -1 ? [] : [{ path: [...place, 'table', row, 'percent'], message }];
  });
}

function roundingFaults({ rounding }: Parts, rule: Rule, path: Path): CrossFault[] {
  if (rule.on !== 'purchase' || rule.rounding === undefined) return [];
  const message =
    countablesOf(rule.give).length === 0
      ? 'a multiplier gives nothing of its own: say it where it is given'
      : 'has no say where what a purchase comes to is rounded once: leave it out, or write "once": "rule" in rounding';
  const idle = rounding.once === 'purchase' || countablesOf(rule.give).length === 0;
  return idle ? [{ path: [...path, 'rounding'], message }] : [];
}

interface Limited {
  readonly units: readonly Countable[];
  /** What it gives one by one. */
  readonly singles: string | undefined;
}

function limitFault({ unit }: Limit, { units, singles }: Limited): string | undefined {
  if (units.length === 0 && singles) return `${singles} are given one by one: limit their times`;
  if (units.length === 0) {
    return 'a multiplier gives nothing of its own: limit its times, or the rules it multiplies';
  }
  if (unit === undefined) {
    return units.length === 1
      ? undefined
      : `says not of what: write "unit": ${units.map((one) => `"${one}"`).join(' or ')}`;
  }
  return units.includes(unit) ? undefined : `the rule gives no ${unit}: limit what it gives`;
}

const isMultiplier = (effect: Effect): effect is Multiply => 'multiply' in effect;

/** Whether it gives what is known without a look at what other rules give. */
const isPlain = (effect: Effect) => !isMultiplier(effect) && !('roundUpTo' in effect);

/** What takes part in a group without giving an amount of its own cannot be compared with the others. */
function groupFaults(
  { rules, groups, units: { points } }: Parts,
  rule: RuleOn<'purchase'>,
  path: Path,
): CrossFault[] {
  const { group, give } = rule;
  if (group === undefined) return [];
  const fault = (message: string) => [{ path: [...path, 'group'], message }];
  if (!Object.hasOwn(groups, group)) return fault(`"${group}" is not in groups: add it there`);
  if (!give.every(isPlain)) {
    return fault('a multiplier and what rounds a balance up compete in no group: leave it out');
  }
  if (groups[group]?.take !== 'highest') return [];
  const first = rules.find((other) => other.on === 'purchase' && other.group === group);
  const compared = (effects: readonly Effect[]) => countablesOf(effects).filter(isUnit);
  if (compared(give).length === 0)
    return fault(`${incomparable(give)} cannot be compared with points or credit: leave it out`);
  const units = new Set([...compared(first?.give ?? []), ...compared(give)]);
  if (units.size < 2 || points.worth !== undefined) return [];
  return fault(
    `the highest of points and credit cannot be told: "${group}" has both; say in units what a point is worth`,
  );
}

function incomparable(give: readonly Effect[]): string {
  if (countablesOf(give).includes('stamps')) return 'stamps';
  return singlesOf(give)?.name ?? 'gifts to a charity';
}

interface Multiplier {
  readonly give: Multiply;
  /** Of its rule. */
  readonly index: number;
  readonly path: Path;
}

function multiplierFaults({ rules }: Parts, { give, index, path }: Multiplier): CrossFault[] {
  const before = new Map(rules.slice(0, index).map((other) => [other.id, other]));
  return (give.rules ?? []).flatMap((id, at) => {
    const meant = before.get(id);
    if (meant?.on === 'purchase' && meant.give.some((effect) => isPlain(effect) && !isSingle(effect)))
      return [];
    const message = `"${id}" is no purchase rule before this one that gives something`;
    return [{ path: [...path, 'rules', at], message }];
  });
}

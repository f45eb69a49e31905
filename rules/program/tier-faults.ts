import type { Condition } from './condition.ts';
import type { CrossFault } from './condition-faults.ts';
import type { Need, Step, Tiers } from './tiers.ts';

type Path = readonly (string | number)[];

interface Parts {
  readonly tiers?: Tiers | undefined;
  readonly rules: readonly {
    readonly on: string;
    readonly when?: Condition | undefined;
    readonly tiers?: readonly string[] | undefined;
  }[];
  readonly rewards: readonly { readonly tiers?: readonly string[] | undefined }[];
}

/** What does not fit together in the ladder of tiers, and names of tiers that are not on it. */
export function tierFaults(program: Parts): CrossFault[] {
  const { tiers, rules, rewards } = program;
  const known = new Set(tiers?.steps.map(({ id }) => id));
  const named = (ids: readonly string[] | undefined, path: Path) => namesFaults(ids, path, known);
  return [
    ...(tiers ? ladderFaults(tiers) : []),
    ...rules.flatMap((rule, index) => [
      ...conditionNames(rule.when, ['rules', index, 'when'], known),
      ...named(rule.tiers, ['rules', index, 'tiers']),
      ...(rule.on === 'tier' && !tiers
        ? [{ path: ['rules', index, 'on'], message: 'needs tiers, and the program has none: add "tiers"' }]
        : []),
    ]),
    ...rewards.flatMap(({ tiers: ids }, index) => named(ids, ['rewards', index, 'tiers'])),
  ];
}

function namesFaults(ids: readonly string[] = [], path: Path, known: ReadonlySet<string>): CrossFault[] {
  return ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: [...path, index], message: notOnLadder(id, known) }],
  );
}

function notOnLadder(id: string, known: ReadonlySet<string>): string {
  if (known.size === 0) return `"${id}" is no tier: the program has none; add "tiers"`;
  return `"${id}" is no tier of the ladder; it has ${[...known].join(', ')}`;
}

function conditionNames(
  condition: Condition | undefined,
  path: Path,
  known: ReadonlySet<string>,
): CrossFault[] {
  if (condition === undefined) return [];
  const { tiers } = condition;
  const faults: CrossFault[] = [];
  if (tiers && 'length' in tiers) faults.push(...namesFaults(tiers, [...path, 'tiers'], known));
  else if (tiers) {
    for (const end of ['from', 'to'] as const) {
      const id = tiers[end];
      if (id !== undefined && !known.has(id)) {
        faults.push({ path: [...path, 'tiers', end], message: notOnLadder(id, known) });
      }
    }
    faults.push(...crossedEnds(tiers, [...path, 'tiers'], known));
  }
  for (const nest of ['all', 'any', 'none'] as const) {
    condition[nest]?.forEach((inner, index) =>
      faults.push(...conditionNames(inner, [...path, nest, index], known)),
    );
  }
  return faults;
}

function crossedEnds(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  path: Path,
  known: ReadonlySet<string>,
): CrossFault[] {
  if (from === undefined || to === undefined || !known.has(from) || !known.has(to)) return [];
  const ladder = [...known];
  if (ladder.indexOf(from) <= ladder.indexOf(to)) return [];
  return [{ path, message: 'holds for no tier: its ends cross' }];
}

function ladderFaults(tiers: Tiers): CrossFault[] {
  const { steps } = tiers;
  return [
    ...steps.flatMap((step, index) => stepFaults(tiers, step, index)),
    ...reviewFaults(tiers),
    ...splitFaults(tiers),
  ];
}

function stepFaults(tiers: Tiers, step: Step, index: number): CrossFault[] {
  const path = ['tiers', 'steps', index];
  const faults: CrossFault[] = [];
  if (tiers.steps.findIndex(({ id }) => id === step.id) !== index) {
    faults.push({ path: [...path, 'id'], message: `"${step.id}" is used twice; give each its own id` });
  }
  if (index > 0 && needsOf(step).length === 0) {
    faults.push({ path, message: "needs a threshold: only the first tier may be everybody's" });
  }
  const before = tiers.steps[index - 1];
  if (before && !goesUp(needsOf(before), needsOf(step))) {
    faults.push({ path, message: 'is reached with no more than the tier before it: thresholds must go up' });
  }
  if (step.keep && lessThan(needsOf(step), needsOf(step.keep))) {
    faults.push({ path: [...path, 'keep'], message: 'asks for more to keep the tier than to reach it' });
  }
  return faults;
}

const least = ({ from, above }: Need) => from ?? (above ?? 0) + 1;
const measureOf = ({ by }: Need) => JSON.stringify(by ?? "the ladder's");

function needsOf({ from, above, all, any }: Pick<Step, 'from' | 'above' | 'all' | 'any'>): readonly Need[] {
  if (from !== undefined || above !== undefined) return [{ from, above }];
  return all ?? any ?? [];
}

/** Measures that only one of them names say nothing; of those both name, none may go down and one must go up. */
function goesUp(before: readonly Need[], after: readonly Need[]): boolean {
  const pairs = pairsOf(before, after);
  if (pairs.length === 0) return true;
  const isLonger = after.length > pairs.length;
  return pairs.every(([a, b]) => a <= b) && (isLonger || pairs.some(([a, b]) => a < b));
}

function lessThan(before: readonly Need[], after: readonly Need[]): boolean {
  return pairsOf(before, after).some(([a, b]) => a < b);
}

function pairsOf(before: readonly Need[], after: readonly Need[]): [number, number][] {
  return after.flatMap((need) => {
    const same = before.find((other) => measureOf(other) === measureOf(need));
    return same ? [[least(same), least(need)] as [number, number]] : [];
  });
}

function reviewFaults({ downgrade, review, grace, over, by, steps }: Tiers): CrossFault[] {
  if (downgrade === 'none') {
    const idle: CrossFault[] = [];
    const message =
      'takes nothing away where downgrade is "none": say "one-step" or "to-earned", or leave it out';
    if (review !== 'never') idle.push({ path: ['tiers', 'review'], message });
    if (grace !== undefined) idle.push({ path: ['tiers', 'grace'], message });
    return idle;
  }
  if (review === 'never') {
    return [{ path: ['tiers', 'review'], message: 'is needed for a downgrade: say when tiers are reviewed' }];
  }
  const measures = [
    by,
    ...steps.flatMap((step) => needsOf(step.keep ?? step).flatMap((need) => need.by ?? [])),
  ];
  if (over === 'lifetime' && !JSON.stringify(measures).includes('"balance"')) {
    const message =
      'of a lifetime never becomes less, so that no tier is ever lost: count a year, or {"last": {"months": 12}}';
    return [{ path: ['tiers', 'over'], message }];
  }
  return [];
}

function splitFaults({ crossing, by, steps }: Tiers): CrossFault[] {
  const isPlain = by === 'spent' || by === 'paid' || by === 'earned';
  if (crossing !== 'split' || (isPlain && steps.every(({ all, any }) => !all && !any))) return [];
  const message =
    'a purchase can be split only where tiers go by "spent", "paid" or "earned" alone: say "old" or "new"';
  return [{ path: ['tiers', 'crossing'], message }];
}

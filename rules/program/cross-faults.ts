import { conditionFaults } from './condition-faults.ts';
import type { CrossFault } from './condition-faults.ts';
import type { Effect } from './effect.ts';
import type { Rule, RuleOn } from './rule.ts';

type Path = readonly (string | number)[];

interface Parts {
  readonly rules: readonly Rule[];
  readonly rewards: readonly { readonly id: string }[];
  readonly groups: Readonly<Record<string, { readonly take: 'all' | 'highest' | 'first' }>>;
  readonly calendar: 'persian' | 'gregorian';
}

/** What does not fit together in a program: ids used twice, names of what is not there, conditions that cannot hold. */
export function crossFaults(program: Parts): CrossFault[] {
  return [
    ...repeatedIds('rules', program.rules),
    ...repeatedIds('rewards', program.rewards),
    ...program.rules.flatMap((rule, index) => ruleFaults(program, rule, index)),
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
    ...conditionFaults(rule.when, [...path, 'when'], { on: rule.on, calendar: program.calendar }),
    ...('multiply' in rule.give ? multiplierFaults(program, { rule, give: rule.give, index }) : []),
  ];
}

/** What takes part in a group without giving an amount of its own cannot be compared with the others. */
function groupFaults({ rules, groups }: Parts, rule: RuleOn<'purchase'>, path: Path): CrossFault[] {
  const { group, give } = rule;
  if (group === undefined) return [];
  const fault = (message: string) => [{ path: [...path, 'group'], message }];
  if (!Object.hasOwn(groups, group)) return fault(`"${group}" is not in groups: add it there`);
  if ('multiply' in give || 'roundUpTo' in give) {
    return fault('a multiplier and what rounds a balance up compete in no group: leave it out');
  }
  const first = rules.find((other) => other.on === 'purchase' && other.group === group);
  const unit = first && 'unit' in first.give ? first.give.unit : undefined;
  if (groups[group]?.take !== 'highest' || unit === undefined || unit === give.unit) return [];
  return fault(`the highest of points and credit cannot be told: "${group}" has both`);
}

interface Multiplier {
  readonly rule: Rule;
  readonly give: Extract<Effect, { multiply: number }>;
  readonly index: number;
}

function multiplierFaults({ rules }: Parts, { rule, give, index }: Multiplier): CrossFault[] {
  const path = ['rules', index] as const;
  const before = new Map(rules.slice(0, index).map((other) => [other.id, other]));
  const faults: CrossFault[] = (give.rules ?? []).flatMap((id, at) => {
    const meant = before.get(id);
    if (meant?.on === 'purchase' && !('multiply' in meant.give || 'roundUpTo' in meant.give)) return [];
    return [
      {
        path: [...path, 'give', 'rules', at],
        message: `"${id}" is no purchase rule before this one that gives something`,
      },
    ];
  });
  if (rule.expires !== undefined) {
    faults.push({
      path: [...path, 'expires'],
      message: 'a multiplier gives nothing of its own: say it where it is given',
    });
  }
  for (const [at, limit] of rule.limits.entries()) {
    if (limit.amount === undefined) continue;
    faults.push({
      path: [...path, 'limits', at, 'amount'],
      message: 'a multiplier gives nothing of its own: limit its times, or the rules it multiplies',
    });
  }
  return faults;
}

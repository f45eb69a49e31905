import { crossFaults } from './cross-faults.ts';
import type { CrossFault } from './condition-faults.ts';

interface Issue {
  readonly path: readonly PropertyKey[];
}
type Fields = Readonly<Record<string, unknown>>;
type Parts = Parameters<typeof crossFaults>[0];

/** Of which each entry has an id, and what is looked up in them by it. */
const lists = ['rules', 'rewards', 'stampCards', 'charities', 'draws'] as const;
const records = ['groups', 'segments'] as const;
/** What nothing else in a program looks at: without it all else can be judged. */
const apart = [
  ...['$schema', 'code', 'name', 'language', 'timeZone', 'spend', 'nudge', 'quietHours'],
  ...['expiringSoonDays', 'leapDay'],
];

/** What is left of a program without what is wrong in itself. */
interface Rest {
  readonly program: Fields;
  /** For each list, where its entries stood. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Ids of what was left out: what names them is not wrong for that. */
  readonly leftOut: readonly string[];
}

/**
 * What does not fit together in a program some of which has faults of its own: judged by what is left without those
 * rules, rewards and the like. Nothing where what is wrong is something that all else hangs on, like the tiers.
 * `check` reads what is left, or says that it still has faults.
 */
export function crossFaultsBeside(
  input: unknown,
  issues: readonly Issue[],
  check: (program: unknown) => Parts | undefined,
): CrossFault[] {
  const rest = isFields(input) ? restOf(input, issues) : undefined;
  const program = rest && check(rest.program);
  if (!rest || !program) return [];
  return crossFaults(program)
    .filter(({ message }) => !rest.leftOut.some((id) => message.includes(JSON.stringify(id))))
    .map(({ path, message }) => ({ path: placeBefore(path, rest.places), message }));
}

function restOf(input: Fields, issues: readonly Issue[]): Rest | undefined {
  const faulty = new Map<string, Set<PropertyKey>>();
  for (const { path } of issues) {
    const [field, entry] = path;
    if (typeof field !== 'string') return undefined;
    const isOfMany = [...lists, ...records].some((many) => many === field) && entry !== undefined;
    if (!isOfMany && !apart.includes(field)) return undefined;
    faulty.set(field, (faulty.get(field) ?? new Set()).add(entry ?? ''));
  }
  const program: Record<string, unknown> = { ...input };
  const places = new Map<string, number[]>();
  const leftOut: string[] = [];
  for (const [field, entries] of faulty) {
    const value = input[field];
    if (apart.includes(field)) Object.assign(program, valid[field] ?? { [field]: undefined });
    else if (Array.isArray(value)) {
      const kept = value.flatMap((_, index) => (entries.has(index) ? [] : [index]));
      places.set(field, kept);
      program[field] = kept.map((index): unknown => value[index]);
      leftOut.push(...value.filter((_, index) => entries.has(index)).flatMap(idOf));
    } else if (isFields(value)) {
      program[field] = Object.fromEntries(Object.entries(value).filter(([key]) => !entries.has(key)));
      leftOut.push(...Object.keys(value).filter((key) => entries.has(key)));
    }
  }
  return { program, places, leftOut };
}

/** In place of what a program cannot be without. */
const valid: Readonly<Record<string, Fields>> = { code: { code: 'program' }, name: { name: 'program' } };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function idOf(entry: unknown): string[] {
  return isFields(entry) && typeof entry['id'] === 'string' ? [entry['id']] : [];
}

function placeBefore(
  path: CrossFault['path'],
  places: ReadonlyMap<string, readonly number[]>,
): CrossFault['path'] {
  const [list, index, ...rest] = path;
  const before = typeof list === 'string' && typeof index === 'number' && places.get(list)?.[index];
  return typeof before === 'number' && list !== undefined ? [list, before, ...rest] : path;
}

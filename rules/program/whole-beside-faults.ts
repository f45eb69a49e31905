import { crossFaults } from './cross-faults.ts';
import type { CrossFault } from './condition-faults.ts';
import { isFields, readingsOf } from './readings.ts';
import type { Fields, Readings } from './readings.ts';

interface Issue {
  readonly path: readonly PropertyKey[];
  /** Fields that there are none of. */
  readonly keys?: readonly string[];
}
type Parts = Parameters<typeof crossFaults>[0];

/** What nothing else in a program looks at: without it all else can be judged. */
const apart = [
  ...['$schema', 'code', 'name', 'language', 'timeZone', 'spend', 'nudge', 'quietHours'],
  ...['expiringSoonDays', 'leapDay', 'counts', 'payments', 'visits', 'pending'],
];
/** How it is said that a name is not in a list or record: no fault where all of that is left out. */
const missing: Readonly<Record<string, string>> = {
  rules: '" is no purchase rule before ',
  rewards: '" is no reward: ',
  stampCards: '" is no stamp card: ',
  charities: '" is no charity: ',
  draws: '" is no draw: ',
  groups: '" is not in groups: ',
  segments: '" is not in segments: ',
};

/** What is left of a program without what is wrong in itself. */
interface Rest {
  readonly program: Fields;
  /** For each list, where its entries stood. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** What says of something that was left out that it is not there: its id in quotes, or of a whole list the words. */
  readonly leftOut: readonly string[];
  /** Of the parts that all else hangs on. */
  readonly readings: ReadonlyMap<string, Readings>;
}

/**
 * What does not fit together in a program some of which has faults of its own: judged by what is left without those
 * rules, rewards and the like. Where something is wrong that all else hangs on, like the tiers, what is wrong however
 * that is meant. `check` reads what is left, or says that it still has faults.
 */
export function crossFaultsBeside(
  input: unknown,
  issues: readonly Issue[],
  check: (program: unknown) => Parts | undefined,
): CrossFault[] {
  if (!isFields(input)) return [];
  const rest = restOf(input, issues);
  const { leftOut, readings } = rest;
  const told = programsOf(rest).map((program) => {
    const parts = check(program);
    return parts ? crossFaults(parts) : [];
  });
  return inAll(told)
    .filter(({ message }) => !leftOut.some((words) => message.includes(words)))
    .filter((fault) => ![...readings.values()].some(({ isGuess }) => isGuess?.(fault)))
    .map(({ path, message }) => ({ path: placeBefore(path, rest.places), message }));
}

function programsOf({ program, readings }: Rest): Fields[] {
  let programs = [program];
  for (const [field, { parts }] of readings) {
    programs = programs.flatMap((one) => parts.map((part) => ({ ...one, [field]: part })));
  }
  return programs;
}

function inAll([first = [], ...others]: readonly CrossFault[][]): CrossFault[] {
  const keyOf = ({ path, message }: CrossFault) => JSON.stringify([path, message]);
  const keys = others.map((faults) => new Set(faults.map(keyOf)));
  return first.filter((fault) => keys.every((told) => told.has(keyOf(fault))));
}

function restOf(input: Fields, issues: readonly Issue[]): Rest {
  const unknown = new Set(issues.flatMap(({ path, keys }) => (path.length === 0 ? (keys ?? []) : [])));
  const program: Record<string, unknown> = Object.fromEntries(
    Object.entries(input).filter(([field]) => !unknown.has(field)),
  );
  const rest = { program, places: new Map<string, number[]>(), leftOut: new Array<string>() };
  const readings = new Map<string, Readings>();
  const fields = new Set(issues.flatMap(({ path: [field] }) => (typeof field === 'string' ? field : [])));
  for (const field of fields) {
    const within = issues.flatMap(({ path }) => (path[0] === field ? [path.slice(1)] : []));
    if (missing[field] !== undefined) leaveOut(rest, field, within);
    else if (apart.includes(field)) Object.assign(program, valid[field] ?? { [field]: undefined });
    else {
      const read = readingsOf[field]?.(input[field], within);
      if (read) readings.set(field, read);
    }
  }
  return { ...rest, readings };
}

interface Leaving {
  readonly program: Record<string, unknown>;
  readonly places: Map<string, number[]>;
  readonly leftOut: string[];
}

/** Leaves the faulty entries of a list or record out, or all of it. */
function leaveOut({ program, places, leftOut }: Leaving, field: string, within: readonly Issue['path'][]) {
  const entries = new Set(within.map(([entry]) => entry));
  const value = program[field];
  const words = missing[field] ?? quoted(field);
  if (!entries.has(undefined) && Array.isArray(value)) {
    const kept = value.flatMap((_, index) => (entries.has(index) ? [] : [index]));
    places.set(field, kept);
    program[field] = kept.map((index): unknown => value[index]);
    const ids = value.filter((_, index) => entries.has(index)).map(idOf);
    leftOut.push(...ids.flat().map(quoted));
    // What has no id that can be read may be what any name means.
    if (ids.some(({ length }) => length === 0) || within.some(([, inner]) => inner === 'id'))
      leftOut.push(words);
  } else if (!entries.has(undefined) && isFields(value)) {
    program[field] = Object.fromEntries(Object.entries(value).filter(([key]) => !entries.has(key)));
    leftOut.push(
      ...Object.keys(value)
        .filter((key) => entries.has(key))
        .map(quoted),
    );
  } else {
    program[field] = field === 'rules' ? [] : undefined;
    leftOut.push(words);
  }
}

const quoted = (id: string) => JSON.stringify(id);

/** In place of what a program cannot be without. */
const valid: Readonly<Record<string, Fields>> = { code: { code: 'program' }, name: { name: 'program' } };

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

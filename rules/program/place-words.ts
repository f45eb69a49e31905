import type { ProgramFault } from './faults.ts';

/** The place of a fault for people, who look for a rule by its id: `rules[12] ("birthday").when`. */
export function placeWords({ place, rule }: ProgramFault): string {
  return rule === undefined
    ? place
    : place.replace(/\brules\[\d+\]/, (at) => `${at} (${JSON.stringify(rule)})`);
}

/** The id of the rule that a path leads into, of a program that may be anything. */
export function ruleIdAt([list, index]: readonly PropertyKey[], program: unknown): string | undefined {
  if (list !== 'rules' || typeof index !== 'number') return undefined;
  const id = fieldOf(fieldOf(fieldOf(program, 'rules'), index), 'id');
  return typeof id === 'string' ? id : undefined;
}

function fieldOf(value: unknown, field: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

import type { Violation } from './checks/evidence.ts';
import type { FaultCounts } from './mayhem.ts';

/** What came out of a drill. */
export interface Figures {
  readonly seed: number;
  readonly seconds: number;
  readonly operations: number;
  readonly kills: number;
  readonly stops: number;
  /** How often a process that was told to end (SIGTERM) did. */
  readonly terminations: number;
  /** Kills and stops among them, and each time that a process was told to end. */
  readonly faults: number;
  readonly faultsByKind: Readonly<Record<string, number>>;
  /** Answers to a COMMIT that never reached who committed. */
  readonly commitsCut: number;
  /** Requests that had to be made over again, by what was wrong with the answer. */
  readonly repeats: Readonly<Record<string, number>>;
  readonly purchases: number;
  readonly inbound: number;
  readonly sms: number;
  /** Chat messages that nobody knows the fate of: a bot cannot be asked. */
  readonly chatsUnknown: number;
  /** Whether the run of a job was broken off by a kill. */
  readonly jobBrokenOff: boolean;
  readonly lost: number;
  readonly doubled: number;
  readonly violations: number;
  readonly tookSeconds: number;
}

export function faultFigures(counts: FaultCounts) {
  const sum = (prefix: string) =>
    [...counts].reduce((total, [name, count]) => (name.startsWith(prefix) ? total + count : total), 0);
  return {
    ...{ kills: sum('kill-'), stops: sum('stop-'), faults: sum('') },
    faultsByKind: Object.fromEntries([...counts].sort()),
  };
}

export function violationFigures(violations: readonly Violation[]) {
  const of = (wanted: Violation['sort']) => violations.filter(({ sort }) => sort === wanted).length;
  return { lost: of('lost'), doubled: of('doubled'), violations: violations.length };
}

/** The one line. */
export function figuresLine(figures: Figures): string {
  const { seed, seconds, operations, kills, stops, terminations, faults, commitsCut } = figures;
  const { purchases, inbound, sms, chatsUnknown, lost, doubled, violations } = figures;
  return [
    `seed ${seed}, ${seconds} s: ${operations} operations (${purchases} purchases, ${inbound} inbound, ${sms} SMS)`,
    `${kills} kills, ${stops} stops, ${terminations} terminations, ${faults} faults in all (${commitsCut} COMMIT answers cut)`,
    `${chatsUnknown} chat fates unknown`,
    `${lost} lost, ${doubled} doubled, ${violations} violations`,
  ].join('; ');
}

/** The first of each kind, and how many there are of it. */
export function explainViolations(violations: readonly Violation[]): string[] {
  const firsts = new Map<string, { what: string; count: number }>();
  for (const { kind, what } of violations) {
    const known = firsts.get(kind);
    if (known) known.count += 1;
    else firsts.set(kind, { what, count: 1 });
  }
  return [...firsts].map(([kind, { what, count }]) => `${count} × ${kind}; the first: ${what}`);
}

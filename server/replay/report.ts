import { rialOf, sumWritten } from '../../rules/decimals.ts';
import type { Program } from '../../rules/program.ts';
import type { Balances } from '../../templates/template.ts';
import type { Club } from '../club.ts';
import { explanationWords } from '../usecases/explanation-words.ts';
import type { ExplanationWords } from '../usecases/explanation-words.ts';
import { gainsTold } from '../usecases/as-written.ts';
import type { ExplanationLine } from '../usecases/purchase.ts';
import type { Fault, Head, Outcome } from './event.ts';

/** An event that the program or the state refused, or a line that is none. */
export interface Refusal {
  readonly line: number | undefined;
  readonly event: string;
  readonly id: string;
  readonly reason: string;
}

/** A purchase that gave something else than it really did. */
export interface ChangedPurchase {
  readonly id: string;
  readonly at: number;
  readonly member: string;
  readonly amount: number | undefined;
  readonly was: Given;
  readonly is: Given;
  /** By how much more it gave, in rial, points by what they are worth. */
  readonly more: number;
}

export interface Given {
  readonly gains: Balances;
  /** Why, rule by rule; of what was refused, nothing. */
  readonly why: readonly ExplanationWords[];
}

/** What was seen while the events were played. */
export interface Played {
  readonly done: number;
  readonly repeated: number;
  readonly refused: number;
  /** What happened to what lies before the start, and why it was not played; the number of each. */
  readonly beforeStart: ReadonlyMap<string, number>;
  readonly malformed: number;
  readonly purchases: number;
  /** The first ones. */
  readonly refusals: readonly Refusal[];
  readonly changed: number;
  /** Those that changed most, the most first. */
  readonly mostChanged: readonly ChangedPurchase[];
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface Listener {
  onOutcome(outcome: Outcome): void;
  onFault(fault: Fault): void;
  played(): Played;
}

export interface ListenOptions {
  readonly club: Club;
  readonly language: Program['language'];
  readonly refusalsMax: number;
  readonly changedMax: number;
}

/** Keeps what the report tells of the events; memory does not grow with the history. */
export function listen({ club, language, refusalsMax, changedMax }: ListenOptions): Listener {
  const counts = { done: 0, repeated: 0, refused: 0, malformed: 0, purchases: 0, changed: 0 };
  const refusals: Refusal[] = [];
  const beforeStart = new Map<string, number>();
  let most: Weighed[] = [];
  const [seen, worth] = [{ from: 0, to: 0, any: false }, worthOfPoint(club)];
  const refuse = (refusal: Refusal) => {
    if (refusals.length < refusalsMax) refusals.push(refusal);
  };

  function compare(outcome: Outcome): void {
    const weighed = weigh(outcome, worth);
    if (!weighed) return;
    counts.changed += 1;
    most.push(weighed);
    if (most.length >= 2 * changedMax + 100) most = mostOf(most, changedMax);
  }

  return {
    onOutcome(outcome) {
      const { head, kind } = outcome;
      if (outcome.kind === 'before-start')
        beforeStart.set(outcome.why, (beforeStart.get(outcome.why) ?? 0) + 1);
      else counts[outcome.kind] += 1;
      if (head.event === 'purchase' && kind === 'done') counts.purchases += 1;
      if (!seen.any) Object.assign(seen, { any: true, from: head.at });
      seen.to = Math.max(seen.to, head.at);
      if (outcome.kind === 'refused') refuse(refusalOf(outcome));
      if (outcome.was) compare(outcome);
    },
    onFault({ line, event = '', id = '', problem }) {
      counts.malformed += 1;
      refuse({ line, event, id, reason: problem });
    },
    played: () => ({
      ...{ ...counts, refusals, beforeStart },
      mostChanged: mostOf(most, changedMax).map((one) => inWords(one, { club, language })),
      from: seen.any ? seen.from : undefined,
      to: seen.any ? seen.to : undefined,
    }),
  };
}

function refusalOf({ head, problem }: Extract<Outcome, { kind: 'refused' }>): Refusal {
  const faults = problem.errors?.map(({ field, problem: what }) => `${field} ${what}`) ?? [];
  const reason = faults.length > 0 ? faults.join('; ') : problem.detail;
  return { line: head.line, event: head.event, id: head.id, reason };
}

/** Of the club's own program; a point counts as a rial where nobody says what it is worth. */
export function worthOfPoint({ program }: Club): number {
  return program.units.points.worth ?? 1;
}

interface Weighed {
  readonly head: Head;
  readonly amount: number | undefined;
  readonly was: readonly ExplanationLine[];
  readonly is: readonly ExplanationLine[];
  readonly more: number;
}

/** Nothing where it gave what it gave before. */
function weigh(outcome: Outcome, worth: number): Weighed | undefined {
  const { head, was } = outcome;
  if (!was || outcome.kind === 'repeated') return undefined;
  const purchase = 'purchase' in outcome ? outcome.purchase : undefined;
  const is = purchase?.explanation ?? [];
  const [before, after] = [gainsTold(was.explanation), gainsTold(is)];
  const points = sumWritten([after.points, -before.points]);
  const credit = after.credit - before.credit;
  if (points === 0 && credit === 0) return undefined;
  return { head, amount: purchase?.amount, was: was.explanation, is, more: rialOf(points, worth) + credit };
}

function mostOf(weighed: readonly Weighed[], max: number): Weighed[] {
  return [...weighed].sort((a, b) => Math.abs(b.more) - Math.abs(a.more)).slice(0, max);
}

function inWords(
  { head, amount, was, is, more }: Weighed,
  { club, language }: Pick<ListenOptions, 'club' | 'language'>,
): ChangedPurchase {
  const given = (lines: readonly ExplanationLine[]): Given => ({
    gains: gainsTold(lines),
    why: explanationWords(lines, { language, program: club.program }),
  });
  const { id, at, member } = head;
  return { id, at, member, amount, was: given(was), is: given(is), more };
}

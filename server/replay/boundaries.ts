import { addDays, dayOf, startOfDayAt } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import { allActivations } from '../store/programs.ts';

const hourMs = 3_600_000;
/** From the sale to its recording, where nothing held it up. */
const promptMs = 60_000;

/** Moments at which something changes by itself. Between two of them, nobody can tell which moment it is. */
export interface Boundaries {
  /** The first one after `at`, as the database stands. */
  after(at: number): Promise<number>;
  /** Whether what was bought then and is recorded at `at` counts as bought at that very moment. */
  isPrompt(occurredAt: number, at: number): boolean;
}

export async function openBoundaries({ store, club }: Runtime): Promise<Boundaries> {
  const activations = (await allActivations(store)).map(({ activeAt }) => activeAt);
  const never = Number.POSITIVE_INFINITY;
  return {
    async after(at) {
      const due = await store.one<Readonly<Record<'lot' | 'pending' | 'tier', number | null>>>(
        `SELECT (SELECT MIN(due_at) FROM lots WHERE due_at > ?) AS lot,
           (SELECT MIN(due_at) FROM pending WHERE due_at > ?) AS pending,
           (SELECT MIN(due_at) FROM member_tiers WHERE due_at > ?) AS tier`,
        [at, at, at],
      );
      await club.refresh(store, [at]);
      const programs = club.programsAt(at).map(({ program }) => program);
      return Math.min(
        due?.lot ?? never,
        due?.pending ?? never,
        due?.tier ?? never,
        ...activations.filter((one) => one > at),
        ...new Set(programs.map(({ timeZone }) => midnightAfter(at, timeZone))),
        // What is given may end within hours, and then within what is recorded together.
        programs.some(countsHours) ? at + hourMs - promptMs : never,
      );
    },
    isPrompt(occurredAt, at) {
      if (occurredAt === at) return true;
      const zones = [club.program, ...club.programs.map(({ program }) => program)];
      return (
        occurredAt < at &&
        at - occurredAt <= promptMs &&
        zones.every(({ timeZone }) => dayOf(occurredAt, timeZone) === dayOf(at, timeZone))
      );
    },
  };
}

function midnightAfter(at: number, timeZone: string): number {
  return startOfDayAt(addDays(dayOf(at, timeZone), 1), timeZone);
}

const known = new WeakMap<object, boolean>();

function countsHours(program: object): boolean {
  const kept = known.get(program);
  if (kept !== undefined) return kept;
  const counts = /"hours":\d/.test(JSON.stringify(program));
  known.set(program, counts);
  return counts;
}

import type { LastActs } from '../../rules/fading.ts';
import { stepLoss } from '../../rules/fading.ts';
import type { Entry } from './entry.ts';
import { dueAtOf, lotOf } from './lot.ts';
import { isStep } from './post.ts';
import type { LotRow } from './rows.ts';

interface FadingBooks {
  readonly id: number;
  readonly acts: LastActs;
  readonly entries: readonly Entry[];
  readonly lots: readonly LotRow[];
  readonly uses: readonly { readonly entryId: number; readonly lotId: number; readonly amount: number }[];
}

interface FadingFault {
  readonly memberId: number;
  readonly table: 'ledger_entries' | 'lots';
  readonly row: string;
  readonly problem: string;
}

/** What was taken from a lot, and by which entry, in the order of the chain. */
interface Taken {
  readonly entry: Entry;
  readonly amount: number;
}

/**
 * The first lot of a member whose steps of depreciation were not taken as its terms say, or that would not be
 * found when something of it is due. That lots fit their entries has been looked at before.
 */
export function fadingDifference(books: FadingBooks): FadingFault | undefined {
  const taken = takenByLot(books);
  for (const lot of books.lots) {
    const fault = stepFault(lot, taken.get(lot.id) ?? []) ?? dueFault(lot, books.acts);
    if (fault) return { memberId: books.id, ...fault };
  }
  return undefined;
}

function takenByLot({ entries, uses }: FadingBooks): Map<number, Taken[]> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const taken = new Map<number, Taken[]>();
  for (const { entryId, lotId, amount } of uses) {
    const entry = byId.get(entryId);
    if (!entry) continue;
    const own = taken.get(lotId);
    if (own) own.push({ entry, amount });
    else taken.set(lotId, [{ entry, amount }]);
  }
  for (const own of taken.values()) own.sort((a, b) => a.entry.seq - b.entry.seq);
  return taken;
}

type Fault = Omit<FadingFault, 'memberId'>;

/** Goes through what was taken: each step is of a moment the terms name, takes its part, and is taken once. */
function stepFault(lot: LotRow, taken: readonly Taken[]): Fault | undefined {
  let steps = lotOf({ ...lot, steppedAt: null }, {}).steps ?? [];
  let left = lot.amount;
  let steppedAt: number | null = null;
  for (const { entry, amount } of taken) {
    if (isStep(entry)) {
      const index = steps.findIndex(
        ({ at, lose }) => at === entry.occurredAt && stepLoss(left, lose) === amount,
      );
      if (index < 0) {
        const problem = 'is no step of its lot, or takes another part than the step says';
        return { table: 'ledger_entries', row: `id ${entry.id}`, problem };
      }
      steps = steps.slice(index + 1);
      steppedAt = entry.occurredAt;
    }
    left -= amount;
  }
  if (steppedAt === lot.steppedAt) return undefined;
  const problem = `its last step was at ${steppedAt}, not at ${lot.steppedAt}`;
  return { table: 'lots', row: `id ${lot.id}`, problem };
}

/** What acts can move on may be looked for too early, never too late. */
function dueFault(lot: LotRow, acts: LastActs): Fault | undefined {
  const due = dueAtOf(lot, acts);
  const isEarly = lot.fading !== null && due !== null && lot.dueAt !== null && lot.dueAt < due;
  const isRight = isEarly || lot.dueAt === due;
  if (isRight) return undefined;
  const problem = `something of it is lost at ${due}, it is looked for at ${lot.dueAt}`;
  return { table: 'lots', row: `id ${lot.id}`, problem };
}

import { z } from 'zod';
import { averageDays, oneOf, percent, span, yearlyDate } from './words.ts';

const act = z
  .string()
  .regex(
    /^(purchase|visit|redemption|message|event:[a-z0-9][a-z0-9-]{0,62})$/,
    'write "purchase", "visit", "redemption", "message" or "event:" and its code',
  )
  .describe(
    'Something she does: `purchase`, `visit`, `redemption` (spending), `message` (writing or dialling), or `event:login`, an event of that code.',
  );

const step = z.strictObject({
  after: span.describe('How long after it was given.'),
  lose: percent.describe(
    'Percent of what is left of it then, rounded down to what points can be, or to a rial.',
  ),
});

type Step = z.infer<typeof step>;

const terms = z
  .strictObject({
    after: span.optional().describe('A length of time.'),
    on: z
      .array(yearlyDate)
      .min(1)
      .max(12)
      .optional()
      .describe('Days of every year: the last day it can be spent is the next one of these.'),
    steps: z
      .array(step)
      .min(1)
      .max(12)
      .optional()
      .describe('It loses its value step by step: after six months 50 percent, after twelve 100.'),
    inactive: span
      .optional()
      .describe('It ends when none of `acts` happened for so long; each of them begins the time anew.'),
    acts: z.array(act).min(1).max(20).optional().describe('What keeps alive what `inactive` would end.'),
    to: z
      .enum(['instant', 'day', 'month', 'season', 'year'])
      .optional()
      .describe(
        'Where each length of time ends: at that very instant, or with that day (where nothing is said), month, season or year: it is gone with the first instant of the next one.',
      ),
    from: z
      .enum(['earning', 'activation'])
      .optional()
      .describe(
        'Counted from when it was earned (where nothing is said), or from when it can first be spent.',
      ),
  })
  .superRefine((said, context) => {
    for (const message of termsFaults(said)) context.addIssue({ code: 'custom', ...message });
  });
type Terms = z.infer<typeof terms>;

/** Until when what was given can be spent. */
export const expiry = z
  .union([z.literal('never'), terms], {
    error: oneOf('write "never", {"after": {"months": 12}} or {"on": ["12-29"]}'),
  })
  .describe(
    'Until when it can be spent: a length of time, days of every year, as long as she stays active, in steps, or never. Of several ends the first one counts.',
  );
export type Expiry = z.infer<typeof expiry>;
/** Where a length of time ends. */
export type Boundary = NonNullable<Terms['to']>;

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

function termsFaults({ after, on, steps, inactive, acts, to }: Terms): Fault[] {
  const fault = (path: Fault['path'], message: string, isFound: unknown) =>
    isFound ? [{ path, message }] : [];
  const isTimed = after ?? steps ?? inactive;
  return [
    ...fault([], 'never ends: give after, on, steps or inactive, or write "never"', !isTimed && !on),
    ...fault(['on'], 'is a second end beside after: keep one of them', after && on),
    ...fault(['to'], 'says nothing of days of the year: they last to their end', to && !isTimed),
    ...fault(['acts'], 'is missing: say what keeps it alive, like ["purchase"]', inactive && !acts),
    ...fault(['acts'], 'says nothing without inactive', acts && !inactive),
    ...fault(['acts'], 'names something twice', acts && new Set(acts).size < acts.length),
    ...(steps ?? []).flatMap((one, index) => stepFaults(one, index, steps ?? [])),
  ];
}

function stepFaults({ after, lose }: Step, index: number, steps: readonly Step[]): Fault[] {
  const before = steps[index - 1];
  const faults: Fault[] = [];
  if (before && averageDays(before.after) >= averageDays(after)) {
    const message = 'is no later than the step before: put them in the order of time';
    faults.push({ path: ['steps', index, 'after'], message });
  }
  if (lose === 100 && index + 1 < steps.length) {
    const message = 'leaves nothing to the steps that follow: only the last one can be 100';
    faults.push({ path: ['steps', index, 'lose'], message });
  }
  return faults;
}

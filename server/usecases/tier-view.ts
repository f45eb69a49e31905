import { dayOf } from '../../rules/calendar.ts';
import type { Program } from '../../rules/program.ts';
import { labelIn } from '../../rules/program/words.ts';
import type { Way } from '../../rules/tiers/progress.ts';
import type { TierView, TierWay } from '../../templates/template.ts';
import type { TierStanding } from './tier-standing.ts';

interface Viewing {
  readonly program: Pick<Program, 'timeZone' | 'calendar'>;
  readonly language: 'fa' | 'en';
}

/** A tier as texts speak of it. */
export function tierView(
  standing: TierStanding | undefined,
  { program, language }: Viewing,
): TierView | undefined {
  if (!standing) return undefined;
  const { toNext, toKeep } = standing.progress;
  const { timeZone, calendar } = program;
  return {
    name: standing.name === null ? null : labelIn(standing.name, language),
    next: toNext && { ...wayOf(toNext), name: labelIn(toNext.name, language) },
    // People are told the last day that counts.
    keep: toKeep && { ...wayOf(toKeep), day: dayOf(toKeep.until - 1, timeZone), calendar },
  };
}

function wayOf({ join, lacks }: Way): TierWay {
  return {
    join,
    lacks: lacks.map(({ by, needed, missing }) => ({
      ...{ by: typeof by === 'string' ? by : ('sum' as const), needed, missing },
    })),
  };
}

import { labelIn } from '../../../rules/program/words.ts';
import type { Way } from '../../../rules/tiers/progress.ts';
import type { TierOutcome } from '../../usecases/deciding.ts';

/** A tier as the API shows it; `null` where the program has none. */
export function tierBody(tier: TierOutcome | undefined, language: 'fa' | 'en') {
  if (!tier) return null;
  const { id, name, since, validUntil, grace, given, progress, raised } = tier;
  const { toNext, toKeep } = progress;
  return {
    id,
    name: name === null ? null : labelIn(name, language),
    since: timeOf(since),
    validUntil: timeOf(validUntil),
    ...{ grace, given },
    ...(raised && { raised: true, raisedFrom: raised.from }),
    progress: {
      toNext: toNext ? wayBody(toNext, language) : null,
      toKeep: toKeep ? { ...wayBody(toKeep, language), until: timeOf(toKeep.until) } : null,
    },
  };
}

function wayBody({ id, name, join, lacks }: Way, language: 'fa' | 'en') {
  return {
    tier: id,
    name: labelIn(name, language),
    needs: join,
    measures: lacks.map(({ by, needed, has, missing }) => ({ by, needed, has, missing })),
  };
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

import type { Condition } from '../program/condition.ts';
import type { Range } from '../program/words.ts';
import { isIn } from './check.ts';
import type { Check } from './check.ts';
import { noTally, visitsSubject } from './facts.ts';

/** The checks of what happened where it was no purchase: an event's data, and which visit it is. */
export function ofOccasion({ data, nthVisit }: Condition): Check[] {
  const checks = Object.entries(data ?? {}).map(([field, needs]) => ofData(field, needs));
  if (nthVisit) {
    const { is, every } = nthVisit;
    checks.push(({ member }) => {
      const was = (member.tally('member', visitsSubject, 'ever') ?? noTally).times + 1;
      const holds = is === undefined ? was % (every ?? 1) === 0 : was === is;
      return holds ? undefined : { kind: 'nth-visit', needs: nthVisit, was };
    });
  }
  return checks;
}

function ofData(field: string, needs: Range | readonly string[]): Check {
  return ({ occasion }) => {
    const was = occasion?.event?.data[field];
    const holds = isList(needs)
      ? was !== undefined && needs.includes(String(was))
      : typeof was === 'number' && isIn(needs, was);
    return holds ? undefined : { kind: 'data', field, needs, was };
  };
}

function isList(needs: Range | readonly string[]): needs is readonly string[] {
  return Array.isArray(needs);
}

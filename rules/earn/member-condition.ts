import type { Condition } from '../program/condition.ts';
import type { Check } from './check.ts';

/** The checks of what is known of the member: what is not known does not hold. */
export function ofProfile({ genders, educations, customerGroups, tags }: Condition): Check[] {
  const checks: Check[] = [];
  if (genders) {
    checks.push(({ member: { gender: was } }) =>
      was !== undefined && genders.includes(was) ? undefined : { kind: 'gender', needs: genders, was },
    );
  }
  if (educations) {
    checks.push(({ member: { education: was } }) =>
      was !== undefined && educations.includes(was)
        ? undefined
        : { kind: 'education', needs: educations, was },
    );
  }
  if (customerGroups) {
    const hasOne = sharing(customerGroups);
    checks.push(({ member }) =>
      hasOne(member.customerGroups) ? undefined : { kind: 'customer-group', needs: customerGroups },
    );
  }
  if (tags) {
    const hasOne = sharing(tags);
    checks.push(({ member }) => (hasOne(member.tags) ? undefined : { kind: 'tag', needs: tags }));
  }
  return checks;
}

/** Whether all of some fields are known of the member. */
export function checkProfile(fields: readonly string[]): Check {
  return ({ occasion }) => {
    const missing = fields.filter((field) => occasion?.known?.includes(field) !== true);
    return missing.length === 0 ? undefined : { kind: 'profile-incomplete', missing };
  };
}

function sharing(wanted: readonly string[]): (marks: readonly string[]) => boolean {
  const set = new Set(wanted);
  return (marks) => {
    for (const mark of marks) if (set.has(mark)) return true;
    return false;
  };
}

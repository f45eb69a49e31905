/** What must be known of a member for a rule, in words. */
import { educationsOf, gendersOf, marksOf } from './explain-member.ts';
import { say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Condition } from './program-words-shape.ts';

export function ofProfile(
  { genders, educations, customerGroups, tags }: Condition,
  language: Language,
): string[] {
  const clauses: string[] = [];
  if (genders) {
    const list = gendersOf(genders, language);
    clauses.push(
      say(
        language,
        `جنسیت عضو ${list} باشد (جنسیت نامعلوم پذیرفته نیست)`,
        `the member is ${list} (an unknown gender does not do)`,
      ),
    );
  }
  if (educations) {
    const list = educationsOf(educations, language);
    clauses.push(
      say(
        language,
        `تحصیلات عضو ${list} باشد (تحصیلات نامعلوم پذیرفته نیست)`,
        `the member's education is ${list} (an unknown one does not do)`,
      ),
    );
  }
  if (customerGroups) {
    const list = marksOf(customerGroups, language);
    clauses.push(
      say(language, `عضو از گروه مشتریان ${list} باشد`, `the member is in the customer group ${list}`),
    );
  }
  if (tags) {
    const list = marksOf(tags, language);
    clauses.push(say(language, `عضو برچسب ${list} داشته باشد`, `the member has the tag ${list}`));
  }
  return clauses;
}

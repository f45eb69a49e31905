import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { parseDateText } from '../../rules/date-text.ts';
import type { CalendarDate } from '../../rules/calendar.ts';
import { nationalPhone } from '../../rules/phone.ts';
import { educations, genders } from '../../rules/program/member.ts';
import type { Education, Gender } from '../../rules/program/member.ts';
import { memberByPhone } from '../../server/store/members.ts';
import type { Member } from '../../server/store/members.ts';
import { profileOf } from '../../server/store/profiles.ts';
import type { ProfileChange } from '../../server/store/profiles.ts';
import { changeProfile, profileFaults } from '../../server/usecases/change-profile.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb, phoneArgument, textArgument, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

interface SetOptions extends AnswerOptions, ReasonOptions {
  readonly name?: string;
  readonly gender?: Gender;
  readonly education?: Education;
  readonly birthday?: CalendarDate;
  readonly date?: Readonly<Record<string, CalendarDate>>;
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly group?: readonly string[];
  readonly ungroup?: readonly string[];
}

export function addMemberSet(member: Command): void {
  const verb = addVerb(member, 'set', {
    does: 'Change what is known of a member.',
    examples: [
      'member set 09121234567 --gender female --tag vegetarian --reason "filled in the form"',
      'member set 09121234567 --date wedding=1395/06/20 --ungroup staff --reason "left in spring"',
    ],
  });
  withReason(verb)
    .option('--name <name>', 'her name', textArgument(100))
    .addOption(new Option('--gender <gender>', 'her gender').choices(genders))
    .addOption(new Option('--education <degree>', 'her education').choices(educations))
    .option('--birthday <date>', 'as 1370/05/12 or 1991-08-03', dateArgument)
    .option('--date <name=date>', 'another date of hers; may be given again', namedDateArgument)
    .option('--tag <tag>', 'give her a tag; may be given again', listArgument)
    .option('--untag <tag>', 'take a tag from her', listArgument)
    .option('--group <group>', 'put her into a group of customers', listArgument)
    .option('--ungroup <group>', 'take her out of a group', listArgument)
    .argument('<phone>', 'her number, in any form people write', phoneArgument)
    .action(set);
}

async function set(phone: string, { reason, json, ...wanted }: SetOptions): Promise<void> {
  const member = await withRuntime((runtime) =>
    runtime.store.transaction(async (tx) => {
      const known = await memberByPhone(tx, phone);
      if (!known) throw new Complaint(`Nobody is enrolled with ${nationalPhone(phone)}: check the number.`);
      const change = changeOf(known, wanted);
      if (Object.keys(change).length === 0) throw new Complaint('Nothing to change: say what, see --help.');
      const [fault] = profileFaults(runtime, change);
      if (fault) throw new Complaint(`${fault.field} ${fault.problem}.`);
      return changeProfile(runtime, tx, { memberId: known.id, change, actor: 'cli', reason });
    }),
  );
  answer(json ? { json } : {}, { phone, ...profileOf(member), name: member.name }, [
    `${nationalPhone(phone)} is changed; see: ./scripts/vafa member show ${nationalPhone(phone)}`,
  ]);
}

type Wanted = Omit<SetOptions, 'reason' | 'json'>;

/** Tags and groups are given and taken one by one, so that nobody else's are lost. */
function changeOf(member: Member, { date, tag, untag, group, ungroup, ...plain }: Wanted): ProfileChange {
  const known = profileOf(member);
  return {
    ...plain,
    ...(date && { dates: date }),
    ...((tag ?? untag) && { tags: changed(known.tags, tag, untag) }),
    ...((group ?? ungroup) && { customerGroups: changed(known.customerGroups, group, ungroup) }),
  };
}

function changed(
  list: readonly string[],
  more: readonly string[] = [],
  less: readonly string[] = [],
): string[] {
  return [...list, ...more].filter((one) => !less.includes(one));
}

function listArgument(typed: string, before: readonly string[] = []): string[] {
  return [...before, textArgument(64)(typed)];
}

function dateArgument(typed: string): CalendarDate {
  const date = parseDateText(typed);
  if (date) return date;
  throw new InvalidArgumentError('Write it as 1370/05/12 or 1991-08-03.');
}

function namedDateArgument(
  typed: string,
  before: Readonly<Record<string, CalendarDate>> = {},
): Record<string, CalendarDate> {
  const [, name, date] = /^([a-z][a-z0-9-]{0,31})=(.+)$/.exec(typed) ?? [];
  if (name === undefined || date === undefined) {
    throw new InvalidArgumentError('Write it as wedding=1395/06/20.');
  }
  return { ...before, [name]: dateArgument(date) };
}

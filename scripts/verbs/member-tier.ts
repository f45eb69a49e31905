import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { addDays, dayFromParts, startOfDayAt } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { parseDateText } from '../../rules/date-text.ts';
import { nationalPhone } from '../../rules/phone.ts';
import type { Runtime } from '../../server/runtime.ts';
import { memberByPhone } from '../../server/store/members.ts';
import { setTier } from '../../server/usecases/set-tier.ts';
import type { SetTierResult } from '../../server/usecases/set-tier.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb, phoneArgument, textArgument, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

interface TierOptions extends AnswerOptions, ReasonOptions {
  readonly until?: Day;
  readonly program?: string;
}

export function addMemberTier(member: Command): void {
  const verb = addVerb(member, 'tier', {
    does: 'Give a member a tier below which she does not fall, or take it back.',
    more: 'It gives none of the gifts of reaching a tier, and what she earns goes on beside it.',
    examples: [
      'member tier 09121234567 gold --until 1405/12/29 --reason "our neighbour"',
      'member tier 09121234567 none --reason "moved away"',
    ],
  });
  withReason(verb)
    .option('--until <date>', 'the last day she has it by this, as 1405/12/29; for good without', dayArgument)
    .option('--program <code>', "the code of a program; the club's own without", textArgument(64))
    .argument('<phone>', 'her number, in any form people write', phoneArgument)
    .argument('<tier>', 'the id of a tier, or none to take back what was given', textArgument(64))
    .action(set);
}

async function set(phone: string, tier: string, options: TierOptions): Promise<void> {
  const number = nationalPhone(phone);
  await withRuntime((runtime) =>
    runtime.store.transaction(async (tx) => {
      const known = await memberByPhone(tx, phone);
      if (!known) throw new Complaint(`Nobody is enrolled with ${number}: check the number.`);
      const { program, reason } = options;
      const wanted = { tier: tier === 'none' ? null : tier, until: endOf(runtime, options), program };
      complain(await setTier(runtime, tx, { ...wanted, memberId: known.id, reason, actor: 'cli' }));
    }),
  );
  const lines = [`${number} is changed; see: ./scripts/vafa member show ${number}`];
  answer(options, { phone, tier: tier === 'none' ? null : tier, until: options.until ?? null }, lines);
}

/** The first instant after the last day. */
function endOf({ club }: Runtime, { until }: TierOptions): number | null {
  return until === undefined ? null : startOfDayAt(addDays(until, 1), club.program.timeZone);
}

function complain(result: SetTierResult): void {
  switch (result.kind) {
    case 'set':
      return;
    case 'no-program':
      throw new Complaint('There is no such program in force: see ./scripts/vafa program list');
    case 'no-tiers':
      throw new Complaint('The program has no tiers, so there is none to give.');
    case 'no-tier':
      throw new Complaint(`There is no such tier: give one of ${result.tiers.join(', ')}, or none.`);
    case 'over':
      throw new Complaint('That day has passed: give one to come.');
    case 'not-given':
      throw new Complaint('Nobody has given her a tier, so there is none to take back.');
  }
}

function dayArgument(typed: string): Day {
  const date = parseDateText(typed);
  const day = date && dayFromParts(date, date.calendar);
  if (day !== undefined) return day;
  throw new InvalidArgumentError('Write it as 1405/12/29 or 2027-03-20.');
}

import { createHash } from 'node:crypto';
import { dayOf } from '../../rules/calendar.ts';
import type { Message } from '../../rules/earn/message.ts';
import { filledIn } from '../../rules/program/message-text.ts';
import { isUnit, labelIn } from '../../rules/program/words.ts';
import type { Label } from '../../rules/program/words.ts';
import { ruleValues } from '../../templates/rule-texts.ts';
import type { Balances } from '../../templates/template.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import type { GiftRow } from '../store/gifts.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { gainsAsWritten } from './as-written.ts';
import { gainsOf } from './awards.ts';
import type { AwardContext, ProgramAward } from './awards.ts';
import { giftsIn, giftsTold } from './gifts.ts';

/** Whom the rules' texts of some awards go to, and what there is to say beside the awards. */
export interface Telling {
  readonly member: Member;
  /** What she can spend of each program then, and her tier. */
  readonly programs: readonly Standing[];
  /** Rial, of a purchase. */
  readonly amount?: number;
  /** When they are no longer worth sending; never where this is absent. */
  readonly until?: number | undefined;
}

interface Standing {
  readonly code: string;
  readonly balances: Balances;
  readonly tier?: { readonly name: Label | null } | undefined;
}

/** What was decided for one member and posted. */
interface Posted {
  readonly awards: readonly ProgramAward[];
  readonly context: AwardContext;
  readonly telling: Telling;
  readonly gifts: readonly GiftRow[];
}

type Texting = ProgramAward & { readonly message: Message };

const isTexting = (award: ProgramAward): award is Texting => award.message !== undefined && award.amount > 0;

/** The first gift of a program that the club tells of in its own words: its rule sends none. */
export function toldByClub(awards: readonly ProgramAward[], program: string): ProgramAward | undefined {
  return awards.find(
    (award) =>
      award.amount > 0 &&
      award.unit !== 'charity' &&
      award.by.program.code === program &&
      !toldByRule(awards, award),
  );
}

/** Whether the rule of one of some awards sends a text of its own with them. */
export function toldByRule(awards: readonly ProgramAward[], { by, rule }: ProgramAward): boolean {
  return awards.some((one) => one.by === by && one.rule === rule && isTexting(one));
}

/** Sends the texts of rules, each once for a member, a rule and what happened, whatever is repeated. */
export async function sendRuleMessages(runtime: Runtime, tx: Tx, posted: readonly Posted[]): Promise<void> {
  const messages = posted.flatMap((one) =>
    one.awards.filter(isTexting).map((award) => messageOf(runtime, one, award)),
  );
  if (messages.length > 0) await enqueue(runtime, tx, messages);
}

function messageOf(runtime: Runtime, posted: Posted, award: Texting): NewMessage {
  const { context, telling } = posted;
  const { member, until } = telling;
  const { text, kind } = award.message;
  const { program } = award.by;
  // A text in one language is read in that one, and so is what it is filled in with.
  const language = typeof text === 'string' ? program.language : member.language;
  const said = filledIn(labelIn(text, language), valuesOf(runtime, posted, { award, language }));
  const template = kind === 'promotional' ? 'ruleOfferForMember' : 'ruleNoticeForMember';
  return {
    to: { channel: 'sms', address: member.phone },
    memberId: member.id,
    language,
    reply: { template, params: { club: program.name, text: said } },
    onceKey: onceKey(award, context),
    ...(context.purchaseId !== undefined && { purchaseId: context.purchaseId }),
    ...(context.occasionId !== undefined && { occasionId: context.occasionId }),
    ...(until !== undefined && { expiresAt: until }),
  };
}

/** Of what happened, and the rule. A digest, as ids of rules may be longer than a key. */
function onceKey({ by, rule }: ProgramAward, context: AwardContext): string {
  const { memberId, onceKey: once, purchaseId, reason, occurredAt } = context;
  const act = once ?? `${reason}:${purchaseId ?? ''}:${occurredAt}`;
  const text = JSON.stringify([memberId, by.programId, rule, act]);
  return `rule:${createHash('sha256').update(text).digest('base64url')}`;
}

interface Filling {
  readonly award: ProgramAward;
  readonly language: 'fa' | 'en';
}

function valuesOf({ club }: Runtime, { awards, telling, gifts }: Posted, { award, language }: Filling) {
  const { by, rule, name } = award;
  const { program, programId } = by;
  const own = awards.filter(
    (one) => one.by.programId === programId && one.rule === rule && one.amount > 0 && isKept(one),
  );
  const standing = telling.programs.find(({ code }) => code === program.code);
  const rows = gifts.filter((row) => row.programId === programId && row.rule === rule);
  const ends = own.flatMap(({ expiresAt }) => expiresAt ?? []);
  return ruleValues(
    {
      ...{
        club: program.name,
        name: telling.member.name ?? undefined,
        rule: name,
        calendar: program.calendar,
      },
      given: gainsAsWritten(gainsOf(own.map(whole)), by.rules.decimals),
      balances: standing?.balances ?? { points: 0, credit: 0 },
      gifts: giftsTold(club, giftsIn(club, rows, language)),
      amount: telling.amount,
      tier: standing?.tier?.name ?? undefined,
      // The last day she has it: it ends with the first instant it is gone.
      ...(ends.length > 0 && { lastDay: dayOf(Math.min(...ends) - 1, program.timeZone) }),
    },
    language,
  );
}

/** All of it, also what waits. */
const whole = ({ unit, amount }: ProgramAward) => ({ unit, amount });

const isKept = ({ unit }: ProgramAward) => isUnit(unit) || unit === 'gifts';

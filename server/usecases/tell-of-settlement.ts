import { isUnit } from '../../rules/program/words.ts';
import type { OtherProgram } from '../../templates/template.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { gainsAsWritten } from './as-written.ts';
import { gainsOf, pendingOf } from './awards.ts';
import { sharesOf } from './charity-postings.ts';
import type { Given, ProgramOutcome } from './deciding.ts';
import { cardsTold } from './full-cards.ts';
import { giftsIn, giftsTold } from './gifts.ts';
import { explanationOf, stampedNow } from './purchase.ts';
import { reachedName } from './reached-name.ts';
import { toldByRule } from './rule-messages.ts';

/** A purchase that was just paid in full, and what came of it. */
export interface PaidInFull {
  readonly member: Member;
  readonly purchase: { readonly id: number; readonly bought: number };
  /** How she stands in each program then, the club's own first. */
  readonly programs: readonly Pick<ProgramOutcome, 'code' | 'name' | 'balances' | 'tier'>[];
  readonly came: readonly Given[];
}

interface FreedRow {
  readonly programId: number;
  readonly unit: string;
  readonly amount: number;
}

/**
 * Tells a member, once, what came of paying all of what she had bought on account or by cheque: what came free, that
 * of earlier payments too as nothing was said of them, what was given, and the tier that it reached. Where nothing
 * came of it, or only what rules tell of in words of their own, she is told nothing.
 */
export async function tellOfSettlement(runtime: Runtime, tx: Tx, paid: PaidInFull): Promise<void> {
  const { member, purchase, programs, came } = paid;
  const freed = await freedByPaying(tx, paid);
  const [awards, stamped] = [came.flatMap((one) => one.awards), came.flatMap((one) => one.stamped)];
  const isSilent = awards.every((award) => award.amount === 0 || toldByRule(awards, award));
  const { name: club, code } = runtime.club.program;
  const { language } = member;
  const reached = reachedName(programs, { code, language });
  if (freed.length === 0 && isSilent && reached === undefined) return;
  const gained = gainedIn(runtime, { freed, awards });
  const others = programs.flatMap(({ code: other, name }): OtherProgram[] =>
    other === code ? [] : [{ name, balances: gained(other).all }],
  );
  const rows = came.flatMap(({ gifts }) => gifts);
  const { freed: free, earned, pending } = gained(code);
  const params = {
    ...{ club, amount: purchase.bought, freed: free, earned, pending, others },
    balances: programs.find((one) => one.code === code)?.balances ?? { points: 0, credit: 0 },
    stampCards: cardsTold(stampedNow(stamped, language), explanationOf(awards)),
    charities: sharesOf(awards, { code, language }),
    gifts: giftsTold(runtime.club, giftsIn(runtime.club, rows, language)),
    reached,
  };
  await enqueue(runtime, tx, [
    {
      to: { channel: 'sms', address: member.phone },
      ...{ memberId: member.id, purchaseId: purchase.id, language },
      reply: { template: 'purchaseSettledForMember', params },
    },
  ]);
}

/** Of what waited for the payments of a purchase, what its buyer can spend since. */
function freedByPaying(tx: Tx, { member, purchase }: PaidInFull): Promise<FreedRow[]> {
  return tx.all<FreedRow>(
    `SELECT ledger_entries.program_id AS programId, ledger_entries.unit AS unit, ledger_entries.amount AS amount
     FROM ledger_entries JOIN pending ON pending.id = ledger_entries.pending_id
     WHERE ledger_entries.purchase_id = ? AND ledger_entries.member_id = ? AND pending.until_paid = 1
       AND ledger_entries.type = 'accrual' ORDER BY ledger_entries.seq`,
    [purchase.id, member.id],
  );
}

interface Gained {
  readonly freed: readonly FreedRow[];
  readonly awards: Given['awards'];
}

/** What came free and what was given in a program, as people write it. */
function gainedIn({ club }: Runtime, { freed, awards }: Gained) {
  return (code: string) => {
    const version = club.programs.find(({ program }) => program.code === code);
    const free = freed.filter(({ programId }) => programId === version?.programId);
    const given = awards.filter(({ by, unit }) => by.program.code === code && isUnit(unit));
    const told = (gains: ReturnType<typeof gainsOf>) => gainsAsWritten(gains, version?.rules.decimals ?? 0);
    return {
      ...{ freed: told(gainsOf(free)), earned: told(gainsOf(given)), pending: told(pendingOf(given)) },
      all: told(gainsOf([...free, ...given])),
    };
  };
}

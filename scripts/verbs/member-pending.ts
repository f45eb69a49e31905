import type { Command } from 'commander';
import { nationalPhone } from '../../rules/phone.ts';
import type { Club } from '../../server/club.ts';
import { pendingBody } from '../../server/http/api/pending-body.ts';
import { memberByPhone } from '../../server/store/members.ts';
import type { Member } from '../../server/store/members.ts';
import type { Reader } from '../../server/store/tx.ts';
import { decidePending } from '../../server/usecases/decide-pending.ts';
import { readPending } from '../../server/usecases/read-pending.ts';
import type { PendingItem } from '../../server/usecases/read-pending.ts';
import { amountOf } from '../../templates/explain-terms.ts';
import { pendingReason } from '../../templates/explain-pending.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb, idArgument, phoneArgument, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

export function addMemberPending(member: Command): void {
  const pending = addNoun(member, 'pending', 'What waits for a member before she can spend it.');
  addVerb(pending, 'list', {
    does: 'What waits for a member, and for what.',
    examples: ['member pending list 09121234567', 'member pending 09121234567'],
    byDefault: true,
  })
    .argument('<phone>', 'her number, in any form people write', phoneArgument)
    .action(list);
  addDecision(pending, 'approve', 'Approve something that waits for it; what it waits for besides stays.');
  addDecision(pending, 'decline', 'Give up something that waits to be approved.');
}

function addDecision(pending: Command, decision: 'approve' | 'decline', does: string): void {
  const examples = [`member pending ${decision} 09121234567 4711 --reason "seen the receipt"`];
  withReason(addVerb(pending, decision, { does, examples }))
    .argument('<phone>', 'her number, in any form people write', phoneArgument)
    .argument('<id>', 'its id, from the list', idArgument)
    .action((phone: string, id: number, options: AnswerOptions & ReasonOptions) =>
      decide({ phone, id, decision }, options),
    );
}

async function list(phone: string, options: AnswerOptions): Promise<void> {
  const { items, lines } = await withRuntime(async ({ club, store, clock }) => {
    const { id } = await known(store, phone);
    const waiting = await readPending({ club, clock }, store, id);
    return { items: waiting.map((item) => bodyOf(club, item)), lines: linesOf(club, waiting) };
  });
  answer(options, { pending: items }, lines);
}

interface Decision {
  readonly phone: string;
  readonly id: number;
  readonly decision: 'approve' | 'decline';
}

async function decide({ phone, id, decision }: Decision, options: AnswerOptions & ReasonOptions) {
  const number = nationalPhone(phone);
  const { waiting, line } = await withRuntime((runtime) =>
    runtime.store.transaction(async (tx) => {
      const { id: memberId } = await known(tx, phone);
      const { reason } = options;
      const asked = { memberId, pendingId: id, decision, reason, actor: 'cli' } as const;
      const result = await decidePending(runtime, tx, asked);
      if (result.kind === 'no-pending') {
        throw new Complaint(
          `Nothing with this id waits for ${number}: see ./scripts/vafa member pending ${number}`,
        );
      }
      if (result.kind === 'not-asked') {
        throw new Complaint('It waits for no approval, or was decided about already. Nothing was changed.');
      }
      const { club } = runtime;
      const left = result.waiting;
      return { waiting: left ? bodyOf(club, left) : null, line: outcomeOf(club, left, { decision, number }) };
    }),
  );
  answer(options, { phone, id, decision, waiting }, [line]);
}

function outcomeOf(
  club: Club,
  left: PendingItem | undefined,
  { decision, number }: { readonly decision: Decision['decision']; readonly number: string },
): string {
  if (left) return `Approved for ${number}; it is still ${reasonOf(club, left)}.`;
  return decision === 'approve'
    ? `Approved for ${number}: she can spend it.`
    : `Given up: ${number} does not get it.`;
}

function linesOf(club: Club, items: readonly PendingItem[]): string[] {
  const rows = items.map((item) => [
    ...[String(item.id), sizeOf(item), reasonOf(club, item), item.rule ?? ''],
    ...[when(club, item.earnedAt), item.purchaseId === null ? '' : String(item.purchaseId)],
  ]);
  return table(['id', 'amount', '', 'rule', 'earned', 'purchase'], rows, 'nothing waits');
}

/** Points, or toman of credit: nothing else waits. */
const sizeOf = ({ unit, amount }: PendingItem) =>
  amountOf(amount, unit === 'credit' ? 'credit' : 'points', 'en');

const reasonOf = ({ program: { timeZone, calendar } }: Club, item: PendingItem) =>
  pendingReason(item, { language: 'en', timeZone, calendar });

const bodyOf = ({ program }: Club, item: PendingItem) => pendingBody(item, { language: 'en', program });

async function known(reader: Reader, phone: string): Promise<Member> {
  const member = await memberByPhone(reader, phone);
  if (member) return member;
  throw new Complaint(`Nobody is enrolled with ${nationalPhone(phone)}: check the number.`);
}

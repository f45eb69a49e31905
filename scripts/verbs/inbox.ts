import { Option } from 'commander';
import type { Command } from 'commander';
import { discardInbound, retryInbound } from '../../server/usecases/settle-inbound.ts';
import type { InboundSettled } from '../../server/usecases/settle-inbound.ts';
import { Complaint } from './fail.ts';
import { inboundStates, listInbound } from './inbox-list.ts';
import type { InboundListOptions } from './inbox-list.ts';
import { withRuntime } from './open.ts';
import { answer } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb, idArgument, limitArgument, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

export function addInbox(parent: Command): void {
  const inbox = addNoun(parent, 'inbox', 'Messages that came in, and those that could not be handled.');
  addVerb(inbox, 'list', {
    does: 'Messages that could not be handled, or those in one state; newest first.',
    examples: ['inbox list', 'inbox list --state received --limit 100'],
    more: 'The log says more of a fault: look there for "inboxId" and the id.',
  })
    .addOption(
      new Option('--state <state>', 'messages in this state').choices(inboundStates).default('failed'),
    )
    .option('--limit <n>', 'how many at most', limitArgument, 50)
    .action((options: InboundListOptions) => withRuntime((runtime) => listInbound(runtime, options)));
  addDecision(
    inbox,
    'retry',
    'Handle once more what could not be handled: does what it asks for, and answers.',
  );
  addDecision(inbox, 'discard', 'Let a message be that could not be handled: it leaves the list.');
}

const decisions = {
  retry: { settle: retryInbound, done: 'is handled once more', because: 'the fault is mended' },
  discard: { settle: discardInbound, done: 'is left as it is', because: 'told her by phone' },
} as const;

function addDecision(inbox: Command, verb: keyof typeof decisions, does: string): void {
  const examples = [`inbox ${verb} 15231 --reason "${decisions[verb].because}"`];
  withReason(addVerb(inbox, verb, { does, examples }))
    .argument('<id>', 'as `inbox list` shows it', idArgument)
    .action((id: number, options: AnswerOptions & ReasonOptions) => decide(verb, id, options));
}

async function decide(
  verb: keyof typeof decisions,
  id: number,
  { reason, ...options }: AnswerOptions & ReasonOptions,
): Promise<void> {
  const { settle, done } = decisions[verb];
  const decision = { inboxId: id, reason, actor: 'cli' };
  const result = await withRuntime((runtime) =>
    runtime.store.transaction((tx) => settle(runtime, tx, decision)),
  );
  refuse(id, result);
  answer(options, { id, outcome: verb === 'retry' ? 'retried' : 'discarded' }, [`message ${id} ${done}`]);
}

/** Throws where nothing was done. */
function refuse(id: number, result: InboundSettled): void {
  if (result.kind === 'no-message') {
    throw new Complaint(`There is no message ${id}: ./scripts/vafa inbox list shows them.`);
  }
  if (result.kind === 'wrong-state') {
    throw new Complaint(`Message ${id} is ${result.state}: only failed ones wait for a person.`);
  }
}

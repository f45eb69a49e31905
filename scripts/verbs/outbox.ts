import { Option } from 'commander';
import type { Command } from 'commander';
import type { MessageState } from '../../server/outbox/states.ts';
import { isUnsettled } from '../../server/outbox/unsettled.ts';
import type { Runtime } from '../../server/runtime.ts';
import { isKeyText } from '../../server/store/key-text.ts';
import { discardMessage } from '../../server/usecases/discard-message.ts';
import { retryMessage } from '../../server/usecases/retry-message.ts';
import type { RetryResult } from '../../server/usecases/retry-message.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { listMessages, messageStates } from './outbox-list.ts';
import type { ListOptions } from './outbox-list.ts';
import { answer, count, when } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb, idArgument, limitArgument, textArgument, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

interface DiscardOptions extends AnswerOptions, ReasonOptions {
  readonly code?: string;
}

interface RetryOptions extends AnswerOptions, ReasonOptions {
  readonly mayDouble?: true;
}

export function addOutbox(parent: Command): void {
  const outbox = addNoun(parent, 'outbox', 'Messages on their way out, and those that did not arrive.');
  addVerb(outbox, 'list', {
    does: 'Messages that did not arrive and that nobody has dealt with, or those in one state; newest first.',
    examples: ['outbox list', 'outbox list --state queued --limit 100'],
  })
    .addOption(new Option('--state <state>', 'only messages in this state').choices(messageStates))
    .option('--limit <n>', 'how many at most', limitArgument, 50)
    .action((options: ListOptions) => withRuntime((runtime) => listMessages(runtime, options)));
  const retry = addVerb(outbox, 'retry', {
    does: 'Send once more what failed, was undelivered, or whose fate is unknown.',
    examples: ['outbox retry 15231 --reason "line was blocked, fixed today"'],
    more:
      'What surely has not arrived goes out as a new message. Where the fate is unknown the provider is asked\n' +
      'first; where nobody can be asked any more it may arrive twice, and --may-double says that you accept that.',
  });
  withReason(retry)
    .argument('<id>', 'as `outbox list` shows it', idArgument)
    .option('--may-double', 'send it even if she may get it twice')
    .action(retryAction);
  const discard = addVerb(outbox, 'discard', {
    does: 'Let a message be: one that waits is not sent, one that did not arrive leaves the list.',
    examples: [
      'outbox discard 15231 --reason "told her by phone"',
      'outbox discard --code restored --reason "the greetings had gone out"',
    ],
  });
  withReason(discard)
    .argument('[id]', 'as `outbox list` shows it', idArgument)
    .option('--code <code>', 'all messages that wait for a person with this code', textArgument(64))
    .action(discardAction);
}

async function retryAction(id: number, { reason, mayDouble, ...options }: RetryOptions): Promise<void> {
  const work = async (runtime: Runtime) => {
    const retrying = { messageId: id, reason, actor: 'cli', mayDouble: mayDouble === true };
    const result = await runtime.store.transaction((tx) => retryMessage(runtime, tx, retrying));
    return { result, text: retryText(runtime, id, result) };
  };
  const { result, text } = await withRuntime(work, { channels: true });
  answer(
    options,
    { id, outcome: result.kind, ...('messageId' in result && { messageId: result.messageId }) },
    [text],
  );
}

/** What came of it; throws where nothing was done. */
function retryText({ club }: Runtime, id: number, result: RetryResult): string {
  switch (result.kind) {
    case 'sent-anew':
      return `message ${id} goes out again as message ${result.messageId}`;
    case 'asking':
      return `message ${id}: the provider is asked for it, and gets it if it never saw it`;
    case 'no-message':
      throw noMessage(id);
    case 'wrong-state':
      throw new Complaint(
        `Message ${id} is ${result.state}: only failed, undelivered and unknown ones are retried.`,
      );
    case 'retried-before':
      throw new Complaint(
        `Message ${id} went out again before, as message ${result.messageId}: look at that one.`,
      );
    case 'expired':
      throw new Complaint(
        `Message ${id} is not worth sending since ${when(club, result.expiredAt)}: discard it instead.`,
      );
    case 'purchase-undone':
      throw new Complaint(`Message ${id} tells of a purchase that was undone: discard it instead.`);
    case 'no-channel':
      throw new Complaint(`The channel ${result.channel} is not set up: set it up, then retry.`);
    case 'may-double':
      throw new Complaint(
        `Nobody can say whether message ${id} arrived: add --may-double to send it even so, or discard it.`,
      );
  }
}

function discardAction(id: number | undefined, options: DiscardOptions): Promise<void> {
  if ((id === undefined) === (options.code === undefined)) {
    throw new Complaint('Give either the id of a message or --code, for all that wait with it.');
  }
  return id === undefined ? discardAll(options) : discardOne(id, options);
}

const discardedAtOnce = 100;

/** Each leaves the list with its discarding, so what is still there comes next. */
async function discardAll({ reason, code = '', ...options }: DiscardOptions): Promise<void> {
  const discarded = await withRuntime(async (runtime) => {
    if (!isKeyText(code)) return 0;
    for (let done = 0; ;) {
      const more = await runtime.store.transaction(async (tx) => {
        const ids = await tx.all<{ id: number }>(
          `SELECT id FROM outbox WHERE ${isUnsettled.sql} AND code = ? ORDER BY id LIMIT ${discardedAtOnce}`,
          [...isUnsettled.values, code],
        );
        for (const { id } of ids) await discardMessage(runtime, tx, { messageId: id, reason, actor: 'cli' });
        return ids.length;
      });
      done += more;
      if (more < discardedAtOnce) return done;
    }
  });
  if (discarded === 0) {
    throw new Complaint(
      `No message with the code ${code} waits for a person: \`outbox list\` shows those that do.`,
    );
  }
  const text = `${count(discarded, 'message')} with the code ${code} let be`;
  answer(options, { code, outcome: 'discarded', discarded }, [text]);
}

async function discardOne(id: number, { reason, json }: DiscardOptions): Promise<void> {
  const result = await withRuntime((runtime) =>
    runtime.store.transaction((tx) => discardMessage(runtime, tx, { messageId: id, reason, actor: 'cli' })),
  );
  if (result.kind === 'no-message') throw noMessage(id);
  if (result.kind === 'wrong-state') throw new Complaint(discardRefusal(id, result.state));
  const text = result.stopped ? `message ${id} will not be sent` : `message ${id} is left as it is`;
  answer(json ? { json } : {}, { id, outcome: 'discarded', stopped: result.stopped }, [text]);
}

function discardRefusal(id: number, state: MessageState): string {
  if (state === 'sending')
    return `Message ${id} is being sent and cannot be called back: look again in a minute.`;
  return `Message ${id} is ${state}: there is nothing to discard.`;
}

function noMessage(id: number): Complaint {
  return new Complaint(`There is no message ${id}: ./scripts/vafa outbox list shows them.`);
}

import { maskPhone } from '../../rules/phone.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import { memberByAddress, memberByPhone } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { noteMessage } from '../usecases/note-message.ts';
import { markReal } from '../usecases/simulated-address.ts';
import { answerContact, answerText } from './answers.ts';
import type { Talk } from './talk.ts';
import { keyboardFor } from './keyboard.ts';
import { languageOf } from './language.ts';
import type { InboundBody, InboxRow } from './receive.ts';

/** Automatic answers to the same text from one number, in an hour: two machines must not talk for ever. */
const sameAnswersMax = 3;
/** Automatic answers to one number in an hour, whatever it writes: each costs the shop money. */
const answersMax = 20;
const answersWindowMs = 3_600_000;

/**
 * Does what a message asks for and enqueues the answer, in the caller's transaction. Answers whether there
 * was one.
 */
export async function answerMessage(
  runtime: Runtime,
  tx: Tx,
  { row, body }: { row: InboxRow; body: InboundBody },
): Promise<boolean> {
  const { program } = runtime.club;
  await reviveAddress(tx, row);
  if (body.simulated !== true) await markReal(tx, row.channel, [row.address]);
  const member = await memberOf(tx, row);
  if (member && body.simulated !== true) await noteMessage(runtime, tx, member);
  const language = languageOf(body.text) ?? member?.language ?? program.language;
  const talk = { row, body, runtime, tx, member, language, club: program.name };
  const reply = body.contact ? await answerContact(talk, body.contact) : await answerText(talk);
  if (!reply || !(await mayAnswer(talk))) return false;
  const now = await memberOf(tx, row);
  const buttons = row.channel === 'sms' ? undefined : keyboardFor(now !== undefined, language);
  await enqueue(runtime, tx, [
    {
      to: { channel: row.channel, address: row.address },
      memberId: now?.id ?? null,
      inboxId: row.id,
      ...{ reply, language, ...(buttons && { buttons }) },
    },
  ]);
  return true;
}

/** Who writes can be reached again: she has unblocked the bot, or her number works once more. */
async function reviveAddress(tx: Tx, { channel, address }: InboxRow): Promise<void> {
  await tx.run(
    'UPDATE addresses SET dead_at = NULL WHERE channel = ? AND address = ? AND dead_at IS NOT NULL',
    [channel, address],
  );
}

/** In an SMS the number is the address; a chat is a member's once it is linked. */
function memberOf(tx: Tx, { channel, address }: InboxRow): Promise<Member | undefined> {
  return channel === 'sms' ? memberByPhone(tx, address) : memberByAddress(tx, channel, address);
}

/** Limits answers only where they cost money and the other side may be a machine. */
async function mayAnswer({ runtime, tx, row }: Talk): Promise<boolean> {
  if (row.channel !== 'sms') return true;
  const recent = await tx.one<{ answers: number; same: number | null }>(
    `SELECT COUNT(*) AS answers, SUM(CASE WHEN text_key = ? THEN 1 ELSE 0 END) AS same FROM inbox
     WHERE channel = ? AND address = ? AND received_at > ? AND answered = 1`,
    [row.textKey, row.channel, row.address, runtime.clock.now() - answersWindowMs],
  );
  const answers = Number(recent?.answers);
  if (answers >= answersMax || Number(recent?.same) >= sameAnswersMax) return false;
  if (answers + 1 === answersMax) tx.afterCommit(() => noteLimit(runtime, row));
  return true;
}

/** Said with the last answer, so that it is said once however much more comes in. */
function noteLimit({ log }: Runtime, { id, address }: InboxRow): void {
  log.warn(
    { inboxId: id, from: maskPhone(address), answersMax },
    'this number has had all the automatic answers of an hour; what it asks for is still done',
  );
}

import { maskPhone } from '../../rules/phone.ts';
import type { MessageState } from '../../server/outbox/states.ts';
import { askingChannels } from '../../server/outbox/questions.ts';
import { isUnsettled } from '../../server/outbox/unsettled.ts';
import type { Runtime } from '../../server/runtime.ts';
import { answer, count, isoTime, note, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';

export interface ListOptions extends AnswerOptions {
  readonly state?: MessageState;
  readonly limit: number;
}

const states: Readonly<Record<MessageState, true>> = {
  ...{ failed: true, undelivered: true, unknown: true, suppressed: true, queued: true, deferred: true },
  ...{ sending: true, wired: true, delivered: true },
};
export const messageStates = Object.keys(states);

interface MessageRow {
  readonly id: number;
  readonly channel: string;
  readonly address: string;
  readonly template: string;
  readonly state: MessageState;
  readonly code: string | null;
  readonly attempts: number;
  readonly createdAt: number;
  readonly dueAt: number;
}

/** Prints messages; without a state those that wait for a person. Phones are masked, texts are left out. */
export async function listMessages({ store, club }: Runtime, options: ListOptions): Promise<void> {
  const { state, limit } = options;
  const [where, values] =
    state === undefined ? [isUnsettled.sql, isUnsettled.values] : ['outbox.state = ?', [state]];
  // One more than is shown tells whether there are more.
  const rows = await store.all<MessageRow>(
    `SELECT id, channel, address, template, state, code, attempts, created_at AS createdAt, due_at AS dueAt
     FROM outbox WHERE ${where} ORDER BY id DESC LIMIT ?`,
    [...values, limit + 1],
  );
  const shown = rows.slice(0, limit).map((row) => ({ ...row, address: masked(row) }));
  const value = shown.map((row) => ({
    ...{ ...row, createdAt: isoTime(row.createdAt), dueAt: isoTime(row.dueAt) },
  }));
  const cells = shown.map((row) => [
    ...[String(row.id), when(club, row.createdAt), row.channel, row.address, row.template],
    ...[row.state, row.code ?? '', String(row.attempts)],
  ]);
  const head = ['id', 'made', 'channel', 'to', 'template', 'state', 'code', 'tries'];
  answer(
    options,
    value,
    table(head, cells, state ? `no message is ${state}` : 'no message waits for a person'),
  );
  if (rows.length > limit) note(`There are more: --limit shows more than ${limit}.`);
  for (const { channel, open } of await askingChannels(store)) {
    note(
      `Since the restore ${channel} is only asked, about ${count(open, 'message')}; then it sends again by itself.`,
    );
  }
}

/** A chat's id says nothing to anybody without the bot's token. */
function masked({ channel, address }: MessageRow): string {
  return channel === 'sms' ? maskPhone(address) : address;
}

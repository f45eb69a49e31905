import { maskPhone } from '../../rules/phone.ts';
import type { Runtime } from '../../server/runtime.ts';
import { answer, isoTime, note, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';

export const inboundStates = ['failed', 'received', 'handled', 'ignored'] as const;

export interface InboundListOptions extends AnswerOptions {
  readonly state: (typeof inboundStates)[number];
  readonly limit: number;
}

interface InboundRow {
  readonly id: number;
  readonly channel: string;
  readonly kind: string;
  readonly address: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly receivedAt: number;
  readonly handledAt: number | null;
}

/** Prints messages that came in. Phones are masked, texts are left out. */
export async function listInbound({ store, club }: Runtime, options: InboundListOptions): Promise<void> {
  const { state, limit } = options;
  // One more than is shown tells whether there are more.
  const rows = await store.all<InboundRow>(
    `SELECT id, channel, kind, address, attempts, error, received_at AS receivedAt, handled_at AS handledAt
     FROM inbox WHERE state = ? ORDER BY id DESC LIMIT ?`,
    [state, limit + 1],
  );
  const shown = rows.slice(0, limit).map((row) => ({ ...row, address: masked(row) }));
  const value = shown.map((row) => ({
    ...{ ...row, state, receivedAt: isoTime(row.receivedAt), handledAt: isoTime(row.handledAt) },
  }));
  const cells = shown.map((row) => [
    ...[String(row.id), when(club, row.receivedAt), row.channel, row.kind, row.address],
    ...[when(club, row.handledAt), String(row.attempts), row.error ?? ''],
  ]);
  const head = ['id', 'came', 'channel', 'kind', 'from', 'handled', 'tries', 'error'];
  answer(options, value, table(head, cells, `no message that came in is ${state}`));
  if (rows.length > limit) note(`There are more: --limit shows more than ${limit}.`);
}

/** A chat's id says nothing to anybody without the bot's token. */
function masked({ channel, address }: InboundRow): string {
  return channel === 'sms' || channel === 'ussd' ? maskPhone(address) : address;
}

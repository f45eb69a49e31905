import { groupBy, wrong } from './evidence.ts';
import type { Evidence, OutboxRow, Violation } from './evidence.ts';

/**
 * A bot cannot be asked, so a chat message may end as unknown; but what counts as delivered was taken, and no chat was
 * sent more than was meant for it.
 */
export function checkChats({ outbox, chats }: Evidence): Violation[] {
  const rows = outbox.filter(({ channel }) => channel === 'telegram');
  const taken = new Set(chats.map(({ chatId, messageId }) => `${chatId}:${messageId}`));
  const byChat = groupBy(rows, ({ address }) => address);
  const sentTo = groupBy(chats, ({ chatId }) => chatId);
  return [
    ...rows.flatMap((row) => checkRow(row, taken)),
    ...[...sentTo].flatMap(([chat, sent]) => {
      const meant = (byChat.get(chat) ?? []).filter(
        ({ state }) => state === 'delivered' || state === 'unknown',
      );
      if (sent.length <= meant.length) return [];
      const what = `chat ${chat} was sent ${sent.length} messages, ${meant.length} were meant for it`;
      return [{ sort: 'doubled', kind: 'chat message doubled', what } as const];
    }),
  ];
}

function checkRow({ id, state, code, providerId }: OutboxRow, taken: ReadonlySet<string>): Violation[] {
  const what = `message ${id} is ${state} ${code ?? ''}`;
  if (state === 'unknown') return [];
  if (state !== 'delivered') return [{ sort: 'lost', kind: `chat message ends as ${state}`, what }];
  return taken.has(providerId ?? '') ? [] : [wrong('chat message delivered though never taken', what)];
}

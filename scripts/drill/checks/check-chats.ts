import { groupBy, wrong } from './evidence.ts';
import type { Evidence, OutboxRow, Violation } from './evidence.ts';

/**
 * A bot cannot be asked, so a chat message may end as unknown; but what counts as delivered was taken, no chat was
 * sent more than was meant for it, and what no request was ever made for is unknown no more often than somebody was
 * killed or cut off who may have been about to make it.
 */
export function checkChats(evidence: Evidence): Violation[] {
  const { chats } = evidence;
  const rows = chatRows(evidence);
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
    ...checkUntried(evidence),
  ];
}

/** How many chat messages nobody knows the fate of. */
export function unknownChats(evidence: Pick<Evidence, 'outbox'>): number {
  return chatRows(evidence).filter(({ state }) => state === 'unknown').length;
}

function chatRows({ outbox }: Pick<Evidence, 'outbox'>): OutboxRow[] {
  return outbox.filter(({ channel }) => channel === 'telegram');
}

function checkRow({ id, state, code, providerId }: OutboxRow, taken: ReadonlySet<string>): Violation[] {
  const what = `message ${id} is ${state} ${code ?? ''}`;
  if (state === 'unknown') return [];
  if (state !== 'delivered') return [{ sort: 'lost', kind: `chat message ends as ${state}`, what }];
  return taken.has(providerId ?? '') ? [] : [wrong('chat message delivered though never taken', what)];
}

/** A request that was made accounts for one fate, whether it was taken or spoiled. */
function checkUntried(evidence: Evidence): Violation[] {
  const requests = groupBy(evidence.chatRequests, ({ payload }) => Number(payload['chat_id']));
  const untried = [...groupBy(chatRows(evidence), ({ address }) => address)].flatMap(([chat, rows]) => {
    const ids = rows.filter(({ state }) => state === 'unknown').map(({ id }) => id);
    const delivered = rows.filter(({ state }) => state === 'delivered').length;
    return ids.slice(Math.max(0, (requests.get(chat)?.length ?? 0) - delivered));
  });
  if (untried.length <= evidence.interruptions) return [];
  const what = `${untried.length} messages are unknown without a request, ${evidence.interruptions} interruptions explain that many at most; among them ${untried.slice(0, 5).join(', ')}`;
  return [{ sort: 'lost', kind: 'chat message given up though never tried', what }];
}

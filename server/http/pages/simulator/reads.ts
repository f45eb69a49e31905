import { createHash } from 'node:crypto';
import type { ChatButton } from '../../../../channels/types.ts';
import { parseMobile } from '../../../../rules/phone.ts';
import type { MessageState } from '../../../outbox/states.ts';
import type { Runtime } from '../../../runtime.ts';
import type { Place } from './input.ts';

const listShown = 60;
const threadShown = 30;

/** A message that would have gone out. */
export interface SentItem {
  readonly id: number;
  readonly channel: string;
  readonly address: string;
  readonly name: string | null;
  readonly body: string;
  readonly parts: number;
  readonly costRial: number;
  readonly state: MessageState;
  readonly code: string | null;
  readonly dueAt: number;
  readonly createdAt: number;
}

export interface Totals {
  readonly messages: number;
  readonly parts: number;
  readonly costRial: number;
}

/** One bubble of a conversation. */
export interface Bubble {
  /** Orders what came within a millisecond; ids of several processes do not follow the clock. */
  readonly id: number;
  readonly hers: boolean;
  readonly text: string;
  readonly at: number;
  /** Of a message of ours. */
  readonly sent?: SentItem;
  /** Of one of hers that nobody answers, as its sender is no mobile. */
  readonly ignored?: boolean;
}

/** All that changes by itself on the page. */
export interface News {
  readonly list: readonly SentItem[];
  readonly totals: Totals;
  readonly thread: readonly Bubble[];
  /** The buttons under the chat. */
  readonly keyboard: readonly (readonly ChatButton[])[];
  /** Differs when anything of it does. */
  readonly tag: string;
}

/** Who somebody is on the channel of a tab. */
export function partyOf({ tab, from }: Pick<Place, 'tab' | 'from'>): { channel: string; address: string } {
  const parsed = parseMobile(from);
  const phone = parsed.ok ? parsed.phone : from.replace(/[^\x21-\x7e]/g, '').slice(0, 64);
  return tab === 'chat'
    ? { channel: 'telegram', address: chatIdOf(phone) }
    : { channel: 'sms', address: phone };
}

/** Everybody of the simulator has one chat, named after her number. */
function chatIdOf(phone: string): string {
  return phone.replace(/\D/g, '') || '0';
}

const sentColumns = `outbox.id, outbox.channel, outbox.address, members.name, outbox.body, outbox.parts,
  outbox.cost_rial AS costRial, outbox.state, outbox.code, outbox.due_at AS dueAt, outbox.created_at AS createdAt`;

export async function readNews({ store }: Runtime, place: Place): Promise<News> {
  const list = await store.all<SentItem>(
    `SELECT ${sentColumns} FROM outbox LEFT JOIN members ON members.id = outbox.member_id
     ORDER BY outbox.created_at DESC, outbox.id DESC LIMIT ?`,
    [listShown],
  );
  const totals = await readTotals(store);
  const { thread, keyboard } = await readThread(store, place);
  const known = { list, totals, thread, keyboard };
  const tag = createHash('sha256').update(JSON.stringify(known)).digest('base64url').slice(0, 16);
  return { ...known, tag };
}

async function readTotals(store: Runtime['store']): Promise<Totals> {
  const row = await store.one<{ messages: number; parts: number | null; costRial: number | null }>(
    `SELECT COUNT(*) AS messages, SUM(parts) AS parts, SUM(cost_rial) AS costRial FROM outbox
     WHERE state NOT IN ('suppressed', 'failed')`,
  );
  return {
    messages: row?.messages ?? 0,
    parts: row?.parts ?? 0,
    costRial: row?.costRial ?? 0,
  };
}

interface InboxItem {
  readonly id: number;
  readonly body: string;
  readonly state: string;
  readonly at: number;
}

async function readThread(store: Runtime['store'], place: Place): Promise<Pick<News, 'thread' | 'keyboard'>> {
  const { channel, address } = partyOf(place);
  const written = await store.all<InboxItem>(
    `SELECT id, body, state, received_at AS at FROM inbox
     WHERE channel = ? AND address = ? AND kind = 'message' ORDER BY received_at DESC, id DESC LIMIT ?`,
    [channel, address, threadShown],
  );
  const sent = await store.all<SentItem & { buttons: string | null }>(
    `SELECT ${sentColumns}, outbox.buttons FROM outbox LEFT JOIN members ON members.id = outbox.member_id
     WHERE outbox.channel = ? AND outbox.address = ?
     ORDER BY outbox.created_at DESC, outbox.id DESC LIMIT ?`,
    [channel, address, threadShown],
  );
  const thread = [...written.map(herBubble), ...sent.map(ourBubble)].sort(
    (a, b) => a.at - b.at || a.id - b.id,
  );
  return { thread: thread.slice(-threadShown), keyboard: keyboardOf(sent[0]?.buttons ?? null) };
}

function herBubble({ id, body, state, at }: InboxItem): Bubble {
  const { text, contact } = JSON.parse(body) as { text: string; contact?: { phone: string } };
  return {
    id,
    hers: true,
    text: contact ? `☎ ${contact.phone}` : text,
    at,
    ignored: state === 'ignored',
  };
}

function ourBubble(sent: SentItem): Bubble {
  return { id: sent.id, hers: false, text: sent.body, at: sent.createdAt, sent };
}

function keyboardOf(buttons: string | null): ChatButton[][] {
  return buttons === null ? [] : (JSON.parse(buttons) as ChatButton[][]);
}

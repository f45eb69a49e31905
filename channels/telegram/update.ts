import { z } from 'zod';
import type { InboundMessage, Received, SharedContact } from '../types.ts';

/** Telegram allows 4096 characters; anything far beyond is not from Telegram. */
const TEXT_LENGTH_MAX = 16_384;

const person = z.object({ id: z.int(), is_bot: z.boolean().optional() });

const message = z.looseObject({
  chat: z.object({ id: z.int(), type: z.string() }),
  from: person.optional(),
  text: z.string().max(TEXT_LENGTH_MAX).optional(),
  caption: z.string().max(TEXT_LENGTH_MAX).optional(),
  contact: z.object({ phone_number: z.string().max(64), user_id: z.int().optional() }).optional(),
});

const update = z.looseObject({ update_id: z.int().nonnegative(), message: message.optional() });

type BotMessage = z.infer<typeof message>;

/**
 * What a person puts into a chat. Anything else in a message (a pin, a timer, a payment) is the service's
 * own news, and an answer to it would come out of nowhere.
 */
const SPOKEN = [
  ...[
    'text',
    'contact',
    'sticker',
    'photo',
    'voice',
    'video',
    'video_note',
    'audio',
    'document',
    'animation',
  ],
  ...['location', 'venue', 'poll', 'dice', 'game', 'story', 'paid_media', 'checklist'],
];

/** Marks of a message that somebody else wrote first, by forwarding or through another bot. */
const SECOND_HAND = [
  ...['forward_origin', 'forward_from', 'forward_from_chat', 'forward_sender_name', 'forward_date'],
  'via_bot',
];

/**
 * Turns one update of the Bot API into plain values. Never throws.
 *
 * A sticker, a picture or a voice in a private chat is a message with an empty text (or its caption), so that
 * a person is met with help and not with silence. Groups, bots, edits and service messages are ignored. Each
 * bot numbers its updates by itself, so the provider's id is both the bot's and the update's.
 */
export function receiveUpdate(body: unknown, botId: string): Received {
  const parsed = update.safeParse(body);
  if (!parsed.success) return { kind: 'malformed', reason: faultsOf(parsed.error) };
  const { update_id: id, message: said, ...others } = parsed.data;
  if (said === undefined) return ignored(`no message but ${Object.keys(others).join(', ') || 'nothing'}`);
  if (said.chat.type !== 'private') return ignored(`a ${said.chat.type}, not a private chat`);
  if (said.from === undefined || said.from.is_bot === true) return ignored('not from a person');
  if (!SPOKEN.some((content) => content in said)) return ignored('a service message');
  return toMessage(`${botId}:${id}`, said, said.from.id);
}

function toMessage(providerId: string, said: BotMessage, senderId: number): InboundMessage {
  const contact = sharedContact(said, senderId);
  return {
    kind: 'message',
    providerId,
    from: String(said.chat.id),
    text: said.text ?? said.caption ?? '',
    ...(contact && { contact }),
  };
}

/** A contact is the sender's own only when the provider says whose it is and it came at first hand. */
function sharedContact(said: BotMessage, senderId: number): SharedContact | undefined {
  if (said.contact === undefined) return undefined;
  const own = said.contact.user_id === senderId && !SECOND_HAND.some((mark) => mark in said);
  return { phone: own ? withPlus(said.contact.phone_number) : said.contact.phone_number, own };
}

/** An account's own number is always international, but often comes without its plus. */
function withPlus(phone: string): string {
  return /^[1-9]\d{10,14}$/.test(phone) ? `+${phone}` : phone;
}

function ignored(reason: string): Received {
  return { kind: 'ignored', reason };
}

/** Where the body differs, never what it holds. */
function faultsOf(error: z.ZodError): string {
  const places = error.issues.slice(0, 5).map((issue) => issue.path.join('.') || 'body');
  return `not an update of the Bot API: ${places.join(', ')}`;
}

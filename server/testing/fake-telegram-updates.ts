/** Updates as the Bot API writes them, for the fake. */

/** An update as it stands in JSON. */
export type BotUpdate = Readonly<Record<string, unknown>> & { readonly update_id: number };

export interface SaidText {
  readonly from: number;
  readonly text: string;
}

export interface SaidContact {
  readonly from: number;
  readonly phone: string;
  /** Whose account the number is: the sender's unless said otherwise; null for a number without an account. */
  readonly ownerId?: number | null;
  /** The card was passed on from somebody else's message. */
  readonly forwarded?: boolean;
}

const nowS = (): number => Math.floor(Date.now() / 1000);

/** A message in a private chat, with nothing in it yet. */
function privateMessage(from: number, messageId: number): Record<string, unknown> {
  return {
    message_id: messageId,
    from: { id: from, is_bot: false, first_name: 'سارا', language_code: 'fa' },
    chat: { id: from, first_name: 'سارا', type: 'private' },
    date: nowS(),
  };
}

/** A text; a command is marked as one. */
export function textMessage({ from, text }: SaidText, messageId: number): Record<string, unknown> {
  const command = /^\/\w+/.exec(text)?.[0];
  return {
    ...privateMessage(from, messageId),
    text,
    ...(command && { entities: [{ offset: 0, length: command.length, type: 'bot_command' }] }),
  };
}

/** A contact card, at first hand or forwarded. */
export function contactMessage(said: SaidContact, messageId: number): Record<string, unknown> {
  const { from, phone, ownerId = from, forwarded = false } = said;
  const owner = { id: ownerId ?? 0, is_bot: false, first_name: 'مینا' };
  return {
    ...privateMessage(from, messageId),
    contact: {
      phone_number: phone,
      first_name: 'سارا',
      ...(ownerId !== null && { user_id: ownerId }),
    },
    ...(forwarded && {
      forward_origin: { type: 'user', sender_user: owner, date: nowS() },
      forward_from: owner,
      forward_date: nowS(),
    }),
  };
}

import { malformed, readFields, type FieldRule } from '../parameters.ts';
import type { ChannelRequest, Received } from '../types.ts';
import { meaningOfStatus } from './codes.ts';

const ID: FieldRule = { names: ['messageid'], charactersMax: 64, pattern: /^0*[1-9]\d{0,18}$/ };
/** A number in any form, or a name: services write too, and what is refused would be repeated for an hour. */
const FROM: FieldRule = { names: ['from', 'sender'], charactersMax: 64, pattern: /\S/ };
/** Ten times what a chain of SMS can hold; anything longer is no customer's. */
const TEXT: FieldRule = { names: ['message'], charactersMax: 10_000 };
const STATUS: FieldRule = { names: ['status'], charactersMax: 8, pattern: /^\d{1,3}$/ };

/**
 * Reads Kavenegar's inbound callback: `messageid from to message` (also seen: `sender`, `receptor`) by GET or
 * POST, in query, form or JSON. The line it came to tells nothing and is not looked at. `from` stays as the service wrote it. An empty text is ignored; over
 * 10,000 characters is malformed, and so are repeated parameters, lists and ids that are not numbers.
 */
export function receiveMessage(request: ChannelRequest): Received {
  if (!isGetOrPost(request)) return malformed(`the method ${request.method} is not taken`);
  const read = readFields(request, { id: ID, from: FROM, text: TEXT });
  if (read.kind === 'malformed') return read;
  const { id, from, text } = read.values;
  if (text.trim() === '') return { kind: 'ignored', reason: 'the message has no text' };
  return { kind: 'message', providerId: plainId(id), from, text };
}

/** Reads Kavenegar's delivery callback: `messageid status`, one message a call. A list of ids is malformed. */
export function receiveDelivery(request: ChannelRequest): Received {
  if (!isGetOrPost(request)) return malformed(`the method ${request.method} is not taken`);
  const read = readFields(request, { id: ID, status: STATUS });
  if (read.kind === 'malformed') return read;
  const { id, status } = read.values;
  return {
    kind: 'delivery',
    providerId: plainId(id),
    code: String(Number(status)),
    ...meaningOfStatus(Number(status)),
  };
}

function isGetOrPost({ method }: ChannelRequest): boolean {
  return ['GET', 'POST'].includes(method.toUpperCase());
}

/** The form in which the same id comes back from a send. */
function plainId(id: string): string {
  return id.replace(/^0+/, '');
}

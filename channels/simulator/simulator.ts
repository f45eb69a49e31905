import { malformed, readFields, type FieldRule } from '../parameters.ts';
import type { Channel, ChannelName, ChannelRequest, Receipt, Received } from '../types.ts';

const RULES = {
  from: { names: ['from'], charactersMax: 64, pattern: /\p{Nd}/u },
  id: { names: ['id'], charactersMax: 64, pattern: /^[\w-]+$/ },
  text: { names: ['text'], charactersMax: 10_000 },
} as const satisfies Record<string, FieldRule>;

/**
 * Takes a provider's place where there is no account: nothing leaves the machine. Every message is delivered
 * at once and every id is known, as what was to be said stands in the outbox for the simulator's page to
 * show. Messages come from that page's form: `from text id`, posted, as strictly read as a provider's.
 */
export function createSimulator(name: ChannelName): Channel {
  return {
    name,
    simulated: true,
    receiveMessage,
    send: (message) => Promise.resolve(receiptFor(message.id)),
    ask: (id) => Promise.resolve({ known: true, receipt: receiptFor(id) }),
    account: () => Promise.resolve({ identity: 'simulator' }),
  };
}

function receiveMessage(request: ChannelRequest): Received {
  if (request.method.toUpperCase() !== 'POST') return malformed(`the method ${request.method} is not taken`);
  const read = readFields(request, RULES);
  if (read.kind === 'malformed') return read;
  const { from, id, text } = read.values;
  if (text.trim() === '') return { kind: 'ignored', reason: 'the message has no text' };
  return { kind: 'message', providerId: `sim-${id}`, from, text };
}

function receiptFor(id: number): Receipt {
  return { providerId: `sim-${id}`, state: 'delivered' };
}

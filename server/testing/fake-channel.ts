import { SendError } from '../../channels/types.ts';
import type { Channel, Fate, OutboundMessage, Receipt, SendFault } from '../../channels/types.ts';

/** A channel that keeps what it is given, and can be told to fail. */
export interface FakeChannel extends Channel {
  /** What was taken, oldest first. */
  readonly sent: readonly OutboundMessage[];
  /** The next `times` sends fail so; after `fate-unknown` the message counts as taken. */
  fail(fault: SendFault, times?: number): void;
}

/** `like` reads what comes in; without it nothing does. */
export function createFakeChannel(name: Channel['name'], like?: Channel): FakeChannel {
  const sent: OutboundMessage[] = [];
  const faults: SendFault[] = [];
  const receipt = (id: number): Receipt => ({ providerId: `fake-${id}`, state: 'delivered' });
  return {
    ...{ name, simulated: false, sent },
    receiveMessage: (request) =>
      like?.receiveMessage(request) ?? { kind: 'malformed', reason: 'nothing comes in by the fake' },
    send(message) {
      const fault = faults.shift();
      if (fault === undefined || fault === 'fate-unknown') sent.push(message);
      return fault === undefined
        ? Promise.resolve(receipt(message.id))
        : Promise.reject(new SendError(fault, 'fake'));
    },
    ask: (id): Promise<Fate> =>
      Promise.resolve(
        sent.some((message) => message.id === id) ? { known: true, receipt: receipt(id) } : { known: false },
      ),
    fail: (fault, times = 1) => void faults.push(...Array<SendFault>(times).fill(fault)),
  };
}

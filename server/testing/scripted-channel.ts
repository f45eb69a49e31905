import { SendError } from '../../channels/types.ts';
import type { Channel, Fate, OutboundMessage, Receipt, SendFault } from '../../channels/types.ts';

/** A channel that does what the next entry of its script says, and takes everything once the script is over. */
export interface ScriptedChannel extends Channel {
  /** What it was given, taken or not. */
  readonly tried: OutboundMessage[];
  /** The ids it was asked about. */
  readonly asked: number[];
  /** What the next sends come to. */
  readonly sends: (Receipt | Error | Promise<Receipt>)[];
  /** What the next questions come to; without one, the message was never seen. */
  readonly answers: (Fate | Error)[];
  /** Forgets all of it. */
  reset(): void;
}

/** A provider's answer, with `p` and our id for its own. */
export function receiptOf(id: number, state: Receipt['state'] = 'wired'): Receipt {
  return { providerId: `p${id}`, state };
}

/** A fault with the code `c-` and its name. */
export function faultOf(kind: SendFault, options: { retryAfterMs?: number } = {}): SendError {
  return new SendError(kind, `c-${kind}`, options);
}

/** For SMS it can be asked, as Kavenegar can; for a chat it cannot. */
export function createScriptedChannel(name: 'sms' | 'telegram'): ScriptedChannel {
  const tried: OutboundMessage[] = [];
  const asked: number[] = [];
  const sends: ScriptedChannel['sends'] = [];
  const answers: ScriptedChannel['answers'] = [];
  const ask = (id: number) => {
    asked.push(id);
    return outcome(answers.shift() ?? { known: false as const });
  };
  return {
    ...{ name, simulated: false, tried, asked, sends, answers },
    receiveMessage: () => ({ kind: 'ignored', reason: 'not in this test' }),
    send(message) {
      tried.push(message);
      return outcome(sends.shift() ?? receiptOf(message.id));
    },
    ...(name === 'sms' && { ask }),
    reset() {
      for (const list of [tried, asked, sends, answers]) list.length = 0;
    },
  };
}

function outcome<T>(value: T | Error | Promise<T>): Promise<T> {
  return value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
}

import { receive } from '../inbox/receive.ts';
import type { ScriptedChannel } from './scripted-channel.ts';
import type { TestRuntime } from './test-runtime.ts';

type TextChannel = 'sms' | 'telegram';

/** What comes with a text: it is an SMS, with an id that no other has, unless told. */
export interface TextDetails {
  readonly channel?: TextChannel;
  readonly providerId?: string;
  readonly contact?: { readonly phone: string; readonly own: boolean };
}

/** Somebody who writes to the club. */
export interface Texting {
  /** The message arrives; nothing is done with it yet. */
  readonly arrive: (from: string, text: string, details?: TextDetails) => ReturnType<typeof receive>;
  /** The message is handled; answers what was said back. */
  readonly say: (from: string, text: string, details?: TextDetails) => Promise<string[]>;
}

let made = 0;

/** For a runtime with these channels, which is asked for when something is written. */
export function createTexting(
  runtime: () => TestRuntime,
  channels: Readonly<Record<TextChannel, ScriptedChannel>>,
): Texting {
  const arrive: Texting['arrive'] = (
    from,
    text,
    { channel = 'sms', providerId = `m${made++}`, contact } = {},
  ) => receive(runtime(), channel, { kind: 'message', from, text, providerId, ...(contact && { contact }) });
  return {
    arrive,
    async say(from, text, details = {}) {
      const { tried } = channels[details.channel ?? 'sms'];
      const before = tried.length;
      await arrive(from, text, details);
      await runtime().settle();
      return tried.slice(before).map((message) => message.text);
    },
  };
}

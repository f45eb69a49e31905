import { z } from 'zod';
import { messageTexts, placeholders } from './message-text.ts';

const known = Object.entries(placeholders).map(([name, { says }]) => `{${name}} ${says}`);

/** A text to the member. */
export const messageForm = z
  .strictObject({
    message: messageTexts.describe(
      `What she is told by SMS, below the club's name. Filled in: ${known.join('; ')}. {name|friend} says "friend" where there is no name.`,
    ),
    kind: z
      .enum(['promotional', 'service'])
      .default('promotional')
      .describe(
        'A promotional one goes to nobody who wants none, and waits for the end of `quietHours`; one of service is about her own account alone.',
      ),
  })
  .describe(
    'A text to the member, once for what happened. Where the rule gives other things, only with them.',
  )
  .meta({ id: 'message-effect' });
export type MessageEffect = z.infer<typeof messageForm>;

/** Texts that rules send, in the words of the program's description. */
import { labelIn, quote, say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Effect, MessageEffect } from './program-words-shape.ts';

export function isMessageEffect(give: Effect): give is MessageEffect {
  return 'message' in give;
}

/** «پیامک تبلیغاتی «سلام {name}»», «پیامک «…»» for one of service. */
export function messageWords({ message, kind }: MessageEffect, language: Language): string {
  const text = quote(labelIn(message, language), language);
  if (kind === 'service') return say(language, `پیامک ${text}`, `the text ${text}`);
  return say(language, `پیامک تبلیغاتی ${text}`, `the promotional text ${text}`);
}

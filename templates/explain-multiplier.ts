import { ofTier } from './explain-change.ts';
import type { Given } from './explain-shape.ts';
import { listOf, quote, say } from './explain-terms.ts';
import type { ExplainOptions } from './explain-withheld.ts';
import { formatNumber } from './formats.ts';

/** What a multiplier multiplied: all before it, or the rules that it names. */
export function explainMultiplier(
  { times: number, rules, tier }: Extract<Given, { kind: 'multiplier' }>,
  { language, nameOf }: ExplainOptions,
): string {
  const times = formatNumber(number, language);
  const of = ofTier(tier, language);
  if (rules === undefined) {
    return say(
      language,
      `آنچه قاعده‌های پیش از این دادند ${times} برابر شد${of}`,
      `multiplied what rules before it gave by ${times}${of}`,
    );
  }
  const names = listOf(
    rules.map((id) => quote(nameOf?.(id) ?? id, language)),
    language,
  );
  return say(
    language,
    `آنچه ${names} داد ${times} برابر شد${of}`,
    `multiplied what ${names} gave by ${times}${of}`,
  );
}

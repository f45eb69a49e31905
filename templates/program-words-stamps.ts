/** The stamp cards of a program, in words. */
import { amountOf, listOf, quote, say } from './explain-terms.ts';
import type { Speech } from './program-words-condition.ts';
import { giftOf, labelIn } from './program-words-effect.ts';
import type { DescribedProgram, StampCard } from './program-words-shape.ts';
import { expiryOf } from './program-words-expiry.ts';

/** «کارت قهوه»: با ۹ مهر پر می‌شود؛ هر بار که پر شود ۱۰۰ امتیاز می‌دهد و از نو آغاز می‌شود. */
export function stampCardLines(program: DescribedProgram, speech: Speech): string[] {
  return program.stampCards.map((card) => stampCardLine(program, card, speech));
}

function stampCardLine(program: DescribedProgram, card: StampCard, { language, calendar }: Speech): string {
  const name = quote(labelIn(card.name, language), language);
  const stamps = amountOf(card.stamps, 'stamps', language);
  const gifts = card.gives.flatMap((give) => ('multiply' in give ? [] : [giftOf(program, give, language)]));
  const gives = listOf(gifts, language);
  const full = say(
    language,
    `${name}: با ${stamps} پر می‌شود؛ هر بار که پر شود ${gives} می‌دهد و با آنچه مانده از نو آغاز می‌شود.`,
    `${name}: full with ${stamps}; each time it gives ${gives} and begins anew with what is left over.`,
  );
  if (card.expires === 'never') return full;
  const expiry = expiryOf(card.expires, calendar, language);
  return say(language, `${full} هر مهر ${expiry}.`, `${full} A stamp ${expiry}.`);
}

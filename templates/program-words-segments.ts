/** The segments of a program, in words. */
import { labelIn, quote } from './explain-terms.ts';
import type { Language } from './formats.ts';
import { conditionOf, type Speech } from './program-words-condition.ts';
import type { DescribedProgram } from './program-words-shape.ts';

export function segmentLines({ segments }: DescribedProgram, speech: Speech): string[] {
  return Object.entries(segments).map(([id, { name, when }]) => {
    const called = `${quote(labelIn(name, speech.language), speech.language)} (${id})`;
    return `${called}: ${conditionOf(when, speech)}.`;
  });
}

/** Who is in a segment: «سن از ۱۸ سال به بالا باشد»; '' where it is not there. */
export function segmentWords(program: DescribedProgram, id: string, language: Language): string {
  const { calendar, tiers, segments } = program;
  const segment = segments[id];
  return segment ? conditionOf(segment.when, { language, calendar, tiers: tiers?.steps, segments }) : '';
}

/** The segments of a program, in words. */
import { labelIn, quote } from './explain-terms.ts';
import { conditionOf, type Speech } from './program-words-condition.ts';
import type { DescribedProgram } from './program-words-shape.ts';

export function segmentLines({ segments }: DescribedProgram, speech: Speech): string[] {
  return Object.entries(segments).map(([id, { name, when }]) => {
    const called = `${quote(labelIn(name, speech.language), speech.language)} (${id})`;
    return `${called}: ${conditionOf(when, speech)}.`;
  });
}

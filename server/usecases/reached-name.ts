import { labelIn } from '../../rules/program/words.ts';
import type { ProgramOutcome } from './deciding.ts';

interface Reading {
  readonly code: string;
  readonly language: 'fa' | 'en';
}

/** The tier of a program that was reached, as its member reads it. */
export function reachedName(
  programs: readonly Pick<ProgramOutcome, 'code' | 'tier'>[],
  { code: own, language }: Reading,
): string | undefined {
  const tier = programs.find(({ code }) => code === own)?.tier;
  return tier?.raised && tier.name !== null ? labelIn(tier.name, language) : undefined;
}

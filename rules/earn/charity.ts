import type { Program } from '../program.ts';
import type { Charity } from './award.ts';

/** A charity of a program by its id. */
export function charityOf({ charities }: Pick<Program, 'charities'>, id: string): Charity {
  return { id, name: charities.find((one) => one.id === id)?.name ?? id };
}

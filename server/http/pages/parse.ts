import type { z } from 'zod';
import { BadRequest } from './faults.tsx';

/** Throws `BadRequest` for lists, objects and whatever else no form of ours sends. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input ?? {});
  if (!parsed.success) throw new BadRequest('the parameters are not of our forms');
  return parsed.data;
}

import { z } from 'zod';
import { programSchema } from '../program.ts';

/**
 * What a program file may say, as JSON Schema (2020-12), with the documentation of every field: for editors, and
 * for whoever writes one without them. What only `checkProgram` can see (ids that are used twice, names of what is
 * not there) is not in it.
 */
export function programJsonSchema(): object {
  return { ...z.toJSONSchema(programSchema, { io: 'input', reused: 'ref' }), title: 'A program of Vafa' };
}

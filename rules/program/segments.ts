import { z } from 'zod';
import { condition } from './condition.ts';
import { code, label } from './words.ts';

const segment = z.strictObject({
  name: label,
  when: condition.describe('Which members are in it: only what is known of a member.'),
});

/** Members who are often meant together, said once. */
export const segments = z
  .record(code, segment)
  .default({})
  .describe('Members who are often meant together: a condition with a name, used by `segment`.');
export type Segments = z.infer<typeof segments>;

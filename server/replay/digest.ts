import { createHash } from 'node:crypto';

/** What tells the same request from another one; without the moment, so that what is sent again later is the same. */
export function digestOf(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

import { keyReused } from '../http/api/endpoint.ts';
import { once } from '../store/idempotency.ts';
import type { Tx } from '../store/tx.ts';
import { digestOf } from './digest.ts';
import type { Answer, Head } from './event.ts';

interface Asked {
  readonly head: Head;
  readonly asked: unknown;
}

/** Does an event once, as the API does a request with its key. */
export async function remembered(
  tx: Tx,
  { head: { event, id, at, phone }, asked }: Asked,
  work: () => Promise<unknown>,
): Promise<Answer> {
  const request = { scope: `replay:${event}`, key: id, bodyHash: digestOf([phone, asked]) };
  const result = await once(tx, { request, at }, work);
  if (result.kind === 'reused') throw keyReused();
  return { body: result.answer, repeated: result.kind === 'same' };
}

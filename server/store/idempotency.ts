import { marks } from './tx.ts';
import type { Reader, Row, Tx } from './tx.ts';

/** What makes a request the same one again. */
export interface Idempotency {
  /** Whose key it is (`key:3`, `staff:12`): two callers may use the same key. */
  readonly scope: string;
  readonly key: string;
  /** A digest of what was asked; the same key with another digest is refused. */
  readonly bodyHash: string;
}

/** What was answered to a key before. */
export type Remembered<T> =
  | { readonly kind: 'never' }
  | { readonly kind: 'same'; readonly answer: T }
  /** The key came with another request. */
  | { readonly kind: 'reused' };

interface KeyRow {
  readonly scope: string;
  readonly requestKey: string;
  readonly bodyHash: string;
  readonly response: string;
}

/** Loads what was answered to several keys, in one query, and answers for each. */
export async function rememberedAnswers<T>(
  reader: Reader,
  requests: readonly Idempotency[],
): Promise<(request: Idempotency) => Remembered<T>> {
  const scopes = [...new Set(requests.map((request) => request.scope))];
  const keys = [...new Set(requests.map((request) => request.key))];
  const rows =
    requests.length === 0
      ? []
      : await reader.all<KeyRow>(
          `SELECT scope, idempotency_key AS requestKey, body_hash AS bodyHash, response FROM idempotency_keys
           WHERE scope IN (${marks(scopes)}) AND idempotency_key IN (${marks(keys)})`,
          [...scopes, ...keys],
        );
  const known = new Map(rows.map((row) => [requestKey({ scope: row.scope, key: row.requestKey }), row]));
  return (request) => {
    const row = known.get(requestKey(request));
    if (!row) return { kind: 'never' };
    if (row.bodyHash !== request.bodyHash) return { kind: 'reused' };
    return { kind: 'same', answer: JSON.parse(row.response) as T };
  };
}

/** Whether a key has its answer already; a repeat of it is answered the same, whatever has changed since. */
export async function wasAnswered(reader: Reader, request: Idempotency): Promise<boolean> {
  return (await rememberedAnswers(reader, [request]))(request).kind !== 'never';
}

/** The row that remembers an answer, written in the transaction that earns it. */
export function answerRow({ scope, key, bodyHash }: Idempotency, answer: unknown, at: number): Row {
  const response = JSON.stringify(answer);
  return { scope, idempotency_key: key, body_hash: bodyHash, response, created_at: at };
}

/** Does `work` once for a key: the second time its first answer is given again. */
export async function once<T>(
  tx: Tx,
  { request, at }: { request: Idempotency; at: number },
  work: () => Promise<T>,
): Promise<{ readonly kind: 'done' | 'same'; readonly answer: T } | { readonly kind: 'reused' }> {
  const remembered = (await rememberedAnswers<T>(tx, [request]))(request);
  if (remembered.kind !== 'never') return remembered;
  const answer = await work();
  await tx.insert('idempotency_keys', [answerRow(request, answer, at)]);
  return { kind: 'done', answer };
}

/** A request's identity as a map key. */
export function requestKey({ scope, key }: Pick<Idempotency, 'scope' | 'key'>): string {
  return JSON.stringify([scope, key]);
}

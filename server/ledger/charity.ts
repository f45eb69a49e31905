import { createHash } from 'node:crypto';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { chainStart } from './chain.ts';

/** What is going to be given to a charity in the name of a member, or taken back: rial, below zero for a correction. */
export interface CharityPosting {
  readonly memberId: number;
  readonly programId: number;
  readonly programVersion: number;
  /** The rule, or the stamp card that was full. */
  readonly rule: string;
  /** By its id in the program. */
  readonly charity: string;
  readonly amount: number;
  readonly reason: string;
  readonly purchaseId: number | null;
  /** Of what else happened. */
  readonly occasionId: number | null;
  readonly correctsId: number | null;
  readonly actor: string;
  readonly occurredAt: number;
}

/** An entry of the charities' ledger, one of a chain for each member. */
export interface CharityEntry extends CharityPosting {
  readonly id: number;
  readonly seq: number;
  readonly createdAt: number;
  readonly hash: string;
}

/** The columns of an entry, under the names of its fields. */
export const charityColumns = `id, member_id AS memberId, seq, program_id AS programId,
  program_version AS programVersion, rule, charity, amount, reason, purchase_id AS purchaseId,
  occasion_id AS occasionId, corrects_id AS correctsId, actor, occurred_at AS occurredAt, created_at AS createdAt, hash`;

/** SHA-256 over the hash of the member's entry before it and every field of this one in a fixed order. */
export function charityHash(previous: string, entry: Omit<CharityEntry, 'hash'>): string {
  const fields = [
    ...[entry.id, entry.memberId, entry.seq, entry.programId, entry.programVersion, entry.rule],
    ...[entry.charity, entry.amount, entry.reason, entry.purchaseId, entry.occasionId, entry.correctsId],
    ...[entry.actor, entry.occurredAt, entry.createdAt],
  ];
  return createHash('sha256')
    .update(JSON.stringify([previous, fields]))
    .digest('hex');
}

type Head = Pick<CharityEntry, 'memberId' | 'seq' | 'hash'>;

/** Adds to the charities' ledger, for members whom the transaction has locked, in two statements; none for nothing. */
export async function postToCharities(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  postings: readonly CharityPosting[],
): Promise<void> {
  if (postings.length === 0) return;
  const heads = await headsOf(tx, [...new Set(postings.map(({ memberId }) => memberId))]);
  const createdAt = clock.now();
  const entries = postings.map((posting): CharityEntry => {
    const { seq, hash: previous } = heads.get(posting.memberId) ?? { seq: 0, hash: chainStart };
    const entry = { ...posting, id: tx.id(), seq: seq + 1, createdAt };
    const hash = charityHash(previous, entry);
    heads.set(posting.memberId, { memberId: posting.memberId, seq: entry.seq, hash });
    return { ...entry, hash };
  });
  await tx.insert('charity_entries', entries.map(rowOf));
}

async function headsOf(reader: Reader, memberIds: readonly number[]): Promise<Map<number, Head>> {
  const rows = await reader.all<Head>(
    `SELECT member_id AS memberId, seq, hash FROM charity_entries WHERE member_id IN (${marks(memberIds)})
     AND seq = (SELECT MAX(seq) FROM charity_entries AS own WHERE own.member_id = charity_entries.member_id)`,
    memberIds,
  );
  return new Map(rows.map((row) => [row.memberId, row]));
}

function rowOf(entry: CharityEntry) {
  const { id, seq, amount, reason, rule, charity, actor, hash } = entry;
  return {
    ...{ id, member_id: entry.memberId, seq, program_id: entry.programId },
    ...{ program_version: entry.programVersion, rule, charity, amount, reason },
    ...{ purchase_id: entry.purchaseId, occasion_id: entry.occasionId, corrects_id: entry.correctsId, actor },
    ...{ occurred_at: entry.occurredAt, created_at: entry.createdAt, hash },
  };
}

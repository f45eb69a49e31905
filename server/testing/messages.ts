import assert from 'node:assert/strict';
import { dispatch } from '../outbox/dispatch.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/enqueue.ts';
import { createRelay } from '../outbox/relay.ts';
import type { MessageState } from '../outbox/states.ts';
import type { Lease, Queue } from '../queue/queue.ts';
import type { Runtime } from '../runtime.ts';

/** A row of the outbox as tests look at it. */
export interface OutboxRow {
  readonly id: number;
  readonly channel: string;
  readonly address: string;
  readonly template: string;
  readonly purchase_id: number | null;
  readonly class: string;
  readonly body: string;
  readonly state: MessageState;
  readonly code: string | null;
  readonly attempts: number;
  readonly due_at: number;
  readonly provider_id: string | null;
  readonly lease_token: string | null;
  readonly wired_at: number | null;
  readonly ended_at: number | null;
}

/** What the outbox holds, oldest first. */
export function outbox({ store }: Runtime): Promise<OutboxRow[]> {
  return store.all<OutboxRow>('SELECT * FROM outbox ORDER BY id');
}

/** The messages made from one template, oldest first. */
export async function messagesOf(runtime: Runtime, template: string): Promise<OutboxRow[]> {
  return (await outbox(runtime)).filter((message) => message.template === template);
}

export async function messageById({ store }: Runtime, id: number): Promise<OutboxRow> {
  const row = await store.one<OutboxRow>('SELECT * FROM outbox WHERE id = ?', [id]);
  assert(row, 'there is such a message');
  return row;
}

/** What may be said at any hour; `promotional` is what quiet hours and opt-outs hold back. */
export const replies = {
  answer: { template: 'helpForMember', params: {} },
  informational: {
    template: 'purchaseUndoneForMember',
    params: {
      club: 'کافه',
      amount: 10_000,
      taken: { points: 1, credit: 0 },
      balances: { points: 0, credit: 0 },
    },
  },
  promotional: { template: 'nudgeForMember', params: { club: 'کافه', balances: { points: 5, credit: 0 } } },
} as const satisfies Record<string, NewMessage['reply']>;

/** Enqueues a message and answers its id: an informational SMS to somebody unknown unless told. */
export async function aMessage(runtime: Runtime, overrides: Partial<NewMessage> = {}): Promise<number> {
  await runtime.store.transaction((tx) =>
    enqueue(runtime, tx, [
      {
        to: { channel: 'sms', address: '+989120000001' },
        memberId: null,
        reply: replies.informational,
        language: 'fa',
        ...overrides,
      },
    ]),
  );
  const row = await runtime.store.one<{ id: number }>('SELECT MAX(id) AS id FROM outbox');
  assert(row, 'the message is there');
  return row.id;
}

/** A queue that keeps what it is given and works on nothing. */
export function createHeldQueue(room = 1000): Queue & { readonly leases: Lease[] } {
  const leases: Lease[] = [];
  return {
    leases,
    room: () => Promise.resolve(room - leases.length),
    add: (more) => Promise.resolve(void leases.push(...more)),
    work: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** Leases what is due, as a sender would that has not begun to send. */
export async function leaseDue(runtime: Runtime): Promise<Lease[]> {
  const queue = createHeldQueue();
  await createRelay(runtime, queue).sweep();
  return queue.leases;
}

/** Leases what is due and dispatches it once, in order; answers how much there was. */
export async function dispatchDue(runtime: Runtime): Promise<number> {
  const leases = await leaseDue(runtime);
  for (const lease of leases) await dispatch(runtime, lease);
  return leases.length;
}

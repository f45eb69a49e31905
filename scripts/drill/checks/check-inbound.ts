import { maskPhone } from '../../../rules/phone.ts';
import { groupBy, onceOnly } from './evidence.ts';
import type { Evidence, Violation } from './evidence.ts';

interface InboxRow {
  readonly id: number;
  readonly channel: string;
  readonly providerId: string;
  readonly kind: string;
  readonly state: string;
}

/** Every message that was answered 2xx is stored once, was handled, and has its one answer. */
export async function checkInbound({ store, oracle, outbox }: Evidence): Promise<Violation[]> {
  const rows = await store.all<InboxRow>(
    'SELECT id, channel, provider_id AS providerId, kind, state FROM inbox',
  );
  const stored = groupBy(rows, ({ channel, providerId }) => `${channel} ${providerId}`);
  const answers = groupBy(outbox, ({ inboxId }) => inboxId);
  const messages = oracle.messages.filter(({ acknowledged }) => acknowledged);
  return [
    ...messages.flatMap(({ channel, providerId, person, text }) => {
      const found = stored.get(`${channel} ${providerId}`) ?? [];
      const what = `${channel} ${providerId} of ${maskPhone(person.phone)} (${text || 'contact'})`;
      const [row] = found;
      const count = onceOnly(found.length, 'inbound message', what);
      if (count.length > 0 || !row) return count;
      return onceOnly(
        answers.get(String(row.id))?.length ?? 0,
        'answer',
        `${what}, inbox ${row.id} (${row.state})`,
      );
    }),
    ...rows
      .filter(({ state }) => state !== 'handled')
      .map(({ id, channel, kind, state }): Violation => {
        return { sort: 'lost', kind: `inbound ${kind} ends as ${state}`, what: `inbox ${id} (${channel})` };
      }),
  ];
}

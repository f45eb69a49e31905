import { createHash } from 'node:crypto';
import { z } from 'zod';
import { newMember, wordsNotTold } from '../http/api/members.ts';
import { parse } from '../http/api/parse.ts';
import { parsePurchase } from '../http/api/purchase-body.ts';
import type { Act, EventName, Head } from './event.ts';
import { joinAct } from './join.ts';
import { openAct, opening } from './open-member.ts';
import { undoAct, undoingOf } from './undo.ts';

interface EventKind {
  /** Whether it is some member's. */
  readonly ofMember: boolean;
  /** What it does, by its own fields. Throws a `Problem` that names every fault in them. */
  readonly read: (head: Head, fields: Readonly<Record<string, unknown>>) => Act;
}

/** Each kind of event that a history may hold; those of spending and returns join them. */
export const eventTable: Readonly<Record<EventName, EventKind>> = {
  join: {
    ofMember: true,
    read: ({ phone, ...head }, fields) => {
      const { consent, ...wanted } = parse(newMember, { ...fields, phone });
      return joinAct(
        { ...head, phone },
        { ...wanted, channel: 'api', words: consent?.words ?? wordsNotTold },
      );
    },
  },
  open: { ofMember: true, read: (head, fields) => openAct(head, parse(opening, fields)) },
  purchase: {
    ofMember: true,
    read: ({ phone, at }, fields) => {
      const asked = parsePurchase({ ...fields, phone }, at);
      const { shop, occurredAt = at } = asked;
      const by = { channel: 'api', actor: 'replay' } as const;
      return {
        kind: 'purchase',
        purchase: { ...asked, ...by, shop, occurredAt, bodyHash: digestOf(asked) },
      };
    },
  },
  undo: { ofMember: true, read: (head, fields) => undoAct(head, parse(undoingOf, fields)) },
  tick: {
    ofMember: false,
    read: (_head, fields) => {
      parse(z.strictObject({}), fields);
      return { kind: 'alone', run: () => Promise.resolve({ body: {} }) };
    },
  },
};

/** Without the moment: what is sent again later is the same. */
function digestOf(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

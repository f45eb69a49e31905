import { z } from 'zod';
import { text } from '../http/api/fields.ts';
import { newMember, wordsNotTold } from '../http/api/members.ts';
import { event, visit } from '../http/api/occasions.ts';
import { nothing, parse } from '../http/api/parse.ts';
import { profileChange } from '../http/api/profile-body.ts';
import { parsePurchase } from '../http/api/purchase-body.ts';
import { settlement } from '../http/api/settlements.ts';
import { decideAct, decided } from './decide.ts';
import { digestOf } from './digest.ts';
import type { Act, EventName, Head } from './event.ts';
import { joinAct } from './join.ts';
import { occasionAct } from './occasion.ts';
import { openAct, openingIn } from './open-member.ts';
import { profileAct } from './profile.ts';
import { settleAct } from './settle.ts';
import { tierAct, tierSetting } from './tier.ts';
import { undoAct, undoingOf } from './undo.ts';

/** Which purchase was paid, by its id in the history. */
const settled = z.looseObject({ purchase: text(150) });

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
  open: { ofMember: true, read: (head, fields) => openAct(head, parse(openingIn(fields), fields)) },
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
  profile: {
    ofMember: true,
    read: (head, fields) => profileAct(head, parse(profileChange, fields)),
  },
  settle: {
    ofMember: true,
    read: (head, fields) => {
      const { purchase, ...rest } = parse(settled, fields);
      return settleAct(head, { ...parse(settlement, rest), purchase });
    },
  },
  visit: {
    ofMember: true,
    read: (head, fields) => {
      const { shop, occurredAt } = parse(visit, { ...fields, phone: head.phone });
      return occasionAct(head, { trigger: 'visit', shop, occurredAt });
    },
  },
  event: {
    ofMember: true,
    read: (head, { name, ...fields }) => {
      const asked = parse(event, { ...fields, event: name, id: head.id, phone: head.phone });
      const { event: called, id, data, occurredAt } = asked;
      return occasionAct(head, {
        trigger: 'event',
        name: called,
        data,
        onceKey: `event:${called}:${id}`,
        occurredAt,
      });
    },
  },
  approve: {
    ofMember: true,
    read: (head, fields) => decideAct(head, parse(decided, fields), { decision: 'approve' }),
  },
  decline: {
    ofMember: true,
    read: (head, fields) => decideAct(head, parse(decided, fields), { decision: 'decline' }),
  },
  tier: { ofMember: true, read: (head, fields) => tierAct(head, parse(tierSetting, fields)) },
  tick: {
    ofMember: false,
    read: (_head, fields) => {
      parse(nothing, fields);
      return { kind: 'alone', run: () => Promise.resolve({ body: {} }) };
    },
  },
};

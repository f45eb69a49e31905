import type { Request, Router } from 'express';
import { z } from 'zod';
import { knownEvents } from '../../../rules/known-events.ts';
import { eventName } from '../../../rules/program/triggers.ts';
import type { Runtime } from '../../runtime.ts';
import { once, wasAnswered } from '../../store/idempotency.ts';
import { lockMembersByPhone } from '../../store/members.ts';
import type { Member } from '../../store/members.ts';
import { readOccasion } from '../../store/occasions.ts';
import type { Reader, Tx } from '../../store/tx.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { recordOccasion } from '../../usecases/record-occasion.ts';
import { reverseOccasion } from '../../usecases/reverse-occasion.ts';
import type { UndoOccasionResult } from '../../usecases/reverse-occasion.ts';
import type { NewOccasion } from '../../usecases/record-occasion.ts';
import { invalidRequest, Problem } from '../problem.ts';
import { idempotencyOf, keyReused, withBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { idText, moment, phone, shopCode, text } from './fields.ts';
import { memberUnknown } from './members.ts';
import { parse } from './parse.ts';
import { earnedBody, timeFaults } from './purchase-body.ts';
import { shopOf } from './shop-of.ts';

const ofId = z.object({ id: idText });
const undoing = z.strictObject({ reason: text(200) });
const fieldsMax = 50;
const fieldName = z.string().regex(/^\w{1,64}$/, 'use Latin letters, digits and underscores');
const fieldValue = z.union([z.number(), z.boolean(), text(200)], {
  error: 'must be a number, true or false, or a text of one line',
});

/** The body of an event of another system. */
export const event = z.strictObject({
  phone,
  event: eventName,
  /** The sender's own id of it: with it the same event is never counted twice. */
  id: text(80).optional(),
  occurredAt: moment.optional(),
  data: z
    .record(fieldName, fieldValue)
    .refine((fields) => Object.keys(fields).length <= fieldsMax, `has more than ${fieldsMax} fields`)
    .default({}),
});
/** The body of a visit. */
export const visit = z.strictObject({ phone, shop: shopCode.optional(), occurredAt: moment.optional() });

/** What happens to members beside purchases: events of other systems, and visits. */
export function addOccasionRoutes(router: Router, runtime: Runtime): void {
  router.post('/events', ...withBody((request, caller) => eventFor(runtime, request, caller)));
  router.post('/visits', ...withBody((request, caller) => visitFor(runtime, request, caller)));
  for (const kind of ['event', 'visit'] as const) {
    router.post(
      `/${kind}s/:id/undo`,
      ...withBody((request, caller) => undoFor(runtime, { request, caller, kind })),
    );
  }
}

function eventFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const asked = parse(event, request.body);
  const hint = () => eventHint(runtime, asked.event);
  return record(runtime, { request, caller, asked, hint }, (member, at) => {
    const { event: name, id, data } = asked;
    return {
      ...{ member, trigger: 'event', name, data, keep: true },
      ...(id !== undefined && { onceKey: `event:${name}:${id}` }),
      happened: { at, event: { name, data } },
    };
  });
}

/** An event that no program knows is kept, but it may be a name that was mistyped. */
function eventHint({ club }: Runtime, name: string): string | undefined {
  const known = knownEvents(club.programs.map(({ program }) => program));
  if (known.includes(name)) return undefined;
  const list = known.map((one) => JSON.stringify(one)).join(', ');
  const names = known.length === 0 ? 'they know no events at all' : `they know ${list}`;
  return `The event is kept, but no program in force knows ${JSON.stringify(name)}: ${names}.`;
}

async function visitFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const asked = parse(visit, request.body);
  const shop = await shopOf(runtime.store, asked.shop, caller);
  return record(runtime, { request, caller, asked }, (member, at) => ({
    ...{ member, trigger: 'visit', shopId: shop.id, keep: true },
    happened: { at, shop: shop.code },
  }));
}

interface Asking {
  readonly request: Request;
  readonly caller: ApiKey;
  readonly asked: { readonly phone: string; readonly occurredAt?: number | undefined };
  /** What the sender should know beside what it gave. */
  readonly hint?: () => string | undefined;
}

type ToOccasion = (member: Member, at: number) => Omit<NewOccasion, 'actor'>;

async function record(
  runtime: Runtime,
  { request, caller, asked, hint }: Asking,
  toOccasion: ToOccasion,
): Promise<Answer> {
  const now = runtime.clock.now();
  const idempotency = idempotencyOf(request, asked);
  const untimely = timeFaults(asked, now);
  if (untimely.length > 0 && !(await wasAnswered(runtime.store, idempotency))) throw invalidRequest(untimely);
  const result = await runtime.store.transaction(async (tx) => {
    const member = await lockedMember(tx, asked.phone);
    return once(tx, { request: idempotency, at: now }, async () => {
      if (!member) throw memberUnknown();
      const occasion = toOccasion(member, asked.occurredAt ?? now);
      const made = await recordOccasion(runtime, tx, { ...occasion, actor: `key:${caller.id}` });
      if (!made) throw eventTaken();
      const told = hint?.();
      return { ...earnedBody(made, runtime.club.program), ...(told !== undefined && { hint: told }) };
    });
  });
  if (result.kind === 'reused') throw keyReused();
  return { status: 201, body: result.answer, replayed: result.kind === 'same' };
}

/** First, so that a repeat that waits here finds what the one before it has written. */
async function lockedMember(tx: Tx, number: string): Promise<Member | undefined> {
  return (await lockMembersByPhone(tx, [number])).get(number);
}

interface AskedUndoing {
  readonly request: Request;
  readonly caller: ApiKey;
  readonly kind: 'event' | 'visit';
}

async function undoFor(runtime: Runtime, { request, caller, kind }: AskedUndoing): Promise<Answer> {
  const { id } = parse(ofId, request.params);
  const { reason } = parse(undoing, request.body ?? {});
  const asked = { request: idempotencyOf(request, { reason }), at: runtime.clock.now() };
  const result = await runtime.store.transaction((tx) =>
    once(tx, asked, async () => {
      await refuseOthers(tx, id, caller);
      const wanted = { occasionId: id, kind, actor: `key:${caller.id}`, reason };
      return undoneOccasionBody(id, await reverseOccasion(runtime, tx, wanted));
    }),
  );
  if (result.kind === 'reused') throw keyReused();
  return { status: 200, body: result.answer, replayed: result.kind === 'same' };
}

/** A till sees what happened in its own shop only, and what happened in none. */
async function refuseOthers(reader: Reader, id: number, { role, shopId }: ApiKey): Promise<void> {
  const own = (await readOccasion(reader, id))?.shopId ?? null;
  if (role === 'pos' && own !== null && own !== shopId) throw occasionUnknown();
}

function occasionUnknown(): Problem {
  const detail = 'There is no such event or visit with this id.';
  return new Problem({ status: 404, code: 'occasion-unknown', detail });
}

/** The answer to an undoing. Throws where nothing was undone, so that nothing of it is remembered under the key. */
export function undoneOccasionBody(id: number, result: UndoOccasionResult) {
  switch (result.kind) {
    case 'undone': {
      const { alreadyUndone, member, taken, balances } = result;
      return { id, member: { id: member.id, phone: member.phone }, alreadyUndone, taken, balances };
    }
    case 'no-occasion':
      throw occasionUnknown();
    case 'too-late': {
      const detail = 'It can be undone on the day on which it was recorded. Nothing was done.';
      throw new Problem({ status: 409, code: 'undo-too-late', detail });
    }
    case 'already-used': {
      const detail =
        'Some of what it gave has been spent, has expired or came free since, so it cannot be undone.';
      throw new Problem({ status: 409, code: 'points-already-used', detail });
    }
  }
}

/** 409: what may happen once has happened. */
export function eventTaken(): Problem {
  return new Problem({
    status: 409,
    code: 'event-taken',
    detail: 'This event with this id was recorded for her before. Nothing was done.',
  });
}

import type { Request, Router } from 'express';
import { z } from 'zod';
import type { Runtime } from '../../runtime.ts';
import { memberByPhone } from '../../store/members.ts';
import type { Reader } from '../../store/tx.ts';
import { once } from '../../store/idempotency.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { decidePending } from '../../usecases/decide-pending.ts';
import type { DecideResult } from '../../usecases/decide-pending.ts';
import { readPending } from '../../usecases/read-pending.ts';
import { allow } from '../api-keys.ts';
import { Problem } from '../problem.ts';
import { idempotencyOf, keyReused, withBody, withoutBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { idText, phone, text } from './fields.ts';
import { memberUnknown } from './members.ts';
import { nothing, parse } from './parse.ts';
import { pendingBody } from './pending-body.ts';

const ofPhone = z.object({ phone });
const ofOne = z.object({ phone, id: idText });
const deciding = z.strictObject({ reason: text(200) });

/** What waits for a member, and what is decided about it. */
export function addPendingRoutes(router: Router, runtime: Runtime): void {
  router.get(
    '/members/:phone/pending',
    ...withoutBody(async ({ params, query }) => {
      parse(nothing, query);
      const member = await knownMember(runtime.store, parse(ofPhone, params).phone);
      const items = await readPending(runtime, runtime.store, member.id);
      const setting = { language: member.language, program: runtime.club.program };
      return { status: 200, body: { pending: items.map((item) => pendingBody(item, setting)) } };
    }),
  );
  for (const decision of ['approve', 'decline'] as const) {
    router.post(
      `/members/:phone/pending/:id/${decision}`,
      allow('manager', 'owner'),
      ...withBody((request, caller) => decideFor(runtime, { request, caller, decision })),
    );
  }
}

async function knownMember(reader: Reader, number: string) {
  const member = await memberByPhone(reader, number);
  if (!member) throw memberUnknown();
  return member;
}

interface Deciding {
  readonly request: Request;
  readonly caller: ApiKey;
  readonly decision: 'approve' | 'decline';
}

async function decideFor(runtime: Runtime, { request, caller, decision }: Deciding): Promise<Answer> {
  const { phone: number, id: pendingId } = parse(ofOne, request.params);
  const { reason } = parse(deciding, request.body ?? {});
  const asked = { request: idempotencyOf(request, { reason }), at: runtime.clock.now() };
  const result = await runtime.store.transaction((tx) =>
    once(tx, asked, async () => {
      const { id: memberId, language } = await knownMember(tx, number);
      const actor = `key:${caller.id}`;
      const decided = await decidePending(runtime, tx, { memberId, pendingId, decision, reason, actor });
      return decidedBody(pendingId, decided, { language, program: runtime.club.program });
    }),
  );
  if (result.kind === 'reused') throw keyReused();
  return { status: 200, body: result.answer, replayed: result.kind === 'same' };
}

/** Throws where nothing was decided, so that nothing of it is remembered under the key. */
function decidedBody(id: number, result: DecideResult, setting: Parameters<typeof pendingBody>[1]) {
  switch (result.kind) {
    case 'decided': {
      const { waiting, standing } = result;
      const { balances, pending } = standing;
      return { id, waiting: waiting ? pendingBody(waiting, setting) : null, balances, pending };
    }
    case 'no-pending': {
      const detail = 'Nothing with this id waits for this member; GET …/pending lists what does.';
      throw new Problem({ status: 404, code: 'pending-unknown', detail });
    }
    case 'not-asked': {
      const detail = 'It waits for no approval, or was decided about already. Nothing was changed.';
      throw new Problem({ status: 409, code: 'pending-not-asked', detail });
    }
  }
}

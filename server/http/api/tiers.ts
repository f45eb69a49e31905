import type { Request, Router } from 'express';
import { z } from 'zod';
import type { Runtime } from '../../runtime.ts';
import { once } from '../../store/idempotency.ts';
import { memberByPhone } from '../../store/members.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { setTier } from '../../usecases/set-tier.ts';
import type { SetTierResult } from '../../usecases/set-tier.ts';
import { allow } from '../api-keys.ts';
import { invalidRequest, Problem } from '../problem.ts';
import { idempotencyOf, keyReused, withBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { moment, phone, text } from './fields.ts';
import { memberBody, memberUnknown } from './members.ts';
import { parse } from './parse.ts';

const ofPhone = z.object({ phone });
const why = { program: text(64).optional(), reason: text(200) };
const given = z.strictObject({ tier: text(64), until: moment.optional(), ...why });
const takenBack = z.strictObject(why);

/** A tier that people give a member, and its taking back. */
export function addTierRoutes(router: Router, runtime: Runtime): void {
  const mayDo = allow('manager', 'owner');
  router.put(
    '/members/:phone/tier',
    mayDo,
    ...withBody((request, caller) => {
      const { until = null, ...wanted } = parse(given, request.body ?? {});
      return change(runtime, { request, caller, wanted: { until, ...wanted } });
    }),
  );
  router.delete(
    '/members/:phone/tier',
    mayDo,
    ...withBody((request, caller) => {
      const wanted = parse(takenBack, request.body ?? {});
      return change(runtime, { request, caller, wanted: { tier: null, until: null, ...wanted } });
    }),
  );
}

interface Changing {
  readonly request: Request;
  readonly caller: ApiKey;
  readonly wanted: {
    readonly tier: string | null;
    readonly until: number | null;
    readonly program?: string | undefined;
    readonly reason: string;
  };
}

async function change(runtime: Runtime, { request, caller, wanted }: Changing): Promise<Answer> {
  const { phone: number } = parse(ofPhone, request.params);
  const asked = { request: idempotencyOf(request, wanted), at: runtime.clock.now() };
  const result = await runtime.store.transaction((tx) =>
    once(tx, asked, async () => {
      const member = await memberByPhone(tx, number);
      if (!member) throw memberUnknown();
      const setting = { ...wanted, memberId: member.id, actor: `key:${caller.id}` };
      refuseUnset(await setTier(runtime, tx, setting));
      return memberBody(runtime, tx, member);
    }),
  );
  if (result.kind === 'reused') throw keyReused();
  return { status: 200, body: result.answer, replayed: result.kind === 'same' };
}

/** Throws where nothing was changed, so that nothing of it is remembered under the key. */
export function refuseUnset(result: SetTierResult): void {
  switch (result.kind) {
    case 'set':
      return;
    case 'no-program':
      throw invalidRequest([{ field: 'program', problem: 'is no program in force; see GET /v1/programs' }]);
    case 'no-tier':
      throw invalidRequest([
        { field: 'tier', problem: `is not on the ladder; there is ${result.tiers.join(', ')}` },
      ]);
    case 'over':
      throw invalidRequest([{ field: 'until', problem: 'has passed; send a moment to come' }]);
    case 'no-tiers': {
      const detail = 'The program has no tiers, so there is none to give. Nothing was changed.';
      throw new Problem({ status: 409, code: 'no-tiers', detail });
    }
    case 'not-given': {
      const detail = 'Nobody has given her a tier, so there is none to take back. Nothing was changed.';
      throw new Problem({ status: 409, code: 'tier-not-given', detail });
    }
  }
}

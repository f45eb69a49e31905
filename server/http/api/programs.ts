import type { Request, Router } from 'express';
import { z } from 'zod';
import { checkProgram } from '../../../rules/program.ts';
import type { ProgramFault } from '../../../rules/program.ts';
import { ProgramError } from '../../program-file.ts';
import type { Runtime } from '../../runtime.ts';
import { once } from '../../store/idempotency.ts';
import type { Tx } from '../../store/tx.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { activateVersion, addVersion } from '../../usecases/keep-programs.ts';
import type { ActivationResult } from '../../usecases/keep-programs.ts';
import { readPrograms } from '../../usecases/read-programs.ts';
import { allow } from '../api-keys.ts';
import { invalidRequest, Problem } from '../problem.ts';
import type { FieldFault } from '../problem.ts';
import { describeProgram } from '../../../templates/program-words.ts';
import { idempotencyOf, keyReused, withBody, withoutBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { moment } from './fields.ts';
import { nothing, parse } from './parse.ts';

const ofCode = z.object({ code: z.string().max(64) });
const activation = z.strictObject({
  /** The newest one where it is not given; `null` ends the program. */
  version: z.int().min(1).nullable().optional(),
  /** At once where it is not given. */
  activeFrom: moment.optional(),
});

/** Programs: what is in force and since when, keeping another version, putting it in force. */
export function addProgramRoutes(router: Router, runtime: Runtime): void {
  router.get(
    '/programs',
    ...withoutBody(async ({ query }) => {
      parse(nothing, query);
      return {
        status: 200,
        body: { programs: (await readPrograms(runtime.store, runtime.club)).map(summary) },
      };
    }),
  );
  router.get(
    '/programs/:code',
    ...withoutBody(async ({ params, query }) => {
      parse(nothing, query);
      const { code } = parse(ofCode, params);
      await runtime.club.refresh(runtime.store);
      const found = runtime.club.programs.find(({ program }) => program.code === code);
      if (!found) throw programUnknown();
      const { program, version } = found;
      const explanation = describeProgram(program, program.language);
      return { status: 200, body: { code, name: program.name, version, program, explanation } };
    }),
  );
  router.post(
    '/programs',
    allow('owner'),
    ...withBody((request, caller) => addFor(runtime, request, caller)),
  );
  router.post(
    '/programs/:code/activations',
    allow('owner'),
    ...withBody((request, caller) => activateFor(runtime, request, caller)),
  );
}

type Summary = Awaited<ReturnType<typeof readPrograms>>[number];

function summary({ addedAt, activeFrom, ...one }: Summary) {
  const iso = (at: number) => new Date(at).toISOString();
  return { ...one, addedAt: iso(addedAt), activeFrom: activeFrom.map(iso) };
}

function addFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const checked = checkProgram(request.body);
  if (!checked.ok) {
    throw invalidRequest(checked.faults.map(fieldFault));
  }
  return writing(runtime, { request, input: checked.program }, async (tx, now) => {
    const actor = `key:${caller.id}`;
    const { code, version, isNew } = await addVersion(tx, checked.program, { actor, now });
    return { status: isNew ? 201 : 200, body: { code, version, isNew } };
  });
}

function activateFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const { code } = parse(ofCode, request.params);
  const { version, activeFrom } = parse(activation, request.body ?? {});
  return writing(runtime, { request, input: { version, activeFrom } }, async (tx, now) => {
    const wanted = { code, actor: `key:${caller.id}`, now };
    const result = await activateVersion(tx, {
      ...wanted,
      ...(version !== undefined && { version }),
      ...(activeFrom !== undefined && { activeAt: activeFrom }),
    });
    if (result.kind !== 'activated') throw refusalOf(result.kind);
    const from = new Date(result.activeAt).toISOString();
    return { status: 201, body: { code, version: result.version, activeFrom: from } };
  });
}

interface Asked {
  readonly request: Request;
  readonly input: unknown;
}

async function writing(
  runtime: Runtime,
  { request, input }: Asked,
  work: (tx: Tx, now: number) => Promise<Pick<Answer, 'status' | 'body'>>,
): Promise<Answer> {
  const at = runtime.clock.now();
  const asked = { request: idempotencyOf(request, input), at };
  const result = await runtime.store.transaction((tx) => once(tx, asked, () => work(tx, at))).catch(unusable);
  if (result.kind === 'reused') throw keyReused();
  return { ...result.answer, replayed: result.kind === 'same' };
}

const fieldFault = ({ place, ...fault }: ProgramFault): FieldFault => ({ field: place, ...fault });

/** What cannot be kept or put in force as it is written. */
function unusable(error: unknown): never {
  if (!(error instanceof ProgramError)) throw error;
  throw invalidRequest(error.faults.map(fieldFault));
}

function programUnknown(): Problem {
  const detail = 'No program with this code is in force; see GET /v1/programs.';
  return new Problem({ status: 404, code: 'program-unknown', detail });
}

function refusalOf(kind: Exclude<ActivationResult['kind'], 'activated'>): Problem {
  if (kind === 'no-program') {
    const detail = 'No program was ever kept under this code; see GET /v1/programs.';
    return new Problem({ status: 404, code: 'program-unknown', detail });
  }
  if (kind === 'no-version') {
    return invalidRequest([
      { field: 'version', problem: 'is no version of this program; see GET /v1/programs' },
    ]);
  }
  if (kind === 'too-early') {
    return invalidRequest([{ field: 'activeFrom', problem: 'has passed; what was decided stays decided' }]);
  }
  const detail =
    'It is the only program then, and a club without one can decide nothing. Activate another first.';
  return new Problem({ status: 409, code: 'last-program', detail });
}

import type { Request, Router } from 'express';
import { z } from 'zod';
import { labelIn } from '../../../rules/program/words.ts';
import type { Entry } from '../../ledger/entry.ts';
import type { Runtime } from '../../runtime.ts';
import { memberByPhone } from '../../store/members.ts';
import type { Member } from '../../store/members.ts';
import type { Reader, Tx } from '../../store/tx.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { changeProfile, profileFaults } from '../../usecases/change-profile.ts';
import { enrollMember } from '../../usecases/enroll-member.ts';
import { findReferrer, referrerProblems } from '../../usecases/find-referrer.ts';
import { readInvitation } from '../../usecases/invitation.ts';
import { readReferral } from '../../usecases/read-referral.ts';
import { once } from '../../store/idempotency.ts';
import { readGifts } from '../../usecases/gifts.ts';
import { readLedger } from '../../usecases/read-ledger.ts';
import { readStanding } from '../../usecases/read-standing.ts';
import type { ProgramStanding } from '../../usecases/read-standing.ts';
import { allow } from '../api-keys.ts';
import { invalidRequest, Problem } from '../problem.ts';
import { idempotencyOf, keyReused, withBody, withoutBody } from './endpoint.ts';
import type { Answer } from './endpoint.ts';
import { idText, phone, text } from './fields.ts';
import { giftBody, standingGiftBody } from './gift-body.ts';
import { nothing, parse } from './parse.ts';
import { tierBody } from './tier-body.ts';
import { newProfile, profileBody, profileChange } from './profile-body.ts';

/** The body of a joining. */
export const newMember = z.strictObject({
  phone,
  name: text(100).optional(),
  language: z.enum(['fa', 'en']).optional(),
  ...newProfile,
  /** The number of the member who brought her; kept once, with her joining. */
  referrer: phone.optional(),
  /** In which words she agreed to be a member; kept with her record. */
  consent: z.strictObject({ words: text(500) }).optional(),
});
type NewMember = z.output<typeof newMember>;

export const wordsNotTold = 'Consent was asked for by the caller of the API; its words were not sent.';

const ofPhone = z.object({ phone });
const ledgerQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(20),
  before: idText.optional(),
});

/** Members: enrolling one, looking one up, changing what is known of her, her ledger. */
export function addMemberRoutes(router: Router, runtime: Runtime): void {
  router.post(
    '/members',
    ...withBody((request, caller) => {
      const wanted = parse(newMember, request.body);
      const idempotency = idempotencyOf(request, wanted);
      return enroll(runtime, { wanted, caller, idempotency });
    }),
  );
  router.get(
    '/members/:phone',
    ...withoutBody(async ({ params, query }) => {
      parse(nothing, query);
      const member = await knownMember(runtime, parse(ofPhone, params).phone);
      const body = await memberBody(runtime, runtime.store, member);
      return { status: 200, body: { ...body, invitation: await readInvitation(runtime, member.id) } };
    }),
  );
  router.patch(
    '/members/:phone',
    allow('manager', 'owner'),
    ...withBody((request, caller) => changeFor(runtime, request, caller)),
  );
  router.get(
    '/members/:phone/gifts',
    ...withoutBody(async ({ params, query }) => {
      parse(nothing, query);
      const member = await knownMember(runtime, parse(ofPhone, params).phone);
      const gifts = await readGifts(runtime, runtime.store, member);
      return { status: 200, body: { gifts: gifts.map(standingGiftBody) } };
    }),
  );
  router.get(
    '/members/:phone/ledger',
    allow('manager', 'owner'),
    ...withoutBody(async ({ params, query }) => {
      const page = parse(ledgerQuery, query);
      const member = await knownMember(runtime, parse(ofPhone, params).phone);
      const { entries, next } = await readLedger(runtime, runtime.store, { memberId: member.id, ...page });
      return { status: 200, body: { entries: entries.map(entryBody), next } };
    }),
  );
}

/** 404: nobody with this number is a member. */
export function memberUnknown(): Problem {
  return new Problem({
    status: 404,
    code: 'member-unknown',
    detail: 'Nobody with this number is a member. Enroll her with POST /v1/members, or ask her to join.',
  });
}

async function knownMember({ store }: Runtime, number: string): Promise<Member> {
  const member = await memberByPhone(store, number);
  if (!member) throw memberUnknown();
  return member;
}

interface Enrolling {
  readonly wanted: NewMember;
  readonly caller: ApiKey;
  readonly idempotency: ReturnType<typeof idempotencyOf>;
}

async function enroll(runtime: Runtime, enrolling: Enrolling): Promise<Answer> {
  const { idempotency: request } = enrolling;
  const at = runtime.clock.now();
  const result = await runtime.store.transaction((tx) =>
    once(tx, { request, at }, () => enrollIn(runtime, tx, enrolling)),
  );
  if (result.kind === 'reused') throw keyReused();
  return { ...result.answer, replayed: result.kind === 'same' };
}

/** A member already is left as she is: a till knows less of her than she told herself. */
async function enrollIn(
  runtime: Runtime,
  tx: Tx,
  { wanted, caller }: Enrolling,
): Promise<Pick<Answer, 'status' | 'body'>> {
  const { phone: number, name, language, consent, referrer, ...profile } = wanted;
  const faults = profileFaults(runtime, profile);
  if (faults.length > 0) throw invalidRequest(faults);
  const brought = await broughtBy(tx, { phone: number, referrer });
  const { isNew, member } = await enrollMember(runtime, tx, {
    ...{ ...brought, phone: number },
    ...(name !== undefined && { name }),
    ...(language && { language }),
    profile,
    shopId: caller.shopId,
    consent: { channel: 'api', address: number, words: consent?.words ?? wordsNotTold },
    actor: `key:${caller.id}`,
  });
  return { status: isNew ? 201 : 200, body: await memberBody(runtime, tx, member) };
}

/** Who brought her. Throws a `Problem` where nobody can have this number, or it is her own. */
export async function broughtBy(
  reader: Reader,
  { phone: number, referrer }: { readonly phone: string; readonly referrer: string | undefined },
): Promise<{ readonly referrerId?: number }> {
  if (referrer === undefined) return {};
  const found = await findReferrer(reader, { phone: number, referrer });
  if (found.kind === 'found') return { referrerId: found.referrerId };
  throw invalidRequest([{ field: 'referrer', problem: referrerProblems[found.kind] }]);
}

async function changeFor(runtime: Runtime, request: Request, caller: ApiKey): Promise<Answer> {
  const { phone: number } = parse(ofPhone, request.params);
  const change = parse(profileChange, request.body);
  const faults = profileFaults(runtime, change);
  if (faults.length > 0) throw invalidRequest(faults);
  const asked = { request: idempotencyOf(request, change), at: runtime.clock.now() };
  const result = await runtime.store.transaction((tx) =>
    once(tx, asked, async () => {
      const known = await memberByPhone(tx, number);
      if (!known) throw memberUnknown();
      const changing = { memberId: known.id, change, actor: `key:${caller.id}` };
      return memberBody(runtime, tx, await changeProfile(runtime, tx, changing));
    }),
  );
  if (result.kind === 'reused') throw keyReused();
  return { status: 200, body: result.answer, replayed: result.kind === 'same' };
}

/** A member as she stands. */
export async function memberBody(runtime: Runtime, reader: Reader, member: Member) {
  const standing = await readStanding(runtime, reader, member);
  return {
    id: member.id,
    phone: member.phone,
    name: member.name,
    language: member.language,
    ...(await profileBody(reader, member)),
    joinedAt: new Date(member.joinedAt).toISOString(),
    ...(await readReferral(reader, member)),
    ...standingBody(standing, member.language),
    programs: [standing, ...standing.others].map((one) => ({
      ...{ program: one.code, name: one.name },
      ...standingBody(one, member.language),
    })),
    gifts: (await readGifts(runtime, reader, member)).filter(({ state }) => state === 'open').map(giftBody),
    promotions: member.promotionsStoppedAt === null ? 'on' : 'stopped',
  };
}

function standingBody(
  { balances, pending, nextReward, expiring, stampCards, tier, reachable }: ProgramStanding,
  language: 'fa' | 'en',
) {
  return {
    balances,
    pending,
    tier: tierBody(tier, language),
    nextReward: nextReward ?? null,
    reachable: reachable.map(({ name, ...one }) => ({ ...one, name: labelIn(name, language) })),
    stampCards,
    expiring: expiring ? { points: expiring.points, credit: expiring.credit, day: expiring.day } : null,
  };
}

function entryBody(entry: Entry) {
  const { id, seq, type, unit, amount, reason, rule, purchaseId, correctsId, actor } = entry;
  return {
    ...{ id, seq, type, unit, amount, reason, rule, purchaseId, correctsId, actor },
    occurredAt: new Date(entry.occurredAt).toISOString(),
    createdAt: new Date(entry.createdAt).toISOString(),
    expiresAt: entry.expiresAt === null ? null : new Date(entry.expiresAt).toISOString(),
  };
}

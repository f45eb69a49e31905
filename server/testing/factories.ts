import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import { firstShopCode, shopByCode } from '../store/shops.ts';
import { makeApiKey } from '../usecases/api-keys.ts';
import type { NewApiKey } from '../usecases/api-keys.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import type { Enrollment } from '../usecases/enroll-member.ts';
import { hashPassword } from '../usecases/password.ts';
import type { NewPurchase, RecordedPurchase } from '../usecases/purchase.ts';
import { recordOnePurchase } from '../usecases/record-one-purchase.ts';
import { createStaff } from '../usecases/staff.ts';
import type { NewStaff, Staff } from '../usecases/staff.ts';

let made = 0;

/** A number that no other call gives: mobiles of 0912 1000001 and up. */
export function aPhone(): string {
  made += 1;
  return `+98912${1_000_000 + made}`;
}

/** The shop that is there from the start. */
async function firstShopId({ store }: Runtime): Promise<number> {
  const shop = await shopByCode(store, firstShopCode);
  assert(shop, 'there is a first shop');
  return shop.id;
}

/** Somebody who joined by SMS, with the joining gift. */
export async function aMember(runtime: Runtime, overrides: Partial<Enrollment> = {}): Promise<Member> {
  const phone = overrides.phone ?? aPhone();
  const enrollment: Enrollment = {
    ...{ phone, shopId: null, actor: 'member' },
    consent: { channel: 'sms', address: phone, words: 'عضویت' },
    ...overrides,
  };
  const { member } = await runtime.store.transaction((tx) => enrollMember(runtime, tx, enrollment));
  return member;
}

/** A purchase of 500,000 rial, recorded. Its member must be there: give her `phone`. */
export async function aPurchase(
  runtime: Runtime,
  overrides: Partial<NewPurchase> & Pick<NewPurchase, 'phone'>,
): Promise<RecordedPurchase> {
  const result = await recordOnePurchase(runtime, {
    ...{ amount: 500_000, shopId: await firstShopId(runtime), lines: [], payments: [] },
    ...{ occurredAt: runtime.clock.now(), channel: 'api', actor: 'key:1' },
    idempotency: { scope: 'test', key: randomUUID(), bodyHash: 'x' },
    ...overrides,
  });
  assert(result.kind === 'recorded', `the purchase was not recorded: ${result.kind}`);
  return result.purchase;
}

/** A member who has bought for 500,000 rial, once. */
export async function aBuyer(runtime: Runtime): Promise<Member> {
  const member = await aMember(runtime);
  await aPurchase(runtime, { phone: member.phone });
  return member;
}

/** A key of the first shop, with the role `pos` unless told. */
export async function anApiKey(
  runtime: Runtime,
  overrides: Partial<NewApiKey> = {},
): Promise<{ readonly id: number; readonly key: string }> {
  const shopId = await firstShopId(runtime);
  return makeApiKey(runtime, { name: 'till', role: 'pos', shopId, actor: 'test', ...overrides });
}

/** The password of everybody whom `aStaff` makes. */
export const staffPassword = 'correct horse battery';

/** Somebody of staff in the first shop: a cashier unless told. */
export async function aStaff(
  runtime: Runtime,
  overrides: Partial<Omit<NewStaff, 'passwordHash'>> = {},
): Promise<Staff> {
  made += 1;
  const staff: NewStaff = {
    ...{ login: `staff${made}`, name: 'صندوق‌دار', role: 'cashier', shopId: await firstShopId(runtime) },
    ...{ passwordHash: await hashPassword(staffPassword), actor: 'test', now: runtime.clock.now() },
    ...overrides,
  };
  const created = await runtime.store.transaction((tx) => createStaff(tx, staff));
  assert(created, 'the login is free');
  return created;
}

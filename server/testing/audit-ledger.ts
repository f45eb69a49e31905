import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import type { Runtime } from '../runtime.ts';

/** Fails the test after which not every balance, lot and hash is what the entries say. */
export async function auditLedger({ store }: Runtime): Promise<void> {
  expect((await verifyLedger(store)).difference).to.equal(undefined);
}

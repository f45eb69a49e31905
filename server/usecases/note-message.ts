import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { noteActs } from './settle-lots.ts';

/** Keeps that a member wrote or dialled herself: it keeps alive what a program says it does. */
export async function noteMessage(runtime: Runtime, tx: Tx, { id }: Pick<Member, 'id'>): Promise<void> {
  await lockMember(tx, id);
  await noteActs(runtime, tx, [{ memberId: id, act: 'message', at: runtime.clock.now() }]);
}

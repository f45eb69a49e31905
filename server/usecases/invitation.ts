import type { Runtime } from '../runtime.ts';
import { invitationCode, knownInvitationCode } from '../store/invitations.ts';
import type { Tx } from '../store/tx.ts';

/** What a member passes on to those whom she wants to bring. */
export interface Invitation {
  /** Who gives it when she joins was brought by this member. */
  readonly code: string;
  /** Addresses that lead to the club's bots, with the code in them. */
  readonly links: readonly string[];
}

/** A member's invitation: made when it is first asked for, and hers for ever. */
export async function invitationOf(runtime: Runtime, tx: Tx, memberId: number): Promise<Invitation> {
  return invitationWith(runtime, await invitationCode(tx, { memberId, now: runtime.clock.now() }));
}

/** The same for who only looks: nothing is written where she has one. */
export async function readInvitation(runtime: Runtime, memberId: number): Promise<Invitation> {
  const { store } = runtime;
  const code = await knownInvitationCode(store, memberId);
  if (code !== undefined) return invitationWith(runtime, code);
  return store.transaction((tx) => invitationOf(runtime, tx, memberId));
}

function invitationWith({ channels: { telegram, bale } }: Runtime, code: string): Invitation {
  return { code, links: [telegram, bale].flatMap((channel) => channel?.linkTo?.(code) ?? []) };
}

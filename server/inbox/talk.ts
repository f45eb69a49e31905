import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import type { InboundBody, InboxRow } from './receive.ts';

/** One message in its conversation: all that an answer is made from. */
export interface Talk {
  readonly runtime: Runtime;
  readonly tx: Tx;
  readonly row: InboxRow;
  readonly body: InboundBody;
  readonly member: Member | undefined;
  /** The one she writes in. */
  readonly language: 'fa' | 'en';
  readonly club: string;
}

import type { DeliveryReport, SendFault } from '../types.ts';

/** What a message status means for us. */
export interface MessageStatus {
  readonly state: DeliveryReport['state'];
  readonly blocksPromotions: boolean;
}

/**
 * `return.status` of a refused call, by https://kavenegar.com/rest.html.
 *
 * 402 ("the operation failed") promises nothing, so its fate is asked. 404 and 405 (no such method) mean that
 * the address of the service is wrong: that is everybody's trouble, not one message's.
 */
const RETURN_FAULTS: ReadonlyMap<number, SendFault> = new Map<number, SendFault>([
  ...codes('busy', 409, 429, 451),
  ...codes('account', 401, 403, 404, 405, 407, 416, 418, 426, 427),
  ...codes('rejected', 400, 406, 411, 412, 413, 414, 417, 419, 420, 422, 424, 431, 432, 501, 607),
  ...codes('fate-unknown', 402),
]);

/** Entry and callback `status`; 14 is a receiver who blocks advertising lines. */
const STATUS_STATES: ReadonlyMap<number, DeliveryReport['state']> = new Map([
  [1, 'wired'],
  [2, 'wired'],
  [4, 'wired'],
  [5, 'wired'],
  [6, 'failed'],
  [10, 'delivered'],
  [11, 'undelivered'],
  [13, 'failed'],
  [14, 'undelivered'],
  [100, 'unknown'],
]);

const BLOCKED_BY_RECEIVER = 14;

/** Whether a return code is in the table; one that is not has to be seen by a person. */
export function isKnownReturnCode(code: number): boolean {
  return RETURN_FAULTS.has(code);
}

/**
 * What a return code other than 200 means for a send. An unknown refusal (4xx, or the 6xx of newer features)
 * fails the one message, visibly; any other unknown code may come after the message was taken.
 */
export function faultOfReturnCode(code: number): SendFault {
  const refusal = (code >= 400 && code < 500) || (code >= 600 && code < 700);
  return RETURN_FAULTS.get(code) ?? (refusal ? 'rejected' : 'fate-unknown');
}

/** What a message status means; one that is not in the table says nothing. */
export function meaningOfStatus(status: number): MessageStatus {
  return {
    state: STATUS_STATES.get(status) ?? 'unknown',
    blocksPromotions: status === BLOCKED_BY_RECEIVER,
  };
}

function codes(fault: SendFault, ...all: number[]): [number, SendFault][] {
  return all.map((code) => [code, fault]);
}

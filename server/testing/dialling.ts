import type { UssdScreen } from '../../channels/ussd/gateway.ts';
import { answerUssd } from '../inbox/ussd.ts';
import type { TestRuntime } from './test-runtime.ts';

/** One request of a gateway: in the session `s1` at Africa's Talking unless told. */
export interface DialDetails {
  readonly sessionId?: string;
  readonly from?: string;
  readonly gateway?: string;
}

/** What a screen is known by. */
export const screenParts = {
  asksBirthday: 'تاریخ تولدتان؟',
  menuOfStranger: '۱: عضویت',
  menuOfMember: '۴: تاریخ تولد',
} as const;

/** Makes the phone of somebody who dials: each call is one request, and answers its screen. */
export function createDialling(
  runtime: () => TestRuntime,
  phone: string,
): (text: string, details?: DialDetails) => Promise<UssdScreen> {
  return (text, { sessionId = 's1', from = phone, gateway = 'africastalking' } = {}) =>
    answerUssd(runtime(), gateway, { kind: 'ussd', sessionId, from, text });
}

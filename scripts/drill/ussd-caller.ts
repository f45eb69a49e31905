import { setTimeout as sleep } from 'node:timers/promises';
import { renderReply } from '../../templates/render.ts';
import { asForm, insist, Unanswered } from './caller.ts';
import type { Load } from './load.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

const restMs = 300;
const { text: cannotAnswer } = renderReply(
  { template: 'ussdUnavailable', params: {} },
  { language: 'fa', medium: 'ussd' },
);

/** Dials the club's code and chooses to join; a screen that says "not now" is tried again in a new session. */
export async function dialToJoin(load: Load, { index, phone }: Person, random: Random): Promise<void> {
  const path = `/channels/ussd/${load.channelSecret}/africastalking`;
  for (let session = 0; ; session++) {
    const fields = { sessionId: `drill-${index}-${session}`, serviceCode: '*789*1#', phoneNumber: phone };
    const { body } = await insist(load, random, asForm(path, { ...fields, text: '' }));
    if (!body.includes(cannotAnswer)) {
      const joined = await insist(load, random, asForm(path, { ...fields, text: '1' }));
      if (!joined.body.includes(cannotAnswer)) return;
    }
    if (load.signal.aborted) throw new Unanswered('the USSD menu cannot answer');
    await sleep(restMs);
  }
}

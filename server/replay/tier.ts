import { z } from 'zod';
import { moment, text } from '../http/api/fields.ts';
import { memberBody, memberUnknown } from '../http/api/members.ts';
import { refuseUnset } from '../http/api/tiers.ts';
import { memberByPhone } from '../store/members.ts';
import { setTier } from '../usecases/set-tier.ts';
import type { Act, Head } from './event.ts';
import { remembered } from './remembered.ts';

/** A tier that people give a member, as the API takes it; `tier` null takes back the one that was given. */
export const tierSetting = z.strictObject({
  tier: text(64).nullable(),
  until: moment.nullable().default(null),
  program: text(64).optional(),
  reason: text(200).default('replayed'),
});

type Setting = z.output<typeof tierSetting>;

/** People give a member a tier, or take it back. */
export function tierAct(head: Head, setting: Setting, actor = 'replay'): Act {
  return {
    kind: 'alone',
    run({ runtime, answers }) {
      return runtime.store.transaction((tx) =>
        remembered(tx, { head, asked: setting }, async () => {
          const member = await memberByPhone(tx, head.phone);
          if (!member) throw memberUnknown();
          refuseUnset(await setTier(runtime, tx, { ...setting, memberId: member.id, actor }));
          return answers ? memberBody(runtime, tx, member) : {};
        }),
      );
    },
  };
}

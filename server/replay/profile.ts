import { memberBody, memberUnknown } from '../http/api/members.ts';
import { invalidRequest } from '../http/problem.ts';
import { memberByPhone } from '../store/members.ts';
import type { ProfileChange } from '../store/profiles.ts';
import { changeProfile, profileFaults } from '../usecases/change-profile.ts';
import type { Act, Head } from './event.ts';
import { remembered } from './remembered.ts';

/** More becomes known of a member, or something else. */
export function profileAct(head: Head, change: ProfileChange, actor = 'replay'): Act {
  return {
    kind: 'alone',
    run({ runtime, answers }) {
      const faults = profileFaults(runtime, change);
      if (faults.length > 0) throw invalidRequest(faults);
      return runtime.store.transaction((tx) =>
        remembered(tx, { head, asked: change }, async () => {
          const known = await memberByPhone(tx, head.phone);
          if (!known) throw memberUnknown();
          const member = await changeProfile(runtime, tx, { memberId: known.id, change, actor });
          return answers ? memberBody(runtime, tx, member) : {};
        }),
      );
    },
  };
}

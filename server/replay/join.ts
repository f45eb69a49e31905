import { invalidRequest } from '../http/problem.ts';
import { broughtBy, memberBody } from '../http/api/members.ts';
import type { ProfileChange } from '../store/profiles.ts';
import { profileFaults } from '../usecases/change-profile.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import type { Consent } from '../usecases/enroll-member.ts';
import type { Act, Head } from './event.ts';

/** What is known of who joins. */
export interface Joining extends Omit<ProfileChange, 'name'> {
  readonly name?: string | undefined;
  readonly channel: Consent['channel'];
  readonly words: string;
  /** The number of the member who brought her. */
  readonly referrer?: string | undefined;
  readonly shop?: string;
  readonly actor?: string;
}

/** Somebody joins. Who is a member already stays as she is. */
export function joinAct({ phone }: Head, joining: Joining): Act {
  const { channel, words, shop, actor = 'replay', name, language, referrer, ...profile } = joining;
  return {
    kind: 'alone',
    async run({ runtime, answers, shopId }) {
      const faults = profileFaults(runtime, profile);
      if (faults.length > 0) throw invalidRequest(faults);
      return runtime.store.transaction(async (tx) => {
        const { member, isNew } = await enrollMember(runtime, tx, {
          ...(await broughtBy(tx, { phone, referrer })),
          ...{ phone, profile, actor, shopId: shop === undefined ? null : await shopId(tx, shop) },
          ...(name !== undefined && { name }),
          ...(language !== undefined && { language }),
          consent: { channel, address: phone, words },
        });
        return { body: answers ? await memberBody(runtime, tx, member) : {}, repeated: !isNew };
      });
    },
  };
}

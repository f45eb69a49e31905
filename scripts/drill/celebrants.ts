import { anniversariesOn } from '../../rules/birthday.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import type { Runtime } from '../../server/runtime.ts';
import { enrollMember } from '../../server/usecases/enroll-member.ts';
import { setBirthday } from '../../server/usecases/set-birthday.ts';

/** Those whose birthday is kept on the day of the drill, and who do nothing else. */
export interface Celebrants {
  readonly day: Day;
  /** E.164. */
  readonly phones: readonly string[];
}

/** More than one batch of a job, so that a run can be broken off in between. */
const count = 150;
const age = 30;

/** Makes them members before anybody is there to congratulate them: so all of them are due. */
export async function enrollCelebrants(runtime: Runtime): Promise<Celebrants> {
  const { program } = runtime.club;
  const day = dayOf(runtime.clock.now(), program.timeZone);
  const [today] = anniversariesOn(day, program.leapDay);
  if (!today) throw new Error("every day is somebody's birthday");
  const birthday = { ...today, year: today.year - age };
  // Numbers of 0913 1100000 and up: nobody else of the drill has one of those.
  const phones = Array.from({ length: count }, (_, index) => `+98913${1_100_000 + index}`);
  await runtime.store.transaction(async (tx) => {
    for (const phone of phones) {
      const consent = { channel: 'sms', address: phone, words: 'عضویت' } as const;
      const { member } = await enrollMember(runtime, tx, { phone, shopId: null, actor: 'member', consent });
      if (!(await setBirthday(runtime, tx, { memberId: member.id, birthday })))
        throw new Error(`nobody is born on ${birthday.year}-${birthday.month}-${birthday.day}`);
    }
  });
  return { day, phones };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { enqueue } from '../../server/outbox/enqueue.ts';
import { StoreUnavailable } from '../../server/store/errors.ts';
import { memberByPhone } from '../../server/store/members.ts';
import { Unanswered } from './caller.ts';
import type { Load } from './load.ts';
import type { Planned } from './plan.ts';
import type { Random } from './random.ts';

const restMaxMs = 500;

/**
 * Enqueues a promotional message to one member as a campaign does, whether she wants any or not: what keeps it from
 * her must stand at the sending. The key makes it one message, however often the database does not answer.
 */
export async function promote(
  load: Load,
  { person, number }: Extract<Planned, { kind: 'promote' }>,
  random: Random,
): Promise<void> {
  const { runtime, oracle, signal } = load;
  const onceKey = `drill:promotion:${number}`;
  oracle.promotions.set(onceKey, person);
  for (;;) {
    try {
      await runtime.store.transaction(async (tx) => {
        const member = await memberByPhone(tx, person.phone);
        if (!member) throw new Error('who is promoted to has joined');
        const params = { club: runtime.club.program.name, balances: { points: number, credit: 0 } };
        await enqueue(runtime, tx, [
          {
            ...{
              to: { channel: 'sms', address: member.phone },
              memberId: member.id,
              language: member.language,
            },
            ...{ reply: { template: 'nudgeForMember', params }, onceKey },
          },
        ]);
      });
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (signal.aborted) throw new Unanswered('the database did not take a campaign');
      await sleep(random.whole(0, restMaxMs));
    }
  }
}

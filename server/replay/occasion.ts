import { memberUnknown } from '../http/api/members.ts';
import { eventTaken } from '../http/api/occasions.ts';
import { earnedBody } from '../http/api/purchase-body.ts';
import { firstShopCode } from '../store/shops.ts';
import { lockMembersByPhone } from '../store/members.ts';
import { recordOccasion } from '../usecases/record-occasion.ts';
import type { Act, Head } from './event.ts';
import { remembered } from './remembered.ts';

/** A visit, or an event of another system. */
export type Happened = {
  /** Now where it is not given. */
  readonly occurredAt?: number | undefined;
  readonly actor?: string;
} & (
  | { readonly trigger: 'visit'; readonly shop: string | undefined }
  | {
      readonly trigger: 'event';
      readonly name: string;
      readonly data: Readonly<Record<string, string | number | boolean>>;
      readonly onceKey?: string;
    }
);

/** Something happens to a member beside a purchase. */
export function occasionAct(head: Head, happened: Happened): Act {
  const { occurredAt: at = head.at, actor = 'replay' } = happened;
  return {
    kind: 'alone',
    run({ runtime, shopId, occasions }) {
      return runtime.store.transaction(async (tx) => {
        const member = (await lockMembersByPhone(tx, [head.phone])).get(head.phone);
        return remembered(tx, { head, asked: happened }, async () => {
          if (!member) throw memberUnknown();
          const made = await recordOccasion(runtime, tx, {
            ...{ member, actor, keep: true },
            ...(happened.trigger === 'visit'
              ? {
                  ...{ trigger: 'visit', shopId: await shopId(tx, happened.shop) },
                  happened: { at, shop: happened.shop ?? firstShopCode },
                }
              : {
                  ...{ trigger: 'event', name: happened.name, data: happened.data },
                  ...(happened.onceKey !== undefined && { onceKey: happened.onceKey }),
                  happened: { at, event: { name: happened.name, data: happened.data } },
                }),
          });
          if (!made) throw eventTaken();
          occasions.set(head.id, { id: made.id, kind: happened.trigger });
          return earnedBody(made, runtime.club.program);
        });
      });
    },
  };
}

import { pendingReason } from '../../../templates/explain-pending.ts';
import type { PendingItem } from '../../usecases/read-pending.ts';
import type { ExplanationSetting } from '../../usecases/explanation-words.ts';

/** Something that waits, with what it waits for in words. */
export function pendingBody(item: PendingItem, { language, program }: ExplanationSetting) {
  const { timeZone, calendar } = program;
  return {
    ...item,
    earnedAt: new Date(item.earnedAt).toISOString(),
    opensAt: item.opensAt === null ? null : new Date(item.opensAt).toISOString(),
    why: pendingReason(item, { language, timeZone, calendar }),
  };
}

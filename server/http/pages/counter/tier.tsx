import { rewardName } from '../../../../templates/names.ts';
import { formatDay } from '../../../../templates/formats.ts';
import type { TierView, TierWay } from '../../../../templates/template.ts';
import { keepTierLine, nextTierLine, reachedLine } from '../../../../templates/tier-phrases.ts';

/** The tier of a customer, beside her name; nothing below the lowest, or without tiers. */
export function TierBadge({ tier }: { tier: TierView | undefined }) {
  if (typeof tier?.name !== 'string') return null;
  return <span class="badge tier">سطح {rewardName(tier.name, 'fa')}</span>;
}

/** That a purchase reached a tier. */
export function TierReached({ name }: { name: string | undefined }) {
  if (name === undefined) return null;
  return <p class="tier-reached">{reachedLine(name, 'fa')}</p>;
}

/** How much to the next tier, and how much to keep hers and until when, with a bar each. */
export function TierProgress({ tier }: { tier: TierView | undefined }) {
  if (!tier) return null;
  const next = nextTierLine(tier, 'fa');
  return (
    <>
      {tier.next && next !== '' && <Bar words={next} way={tier.next} label="پیشرفت تا سطح بعدی" />}
      {tier.keep && <Bar words={keepWords(tier, tier.keep)} way={tier.keep} label="پیشرفت تا ماندن در سطح" />}
    </>
  );
}

function keepWords(tier: TierView, { day, calendar }: NonNullable<TierView['keep']>): string {
  const missing = keepTierLine(tier, 'fa');
  if (missing !== '') return missing;
  return `خریدهایش برای ماندن در این سطح پس از ${formatDay(day, { language: 'fa', calendar })} هم کافی است`;
}

function Bar({ words, way, label }: { words: string; way: TierWay; label: string }) {
  return (
    <div class="next-reward">
      <p>{words}</p>
      <progress max={100} value={percentOf(way)} aria-label={label} />
    </div>
  );
}

/** How far it is: of what takes longest, or where any one does, of what is nearest. */
function percentOf({ join, lacks }: TierWay): number {
  const shares = lacks.map(({ needed, missing }) => (needed === 0 ? 1 : (needed - missing) / needed));
  const share = join === 'any' ? Math.max(...shares, 0) : Math.min(...shares, 1);
  return Math.floor(Math.max(0, share) * 100);
}

import { sumWritten } from '../../../../rules/decimals.ts';
import { rewardName } from '../../../../templates/names.ts';
import { expiringLine, gainsPhrase } from '../../../../templates/phrases.ts';
import type { NextReward, OtherProgram } from '../../../../templates/template.ts';
import { Count, Icon, Phone, Toman } from '../components.tsx';
import { OtherCustomer } from './desk.tsx';
import { GiftList } from './gift-list.tsx';
import { ReachableNotes } from './reachable.tsx';
import { StampCards } from './stamp-cards.tsx';
import { TierBadge, TierProgress } from './tier.tsx';
import type { PurchaseItem } from './purchase-items.ts';
import type { MemberView } from './reads.ts';

export interface MemberCardProps {
  readonly view: MemberView;
  /** She has just been enrolled. */
  readonly joined: boolean;
}

/** Who stands here, and what she has. */
export function MemberCard({ view: { member, standing, tier }, joined }: MemberCardProps) {
  const { balances, stampCards } = standing;
  const waits = gainsPhrase(standing.pending, 'fa');
  return (
    <header class="person">
      <span class="avatar" aria-hidden="true">
        {member.name === null ? <Icon name="person" /> : firstLetter(member.name)}
      </span>
      <div>
        <h1>{member.name === null ? <Phone phone={member.phone} /> : <bdi>{member.name}</bdi>}</h1>
        <p class="person-phone">
          {member.name !== null && <Phone phone={member.phone} />}
          <TierBadge tier={tier} />
          {joined && <span class="badge good">همین حالا عضو شد</span>}
        </p>
      </div>
      <OtherCustomer />
      <dl class="balance">
        <div>
          <dt>امتیاز</dt>
          <dd>
            <Count of={balances.points} />
          </dd>
        </div>
        {balances.credit > 0 && (
          <div>
            <dt>اعتبار</dt>
            <dd>
              <Toman rial={balances.credit} />
            </dd>
          </div>
        )}
        {waits !== '' && (
          <div class="balance-waiting">
            <dt>در انتظار</dt>
            <dd>{waits}</dd>
          </div>
        )}
        <StampCards cards={stampCards} />
      </dl>
    </header>
  );
}

/** As a person sees it: with its marks, and an emoji whole. */
function firstLetter(name: string): string {
  const [first] = graphemes.segment(name);
  return first?.segment ?? '';
}

const graphemes = new Intl.Segmenter('fa', { granularity: 'grapheme' });

/** What can wait until the amount is typed: what she may be told, and what she bought before. */
export function MemberDetails({ view, when }: { view: MemberView; when: (at: number) => string }) {
  const { nextReward, expiring, balances, others } = view.standing;
  return (
    <section class="card details" aria-label="بیشتر دربارهٔ این مشتری">
      {nextReward && <NextRewardNote reward={nextReward} points={balances.points} />}
      <TierProgress tier={view.tier} />
      <ReachableNotes reachable={view.reachable} />
      {expiring && <p class="expiring">{expiringLine(expiring, 'fa')}</p>}
      <OtherPrograms others={others} />
      {view.gifts.count > 0 && <h2>هدیه‌ها</h2>}
      <GiftList {...view.gifts} />
      <h2>خریدهای اخیر</h2>
      {view.last.length === 0 ? (
        <p class="hint">هنوز خریدی ندارد.</p>
      ) : (
        <ul class="rows">
          {view.last.map((item) => (
            <LastPurchase key={item.id} item={item} when={when} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What she has in the programs that run beside the club's own. */
export function OtherPrograms({ others }: { others: readonly OtherProgram[] }) {
  if (others.length === 0) return null;
  return (
    <ul class="other-programs" aria-label="برنامه‌های دیگر">
      {others.map(({ name, balances }) => (
        <li key={name}>
          <bdi>{name}</bdi>
          <span>{gainsPhrase(balances, 'fa') || 'بدون امتیاز'}</span>
        </li>
      ))}
    </ul>
  );
}

function NextRewardNote({ reward, points }: { reward: NextReward; points: number }) {
  const name = rewardName(reward.name, 'fa');
  return (
    <div class="next-reward">
      <p>
        {reward.missing > 0 ? (
          <>
            <Count of={reward.missing} /> امتیاز دیگر تا {name}
          </>
        ) : (
          `امتیازش به ${name} رسیده است`
        )}
      </p>
      <progress max={sumWritten([points, reward.missing])} value={points} aria-label="پیشرفت تا جایزهٔ بعدی" />
    </div>
  );
}

function LastPurchase({ item, when }: { item: PurchaseItem; when: (at: number) => string }) {
  return (
    <li class={item.undone ? 'row undone' : 'row'}>
      <span class="row-when">{when(item.at)}</span>
      <span class="row-amount">
        <Toman rial={item.amount} />
      </span>
      <span class="row-gain">{item.undone ? 'برگردانده شد' : <Gain {...item} />}</span>
    </li>
  );
}

/** «۱۸ امتیاز», and credit where there is some; «۵ امتیاز در انتظار» where that is not all of it. */
export function Gain({ points, credit, pending }: Pick<PurchaseItem, 'points' | 'credit' | 'pending'>) {
  const waits = gainsPhrase(pending, 'fa');
  return (
    <>
      {(points > 0 || (credit === 0 && waits === '')) && (
        <span class="gain">
          <Count of={points} /> امتیاز
        </span>
      )}
      {credit > 0 && (
        <span class="gain">
          <Toman rial={credit} /> اعتبار
        </span>
      )}
      {waits !== '' && <span class="note">{waits} در انتظار</span>}
    </>
  );
}

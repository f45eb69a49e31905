import { formatNumber } from '../../../../templates/formats.ts';
import { stampRow } from '../../../../templates/stamps.ts';
import type { CardStanding } from '../../../../templates/stamps.ts';

/** The stamp cards of a customer: a circle for each stamp, where they can be counted at a glance. */
export function StampCards({ cards }: { cards: readonly CardStanding[] }) {
  return (
    <>
      {cards.map((card) => (
        <div key={card.name}>
          <dt>
            <bdi>{card.name}</bdi>
          </dt>
          <dd class="stamps">
            <span aria-hidden="true">{stampRow(card)}</span>{' '}
            <span class="unit">
              {formatNumber(card.stamps, 'fa')} از {formatNumber(card.size, 'fa')}
            </span>
          </dd>
        </div>
      ))}
    </>
  );
}

import { formatNumber } from '../../../../templates/formats.ts';
import { fullLine, stampRow } from '../../../../templates/stamps.ts';
import type { CardStanding } from '../../../../templates/stamps.ts';
import type { FullCard } from '../../../usecases/full-cards.ts';

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

/** That a purchase filled cards, and what it gave for that: staff hand it over. */
export function FullCards({ cards }: { cards: readonly FullCard[] }) {
  return (
    <>
      {cards.map((card) => (
        <p key={card.name} class="tier-reached">
          {fullLine({ ...card, stamps: 0, size: 0 }, 'fa')}
        </p>
      ))}
    </>
  );
}

import type { MessageEffect } from '../program/message.ts';
import type { Offer, Offering } from './effect.ts';

/** A text that goes to the member, as its program writes it. */
export interface Message {
  readonly text: MessageEffect['message'];
  readonly kind: MessageEffect['kind'];
}

export function messageOf({ message: text, kind }: MessageEffect): Message {
  return { text, kind };
}

/** A text, unless she wants none of its kind. */
export function offerMessage({ kind }: MessageEffect): Offering {
  const sent: Offer = { kind: 'gives', value: 1, why: { kind: 'message', of: kind } };
  const stopped: Offer = { kind: 'nothing', why: { kind: 'promotions-stopped' } };
  return ({ member }) => (kind === 'promotional' && member.promotionsStopped === true ? stopped : sent);
}

import { expect } from 'chai';
import { auditAndClose } from './audit-club.ts';
import { anApiKey, aPhone } from './factories.ts';
import { openLiveClub } from './live-club.ts';
import type { LiveClub } from './live-club.ts';
import { outbox } from './messages.ts';
import type { OutboxRow } from './messages.ts';
import { call } from './test-server.ts';
import type { ApiAnswer } from './test-server.ts';

/** Somebody who buys in a live club, at a till that has the given key. */
export interface Shopper {
  readonly phone: string;
  /** Her number as the provider writes it. */
  readonly local: string;
  /** Of the till. */
  readonly key: string;
  post(path: string, body: unknown, idempotencyKey: string): Promise<ApiAnswer>;
  /** Records her purchase of 1,850,000 rial; asked again, it is the same request. */
  buy(): Promise<ApiAnswer>;
  /** Undoes a purchase; asked again, it is the same request. */
  undo(id: unknown): Promise<ApiAnswer>;
  /** The messages to her, oldest first. */
  messages(): Promise<OutboxRow[]>;
  /** That of the purchase just made. */
  lastMessage(): Promise<OutboxRow>;
  /** How often she was given points for a purchase. */
  accruals(): Promise<number>;
}

/** A number that nobody has had; she is no member yet. */
export function createShopper(club: LiveClub, key: string): Shopper {
  const phone = aPhone();
  const post: Shopper['post'] = (path, body, idempotencyKey) =>
    call(club, `POST /v1/${path}`, { key, idempotencyKey, body });
  const messages = async () => (await outbox(club.runtime)).filter(({ address }) => address === phone);
  return {
    ...{ key, phone, local: phone.replace('+98', '0'), post, messages },
    buy: () => post('purchases', { phone, amount: 1_850_000 }, `buy ${phone}`),
    undo: (id) => post(`purchases/${String(id)}/undo`, { reason: 'شماره اشتباه' }, `undo ${String(id)}`),
    lastMessage: async () => (await messages()).at(-1) ?? expect.fail('there is a message'),
    accruals: () =>
      club.runtime.count(
        'ledger_entries',
        `reason = 'purchase' AND member_id = (SELECT id FROM members WHERE phone = '${phone}')`,
      ),
  };
}

/** What the log says while the provider takes nothing at all. */
export const channelPaused = 'the provider refuses everything: channel paused';

/**
 * One live club for all tests of a `describe`, in which it is called. `keep` is given it before each of them, with
 * a member who has just joined by SMS; after each the provider works again, and after the last the club is audited.
 */
export function shareShop(keep: (club: LiveClub, her: Shopper) => void): void {
  let club: LiveClub;
  let key: string;

  before(async () => {
    club = await openLiveClub({ smsTimeoutMs: 150 });
    ({ key } = await anApiKey(club.runtime));
  });

  after(() => auditAndClose(club, [channelPaused]));

  beforeEach(async () => {
    const her = createShopper(club, key);
    keep(club, her);
    await club.text(her.local, 'عضویت');
  });

  afterEach(() => club.sms.setMode('ok'));
}

/** The one there is. */
export function only<T>(messages: readonly T[]): T {
  expect(messages).to.have.length(1);
  return messages[0] ?? expect.fail('there is one');
}

import { expect } from 'chai';
import type { FakeMessage } from '../../../server/testing/fake-kavenegar-service.ts';
import { createOracle } from '../oracle.ts';
import type { Oracle } from '../oracle.ts';
import { checkChats, unknownChats } from './check-chats.ts';
import { checkExpected } from './check-expected.ts';
import { checkSms } from './check-sms.ts';
import type { Evidence, OutboxRow } from './evidence.ts';

const person = { index: 0, phone: '+989121100000', chat: 50_000, door: 'api' } as const;

function aRow(overrides: Partial<OutboxRow> = {}): OutboxRow {
  return {
    ...{ id: 7, channel: 'sms', address: person.phone, template: 'purchaseRecordedForMember' },
    ...{ class: 'informational', state: 'wired', code: null, purchaseId: 3, inboxId: null },
    ...{ onceKey: null, providerId: '85', attemptedAt: 1000, endedAt: null },
    ...overrides,
  };
}

function taken(localid: number, takenAt = 1000): FakeMessage {
  return {
    ...{ messageid: 85, localid: String(localid), receptor: '09121100000', text: 'x', sender: '1' },
    ...{ status: 1, date: 0, takenAt, cost: 0 },
  };
}

/** What neither check here reads is not there. */
function evidence(parts: Partial<Evidence>): Evidence {
  return { oracle: createOracle(), outbox: [], sms: [], chats: [], ...parts } as Evidence;
}

const kinds = (violations: readonly { kind: string }[]) => violations.map(({ kind }) => kind);

describe('the checks of a drill', () => {
  it('find an SMS that went out twice, one that never did, and one that nobody committed', () => {
    expect(checkSms(evidence({ outbox: [aRow()], sms: [taken(7)] }))).to.deep.equal([]);
    expect(kinds(checkSms(evidence({ outbox: [aRow()], sms: [taken(7), taken(7)] })))).to.deep.equal([
      'SMS doubled',
    ]);
    expect(kinds(checkSms(evidence({ outbox: [aRow()] })))).to.deep.equal(['SMS lost']);
    expect(kinds(checkSms(evidence({ sms: [taken(9)] })))).to.deep.equal(['SMS that nobody committed']);
    const waiting = aRow({ state: 'queued', attemptedAt: null });
    expect(kinds(checkSms(evidence({ outbox: [waiting] })))).to.deep.equal(['SMS ends as queued']);
  });

  it('find a delivery report that was thanked for and forgotten', () => {
    const oracle = createOracle();
    oracle.reports.set(85, new Set([10, 4]));
    const sms = [taken(7)];
    expect(kinds(checkSms(evidence({ oracle, outbox: [aRow()], sms })))).to.deep.equal(['report lost']);
    const delivered = aRow({ state: 'delivered' });
    expect(checkSms(evidence({ oracle, outbox: [delivered], sms }))).to.deep.equal([]);
  });

  it('find a purchase that nobody or somebody twice was told of', () => {
    const oracle = createOracle();
    oracle.purchases.set(0, { number: 0, person, amount: 1_000_000, key: 'purchase-0', id: 3, points: 10 });
    expect(kinds(checkExpected(evidence({ oracle })))).to.deep.equal(['message of a purchase lost']);
    const twice = [aRow(), aRow({ id: 8 })];
    expect(kinds(checkExpected(evidence({ oracle, outbox: twice })))).to.deep.equal([
      'message of a purchase doubled',
    ]);
  });

  describe('on somebody who opted out', () => {
    const [from, until] = [100_000, 200_000];
    let oracle: Oracle;
    beforeEach(() => {
      oracle = createOracle();
      oracle.silences.push({ person, askedAt: from - 1000, from, until, overAt: until + 1000 });
    });

    it('find what the provider took that was begun while she was known to be', () => {
      const sent = (attemptedAt: number, takenAt: number) => {
        const outbox = [aRow({ class: 'promotional', purchaseId: null, attemptedAt })];
        return kinds(checkExpected(evidence({ oracle, outbox, sms: [taken(7, takenAt)] })));
      };
      expect(sent(from - 1, from - 1)).to.deep.equal([]);
      expect(sent(from - 1, from + 100)).to.deep.equal([]);
      expect(sent(until + 1, until + 1)).to.deep.equal([]);
      // A later attempt, which found that it was taken.
      expect(sent(from + 10, from - 100)).to.deep.equal([]);
      const unwanted = ['written to after she opted out'];
      expect(sent(from + 1, from + 2)).to.deep.equal(unwanted);
      expect(sent(from - 1, from + 50_000)).to.deep.equal(unwanted);
      expect(sent(until + 1, until - 1)).to.deep.equal(unwanted);
    });

    it('find what was held back from her after she had resumed, or before she asked', () => {
      const held = (endedAt: number, more: Partial<OutboxRow> = {}) => {
        const promotion = {
          class: 'promotional',
          purchaseId: null,
          state: 'suppressed',
          code: 'opted-out',
        } as const;
        return kinds(checkSms(evidence({ oracle, outbox: [aRow({ ...promotion, endedAt, ...more })] })));
      };
      const noReason = ['SMS held back for no reason'];
      expect(held(from)).to.deep.equal([]);
      expect(held(until + 500)).to.deep.equal([]);
      expect(held(until + 1001)).to.deep.equal(noReason);
      expect(held(from - 50_000)).to.deep.equal(noReason);
      expect(held(from, { class: 'informational' })).to.deep.equal(noReason);
      expect(held(from, { address: '+989121100001' })).to.deep.equal(noReason);
    });
  });

  it('take a message as held back for an undoing only where its purchase was undone', () => {
    const oracle = createOracle();
    const purchase = { number: 0, person, amount: 1_000_000, key: 'purchase-0', id: 3, points: 10 };
    const check = (row: Partial<OutboxRow> = {}) =>
      kinds(checkSms(evidence({ oracle, outbox: [aRow({ state: 'suppressed', code: 'undone', ...row })] })));
    const noReason = ['SMS held back for no reason'];
    oracle.purchases.set(0, purchase);
    expect(check()).to.deep.equal(noReason);
    oracle.purchases.set(0, { ...purchase, undo: 'asked' });
    expect(check()).to.deep.equal([]);
    expect(check({ purchaseId: 4 })).to.deep.equal(noReason);
    expect(check({ template: 'purchaseUndoneForMember' })).to.deep.equal(noReason);
  });

  it('take a chat message that is unknown and was never tried only where somebody was interrupted', () => {
    const chat = String(person.chat);
    const unknown = aRow({ channel: 'telegram', address: chat, state: 'unknown', providerId: null });
    const request = { method: 'sendMessage', payload: { chat_id: person.chat }, at: new Date(0) };
    const of = (parts: Partial<Evidence>) =>
      kinds(checkChats(evidence({ outbox: [unknown], chatRequests: [], interruptions: 0, ...parts })));
    expect(of({})).to.deep.equal(['chat message given up though never tried']);
    expect(of({ interruptions: 1 })).to.deep.equal([]);
    expect(of({ chatRequests: [request] })).to.deep.equal([]);
    const both = [unknown, { ...unknown, id: 8 }];
    expect(of({ outbox: both, chatRequests: [request] })).to.deep.equal([
      'chat message given up though never tried',
    ]);
    expect(unknownChats({ outbox: [...both, aRow()] })).to.equal(2);
  });
});

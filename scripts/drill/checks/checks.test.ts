import { expect } from 'chai';
import type { FakeMessage } from '../../../server/testing/fake-kavenegar-service.ts';
import { createOracle } from '../oracle.ts';
import { checkChats, unknownChats } from './check-chats.ts';
import { checkExpected } from './check-expected.ts';
import { checkSms } from './check-sms.ts';
import type { Evidence, OutboxRow } from './evidence.ts';

const person = { index: 0, phone: '+989121100000', chat: 50_000, door: 'api' } as const;

function aRow(overrides: Partial<OutboxRow> = {}): OutboxRow {
  return {
    ...{ id: 7, channel: 'sms', address: person.phone, template: 'purchaseRecordedForMember' },
    ...{ class: 'informational', state: 'wired', code: null, purchaseId: 3, inboxId: null },
    ...{ onceKey: null, providerId: '85', attemptedAt: 1000 },
    ...overrides,
  };
}

function taken(localid: number): FakeMessage {
  return {
    ...{ messageid: 85, localid: String(localid), receptor: '09121100000', text: 'x', sender: '1' },
    ...{ status: 1, date: 0, cost: 0 },
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

  it('find what was promoted to somebody who had opted out, and only in that time', () => {
    const oracle = createOracle();
    oracle.silences.push({ person, from: 2000, until: 3000 });
    const at = (attemptedAt: number) => [aRow({ class: 'promotional', purchaseId: null, attemptedAt })];
    expect(checkExpected(evidence({ oracle, outbox: at(1999) }))).to.deep.equal([]);
    expect(checkExpected(evidence({ oracle, outbox: at(3001) }))).to.deep.equal([]);
    expect(kinds(checkExpected(evidence({ oracle, outbox: at(2500) })))).to.deep.equal([
      'written to after she opted out',
    ]);
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

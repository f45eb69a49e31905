import { expect } from 'chai';
import fc from 'fast-check';
import { minuteOfDay } from './calendar.ts';
import { mayContact } from './contact.ts';
import type { ContactFacts } from './contact.ts';

const MINUTE_MS = 60_000;
const NIGHT = { from: '21:00', to: '09:00' };

/** 21:00 in Tehran is 17:30 UTC, 09:00 is 05:30 UTC. */
function promotional(now: string, over: Partial<ContactFacts> = {}): ContactFacts {
  return {
    class: 'promotional',
    promotionsStopped: false,
    addressDead: false,
    now: Date.parse(now),
    quietHours: NIGHT,
    timeZone: 'Asia/Tehran',
    ...over,
  };
}

function later(at: string) {
  return { send: 'later', at: Date.parse(at) };
}

describe('mayContact', () => {
  it('holds promotional messages from the first quiet instant to the first loud one', () => {
    expect(mayContact(promotional('2025-01-01T17:29:59.999Z'))).to.deep.equal({ send: 'now' });
    expect(mayContact(promotional('2025-01-01T17:30:00.000Z'))).to.deep.equal(
      later('2025-01-02T05:30:00.000Z'),
    );
    expect(mayContact(promotional('2025-01-01T20:29:59.999Z'))).to.deep.equal(
      later('2025-01-02T05:30:00.000Z'),
    );
    expect(mayContact(promotional('2025-01-01T20:30:00.000Z'))).to.deep.equal(
      later('2025-01-02T05:30:00.000Z'),
    );
    expect(mayContact(promotional('2025-01-02T05:29:59.999Z'))).to.deep.equal(
      later('2025-01-02T05:30:00.000Z'),
    );
    expect(mayContact(promotional('2025-01-02T05:30:00.000Z'))).to.deep.equal({ send: 'now' });
  });

  it('takes quiet hours within one day, none, and empty ones', () => {
    const noon = { quietHours: { from: '13:00', to: '16:00' } };
    expect(mayContact(promotional('2025-01-01T09:29:59.999Z', noon))).to.deep.equal({ send: 'now' });
    expect(mayContact(promotional('2025-01-01T09:30:00.000Z', noon))).to.deep.equal(
      later('2025-01-01T12:30:00Z'),
    );
    expect(mayContact(promotional('2025-01-01T12:30:00.000Z', noon))).to.deep.equal({ send: 'now' });
    const midnight = '2025-01-01T20:30:00Z';
    expect(mayContact(promotional(midnight, { quietHours: undefined }))).to.deep.equal({ send: 'now' });
    const empty = { quietHours: { from: '00:00', to: '00:00' } };
    expect(mayContact(promotional(midnight, empty))).to.deep.equal({ send: 'now' });
  });

  it('lets answers and informational messages through at night and after an opt-out', () => {
    for (const kind of ['answer', 'informational'] as const) {
      const facts = promotional('2025-01-01T20:30:00Z', { class: kind, promotionsStopped: true });
      expect(mayContact(facts)).to.deep.equal({ send: 'now' });
    }
  });

  it('sends nothing promotional to whom opted out, by day or night', () => {
    for (const now of ['2025-01-01T10:00:00Z', '2025-01-01T20:30:00Z']) {
      const decision = mayContact(promotional(now, { promotionsStopped: true }));
      expect(decision).to.deep.equal({ send: 'never', reason: 'opted-out' });
    }
  });

  it('sends nothing at all to a dead address', () => {
    for (const kind of ['answer', 'informational', 'promotional'] as const) {
      const decision = mayContact(promotional('2025-01-01T10:00:00Z', { class: kind, addressDead: true }));
      expect(decision).to.deep.equal({ send: 'never', reason: 'address-dead' });
    }
  });

  it('lets go of what would arrive worthless', () => {
    const morning = Date.parse('2025-01-02T05:30:00Z');
    const evening = '2025-01-01T18:00:00Z';
    const expired = { send: 'never', reason: 'expired' };
    expect(mayContact(promotional(evening, { expiresAt: morning + 1 }))).to.deep.equal(
      later('2025-01-02T05:30:00Z'),
    );
    expect(mayContact(promotional(evening, { expiresAt: morning }))).to.deep.equal(expired);
    const now = Date.parse('2025-01-01T10:00:00Z');
    for (const kind of ['answer', 'promotional'] as const) {
      const facts = promotional('2025-01-01T10:00:00Z', { class: kind });
      expect(mayContact({ ...facts, expiresAt: now })).to.deep.equal(expired);
      expect(mayContact({ ...facts, expiresAt: now + 1 })).to.deep.equal({ send: 'now' });
    }
  });

  it('throws on quiet hours that are no clock times', () => {
    for (const from of ['', '9:00', '24:00', '21:60', '۲۱:۰۰', '21:00:00']) {
      const facts = promotional('2025-01-01T10:00:00Z', { quietHours: { from, to: '09:00' } });
      expect(() => mayContact(facts), from).to.throw(RangeError);
    }
  });

  it('gives the first loud minute that counting finds, also on days when the clock changes', () => {
    const changes = fc.constantFrom(
      { timeZone: 'Asia/Tehran', near: Date.parse('2022-03-21T20:30:00Z') },
      { timeZone: 'Asia/Tehran', near: Date.parse('2022-09-21T19:30:00Z') },
      { timeZone: 'Europe/Berlin', near: Date.parse('2024-03-31T01:00:00Z') },
      { timeZone: 'Europe/Berlin', near: Date.parse('2024-10-27T01:00:00Z') },
      { timeZone: 'Asia/Tehran', near: Date.parse('2025-06-01T00:00:00Z') },
    );
    const clock = fc
      .integer({ min: 0, max: 95 })
      .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
    const offsets = fc.integer({ min: -26 * 60, max: 6 * 60 });
    fc.assert(
      fc.property(
        changes,
        fc.record({ from: clock, to: clock }),
        offsets,
        ({ timeZone, near }, quietHours, minutes) => {
          const now = near + minutes * MINUTE_MS;
          const decision = mayContact(promotional('2025-01-01', { now, timeZone, quietHours }));
          const at = decision.send === 'later' ? decision.at : now;
          expect(at).to.equal(firstLoudByCounting({ now, timeZone, quietHours }));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function firstLoudByCounting(facts: {
  now: number;
  timeZone: string;
  quietHours: { from: string; to: string };
}) {
  const { from, to } = facts.quietHours;
  for (let at = facts.now; ; at += MINUTE_MS) {
    const minute = minuteOfDay(at, facts.timeZone);
    const shown = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    const isQuiet = from <= to ? shown >= from && shown < to : shown >= from || shown < to;
    if (!isQuiet) return at;
  }
}

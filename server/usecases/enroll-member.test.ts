import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { outbox } from '../testing/messages.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { enrollMember } from './enroll-member.ts';
import type { Enrollment } from './enroll-member.ts';
import { linkChat } from './link-chat.ts';
import { setPromotions } from './set-promotions.ts';

const phone = '+989120000001';

describe('enrollMember', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made));
  afterEach(() => auditLedger(runtime));

  const enroll = (overrides: Partial<Enrollment> = {}) =>
    runtime.store.transaction((tx) =>
      enrollMember(runtime, tx, {
        ...{ phone, shopId: null, actor: 'member' },
        consent: { channel: 'sms', address: phone, words: 'عضویت', inboxId: 77 },
        ...overrides,
      }),
    );

  it('makes her a member with the gift, an address and her consent', async () => {
    const { member, isNew, gift } = await enroll();
    expect({ isNew, gift }).to.deep.equal({ isNew: true, gift: { points: 50, credit: 0 } });
    expect(member).to.include({
      phone,
      language: 'fa',
      joinedAt: runtime.clock.now(),
      promotionsStoppedAt: null,
    });
    expect(await runtime.store.all('SELECT channel, address, member_id FROM addresses')).to.deep.equal([
      { channel: 'sms', address: phone, member_id: member.id },
    ]);
    expect(await runtime.store.one('SELECT * FROM consents')).to.include({
      ...{ member_id: member.id, channel: 'sms', address: phone, kind: 'membership', granted: 1 },
      ...{ words: 'عضویت', inbox_id: 77, actor: 'member', created_at: runtime.clock.now() },
    });
    // Who asked herself is answered, not told.
    expect(await outbox(runtime)).to.deep.equal([]);
    expect(await runtime.count('audit')).to.equal(0);
  });

  it('changes nothing for who is one already', async () => {
    await enroll();
    const again = await enroll({ name: 'Sara', language: 'en' });
    expect(again).to.deep.include({ isNew: false, gift: { points: 0, credit: 0 } });
    expect(again.member).to.include({ name: null, language: 'fa' });
    for (const table of ['members', 'consents', 'addresses', 'ledger_entries']) {
      expect(await runtime.count(table), table).to.equal(1);
    }
  });

  it('is done once by twenty at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => enroll()));
    expect(results.filter(({ isNew }) => isNew)).to.have.length(1);
    expect(new Set(results.map(({ member }) => member.id)).size).to.equal(1);
    expect(await runtime.count('ledger_entries')).to.equal(1);
  });

  it('by staff is written down, and tells her once', async () => {
    const byStaff = {
      ...{ actor: 'staff:3', name: 'سارا', language: 'en' as const },
      consent: { channel: 'counter' as const, address: phone, words: 'asked at the counter' },
    };
    await enroll(byStaff);
    await enroll(byStaff);
    const told = await outbox(runtime);
    expect(told.map(({ template, address }) => [template, address])).to.deep.equal([
      ['memberJoinedByStaff', phone],
    ]);
    expect(told[0]?.body).to.include('Welcome').and.include('لغو۱۱');
    expect(await runtime.store.all('SELECT actor, action FROM audit')).to.deep.equal([
      { actor: 'staff:3', action: 'member.enroll' },
    ]);
  });

  it('leaves out of promotions who opted out before she joined', async () => {
    const choose = (wanted: boolean) =>
      runtime.store.transaction((tx) =>
        setPromotions(runtime, tx, {
          channel: 'sms',
          address: phone,
          member: undefined,
          wanted,
          words: '11',
        }),
      );
    await choose(false);
    const stoppedAt = runtime.clock.now();
    runtime.clock.advance(1000);
    const { member } = await enroll();
    expect(member.promotionsStoppedAt).to.equal(stoppedAt);
    expect(await runtime.count('addresses', `member_id = ${member.id}`)).to.equal(1);
  });

  it('gives a gift for every joining rule, once each', async () => {
    const rules = [1, 2, 3].map((number) => ({
      ...{ id: `j${number}`, name: 'هدیه', on: 'joining' },
      give: { unit: number === 3 ? 'credit' : 'points', fixed: number },
    }));
    const other = await createTestRuntime({ program: { code: 'x', name: 'x', rules } });
    const { gift } = await other.store.transaction((tx) =>
      enrollMember(other, tx, {
        ...{ phone, shopId: null, actor: 'member', consent: { channel: 'sms', address: phone, words: '1' } },
      }),
    );
    expect(gift).to.deep.equal({ points: 3, credit: 3 });
    expect(await other.count('ledger_entries')).to.equal(3);
    await other.close();
  });

  describe('by a chat', () => {
    const link = (address: string, of = phone) =>
      runtime.store.transaction((tx) =>
        linkChat(runtime, tx, {
          channel: 'telegram',
          address,
          phone: of,
          words: 'ارسال شماره من',
          inboxId: 5,
          simulated: false,
        }),
      );

    it('ties the chat to her number, and enrols her once whatever she repeats', async () => {
      expect((await link('77')).isNew).to.be.true;
      expect((await link('77')).isNew).to.be.false;
      expect(
        await runtime.store.all('SELECT channel, address FROM addresses ORDER BY channel'),
      ).to.deep.equal([
        { channel: 'sms', address: phone },
        { channel: 'telegram', address: '77' },
      ]);
      expect(await runtime.store.one('SELECT channel, address FROM consents')).to.deep.equal({
        channel: 'telegram',
        address: '77',
      });
    });

    it('ties it to who was a member by her number', async () => {
      const { member } = await enroll();
      const linked = await link('77');
      expect([linked.isNew, linked.member.id]).to.deep.equal([false, member.id]);
      expect(await runtime.count('members')).to.equal(1);
    });

    it('follows the chat to another number of its owner', async () => {
      await link('77');
      const { member } = await link('77', '+989120000002');
      expect(
        await runtime.store.one("SELECT member_id AS id FROM addresses WHERE address = '77'"),
      ).to.deep.equal({
        id: member.id,
      });
    });
  });
});

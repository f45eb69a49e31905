import { expect } from 'chai';
import type { Runtime } from '../../runtime.ts';
import { inviterByCode } from '../../store/invitations.ts';
import { contents } from '../../testing/contents.ts';
import { aMember, anApiKey, aPurchase } from '../../testing/factories.ts';
import { createTestRuntime } from '../../testing/test-runtime.ts';
import type { TestRuntime } from '../../testing/test-runtime.ts';
import { call, startTestServer } from '../../testing/test-server.ts';
import type { ApiRequest, TestServer } from '../../testing/test-server.ts';

describe('the API: members', () => {
  let runtime: TestRuntime;
  let server: TestServer;
  let key: string;
  let pos: string;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    server = await startTestServer(runtime);
    key = (await anApiKey(runtime, { role: 'manager' })).key;
    pos = (await anApiKey(runtime)).key;
  });

  afterEach(async () => {
    await server.close();
    await runtime.close();
  });

  const enroll = (body: unknown, idempotencyKey = 'one', request: ApiRequest = {}) =>
    call(server, 'POST /v1/members', { key: pos, body, idempotencyKey, ...request });

  it('enrolls somebody, with the gift, her consent, and one message to her', async () => {
    const consent = { words: 'در فرم کاغذی پذیرفت' };
    const answer = await enroll({
      ...{ phone: '۰۹۱۲ ۳۴۵ ۶۷۸۹', name: ' سارا ', language: 'en', birthday: '1370/5/12', consent },
    });
    expect(answer.status).to.equal(201);
    expect(answer.body).to.deep.include({
      phone: '+989123456789',
      name: 'سارا',
      language: 'en',
      birthday: { calendar: 'persian', year: 1370, month: 5, day: 12 },
      joinedAt: '2026-01-10T08:00:00.000Z',
      balances: { points: 50, credit: 0 },
      tier: null,
      nextReward: { name: 'an espresso', missing: 50 },
      expiring: null,
      promotions: 'on',
    });
    expect(await consents(runtime)).to.deep.equal([
      { channel: 'api', address: '+989123456789', words: consent.words, granted: 1 },
    ]);
    await runtime.settle();
    expect(runtime.sent.map(({ to }) => to)).to.deep.equal(['+989123456789']);
  });

  it('keeps in words that no words of consent were sent', async () => {
    await enroll({ phone: '09123456789' });
    const [consent] = await consents(runtime);
    expect(consent).to.have.property('words').that.includes('not sent');
  });

  it('answers 200 for a member already, and changes nothing of her', async () => {
    const { phone } = await aMember(runtime, { name: 'سارا' });
    const before = await contents(runtime);
    const answer = await enroll({ phone, name: 'دیگری', birthday: '1370/5/12' });
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.include({ phone, name: 'سارا', birthday: null });
    const after = await contents(runtime);
    expect({ ...after, idempotency_keys: [] }).to.deep.equal(before);
  });

  it('gives the same answer to the same request again, and does nothing more', async () => {
    const first = await enroll({ phone: '09123456789' });
    const before = await contents(runtime);
    // The same number in another form is the same request.
    const second = await enroll({ phone: '+98 912 345 6789' });
    expect(second.status).to.equal(201);
    expect(second.body).to.deep.equal(first.body);
    expect(second.headers.get('idempotent-replayed')).to.equal('true');
    expect(first.headers.get('idempotent-replayed')).to.equal(null);
    expect(await contents(runtime)).to.deep.equal(before);
  });

  it('refuses a key that came with another request', async () => {
    await enroll({ phone: '09123456789' });
    const before = await contents(runtime);
    const answer = await enroll({ phone: '09123456780' });
    expect([answer.status, answer.body['code']]).to.deep.equal([409, 'idempotency-key-reused']);
    expect(await contents(runtime)).to.deep.equal(before);
  });

  it('enrolls once, however many tills ask at the same time', async () => {
    const asked = Array.from({ length: 20 }, (_, index) => enroll({ phone: '09123456789' }, `till-${index}`));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).to.have.length(1);
    expect(statuses.filter((status) => status === 200)).to.have.length(19);
    expect(await runtime.count('members')).to.equal(1);
    expect(await runtime.count('outbox')).to.equal(1);
  });

  it('keeps who brought her, once, and shows it with the number hidden', async () => {
    await enroll({ phone: '09123456780' }, 'a');
    const { status, body } = await enroll({ phone: '09123456789', referrer: '0912 345 6780' }, 'b');
    expect(status).to.equal(201);
    expect(body).to.include({ referrer: '+98912***6780', referred: 0 });
    const again = await enroll({ phone: '09123456780', referrer: '09123456789' }, 'c');
    expect(again.body).to.include({ referrer: null, referred: 1 });
    expect(await runtime.count('members', 'referrer_id IS NOT NULL')).to.equal(1);
  });

  for (const [referrer, problem] of [
    ['09123456789', 'is her own number'],
    ['09123456781', 'is the number of nobody who is a member'],
  ] as const) {
    it(`enrolls nobody who was brought by whose number ${problem}`, async () => {
      const { status, body } = await enroll({ phone: '09123456789', referrer });
      expect(status).to.equal(400);
      expect(JSON.stringify(body)).to.include(problem).and.include('referrer');
      expect(await runtime.count('members')).to.equal(0);
    });
  }

  it('undoes the enrolment when the birthday is nobody’s', async () => {
    const before = await contents(runtime);
    const answer = await enroll({ phone: '09123456789', birthday: '1500/1/1' });
    expect([answer.status, answer.body['code']]).to.deep.equal([400, 'invalid-request']);
    expect(await contents(runtime)).to.deep.equal(before);
  });

  it('shows a member by her number in any form', async () => {
    const member = await aMember(runtime, { phone: '+989123456789' });
    for (const form of ['09123456789', '%2B989123456789', '+989123456789', '۰۹۱۲۳۴۵۶۷۸۹', '912-345-6789']) {
      const answer = await call(server, `GET /v1/members/${form}`, { key: pos });
      expect(answer.status, form).to.equal(200);
      expect(answer.body['id']).to.equal(member.id);
    }
  });

  it('shows her invitation, made once, by which others join as brought by her', async () => {
    const { id, phone } = await aMember(runtime);
    const show = async () =>
      (await call(server, `GET /v1/members/${phone}`, { key: pos })).body['invitation'];
    const invitation = (await show()) as { code: string; links: unknown };
    expect(invitation.code).to.match(/^[1-9]\d{8}$/);
    expect(invitation.links, 'there is no bot here').to.deep.equal([]);
    const before = await contents(runtime);
    expect(await show()).to.deep.equal(invitation);
    expect(await contents(runtime)).to.deep.equal(before);
    expect(await inviterByCode(runtime.store, invitation.code)).to.equal(id);
  });

  it('names what runs out soon, and a stop of promotions', async () => {
    const { id, phone } = await aMember(runtime);
    await aPurchase(runtime, { phone, amount: 1_000_000 });
    await runtime.store.transaction((tx) =>
      tx.run('UPDATE members SET promotions_stopped_at = 1 WHERE id = ?', [id]),
    );
    runtime.clock.set('2026-12-30T08:00:00Z');
    const { body } = await call(server, `GET /v1/members/${phone}`, { key });
    expect(body).to.deep.include({
      expiring: { points: 10, credit: 0, day: '2027-01-10' },
      promotions: 'stopped',
    });
  });

  it('answers 404 for a stranger, and 400 with what to do for what is no mobile', async () => {
    const stranger = await call(server, 'GET /v1/members/09123456789', { key });
    expect([stranger.status, stranger.body['code']]).to.deep.equal([404, 'member-unknown']);
    const landline = await call(server, 'GET /v1/members/02188776655', { key });
    expect(landline.status).to.equal(400);
    expect(landline.body['errors']).to.deep.equal([
      {
        field: 'phone',
        problem:
          'is not the number of a mobile phone; send a mobile number such as 09123456789 or +989123456789',
      },
    ]);
  });

  it('shows the ledger newest first, page by page', async () => {
    const { phone } = await aMember(runtime);
    for (const amount of [100_000, 200_000, 300_000]) await aPurchase(runtime, { phone, amount });
    const page = (query: string) => call(server, `GET /v1/members/${phone}/ledger${query}`, { key });
    const amounts = ({ body }: { body: Readonly<Record<string, unknown>> }) =>
      (body['entries'] as { amount: number }[]).map(({ amount }) => amount);
    const first = await page('?limit=3');
    expect(amounts(first)).to.deep.equal([3, 2, 1]);
    const second = await page(`?limit=3&before=${String(first.body['next'])}`);
    expect(amounts(second)).to.deep.equal([50]);
    expect(second.body['next']).to.equal(null);
    expect(amounts(await page(''))).to.deep.equal([3, 2, 1, 50]);
    expect((first.body['entries'] as unknown[])[0]).to.include({
      ...{ seq: 4, type: 'accrual', unit: 'points', amount: 3, reason: 'purchase', rule: 'by-amount' },
      ...{ occurredAt: '2026-01-10T08:00:00.000Z', expiresAt: '2027-01-10T20:30:00.000Z' },
    });
  });

  it('keeps the ledger from tills', async () => {
    const { phone } = await aMember(runtime);
    const answer = await call(server, `GET /v1/members/${phone}/ledger`, { key: pos });
    expect([answer.status, answer.body['code']]).to.deep.equal([403, 'role-not-allowed']);
  });
});

function consents({ store }: Runtime): Promise<unknown[]> {
  return store.all('SELECT channel, address, words, granted FROM consents');
}

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { startFakeKavenegar, type FakeKavenegar, type FakeKavenegarOptions } from './fake-kavenegar.ts';

interface Answer {
  return: { status: number; message: string };
  entries: Record<string, unknown>[] | Record<string, unknown> | null;
}

describe('the fake Kavenegar', () => {
  let fake: FakeKavenegar;
  const start = async (options: FakeKavenegarOptions = {}) => (fake = await startFakeKavenegar(options));
  const call = async (endpoint: string, params: Record<string, string> = {}, key = fake.apiKey) => {
    const init = { method: 'POST', body: new URLSearchParams(params) };
    const response = await fetch(`${fake.url}/v1/${key}/${endpoint}.json`, init);
    const answer = (await response.json()) as Answer;
    expect(response.status).to.equal(answer.return.status);
    return answer;
  };
  const one = { receptor: '09123456789', message: 'سلام', localid: '450' };
  beforeEach(() => start());
  afterEach(() => fake.close());

  it('answers a send as the service does', async () => {
    const answer = await call('sms/send', one);
    expect(answer.return).to.deep.equal({ status: 200, message: 'تایید شد' });
    const [{ date, ...entry } = {}] = answer.entries as Record<string, unknown>[];
    expect(date).to.be.closeTo(Date.now() / 1_000, 5);
    expect(entry).to.deep.equal({
      messageid: 85_463_238,
      message: 'سلام',
      status: 1,
      statustext: 'در صف ارسال',
      sender: '10004346',
      receptor: '09123456789',
      cost: 1_200,
    });
  });

  const refused: [string, string, Record<string, string>, number][] = [
    ['no receptor', 'sms/send', { message: 'a' }, 411],
    ['a bad receptor', 'sms/send', { ...one, receptor: '0912' }, 411],
    ['a bad sender', 'sms/send', { ...one, sender: 'shop' }, 412],
    ['an empty parameter', 'sms/send', { ...one, sender: '' }, 406],
    ['no text', 'sms/send', { receptor: one.receptor }, 413],
    ['901 characters', 'sms/send', { ...one, message: 'س'.repeat(901) }, 413],
    ['201 receptors', 'sms/send', { message: 'a', receptor: Array(201).fill('09123456789').join() }, 414],
    ['a localid that is no number', 'sms/send', { ...one, localid: 'a' }, 400],
    ['one localid for two', 'sms/send', { ...one, receptor: '09123456789,09123456780' }, 419],
    ['arrays that are none', 'sms/sendarray', one, 400],
    ['no such method', 'sms/nothing', {}, 404],
  ];
  for (const [what, endpoint, params, code] of refused) {
    it(`refuses ${what} with ${code}`, async () => {
      expect((await call(endpoint, params)).return.status).to.equal(code);
      expect(fake.messages).to.deep.equal([]);
    });
  }

  it('refuses another key with 403, and records nothing', async () => {
    expect((await call('sms/send', one, 'other')).return.status).to.equal(403);
    expect(fake.requests).to.deep.equal([]);
  });

  it('takes an array, and refuses arrays of unequal length', async () => {
    const array = {
      receptor: '["09123456789","09123456780"]',
      sender: '["10004346","10004346"]',
      message: '["a","b"]',
      localmessageids: '[1,2]',
    };
    expect((await call('sms/sendarray', array)).entries).to.have.length(2);
    expect(fake.messages.map(({ localid, text }) => [localid, text])).to.deep.equal([
      ['1', 'a'],
      ['2', 'b'],
    ]);
    expect((await call('sms/sendarray', { ...array, message: '["a"]' })).return.status).to.equal(419);
  });

  it('tells the status by its own id', async () => {
    await call('sms/send', one);
    fake.setStatus(85_463_238, 10);
    const { entries } = await call('sms/status', { messageid: '85463238,1' });
    expect((entries as { status: number }[]).map(({ status }) => status)).to.deep.equal([10, 100]);
  });

  it('counts doubles by text and by localid', async () => {
    await call('sms/send', one);
    await call('sms/send', one);
    expect(fake.doubles()).to.deep.equal([]);
    await call('sms/send', { ...one, localid: '451' });
    const { receptor, message } = one;
    expect(fake.doubles()).to.deep.equal([{ receptor, text: message, localids: ['450', '451'] }]);
  });

  it('forgets a localid where it is told to', async () => {
    await fake.close();
    await start({ remembersLocalIds: false });
    await call('sms/send', one);
    await call('sms/send', one);
    expect(fake.messages).to.have.length(2);
    expect(fake.doubles()).to.have.length(1);
  });

  it('keeps modes by endpoint, and goes through the queued ones first', async () => {
    fake.setMode({ refuse: 409 });
    fake.setMode('ok', 'account/info');
    fake.next({ refuse: 418 }, 'sms/send');
    expect((await call('account/info')).return.status).to.equal(200);
    expect((await call('sms/send', one)).return.status).to.equal(418);
    expect((await call('sms/send', one)).return.status).to.equal(409);
    fake.setMode('ok');
    expect((await call('sms/send', one)).return.status).to.equal(200);
  });

  it('calls back in every form', async () => {
    const seen: string[] = [];
    const shop = http.createServer((request, response) => {
      void text(request).then((body) => {
        const type = request.headers['content-type'] ?? '';
        seen.push([request.method, request.url, type.split(';')[0], body].join(' ').trim());
        response.writeHead(204).end();
      });
    });
    shop.listen(0, '127.0.0.1');
    await once(shop, 'listening');
    const base = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    const inbound = { to: `${base}/inbound`, messageid: 5, from: '0912', text: 'a b', line: '3000' };
    expect(await fake.inbound(inbound)).to.equal(204);
    await fake.inbound({ ...inbound, form: 'form', otherNames: true });
    await fake.inbound({ ...inbound, form: 'json' });
    await fake.deliver({ to: `${base}/status`, messageid: 5, status: 10 });
    shop.close();
    shop.closeAllConnections();
    expect(seen).to.deep.equal([
      'GET /inbound?from=0912&to=3000&message=a+b&messageid=5',
      'POST /inbound application/x-www-form-urlencoded sender=0912&receptor=3000&message=a+b&messageid=5',
      'POST /inbound application/json {"from":"0912","to":"3000","message":"a b","messageid":"5"}',
      'GET /status?messageid=5&status=10',
    ]);
  });
});

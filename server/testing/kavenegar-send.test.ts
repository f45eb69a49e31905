import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createKavenegar, type KavenegarOptions } from '../../channels/kavenegar/kavenegar.ts';
import { SendError, type Channel } from '../../channels/types.ts';
import { startFakeKavenegar, type FakeKavenegar, type FakeMode } from './fake-kavenegar.ts';

const never = new AbortController().signal;
const message = { id: 450, to: '+989123456789', text: 'سلام\nامتیاز: ۱۲۰ 😀 & = +' };

async function faultOf(action: Promise<unknown> | undefined): Promise<SendError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof SendError) return error;
    throw error;
  }
  throw new Error('it did not throw');
}

/** A service that gives one fixed answer; `undefined` in place of a body cuts the answer in its middle. */
async function answering(
  status: number,
  body: string | undefined,
  headers: http.OutgoingHttpHeaders = {},
): Promise<{ url: string; close: () => void }> {
  const server = http.createServer((_, response) => {
    response.writeHead(status, { 'Content-Length': Buffer.byteLength(body ?? 'xxxxx'), ...headers });
    if (body !== undefined) response.end(body);
    else response.write('xx', () => response.socket?.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('kavenegar over the wire', () => {
  let fake: FakeKavenegar;
  let channel: Channel;
  const connect = (more: Partial<KavenegarOptions> = {}) =>
    createKavenegar({ apiKey: fake.apiKey, baseUrl: fake.url, timeoutMs: 150, ...more });

  beforeEach(async () => {
    fake = await startFakeKavenegar();
    channel = connect();
  });
  afterEach(() => fake.close());

  describe('send', () => {
    it('posts a form and returns the receipt', async () => {
      const receipt = await connect({ sender: '30001' }).send(message, never);
      const [taken] = fake.messages;
      expect(receipt).to.deep.equal({
        providerId: String(taken?.messageid),
        state: 'wired',
        costRial: 1_200,
      });
      expect(fake.requests).to.deep.equal([
        {
          method: 'POST',
          endpoint: 'sms/send',
          contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
          params: { receptor: '09123456789', message: message.text, sender: '30001', localid: '450' },
        },
      ]);
    });

    it('leaves an absent sender out', async () => {
      await channel.send(message, never);
      expect(fake.requests[0]?.params).to.not.have.property('sender');
    });

    it('writes a foreign number with 00', async () => {
      await channel.send({ ...message, to: '+4915112345678' }, never);
      expect(fake.messages[0]?.receptor).to.equal('004915112345678');
    });

    it('takes a base with a path and a slash at its end', async () => {
      const relay = await answering(
        200,
        '{"return":{"status":200},"entries":{"messageid":"9","status":"10","cost":"120"}}',
      );
      const receipt = await connect({ baseUrl: `${relay.url}/relay/` }).send(message, never);
      expect(receipt).to.deep.equal({ providerId: '9', state: 'delivered', costRial: 120 });
      relay.close();
    });

    it('replaces a half surrogate pair', async () => {
      await channel.send({ ...message, text: 'a\ud83d' }, never);
      expect(fake.messages[0]?.text).to.equal('a\ufffd');
    });

    it('gets the first record back under a used id, and nothing is sent', async () => {
      const first = await channel.send(message, never);
      expect(await channel.send(message, never)).to.deep.equal(first);
      expect(fake.messages).to.have.length(1);
      expect(fake.doubles()).to.deep.equal([]);
    });

    it('keeps its connection', async () => {
      for (const id of [1, 2, 3]) await channel.send({ ...message, id }, never);
      expect(fake.messages).to.have.length(3);
      expect(fake.connections()).to.equal(1);
    });

    for (const id of [0, -1, 1.5, 2 ** 53, NaN]) {
      it(`refuses the id ${id}`, async () => {
        const error = await faultOf(channel.send({ ...message, id }, never));
        expect([error.fault, error.code]).to.deep.equal(['rejected', 'bad-id']);
        expect(fake.requests).to.deep.equal([]);
      });
    }
  });

  describe('faults', () => {
    const refusals = { 409: 'busy', 418: 'account', 411: 'rejected', 402: 'fate-unknown', 501: 'rejected' };
    for (const [code, fault] of Object.entries(refusals)) {
      it(`a refusal with ${code} is ${fault}`, async () => {
        fake.next({ refuse: Number(code) });
        const error = await faultOf(channel.send(message, never));
        expect([error.fault, error.code]).to.deep.equal([fault, code]);
        expect(fake.messages).to.deep.equal([]);
      });
    }

    it('shows an unknown code, without the key and numbers in its words', async () => {
      fake.next({ refuse: 499, message: `گیرنده ۰۹۱۲۳۴۵۶۷۸۹ 09123456789 ${fake.apiKey}` });
      const error = await faultOf(channel.send(message, never));
      expect(error.message).to.equal('rejected: unknown return code 499 گیرنده *** *** ***');
    });

    it('a wrong key is the account’s fault', async () => {
      const error = await faultOf(connect({ apiKey: 'wrong/key' }).send(message, never));
      expect([error.fault, error.code]).to.deep.equal(['account', '403']);
    });

    const broken: [FakeMode, string, number][] = [
      ['hang', 'timeout', 0],
      ['fail', 'http-500', 0],
      ['reset', 'ECONNRESET', 0],
      ['garbage', 'not-json', 0],
      ['accept-and-hang', 'timeout', 1],
      ['accept-and-fail', 'http-500', 1],
      ['accept-and-reset', 'ECONNRESET', 1],
      ['accept-and-garbage', 'not-json', 1],
      [{ slowMs: 400 }, 'timeout', 0],
    ];
    for (const [mode, code, taken] of broken) {
      it(`${JSON.stringify(mode)} leaves the fate unknown, and asking tells it`, async () => {
        fake.next(mode, 'sms/send');
        const error = await faultOf(channel.send(message, never));
        expect([error.fault, error.code]).to.deep.equal(['fate-unknown', code]);
        expect(fake.messages).to.have.length(taken);
        expect((await channel.ask?.(message.id, never))?.known).to.equal(taken === 1);
        expect(`${error.message} ${error.stack ?? ''}`).to.not.include(fake.apiKey);
      });
    }

    it('a slow answer in time is an answer', async () => {
      fake.next({ slowMs: 50 });
      expect((await channel.send(message, never)).state).to.equal('wired');
    });

    it('ends at the abort', async () => {
      fake.setMode('hang');
      const stop = new AbortController();
      const sending = faultOf(connect({ timeoutMs: 5_000 }).send(message, stop.signal));
      setTimeout(() => stop.abort(), 30);
      const error = await sending;
      expect([error.fault, error.code]).to.deep.equal(['fate-unknown', 'aborted']);
      expect((await faultOf(channel.send(message, stop.signal))).code).to.equal('aborted');
      expect(fake.requests).to.have.length(1);
    });

    it('nobody listening is unreachable', async () => {
      await fake.close();
      const error = await faultOf(channel.send(message, never));
      expect([error.fault, error.code]).to.deep.equal(['unreachable', 'ECONNREFUSED']);
      fake = await startFakeKavenegar();
    });

    it('a failing TLS is unreachable', async () => {
      const sockets: net.Socket[] = [];
      const plain = net.createServer((socket) => {
        sockets.push(socket.end('no TLS here\n').on('error', () => undefined));
      });
      plain.listen(0, '127.0.0.1');
      await once(plain, 'listening');
      const baseUrl = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
      expect((await faultOf(connect({ baseUrl }).send(message, never))).fault).to.equal('unreachable');
      plain.close();
      // What is not read to its end stays open, and the tests' process with it.
      for (const socket of sockets) socket.destroy();
    });

    const answers: [string, number, string | undefined, string, string][] = [
      ['a cut answer', 200, undefined, 'fate-unknown', 'ECONNRESET'],
      ['a huge answer', 200, 'x'.repeat(1_100_000), 'fate-unknown', 'answer-too-long'],
      ['an empty answer', 200, '', 'fate-unknown', 'not-json'],
      ['no return', 200, '{"entries":[]}', 'fate-unknown', 'not-json'],
      ['no entries', 200, '{"return":{"status":200},"entries":null}', 'fate-unknown', 'no-receipt'],
      ['an empty list', 200, '{"return":{"status":200},"entries":[]}', 'fate-unknown', 'no-receipt'],
      ['entries of another kind', 200, '{"return":{"status":200},"entries":"x"}', 'fate-unknown', 'not-json'],
      [
        'an entry without an id',
        200,
        '{"return":{"status":200},"entries":[{"messageid":0}]}',
        'fate-unknown',
        'no-receipt',
      ],
      ['a refusal under 200', 200, '{"return":{"status":"418"},"entries":null}', 'account', '418'],
      ['a refusal whose status repeats', 412, '{"return":{"status":412,"message":null}}', 'rejected', '412'],
      [
        'a 5xx with another status inside',
        502,
        '{"return":{"status":200},"entries":[]}',
        'fate-unknown',
        'http-502',
      ],
      ['a 503 of a proxy', 503, '<html>', 'fate-unknown', 'http-503'],
      ['a redirect', 302, '', 'fate-unknown', 'http-302'],
    ];
    for (const [what, status, body, fault, code] of answers) {
      it(`${what} is ${fault}`, async () => {
        const service = await answering(status, body);
        const error = await faultOf(connect({ baseUrl: service.url }).send(message, never));
        service.close();
        expect([error.fault, error.code]).to.deep.equal([fault, code]);
      });
    }

    it('a 429 of a proxy is busy, for as long as it says', async () => {
      const service = await answering(429, 'slow down', { 'Retry-After': '7' });
      const error = await faultOf(connect({ baseUrl: service.url }).send(message, never));
      service.close();
      expect([error.fault, error.code, error.retryAfterMs]).to.deep.equal(['busy', 'http-429', 7_000]);
    });
  });

  describe('ask', () => {
    it('tells what became of a message', async () => {
      const { providerId } = await channel.send(message, never);
      fake.setStatus(Number(providerId), 10);
      const fate = { known: true, receipt: { providerId, state: 'delivered' } };
      expect(await channel.ask?.(message.id, never)).to.deep.equal(fate);
    });

    for (const unseen of ['status-100', 'empty', 'null'] as const) {
      it(`does not know what was never sent (${unseen})`, async () => {
        const other = await startFakeKavenegar({ unseen });
        expect(await connect({ baseUrl: other.url }).ask?.(7, never)).to.deep.equal({ known: false });
        await other.close();
      });
    }

    it('takes status 100 with an id for a message that is known', async () => {
      const { providerId } = await channel.send(message, never);
      fake.setStatus(Number(providerId), 100);
      const fate = { known: true, receipt: { providerId, state: 'unknown' } };
      expect(await channel.ask?.(message.id, never)).to.deep.equal(fate);
    });

    for (const [code, fault] of [
      [400, 'fate-unknown'],
      [404, 'account'],
      [409, 'busy'],
      [403, 'account'],
    ] as const) {
      it(`does not take a refusal with ${code} for an answer`, async () => {
        fake.next({ refuse: code });
        expect((await faultOf(channel.ask?.(7, never))).fault).to.equal(fault);
      });
    }

    for (const [what, entries] of [
      ['about another id', '[{"messageid":0,"localid":"8","status":100}]'],
      ['with a status and no id', '[{"messageid":0,"localid":"7","status":1}]'],
    ] as const) {
      it(`does not take an answer ${what}`, async () => {
        const service = await answering(200, `{"return":{"status":200},"entries":${entries}}`);
        const error = await faultOf(connect({ baseUrl: service.url }).ask?.(7, never));
        service.close();
        expect(error.fault).to.equal('fate-unknown');
      });
    }
  });

  describe('account', () => {
    it('tells credit, type and clock', async () => {
      const other = await startFakeKavenegar({ creditRial: 12_345, clockAheadMs: 60_000 });
      const account = await connect({ baseUrl: other.url }).account?.(never);
      await other.close();
      expect(account).to.include({ identity: 'master', creditRial: 12_345 });
      expect(account?.clockAheadMs).to.be.within(58_000, 61_000);
    });

    it('does without the clock', async () => {
      fake.setMode({ refuse: 404 }, 'utils/getdate');
      expect(await channel.account?.(never)).to.deep.equal({ identity: 'master', creditRial: 1_500_000 });
    });

    it('says what is wrong', async () => {
      expect((await faultOf(connect({ apiKey: 'x' }).account?.(never))).fault).to.equal('account');
    });
  });

  it('says which channel it is, and that it is real', () => {
    expect([channel.name, channel.simulated]).to.deep.equal(['sms', false]);
  });
});

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { expect } from 'chai';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { createCommitScanner } from './mysql-commits.ts';
import { createRandom } from './random.ts';

/** A query as a MySQL client sends it: length, number, COM_QUERY, text. */
function query(text: string): Buffer {
  const payload = Buffer.concat([Buffer.from([3]), Buffer.from(text)]);
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  return Buffer.concat([header, payload]);
}

describe('the scanner for COMMIT', () => {
  it('sees a COMMIT wherever TCP cuts the packets, and nothing else', () => {
    const stream = Buffer.concat([query('SELECT 1'), query('COMMIT;')]);
    for (let cut = 1; cut < stream.length; cut++) {
      const scan = createCommitScanner();
      const first = scan(stream.subarray(0, cut));
      expect([first, scan(stream.subarray(cut))], `cut at ${cut}`).to.deep.equal([false, true]);
    }
    const scan = createCommitScanner();
    expect(scan(query("INSERT INTO texts VALUES ('COMMIT')"))).to.equal(false);
    expect(scan(query('ROLLBACK;'))).to.equal(false);
  });
});

describe('the fault proxy', () => {
  let upstream: Server;
  let heard: string[];
  let proxy: FaultProxy;

  beforeEach(async () => {
    heard = [];
    upstream = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        heard.push(chunk.toString());
        socket.write('answer');
      });
    }).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const { port } = upstream.address() as AddressInfo;
    proxy = await startFaultProxy({ upstreamPort: port, random: createRandom('proxy') });
  });

  afterEach(async () => {
    await proxy.close();
    upstream.close();
  });

  async function open(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: proxy.port });
    await once(socket, 'connect');
    return socket;
  }

  /** What the server answers, or how the connection breaks. */
  function ask(socket: Socket, packet: Buffer): Promise<string> {
    return new Promise((resolve) => {
      socket.once('data', (data: Buffer) => resolve(data.toString()));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      socket.write(packet);
    });
  }

  it('lets a COMMIT through and cuts its answer, as often as it was told and no other answer', async () => {
    proxy.cutCommitAnswers(1);
    const socket = await open();
    expect(await ask(socket, query('SELECT 1'))).to.equal('answer');
    expect(await ask(socket, query('COMMIT;'))).to.equal('ECONNRESET');
    expect(heard.at(-1)).to.include('COMMIT');
    expect(proxy.commitsCut()).to.equal(1);
    expect(await ask(await open(), query('COMMIT;'))).to.equal('answer');
  });

  it('resets what is open, and heals', async () => {
    const socket = await open();
    expect(await ask(socket, query('SELECT 1'))).to.equal('answer');
    const broken = new Promise((resolve) => socket.once('close', resolve));
    proxy.reset();
    await broken;
    proxy.cutCommitAnswers(5);
    proxy.heal();
    expect(await ask(await open(), query('COMMIT;'))).to.equal('answer');
    expect(proxy.commitsCut()).to.equal(0);
  });
});

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCommitScanner } from './mysql-commits.ts';
import type { Random } from './random.ts';

export interface FaultProxyOptions {
  /** Where the server listens on loopback. */
  readonly upstreamPort: number;
  readonly random: Random;
}

/** Stands between the processes and a server on loopback, and spoils what passes when it is told to. */
export interface FaultProxy {
  readonly port: number;
  /** From now on every piece of data is held for up to `maxMs`; 0 ends it. */
  delay(maxMs: number): void;
  /** Resets every open connection. */
  reset(): void;
  /** Refuses new connections, and ends that. */
  refuse(refuses: boolean): void;
  /** Passes on the next `count` COMMITs of MySQL, and cuts their connections when the answer comes back. */
  cutCommitAnswers(count: number): void;
  /** How many answers to a COMMIT were cut. */
  commitsCut(): number;
  /** Passes everything again. */
  heal(): void;
  close(): Promise<void>;
}

interface State {
  delayMaxMs: number;
  refuses: boolean;
  armed: number;
  cut: number;
  readonly random: Random;
  readonly open: Set<Socket>;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** The next thing the server says is the answer to a COMMIT, and nobody is to hear it. */
  cutsAnswer: boolean;
}

export async function startFaultProxy({ upstreamPort, random }: FaultProxyOptions): Promise<FaultProxy> {
  const state: State = { delayMaxMs: 0, refuses: false, armed: 0, cut: 0, random, open: new Set() };
  const server = createServer((client) => {
    if (state.refuses) client.resetAndDestroy();
    else accept(state, client, upstreamPort);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reset = () => {
    for (const socket of state.open) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    delay: (maxMs) => (state.delayMaxMs = maxMs),
    reset,
    refuse: (refuses) => (state.refuses = refuses),
    cutCommitAnswers: (count) => (state.armed += count),
    commitsCut: () => state.cut,
    heal: () => Object.assign(state, { delayMaxMs: 0, refuses: false, armed: 0 }),
    close: () => close(server, reset),
  };
}

function accept(state: State, client: Socket, upstreamPort: number): void {
  const upstream = connect({ host: '127.0.0.1', port: upstreamPort, noDelay: true });
  client.setNoDelay(true);
  const pair: Pair = { client, upstream, cutsAnswer: false };
  for (const socket of [client, upstream]) {
    state.open.add(socket);
    socket.once('close', () => {
      state.open.delete(socket);
      breakOff(pair);
    });
    // A reset is what this proxy is for; the close that follows takes the other side with it.
    socket.on('error', () => undefined);
  }
  const scan = createCommitScanner();
  void pump(state, { from: client, to: upstream }, (chunk) => {
    if (!scan(chunk) || state.armed === 0) return;
    state.armed -= 1;
    pair.cutsAnswer = true;
  });
  void pump(state, { from: upstream, to: client }, () => {
    if (!pair.cutsAnswer) return;
    state.cut += 1;
    breakOff(pair);
  });
}

interface Way {
  readonly from: Socket;
  readonly to: Socket;
}

async function pump(state: State, { from, to }: Way, look: (chunk: Buffer) => void): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      look(chunk);
      if (state.delayMaxMs > 0) await sleep(state.random.whole(0, state.delayMaxMs));
      if (to.destroyed) return;
      to.write(chunk);
    }
    to.end();
  } catch {
    // The connection broke: its other side is broken off by the close.
    to.destroy();
  }
}

function breakOff({ client, upstream }: Pair): void {
  if (!client.destroyed) client.resetAndDestroy();
  upstream.destroy();
}

async function close(server: Server, reset: () => void): Promise<void> {
  server.close();
  reset();
  await once(server, 'close');
}

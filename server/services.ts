import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, MessageChannel, Receipt, Received } from '../channels/types.ts';
import { atMost, partingMaxMs } from './at-most.ts';
import { failpoint } from './failpoint.ts';
import { createApp } from './http/app.ts';
import { createPages } from './http/pages/pages.tsx';
import { createInboxWorker } from './inbox/handle.ts';
import { receive } from './inbox/receive.ts';
import { createBalanceWatch } from './ledger/balance-watch.ts';
import { createAccountWatch } from './outbox/accounts.ts';
import { dispatch } from './outbox/dispatch.ts';
import { createRelay } from './outbox/relay.ts';
import { createPresence } from './presence.ts';
import type { Lease } from './queue/queue.ts';
import type { Runtime } from './runtime.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { createSoleWorker } from './sole-worker.ts';

/** A part of the server that runs until it is stopped. */
interface Service {
  start(): Promise<void> | void;
  /** Lets what is in hand end, and takes nothing new. */
  stop(): Promise<void>;
}

export interface Services {
  /** Starts what the roles of this process ask for. Rejects where the port cannot be had. */
  start(): Promise<void>;
  /**
   * Takes readiness away, goes on for `noticeMs` so that whoever asks for it learns of that and turns to others, and
   * lets requests, sends and jobs in hand end.
   */
  stop(options?: { readonly noticeMs?: number }): Promise<void>;
  /** The port that is listened on; undefined before the start. */
  port(): number | undefined;
}

/** Puts together what runs in this process, by its roles. */
export function createServices(runtime: Runtime): Services {
  const { roles } = runtime.config;
  const presence = createPresence(runtime);
  let ready = false;
  const web = createWeb(runtime, () => ready);
  // The port first: a second start by mistake ends there, before it has sent or fetched anything.
  const all: Service[] = [
    web,
    ...(roles.has('worker') ? createWorkers(runtime) : []),
    ...(roles.has('scheduler') ? [createScheduler(runtime), parting(createBalanceWatch(runtime))] : []),
  ];
  const started: Service[] = [];
  return {
    async start() {
      await runtime.shared.start();
      try {
        await presence.start();
        for (const service of all) {
          await service.start();
          started.push(service);
        }
      } catch (error) {
        await presence.stop();
        throw error;
      }
      ready = true;
    },
    async stop({ noticeMs = 0 } = {}) {
      ready = false;
      if (noticeMs > 0) await pause(noticeMs);
      // Side by side: each may wait for what it has in hand, and all of it together has one limit.
      const stopped = await Promise.allSettled(started.splice(0).map((service) => service.stop()));
      await presence.stop();
      await runtime.shared.stop();
      for (const each of stopped) if (each.status === 'rejected') throw each.reason;
    },
    port: () => web.port(),
  };
}

/** A service that has nothing in hand but what the database holds, which undoes what is broken off. */
function parting(service: Service): Service {
  return {
    start: () => service.start(),
    async stop() {
      await atMost(partingMaxMs, service.stop());
    },
  };
}

function createWorkers(runtime: Runtime): Service[] {
  const queue = runtime.shared.createQueue({
    onError: (error) =>
      runtime.log.error({ err: error }, 'a message could not be dispatched; its lease will lapse'),
  });
  const relay = createRelay(runtime, queue);
  const send = async (lease: Lease, stopping: AbortSignal) => {
    const receipt = await dispatch(runtime, lease, stopping);
    if (receipt?.blocksPromotions) await reportBlocked(runtime, lease, receipt);
    // There is room for one more: a backlog is worked off without waiting for the next look.
    runtime.bell.ringHere('outbox');
  };
  const sending: Service = {
    start() {
      queue.work(send);
      relay.start();
    },
    async stop() {
      await atMost(partingMaxMs, relay.stop());
      await queue.close();
      // The next process need not wait until what this one did not begin with lapses.
      await atMost(partingMaxMs, relay.release());
    },
  };
  const listeners = Object.values(runtime.channels).flatMap((channel) => createListener(runtime, channel));
  return [sending, parting(createInboxWorker(runtime)), createAccountWatch(runtime), ...listeners];
}

/** What a callback would have told us later: the way of a report leads to the opt-out. */
async function reportBlocked(runtime: Runtime, { lane }: Lease, { providerId }: Receipt): Promise<void> {
  const channel = lane.split(':')[0] as MessageChannel;
  const report = { kind: 'delivery', providerId, state: 'undelivered', code: 'blocked' } as const;
  await receive(runtime, channel, { ...report, blocksPromotions: true });
}

/** Fetches a channel's messages where the provider does not push them: to one process at a time. */
function createListener(runtime: Runtime, channel: Channel): Service[] {
  if (!channel.listen) return [];
  const store = async (received: Received) => {
    if (received.kind !== 'message') {
      runtime.log.info({ channel: channel.name, kind: received.kind }, 'nothing to do for an update');
      return;
    }
    await receive(runtime, channel.name as MessageChannel, received);
    failpoint('update-before-confirmed');
  };
  const name = `listen:${channel.name}`;
  return [
    createSoleWorker(runtime, {
      name,
      work: (signal) => channel.listen?.(store, signal) ?? Promise.resolve(),
    }),
  ];
}

/** How long requests in hand may take to end once the server is stopped. */
const drainMs = 10_000;

function createWeb(runtime: Runtime, isReady: () => boolean): Service & { port(): number | undefined } {
  const { host, port } = runtime.config;
  let server: Server | undefined;
  return {
    async start() {
      const app = createApp(runtime, { pages: createPages(runtime).router, isReady });
      await new Promise<void>((resolve, reject) => {
        server = app.listen(port, host, (error) => (error ? reject(error) : resolve()));
      });
    },
    async stop() {
      const closing = server;
      if (!closing) return;
      const cut = setTimeout(() => closing.closeAllConnections(), drainMs);
      await new Promise((resolve) => {
        closing.close(resolve);
        closing.closeIdleConnections();
      });
      clearTimeout(cut);
    },
    port: () => (server?.address() as AddressInfo | null | undefined)?.port,
  };
}

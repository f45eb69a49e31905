import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeKavenegar, FakeMode } from '../../server/testing/fake-kavenegar.ts';
import type { TelegramFault } from '../../server/testing/fake-telegram-state.ts';
import type { FakeTelegram } from '../../server/testing/fake-telegram.ts';
import { isReady } from './club-processes.ts';
import type { ClubProcesses } from './club-processes.ts';
import type { DataServers } from './data-servers.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { ChatFault, Fault, PlannedFault, SmsFault } from './mayhem-plan.ts';

/** All that can be broken. */
export interface Breakables {
  readonly club: ClubProcesses;
  readonly servers: DataServers;
  readonly databaseProxy: FaultProxy;
  readonly redisProxy: FaultProxy;
  readonly sms: FakeKavenegar;
  readonly chat: FakeTelegram;
}

/** How often each kind of fault came about. */
export type FaultCounts = Map<string, number>;

export interface Mayhem {
  /** When it ends, however much of the plan is left. */
  readonly until: number;
  readonly counts: FaultCounts;
}

/** Breaks things in the order and at the distances of the plan. */
export async function runMayhem(
  breakables: Breakables,
  plan: readonly PlannedFault[],
  { until, counts }: Mayhem,
): Promise<void> {
  let lastMs = 0;
  for (const { atMs, fault, waits } of plan) {
    await sleep(atMs - lastMs);
    lastMs = atMs;
    if (waits) await untilServing(breakables.club, until);
    if (Date.now() >= until) return;
    const name = nameOf(fault);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    bring(breakables, fault);
  }
}

const lookEveryMs = 100;

/** On a slow machine a process may take longer to start than the next fault to come: then nothing would be tried. */
async function untilServing({ webs }: ClubProcesses, until: number): Promise<void> {
  while (Date.now() < until) {
    const ready = await Promise.all(webs.map((web) => isReady(web)));
    if (ready.includes(true)) return;
    await sleep(lookEveryMs);
  }
}

function nameOf(fault: Fault): string {
  if (fault.kind === 'kill' || fault.kind === 'stop' || fault.kind === 'terminate')
    return `${fault.kind}-${fault.role}`;
  return fault.kind === 'sms' || fault.kind === 'chat' ? `${fault.kind}-${fault.fault}` : fault.kind;
}

function bring(all: Breakables, fault: Fault): void {
  const { club, servers, databaseProxy, redisProxy } = all;
  switch (fault.kind) {
    case 'kill':
      club.byRole[fault.role][fault.which].kill();
      break;
    case 'terminate':
      club.byRole[fault.role][fault.which].terminate();
      break;
    case 'stop':
      club.byRole[fault.role][fault.which].pause(fault.forMs);
      break;
    case 'kill-mariadb':
      servers.mariadb.kill();
      break;
    case 'stop-mariadb':
      servers.mariadb.pause(fault.forMs);
      break;
    case 'kill-redis':
      servers.redis.kill();
      break;
    case 'stop-redis':
      servers.redis.pause(fault.forMs);
      break;
    case 'wipe-redis':
      void servers.wipeRedis();
      break;
    case 'cut-commits':
      databaseProxy.cutCommitAnswers(fault.count);
      break;
    case 'reset-database':
      databaseProxy.reset();
      break;
    case 'delay-database':
      delay(databaseProxy, fault);
      break;
    case 'reset-redis':
      redisProxy.reset();
      break;
    case 'delay-redis':
      delay(redisProxy, fault);
      break;
    case 'refuse-redis':
      refuse(redisProxy, fault.forMs);
      break;
    case 'sms':
      spoilSms(all.sms, fault);
      break;
    case 'chat':
      all.chat.fail(chatFaultOf[fault.fault], { times: fault.count });
      break;
  }
}

function delay(proxy: FaultProxy, { maxMs, forMs }: { maxMs: number; forMs: number }): void {
  proxy.delay(maxMs);
  setTimeout(() => proxy.delay(0), forMs);
}

/** What is connected is cut too: Redis is away. */
function refuse(proxy: FaultProxy, forMs: number): void {
  proxy.refuse(true);
  proxy.reset();
  setTimeout(() => proxy.refuse(false), forMs);
}

function spoilSms(sms: FakeKavenegar, { fault, forMs, count }: Extract<Fault, { kind: 'sms' }>): void {
  const mode = smsModeOf[fault];
  // Who hangs keeps a sender for as long as it waits: a few of those are enough.
  if (fault === 'accept-and-hang') {
    for (let times = 0; times < count; times++) sms.next(mode);
    return;
  }
  sms.setMode(mode);
  setTimeout(() => sms.setMode('ok'), forMs);
}

const smsModeOf: Readonly<Record<SmsFault, FakeMode>> = {
  'accept-and-hang': 'accept-and-hang',
  'accept-and-fail': 'accept-and-fail',
  'accept-and-reset': 'accept-and-reset',
  'accept-and-garbage': 'accept-and-garbage',
  fail: 'fail',
  reset: 'reset',
  garbage: 'garbage',
  'busy-409': { refuse: 409 },
  'busy-429': { refuse: 429 },
  'busy-451': { refuse: 451 },
  slow: { slowMs: 400 },
};

const chatFaultOf: Readonly<Record<ChatFault, TelegramFault>> = {
  ...{
    'take-and-reset': 'take-and-reset',
    reset: 'reset',
    'server-error': 'server-error',
    garbage: 'garbage',
  },
  busy: { busyForS: 1 },
};

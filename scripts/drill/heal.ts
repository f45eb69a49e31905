import { setTimeout as sleep } from 'node:timers/promises';
import { openStates } from '../../server/outbox/states.ts';
import { jobs } from '../../server/scheduler/scheduler.ts';
import { StoreUnavailable } from '../../server/store/errors.ts';
import type { Store } from '../../server/store/store.ts';
import { marks } from '../../server/store/tx.ts';
import type { Breakables } from './mayhem.ts';
import type { Reports } from './provider-reports.ts';

/** Ends every fault and has everything up again. */
export function mend({ club, servers, databaseProxy, redisProxy, sms, chat }: Breakables): void {
  databaseProxy.heal();
  redisProxy.heal();
  sms.setMode('ok');
  chat.recover();
  for (const one of [servers.mariadb, servers.redis, ...club.all]) {
    one.resume();
    one.start();
  }
}

/** Longer than it takes who was started again to take up all that is left. */
const hurriedMaxMs = 80_000;
/** A lease lapses after a minute, and the schedulers look once a minute. */
const patientMaxMs = 180_000;
/** What a message may have left to do by itself before an operator steps in. */
const patienceMs = 4000;
const lookEveryMs = 250;
const forwardEveryMs = 5000;

export interface Quieting {
  readonly store: Store;
  readonly reports: Reports;
  /** Leases are left to lapse, which takes a minute. */
  readonly waitsForLeases: boolean;
  readonly say: (text: string) => void;
}

/**
 * Waits until nothing is left to do. Pauses between tries grow to a quarter of an hour: rather than wait for that, it
 * does what an operator may. Leases of those who were killed lapse after a minute: it waits for that, or does what an
 * operator in a hurry may. Answers how many senders it has ended for that.
 */
export async function untilQuiet(breakables: Breakables, quieting: Quieting): Promise<number> {
  const { reports, say, waitsForLeases } = quieting;
  const deadline = Date.now() + (waitsForLeases ? patientMaxMs : hurriedMaxMs);
  if (await quietBy(quieting, Date.now() + patienceMs)) return 0;
  const ended = waitsForLeases ? 0 : await voidLeases(breakables, quieting.store);
  while (Date.now() < deadline) {
    if (await quietBy(quieting, Date.now() + forwardEveryMs)) return ended;
    await bringForward(quieting.store);
  }
  const { inbox, outbox, runs } = await openWork(quieting.store);
  say(`still open: ${inbox} received, ${outbox} to be sent, ${runs} job runs, ${reports.open()} reports`);
  return ended;
}

async function quietBy(quieting: Quieting, deadline: number): Promise<boolean> {
  for (let quiet = 0; Date.now() < deadline;) {
    const { inbox, outbox, runs } = await openWork(quieting.store);
    quiet = inbox + outbox + runs + quieting.reports.open() === 0 ? quiet + 1 : 0;
    // What was just sent is reported on at the next look.
    if (quiet > 1) return true;
    await sleep(lookEveryMs);
  }
  return false;
}

interface OpenWork {
  readonly inbox: number;
  readonly outbox: number;
  readonly runs: number;
}

async function openWork(store: Store): Promise<OpenWork> {
  const row = await patiently(() =>
    store.one<Record<'inbox' | 'outbox' | 'runs' | 'begun', number>>(
      `SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'received') AS inbox,
         (SELECT COUNT(*) FROM outbox WHERE state IN (${marks(openStates)})) AS outbox,
         (SELECT COUNT(*) FROM job_runs WHERE state <> 'done') AS runs, (SELECT COUNT(*) FROM job_runs) AS begun`,
      openStates,
    ),
  );
  const notBegun = Math.max(0, jobs.length - Number(row?.begun));
  return { inbox: Number(row?.inbox), outbox: Number(row?.outbox), runs: Number(row?.runs) + notBegun };
}

/** A lease protects a sender that may still be sending: with every sender ended there is nothing to protect. */
async function voidLeases({ club }: Breakables, store: Store): Promise<number> {
  const senders = [...club.byRole.worker, ...club.byRole.scheduler];
  await Promise.all(senders.map((sender) => sender.end()));
  await patiently(() =>
    store.transaction(async (tx) => {
      await tx.run(`UPDATE outbox SET lease_token = NULL, due_at = ? WHERE state IN (${marks(openStates)})`, [
        Date.now(),
        ...openStates,
      ]);
      await tx.run('UPDATE job_runs SET lease_until = 0');
    }),
  );
  for (const sender of senders) sender.start();
  return senders.length;
}

/** What nobody holds and what waits for its next try is tried now. */
async function bringForward(store: Store): Promise<void> {
  const now = Date.now();
  await patiently(() =>
    store.transaction(async (tx) => {
      await tx.run(
        `UPDATE outbox SET due_at = ? WHERE lease_token IS NULL AND due_at > ? AND state IN (${marks(openStates)})`,
        [now, now, ...openStates],
      );
      await tx.run(`UPDATE inbox SET due_at = ? WHERE state = 'received' AND due_at > ?`, [now, now]);
      await tx.run(`UPDATE job_runs SET lease_until = ? WHERE state = 'failed' AND lease_until > ?`, [
        now,
        now,
      ]);
    }),
  );
}

const triesMax = 40;

/** The database server was killed a moment ago, perhaps. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === triesMax) throw error;
      await sleep(lookEveryMs);
    }
  }
}

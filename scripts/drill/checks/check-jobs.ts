import { maskPhone } from '../../../rules/phone.ts';
import { jobs } from '../../../server/scheduler/scheduler.ts';
import { groupBy, onceOnly, wrong } from './evidence.ts';
import type { Evidence, Violation } from './evidence.ts';

/** Whichever scheduler died over it: each job of the day ended once, each gift was given and congratulated on once. */
export async function checkJobs(evidence: Evidence): Promise<Violation[]> {
  return [...(await checkRuns(evidence)), ...(await checkGifts(evidence)), ...checkGreetings(evidence)];
}

interface RunRow {
  readonly job: string;
  readonly period: string;
  readonly state: string;
  readonly failed: number;
}

async function checkRuns({ store, celebrants }: Evidence): Promise<Violation[]> {
  const rows = await store.all<RunRow>('SELECT job, period, state, failed FROM job_runs');
  const runs = groupBy(rows, ({ job, period }) => `${job} of ${period}`);
  const wanted = jobs.map(({ name }) => `${name} of ${celebrants.day}`);
  return [
    ...[...new Set([...wanted, ...runs.keys()])].flatMap((run) =>
      onceOnly(runs.get(run)?.length ?? 0, 'job run', run),
    ),
    ...rows
      .filter(({ state, failed }) => state !== 'done' || failed > 0)
      .map(({ job, period, state, failed }) =>
        wrong('job run not done', `${job} of ${period} is ${state}, failed for ${failed}`),
      ),
  ];
}

async function checkGifts({ store, celebrants }: Evidence): Promise<Violation[]> {
  const rows = await store.all<{ phone: string }>(
    `SELECT members.phone FROM ledger_entries JOIN members ON members.id = ledger_entries.member_id
     WHERE ledger_entries.reason = 'birthday'`,
  );
  return onceEach(
    celebrants.phones,
    groupBy(rows, ({ phone }) => phone),
    'birthday gift',
  );
}

function checkGreetings({ outbox, celebrants }: Evidence): Violation[] {
  const rows = outbox.filter(({ template }) => template === 'birthdayGiftForMember');
  return onceEach(
    celebrants.phones,
    groupBy(rows, ({ address }) => address),
    'birthday greeting',
  );
}

function onceEach(
  phones: readonly string[],
  found: ReadonlyMap<string, readonly unknown[]>,
  kind: string,
): Violation[] {
  const due = new Set(phones);
  return [
    ...phones.flatMap((phone) => onceOnly(found.get(phone)?.length ?? 0, kind, maskPhone(phone))),
    ...[...found.keys()]
      .filter((phone) => !due.has(phone))
      .map((phone) => wrong(`${kind} of somebody who has none`, maskPhone(phone))),
  ];
}
